"""Which table of the inventory each kind of import goes into."""

from cockpit.importing.kinds import Kind
from data_access.importing.areas import Communities, Grids, Streets
from data_access.importing.cases import Cases
from data_access.importing.duty import Duty
from data_access.importing.enterprises import Enterprises
from data_access.importing.households import Households
from data_access.importing.key_regions import KeyRegions
from data_access.importing.persons import Persons
from data_access.importing.places import Places
from data_access.importing.policies import Policies
from data_access.importing.quarantine import Quarantine
from data_access.importing.recorded import RECORDED
from data_access.importing.returns import Returns
from data_access.importing.target import Target
from data_access.importing.teams import Teams
from data_access.importing.workplaces import Workplaces

TARGETS: dict[Kind, type[Target]] = {
    Kind.STREETS: Streets,
    Kind.COMMUNITIES: Communities,
    Kind.GRIDS: Grids,
    Kind.PLACES: Places,
    Kind.ENTERPRISES: Enterprises,
    Kind.HOUSEHOLDS: Households,
    Kind.PERSONS: Persons,
    Kind.TEAMS: Teams,
    Kind.DUTY: Duty,
    Kind.QUARANTINE: Quarantine,
    Kind.CASES: Cases,
    Kind.KEY_REGIONS: KeyRegions,
    Kind.RETURNS: Returns,
    Kind.POLICIES: Policies,
    **RECORDED,
    Kind.WORKPLACES: Workplaces,
}
