"""Whoever has written many people may let the database count them: else it reads whole tables to find one, for a minute."""

from alembic import op

from data_access.scope import APP

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None
while_serving = "safe"  # a function that the version before does not call

COUNT_PEOPLE = """
create function count_people() returns void language plpgsql
security definer set search_path = public, pg_temp as $$
begin
  analyze household, person, person_key, person_token, residence;
end
$$
"""


def upgrade() -> None:
    op.execute(COUNT_PEOPLE)
    op.execute("revoke execute on function count_people() from public")
    op.execute(f"grant execute on function count_people() to {APP}")


def downgrade() -> None:
    op.execute("drop function count_people()")
