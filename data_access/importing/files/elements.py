"""XML read as it comes, in constant memory. No document type is taken, and with it no entity: there is no bomb to defuse."""

from collections.abc import Iterable, Iterator
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from cockpit.importing.refused import BROKEN, OWN_WORDS, TOO_LARGE_PART, TooBig, Unreadable

Attributes = dict[str, str]
DEEPEST = 200
LONGEST_TAG = 8 << 20  # bytes


def local(name: str) -> str:
    """A name without the prefix of its namespace, which every program chooses for itself."""
    return name.rpartition(":")[2]


class Listener:
    """Hears what begins, ends and is said in between; keeps `depth`, the number of elements that have not ended."""

    depth = 0

    def begins(self, name: str, facts: Attributes) -> None:
        self.depth += 1

    def ends(self, name: str) -> None:
        self.depth -= 1

    def says(self, text: str) -> None:
        """A long text comes in several pieces."""


def listen(listener: Listener, blocks: Iterable[bytes], letters: str | None = None) -> Iterator[None]:
    """Let it hear the document, with a stop after each block; `letters` is the alphabet, where the document itself lies.

    Refuses what is broken, too deep, or one endless tag: neither is kept in memory while it goes on.
    """
    made, fed = _parser(listener, letters), 0
    try:
        for block in blocks:
            made.Parse(block, False)
            fed += len(block)
            if listener.depth > DEEPEST or fed - made.CurrentByteIndex > LONGEST_TAG:
                raise TooBig(TOO_LARGE_PART)
            yield
        made.Parse(b"", True)
        yield
    except (ExpatError, ValueError, LookupError):
        raise Unreadable(BROKEN) from None


def _parser(listener: Listener, letters: str | None) -> XMLParserType:
    made = ParserCreate(letters)
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse
    made.StartElementHandler = listener.begins
    made.EndElementHandler = listener.ends
    made.CharacterDataHandler = listener.says
    return made


def _refuse(*_: object) -> None:
    raise Unreadable(OWN_WORDS)
