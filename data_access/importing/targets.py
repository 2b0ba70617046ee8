"""Which table of the inventory each kind of import goes into."""

from cockpit.importing.kinds import Kind
from data_access.importing.enterprises import Enterprises
from data_access.importing.households import Households
from data_access.importing.persons import Persons
from data_access.importing.places import Places
from data_access.importing.target import Target

TARGETS: dict[Kind, type[Target]] = {
    Kind.PLACES: Places,
    Kind.ENTERPRISES: Enterprises,
    Kind.HOUSEHOLDS: Households,
    Kind.PERSONS: Persons,
}
