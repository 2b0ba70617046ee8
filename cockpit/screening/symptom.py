"""What somebody who may fall ill is asked for; a closed list, so that it can be counted."""

from enum import StrEnum

from cockpit.texts import N_


class Symptom(StrEnum):
    FEVER = "fever"  # 发热
    COUGH = "cough"  # 咳嗽
    BREATH = "breath"  # 呼吸困难
    FATIGUE = "fatigue"  # 乏力
    DIARRHOEA = "diarrhoea"  # 腹泻
    OTHER = "other"


SYMPTOMS = {
    Symptom.FEVER: N_("Fever"),
    Symptom.COUGH: N_("Cough"),
    Symptom.BREATH: N_("Short of breath"),
    Symptom.FATIGUE: N_("Very tired"),
    Symptom.DIARRHOEA: N_("Diarrhoea"),
    Symptom.OTHER: N_("Other symptoms"),
}
