"""A desk with its hands full: teams and open incidents beyond the demo's, and jobs in the teams' lists.

They are planted as they would stand there, without the clocks that a use-case starts: nothing moves while it is measured.
"""

from sqlalchemy import create_engine

from bench.cockpit import report
from bench.running import Demo
from data_access import figures
from data_access.embedded import Embedded

# Doubles of the demo's own teams in turn, with as many members and the same duty.
TEAMS = """
    with wanted as (
      select 'B' || n as called, t.* from generate_series(1, %s) n
      join (select *, row_number() over (order by id) as turn, count(*) over () as all_of_them from team) t
        on t.turn = 1 + n %% t.all_of_them),
    born as (
      insert into team (code, name, role, area, street, community, grid, lon, lat)
      select called, name, role, area, street, community, grid, lon + 0.0003, lat from wanted returning id, code),
    on_duty as (
      insert into shift (team_id, starts, ends, on_call)
      select born.id, s.starts, s.ends, s.on_call from born join wanted on called = born.code join shift s on s.team_id = wanted.id)
    insert into team_member (team_id, name)
    select born.id, m.name from born join wanted on called = born.code join team_member m on m.team_id = wanted.id
"""

# Every second open incident has a team of its street, in turn; every third team is under way to its first.
JOBS = """
    with waits as (
      select id, street, row_number() over (partition by street order by id) as turn from incident
      where closed_at is null and said = 'reported' and id %% 2 = 0),
    staff as (
      select id, street, role, row_number() over (partition by street order by id) as turn,
        count(*) over (partition by street) as all_of_them from team)
    insert into assignment (incident_id, team_id, role, state, round, dispatched_at, answer_by, acknowledged_at)
    select w.id, s.id, s.role, 'acknowledged', 0, moment.at, moment.at + interval '2 minutes', moment.at
    from waits w join staff s on s.street = w.street and s.turn = 1 + w.turn %% s.all_of_them,
      lateral (select %s::timestamptz as at) moment
"""
UNDER_WAY = """
    update assignment set state = 'en_route', en_route_at = acknowledged_at where id in
      (select min(id) from assignment where ended_at is null group by team_id
       having team_id %% 3 = 0 and not bool_or(state in ('en_route', 'on_scene')))
"""
SENT = """
    update incident i set said = 'confirmed', state = a.state, opened_at = a.dispatched_at, dispatched_at = a.dispatched_at
    from assignment a where a.incident_id = i.id and i.said = 'reported' and i.closed_at is null
"""


def plant(served: Demo, incidents: int, teams: int) -> tuple[int, int]:
    """At least so many open incidents and teams; how many there are then."""
    report(served, incidents - open_now(served))
    owner = create_engine(Embedded(served.folder).url())  # whoever has no scope would find nobody
    with owner.begin() as connection:
        connection.exec_driver_sql(TEAMS, (max(0, teams - teams_now(served)),))
        connection.exec_driver_sql(JOBS, (served.health()["now"],))
        connection.exec_driver_sql(UNDER_WAY, ())
        connection.exec_driver_sql(SENT)
        for table in ("team", "shift", "team_member", "incident", "assignment"):
            connection.exec_driver_sql(f"analyze {table}")
        figures.rebuild(connection)
    owner.dispose()
    return open_now(served), teams_now(served)


def open_now(served: Demo) -> int:
    return int(served.ask("select count(*) from incident where closed_at is null")[0][0])


def teams_now(served: Demo) -> int:
    return int(served.ask("select count(*) from team")[0][0])
