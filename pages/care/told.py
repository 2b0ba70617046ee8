"""What is told of people at home, in words, each subject's sentences in one table."""

from pages.care.home_health.task_told import NAMED as NAMED_OF_TASKS
from pages.care.home_health.task_told import TASKS_TOLD
from pages.care.home_health.told import HOME_HEALTH
from pages.care.home_health.told import NAMED as NAMED_OF_HEALTH
from pages.care.mind_care.told import MIND_CARE
from pages.care.mind_care.told import NAMED as NAMED_OF_MINDS
from pages.care.needs.told import NAMED as NAMED_OF_NEEDS
from pages.care.needs.told import NEEDS_TOLD

CARE = {**HOME_HEALTH, **TASKS_TOLD, **NEEDS_TOLD, **MIND_CARE}
NAMED = {**NAMED_OF_HEALTH, **NAMED_OF_TASKS, **NAMED_OF_NEEDS, **NAMED_OF_MINDS}
