"""What is told of people at home, in words, each subject's sentences in one table."""

from pages.care.home_health.told import HOME_HEALTH
from pages.care.home_health.told import NAMED as NAMED_OF_HEALTH
from pages.care.needs.told import NAMED as NAMED_OF_NEEDS
from pages.care.needs.told import NEEDS_TOLD

CARE = {**HOME_HEALTH, **NEEDS_TOLD}
NAMED = {**NAMED_OF_HEALTH, **NAMED_OF_NEEDS}
