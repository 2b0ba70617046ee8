"""Row-level security as migrations put it on a table. Migrations that ran rest on this: add to it, never change it."""

from data_access.scope import APP, READER

# Of a table with the three area columns: the rows of the scope that the transaction's begin has said.
WITHIN = (
    "(select current_setting('cockpit.district', true)) <> ''"
    " or street = (select current_setting('cockpit.street', true))"
    " or community = (select current_setting('cockpit.community', true))"
    " or grid = (select current_setting('cockpit.grid', true))"
)


def opened(setting: str, column: str = "id") -> str:
    """Rows whose id somebody opened for this transaction."""
    ids = f"nullif((select current_setting('cockpit.{setting}', true)), '')::bigint[]"
    return f"{column} = any ({ids})"


def protect(table: str, seen: str, inserted: str = "") -> list[str]:
    """The statements that put row-level security on a table: `seen` for all that is read or changed, `inserted` for new rows."""
    return [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy seen on {table} to {APP} using ({seen}) with check ({inserted or seen})",
        f"create policy read on {table} for select to {READER} using (true)",
        f"create policy kept on {table} to current_user using (true) with check (true)",
    ]
