"""What a production start asks of the database: as whom it is reached, and whose accounts are in it."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.engine import Connection

# Who may become an owner is one. A superuser may become anybody: of him only what is his own counts.
STANDING = text(
    "select r.rolname::text as role, r.rolsuper as superuser, r.rolbypassrls as passes_policies,"
    " r.rolcreaterole as makes_roles, r.rolreplication as replicates, count(c.oid) as owns"
    " from pg_roles r left join pg_class c on c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
    " and case when r.rolsuper then c.relowner = r.oid else pg_has_role(r.oid, c.relowner, 'member') end"
    " where r.rolname = session_user group by r.oid, r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole,"
    " r.rolreplication"
)
SEES_ACCOUNTS = text(
    "select coalesce(has_table_privilege(to_regclass('public.account'), 'select'), false)"
    " and has_schema_privilege('public', 'usage')"
)
DEMO_ACCOUNTS = text("select count(*) from public.account where demo")


@dataclass(frozen=True)
class Standing:
    """The role that a serving process signs in as, and what it must not be."""

    role: str
    superuser: bool
    passes_policies: bool
    makes_roles: bool
    replicates: bool
    owns: int
    demo_accounts: int


def standing(connection: Connection) -> Standing:
    """Of the role of this connection; who may not read accounts has none to serve."""
    found = connection.execute(STANDING).one()
    sees = connection.execute(SEES_ACCOUNTS).scalar_one()
    demo_accounts = connection.execute(DEMO_ACCOUNTS).scalar_one() if sees else 0
    return Standing(**found._mapping, demo_accounts=demo_accounts)
