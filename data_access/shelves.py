"""The shelves of a unit of work: one for each subject, opened when it is first asked for."""

from datetime import datetime
from functools import cached_property

from sqlalchemy.engine import Connection

from cockpit.access import Actor
from data_access import feed
from data_access.accounts import AccountShelf
from data_access.appeals import AppealShelf
from data_access.areas import AreaShelf
from data_access.attachments import AttachmentShelf
from data_access.backup_runs import BackupRunShelf
from data_access.bulk import BulkShelf
from data_access.canvass import CanvassShelf, VisitShelf
from data_access.desk import DeskShelf
from data_access.desk_figures import DeskFigureShelf
from data_access.duty import DutyShelf
from data_access.emergency import EmergencyShelf
from data_access.escalation import ChainShelf
from data_access.exports import ExportShelf, StockShelf
from data_access.figures import FigureShelf
from data_access.glass import GlassShelf
from data_access.handed_over import HandedOverShelf
from data_access.hours import HourShelf
from data_access.importing.batches import BatchShelf
from data_access.importing.learning import HeaderShelf
from data_access.incidents import IncidentLinkShelf, IncidentShelf, NoteShelf, TaskShelf
from data_access.layers import LayerShelf
from data_access.needs import NeedShelf
from data_access.notifications import NotificationShelf
from data_access.paging import OwnChannelShelf, PagingShelf, PushShelf
from data_access.people import PeopleShelf, Tokens
from data_access.places import PlaceShelf
from data_access.quarantine import QuarantineShelf
from data_access.receipts import ReceiptShelf
from data_access.requests import RequestShelf
from data_access.returns import KeyRegionShelf, ReturnShelf
from data_access.reveal import RevealShelf
from data_access.scene import SceneShelf
from data_access.screening import CaseShelf, ItineraryShelf, PseudonymShelf, RiskFactsShelf, RiskShelf, SecondShelf
from data_access.sealed import Sealer
from data_access.second_step import SecondStepShelf
from data_access.sheets import SheetShelf
from data_access.sources import SourceShelf
from data_access.teams import TeamShelf
from data_access.terminals import TerminalShelf
from data_access.two_people import WordShelf
from data_access.undo import UndoShelf
from data_access.viewers import ViewerShelf
from data_access.wall import WallShelf
from data_access.warnings import AlarmShelf, ReadingShelf, WarningShelf


class Shelves:
    """Of one connection, as `by` may see it at `at`."""

    def __init__(
        self, connection: Connection, by: Actor, at: datetime, areas: AreaShelf, sealer: Sealer, index_key: bytes
    ) -> None:
        self.connection = connection
        self.by = by
        self.at = at
        self.areas = areas
        self.sealer = sealer
        self.index_key = index_key

    @cached_property
    def accounts(self) -> AccountShelf:
        return AccountShelf(self.connection)

    @cached_property
    def alarms(self) -> AlarmShelf:
        return AlarmShelf(self.connection)

    @cached_property
    def appeals(self) -> AppealShelf:
        return AppealShelf(self.connection, self.people)

    @cached_property
    def attachments(self) -> AttachmentShelf:
        return AttachmentShelf(self.connection, self.sealer)

    @cached_property
    def backup_runs(self) -> BackupRunShelf:
        return BackupRunShelf(self.connection)

    @cached_property
    def bulk(self) -> BulkShelf:
        return BulkShelf(self.connection, self.by)

    @cached_property
    def canvass(self) -> CanvassShelf:
        return CanvassShelf(self.connection, self.by)

    @cached_property
    def cases(self) -> CaseShelf:
        return CaseShelf(self.connection)

    @cached_property
    def chains(self) -> ChainShelf:
        return ChainShelf(self.connection)

    @cached_property
    def desk(self) -> DeskShelf:
        return DeskShelf(self.connection)

    @cached_property
    def desk_figures(self) -> DeskFigureShelf:
        return DeskFigureShelf(self.connection, self.by, self.incidents)

    @cached_property
    def duty(self) -> DutyShelf:
        return DutyShelf(self.connection, self.sealer)

    @cached_property
    def emergencies(self) -> EmergencyShelf:
        return EmergencyShelf(self.connection)

    @cached_property
    def exports(self) -> ExportShelf:
        return ExportShelf(self.connection, self.sealer)

    @cached_property
    def figures(self) -> FigureShelf:
        return FigureShelf(self.connection)

    @cached_property
    def glasses(self) -> GlassShelf:
        return GlassShelf(self.connection, self.sealer, self.by)

    @cached_property
    def handed_over(self) -> HandedOverShelf:
        return HandedOverShelf(self.connection, self.sealer, self.by.id)

    @cached_property
    def headers(self) -> HeaderShelf:
        return HeaderShelf(self.connection, self.sealer, self.index_key, self.by.area)

    @cached_property
    def hours(self) -> HourShelf:
        return HourShelf(self.connection)

    @cached_property
    def imports(self) -> BatchShelf:
        return BatchShelf(self.connection, self.sealer, self.by.area)

    @cached_property
    def incident_links(self) -> IncidentLinkShelf:
        return IncidentLinkShelf(self.connection)

    @cached_property
    def incidents(self) -> IncidentShelf:
        return IncidentShelf(self.connection, self.by)

    @cached_property
    def key_regions(self) -> KeyRegionShelf:
        return KeyRegionShelf(self.connection)

    @cached_property
    def layers(self) -> LayerShelf:
        return LayerShelf(self.connection, self.by)

    @cached_property
    def log(self) -> feed.LogShelf:
        return feed.LogShelf(self.connection)

    @cached_property
    def notes(self) -> NoteShelf:
        return NoteShelf(self.connection, self.sealer, self.by, self.at)

    @cached_property
    def needs(self) -> NeedShelf:
        return NeedShelf(self.connection, self.sealer, self.people)

    @cached_property
    def notifications(self) -> NotificationShelf:
        return NotificationShelf(self.connection)

    @cached_property
    def own_channels(self) -> OwnChannelShelf:
        return OwnChannelShelf(self.connection, self.sealer)

    @cached_property
    def pagings(self) -> PagingShelf:
        return PagingShelf(self.connection, self.own_channels)

    @cached_property
    def pushes(self) -> PushShelf:
        return PushShelf(self.connection, self.sealer)

    @cached_property
    def people(self) -> PeopleShelf:
        return PeopleShelf(self.connection, self.sealer, Tokens(self.index_key), self.by, self.areas, self.at)

    @cached_property
    def places(self) -> PlaceShelf:
        return PlaceShelf(self.connection, self.by)

    @cached_property
    def quarantine(self) -> QuarantineShelf:
        return QuarantineShelf(self.connection)

    @cached_property
    def readings(self) -> ReadingShelf:
        return ReadingShelf(self.connection)

    @cached_property
    def itineraries(self) -> ItineraryShelf:
        return ItineraryShelf(self.connection, self.sealer)

    @cached_property
    def pseudonyms(self) -> PseudonymShelf:
        return PseudonymShelf(self.connection, self.sealer, self.index_key)

    @cached_property
    def receipts(self) -> ReceiptShelf:
        return ReceiptShelf(self.connection, self.index_key)

    @cached_property
    def requests(self) -> RequestShelf:
        return RequestShelf(self.connection, self.people)

    @cached_property
    def returns(self) -> ReturnShelf:
        return ReturnShelf(self.connection, self.sealer, self.people, self.areas, self.by)

    @cached_property
    def reveals(self) -> RevealShelf:
        return RevealShelf(self.connection, self.sealer, self.by, self.at)

    @cached_property
    def risk(self) -> RiskShelf:
        return RiskShelf(self.connection, self.sealer, self.by, self.people, self.emergencies)

    @cached_property
    def risk_facts(self) -> RiskFactsShelf:
        return RiskFactsShelf(self.connection, self.sealer)

    @cached_property
    def second(self) -> SecondShelf:
        return SecondShelf(self.connection)

    @cached_property
    def scene(self) -> SceneShelf:
        return SceneShelf(self.connection, self.incidents)

    @cached_property
    def second_steps(self) -> SecondStepShelf:
        return SecondStepShelf(self.connection, self.sealer)

    @cached_property
    def sheets(self) -> SheetShelf:
        return SheetShelf(self.connection, self.sealer, self.by)

    @cached_property
    def sources(self) -> SourceShelf:
        return SourceShelf(self.connection)

    @cached_property
    def stock(self) -> StockShelf:
        return StockShelf(self.connection, self.sealer, self.areas)

    @cached_property
    def tasks(self) -> TaskShelf:
        return TaskShelf(self.connection)

    @cached_property
    def teams(self) -> TeamShelf:
        return TeamShelf(self.connection)

    @cached_property
    def terminals(self) -> TerminalShelf:
        return TerminalShelf(self.connection)

    @cached_property
    def undo(self) -> UndoShelf:
        return UndoShelf(self.connection)

    @cached_property
    def viewers(self) -> ViewerShelf:
        return ViewerShelf(self.connection)

    @cached_property
    def visits(self) -> VisitShelf:
        return VisitShelf(self.connection, self.sealer, self.by, self.at)

    @cached_property
    def walls(self) -> WallShelf:
        return WallShelf(self.connection, self.by)

    @cached_property
    def warnings(self) -> WarningShelf:
        return WarningShelf(self.connection, self.by)

    @cached_property
    def words(self) -> WordShelf:
        return WordShelf(self.connection)
