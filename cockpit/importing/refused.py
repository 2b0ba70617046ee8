"""A file that cannot be read, and rows of it that cannot: each says why, in a sentence without a word of its contents."""

from dataclasses import dataclass

from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(eq=False)
class Unreadable(Refusal):
    """`why` is a marked sentence of its own, translated before it is put in."""

    status = 422
    says = N_("This file cannot be read: {why}.")
    way_out = N_("Open it in the program it comes from, save it anew and bring that.")
    why: str


@dataclass(eq=False)
class UnknownFormat(Unreadable):
    way_out = N_("Bring xlsx, xls, csv, GeoJSON, KML, or a Shapefile as one zip.")


@dataclass(eq=False)
class Protected(Unreadable):
    way_out = N_("Take the password off in the program it comes from, save it and bring that.")


@dataclass(eq=False)
class NothingInIt(Unreadable):
    way_out = N_("See whether it is the right file.")


@dataclass(eq=False)
class TooBig(Unreadable):
    status = 413
    way_out = N_("Divide it and bring the parts one by one.")


# Why a file is not read

EMPTY = N_("it is empty")
NO_HEADER = N_("none of its first lines looks like a header")
NESTED = N_("its columns hold tables of their own: bring it with plain columns")
BROKEN = N_("it is broken, or was cut short")
NO_ROWS = N_("more than 100,000 of its rows do not fit its header")
NOT_TEXT = N_("it is neither a known kind of file nor text")
NO_LETTERS = N_("its characters are neither UTF-8, GBK nor UTF-16")
PASSWORD = N_("it is protected by a password")
OTHER_ARCHIVE = N_("this archive holds no workbook, no Shapefile and no KML")
OTHER_PACKING = N_("it is packed in a way that is not read here; only zip is")
OTHER_WORKBOOK = N_("this kind of workbook is not read here")
WEB_PAGE = N_("it is a web page under the name of a workbook")
PAPER = N_("it is a document or a picture and no table")
LONE_SHAPE = N_("it is one part of a Shapefile; all parts together are needed")
NO_TABLE_OF_SHAPE = N_("the Shapefile has no .dbf, in which names and numbers lie")
OTHER_PARTS = N_("the parts of the Shapefile do not belong together")
NO_GEOJSON = N_("it is JSON and no GeoJSON")
CLIMBS = N_("its archive holds a file that would be put elsewhere")
OWN_WORDS = N_("it defines words of its own (a DTD), which is not taken")
TOO_LARGE = N_("it has more than 200 MB")
INFLATES = N_("unpacked it would be too large")
TOO_MANY_PARTS = N_("its archive holds too many files")
TOO_WIDE = N_("it has more than 300 columns")
TOO_LONG_LINE = N_("one of its lines is too long for a table")
TOO_LARGE_PART = N_("one thing in it is too large, or too deep a structure")

# Why a row is not read, the others go on

LONGER = N_("the row has more cells than the header")
SHORTER = N_("the row has fewer cells than the header")
QUOTES = N_("a quotation mark opens without closing, or stands where none can")
LETTERS = N_("some of its characters cannot be read")
NO_NUMBER = N_("a coordinate is not a number")
NOWHERE = N_("a coordinate lies outside of 180 degrees east and west, 90 north and south")
CROSSES = N_("its outline crosses itself")
NO_GROUND = N_("its outline encloses nothing")
OTHER_SHAPE = N_("only a point or an outline has a place here, and it has another shape")

# What was left out of a row that is read, and what a table does not say

LARGEST_PART = N_("it has several parts: the largest was taken")
NO_HOLES = N_("it has holes: they were left out")
NO_SYSTEM = N_("nothing says which coordinates these are: the Shapefile has no .prj")
