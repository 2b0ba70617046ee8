"""A need 需求: what somebody who may not go out asks for, and what becomes of it until it lies at the door."""

from enum import StrEnum

from cockpit.texts import N_


class NeedKind(StrEnum):
    GROCERIES = "groceries"  # 买菜
    MILK = "milk"  # 牛奶
    MEDICINE = "medicine"  # 药品
    RUBBISH = "rubbish"  # 垃圾清运
    PAPERS = "papers"  # 证明材料
    OTHER = "other"  # in words


NEEDS = {
    NeedKind.GROCERIES: N_("Groceries"),
    NeedKind.MILK: N_("Milk"),
    NeedKind.MEDICINE: N_("Medicine"),
    NeedKind.RUBBISH: N_("Rubbish"),
    NeedKind.PAPERS: N_("Papers"),
    NeedKind.OTHER: N_("Something else"),
}
