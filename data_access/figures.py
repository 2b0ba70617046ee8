"""Counters of the figures: stocks now and flows per local day, both per community."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, Column, Date, Table, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

from cockpit.figures import Figure
from data_access.tables import Code, metadata

figure_now = Table(
    "figure_now",
    metadata,
    Column("community", Code, primary_key=True),
    Column("figure", Code, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

figure_day = Table(
    "figure_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("community", Code, primary_key=True),
    Column("figure", Code, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

ADD_NOW = text(
    "insert into figure_now as f values (:community, :figure, :value)"
    " on conflict (community, figure) do update set value = f.value + excluded.value returning value"
)
ADD_DAY = text(
    "insert into figure_day as f values (:day, :community, :figure, :value)"
    " on conflict (day, community, figure) do update set value = f.value + excluded.value returning value"
)


class FigureShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def by_community(self, today: date) -> dict[str, dict[str, int]]:
        """All counters as `{community: {figure: value}}`, for screens that add them up themselves."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for row in self.connection.execute(select(figure_now)).all():
            found[row.community][row.figure] = row.value
        for row in self.connection.execute(select(figure_day).where(figure_day.c.day == today)).all():
            found[row.community][row.figure] = row.value
        return dict(found)

    def trend(self, area: str, today: date, days: int) -> dict[Figure, tuple[int, ...]]:
        """Closing values of the `days` before today, oldest first; days without a row are left out."""
        first, last = _codes(area)
        rows = self.connection.execute(
            select(figure_day.c.figure, figure_day.c.day, func.sum(figure_day.c.value))
            .where(
                figure_day.c.day >= today - timedelta(days=days),
                figure_day.c.day < today,
                figure_day.c.community >= first,
                figure_day.c.community < last,
            )
            .group_by(figure_day.c.figure, figure_day.c.day)
            .order_by(figure_day.c.figure, figure_day.c.day)
        )
        series: dict[Figure, list[int]] = defaultdict(list)
        for name, _, value in rows:
            series[Figure(name)].append(int(value))
        return {name: tuple(values) for name, values in series.items()}

    def add(self, deltas: Mapping[tuple[str, str, date | None], int]) -> dict[str, dict[str, int]]:
        """Add to counters, always in the same order so that no two transactions wait in a ring; the values after."""
        after: dict[str, dict[str, int]] = defaultdict(dict)
        for community, figure, day in sorted(deltas, key=str):
            values = {"community": community, "figure": figure, "value": deltas[community, figure, day]}
            statement, values = (ADD_DAY, values | {"day": day}) if day else (ADD_NOW, values)
            after[community][figure] = self.connection.execute(statement, values).scalar_one()
        return dict(after)


def _codes(area: str) -> tuple[str, str]:
    """The half-open range of community codes that lie in the area."""
    community = area[:12]
    return community, community + "~"


RECKONED = {
    Figure.RESIDENTS: "select community, count(*) from residence where until is null group by community",
    Figure.HOUSEHOLDS: "select community, count(*) from household group by community",
    Figure.RENTED: "select community, count(*) from household where tenure = 'rented' group by community",
    Figure.ENTERPRISES: "select community, count(*) from enterprise where closed_at is null group by community",
    Figure.INCIDENTS_OPEN: "select community, count(*) from incident where closed_at is null group by community",
    Figure.INCIDENTS_WAITING: (
        "select community, count(*) from incident where state in ('reported','confirmed','reopened') or support"
        " group by community"
    ),
}


INVENTORY = (Figure.RESIDENTS, Figure.HOUSEHOLDS, Figure.RENTED, Figure.ENTERPRISES)


def rebuild(connection: Connection) -> None:
    """Reckon the stocks from the facts, as after an import."""
    connection.execute(text("delete from figure_now"))
    for figure, query in RECKONED.items():
        connection.execute(
            text(
                f"insert into figure_now (community, figure, value) select community, :figure, n from ({query}) as t(community, n)"
            ),
            {"figure": figure.value},
        )


def differences(connection: Connection, of: Collection[Figure] = tuple(Figure)) -> list[tuple[str, str, int, int]]:
    """(community, figure, counter, facts) wherever a counter is not what the facts say."""
    wrong = []
    for figure in RECKONED.keys() & of:
        facts = {community: int(n) for community, n in connection.execute(text(RECKONED[figure]))}
        kept = dict(
            connection.execute(select(figure_now.c.community, figure_now.c.value).where(figure_now.c.figure == figure))
            .tuples()
            .all()
        )
        for community in facts.keys() | kept.keys():
            if facts.get(community, 0) != kept.get(community, 0):
                wrong.append((community, figure.value, kept.get(community, 0), facts.get(community, 0)))
    return wrong


# What a counter was before it changed after `until`: as the last change row before that told it, else as a flow begins.
CLOSING = text(
    "with moved as (select distinct c.key as community, f.key as figure from change,"
    " jsonb_each(figures) as c, jsonb_each(c.value) as f where district_at >= :until)"
    " select n.community, n.figure, case when m.figure is null then n.value else coalesce("
    " (select (b.figures #>> array[m.community, m.figure])::bigint from change b where b.district_at < :until"
    " and b.community = m.community and b.figures #> array[m.community, m.figure] is not null"
    " order by b.id desc limit 1), 0) end as value"
    " from figure_now n left join moved m on m.community = n.community and m.figure = n.figure"
)


def freeze_day(connection: Connection, day: date, until: datetime) -> None:
    """Keep the stocks as they stood at the instant `until`, the end of the local day, however late that is done."""
    rows = [{"day": day, **row._mapping} for row in connection.execute(CLOSING, {"until": until})]
    if rows:
        connection.execute(insert(figure_day).on_conflict_do_nothing(), rows)
