"""One person, one record: pairs that look alike, merges that can be undone, the runs that find them, and their weights."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from data_access.migrations.walls import protect

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None
while_serving = "stop first"  # the version before would show an absorbed record as a person of its own

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

WEIGHTS = {
    "prior": 1e-6,
    "merge": 14.0,
    "queue": 2.0,
    "levels": {
        "name": {
            "same": [0.9, 0.0003], "spelt": [0.03, 0.00005], "sound": [0.04, 0.00065], "close": [0.029, 0.005],
            "other": [0.001, 0.994],
        },
        "born": {"same": [0.95, 0.00004], "close": [0.035, 0.003], "year": [0.01, 0.012], "other": [0.005, 0.98496]},
        "home": {
            "same": [0.55, 0.000008], "former": [0.2, 0.00001], "compound": [0.1, 0.001], "street": [0.08, 0.12],
            "other": [0.07, 0.878982],
        },
        "phone": {"same": [0.6, 0.00001], "other": [0.4, 0.99999]},
        "number": {"same": [0.99, 1e-7], "other": [0.01, 0.9999999]},
    },
}  # fmt: skip
SOURCE = (
    "District default: the commonest name of the country is 3 in 10,000 people's, a birthday one in 29,200 days, "
    "a door that of three in 400,000; estimates, to be measured once a thousand pairs were judged"
)
RULE = sa.text(
    "insert into policy (kind, key, area, holds_from, published_at, source, body)"
    " select 'link', 'person', d.code, min(p.holds_from), min(p.published_at), :source, cast(:body as jsonb)"
    " from district d join policy p on p.area = d.code group by d.code"
)
BOTH = (
    "exists (select 1 from person p where p.id = {table}.{one})"
    " and exists (select 1 from person p where p.id = {table}.{other})"
)


def upgrade() -> None:
    op.add_column("person", sa.Column("merged_into", sa.BigInteger()))
    op.create_foreign_key("fk_person_merged_into", "person", "person", ["merged_into"], ["id"])
    op.create_index(
        "ix_person_merged_into", "person", ["merged_into"], postgresql_where=sa.text("merged_into is not null")
    )
    _pairs()
    _merges()
    op.create_table(
        "link_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.BigInteger()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("machine_at", INSTANT, nullable=False),
        sa.Column("stage", CODE, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("done", "of", "persons", "merged", "queued")),
        sa.Column("why", CODE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_run")),
    )
    for table, one, other in (("person_pair", "one", "other"), ("person_merge", "survivor", "absorbed")):
        for statement in protect(table, BOTH.format(table=table, one=one, other=other)):
            op.execute(statement)
    op.execute(RULE.bindparams(source=SOURCE, body=json.dumps(WEIGHTS)))


def _pairs() -> None:
    op.create_table(
        "person_pair",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("one", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("levels", postgresql.JSONB(), nullable=False),
        sa.Column("rule", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.BigInteger()),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_pair")),
        sa.ForeignKeyConstraint(["rule"], ["policy.id"], name=op.f("fk_person_pair_rule")),
    )
    op.create_index("uq_person_pair_one_other", "person_pair", ["one", "other"], unique=True)
    op.create_index("ix_person_pair_other", "person_pair", ["other"])
    op.create_index("ix_person_pair_waiting", "person_pair", ["weight"], postgresql_where=sa.text("state = 'waiting'"))


def _merges() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("survivor", "absorbed", "pair")),
        sa.Column("account", sa.BigInteger()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        sa.Column("taken", postgresql.JSONB(), nullable=False),
        sa.Column("undone_at", INSTANT),
        sa.Column("undone_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_person_merge_{name}"))
            for name in ("survivor", "absorbed")
        ),
    )
    for name in ("survivor", "absorbed"):
        op.create_index(f"ix_person_merge_{name}", "person_merge", [name])


def downgrade() -> None:
    raise RuntimeError("records that were merged would stand alone without their history; restore a backup instead")
