"""Health at home as it is remembered."""

from data_access.home_health.daily import CareDayShelf, care_day
from data_access.home_health.daily_lists import DayLists
from data_access.home_health.desk_tables import care_fact, care_task
from data_access.home_health.facts import CareFactShelf
from data_access.home_health.lists import ReportLists
from data_access.home_health.reports import ReportShelf
from data_access.home_health.tables import health_report, report_code
from data_access.home_health.tasks import CareTaskShelf

__all__ = [
    "CareDayShelf", "CareFactShelf", "CareTaskShelf", "DayLists", "ReportLists", "ReportShelf", "care_day", "care_fact", "care_task", "health_report", "report_code",
]  # fmt: skip
