"""One report for a household, by whose paper it came; reports by telephone number; the words and keys of messages."""

import sqlalchemy as sa
from alembic import op

from data_access.scope import APP

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None
while_serving = "safe"  # columns with a default, functions and rules, of which the version before knows nothing

DEFINER = "security definer set search_path = public, pg_temp"
AT_HOME = (
    "q.kind in ('home', 'other') and q.since <= today and (q.until is null or q.until >= today)"
    " and (q.lifted_on is null or q.lifted_on > today)"
)

# Of a person whom this transaction opened already: nobody learns by it with whom somebody else lives.
HOUSEHOLD = f"""
create function report_household(whose bigint, today date)
returns table (person_id bigint, episode_id bigint) language sql stable {DEFINER} as $$
    select q.person_id, q.id from residence mine join residence r on r.household_id = mine.household_id and r.until is null
    join quarantine q on q.person_id = r.person_id join person_key k on k.person_id = q.person_id
    where mine.person_id = whose and mine.until is null and r.person_id <> whose and {AT_HOME}
    and whose = any (nullif(current_setting('cockpit.persons', true), '')::bigint[]) order by q.person_id
$$"""
# A gateway names a phone and is nobody: asked by the whole number's token alone.
OF_PHONE = f"""
create function report_phone_opens(wanted bytea, today date)
returns table (person_id bigint, episode_id bigint) language sql stable {DEFINER} as $$
    with recursive up as (
        select p.id, p.merged_into from person_token t join person p on p.id = t.person_id
        where t.token = wanted and t.kind = 'phone'
        union select p.id, p.merged_into from person p join up on p.id = up.merged_into)
    select q.person_id, q.id from up join quarantine q on q.person_id = up.id
    join person_key k on k.person_id = q.person_id where up.merged_into is null and {AT_HOME} order by q.person_id
$$"""
SIGNATURES = ("report_household(bigint, date)", "report_phone_opens(bytea, date)")

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('report', 'then', 'District default: the ambulance''s number', '{"ambulance": "120"}'),
  ('report', 'words', 'District default: the words that a text message may have beside the temperature',
    '{"symptoms": {"fever": ["发热", "发烧", "fever"], "cough": ["咳嗽", "干咳", "cough"],
        "breath": ["呼吸困难", "气急", "气喘", "胸闷", "breath"], "fatigue": ["乏力", "没力气", "tired"],
        "diarrhoea": ["腹泻", "拉肚子", "diarrhoea"]},
      "needs": {"groceries": ["买菜", "菜", "groceries"], "milk": ["牛奶", "奶", "milk"],
        "medicine": ["药品", "药", "medicine"], "rubbish": ["垃圾", "rubbish"], "papers": ["证明", "papers"]},
      "call": ["请回电", "回电", "来电", "call me"], "well": ["没有症状", "无症状", "都好", "正常", "well"],
      "passed_over": ["体温", "温度", "度", "℃", "缺", "需要", "要", "今早", "今晚", "temperature", "need", "and"]}'),
  ('report', 'keys', 'District default: the keys of a telephone: temperature without its point, then symptoms, then needs',
    '{"well": "1", "symptoms": {"2": "cough", "3": "breath", "4": "fatigue", "5": "diarrhoea", "9": "other"},
      "none": "1", "needs": {"2": "groceries", "3": "milk", "4": "medicine", "5": "rubbish", "6": "papers"}, "call": "0"}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    op.add_column("health_report", sa.Column("through", sa.BigInteger()))
    op.add_column("health_report", sa.Column("agreed", sa.Boolean(), nullable=False, server_default="false"))
    op.create_foreign_key(
        op.f("fk_health_report_through"), "health_report", "quarantine", ["through"], ["id"], ondelete="SET NULL"
    )
    op.create_index(
        "ix_health_report_through", "health_report", ["through"], postgresql_where=sa.text("through is not null")
    )
    for function in (HOUSEHOLD, OF_PHONE):
        op.execute(function)
    for signature in SIGNATURES:
        op.execute(f"revoke execute on function {signature} from public")
        op.execute(f"grant execute on function {signature} to {APP}")
    op.execute(RULES)


def downgrade() -> None:
    for signature in SIGNATURES:
        op.execute(f"drop function {signature}")
    op.drop_index("ix_health_report_through", "health_report")
    for name in ("through", "agreed"):
        op.drop_column("health_report", name)
