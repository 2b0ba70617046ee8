"""Health at home as it is remembered."""

from data_access.home_health.reports import ReportShelf
from data_access.home_health.tables import health_report, report_code

__all__ = ["ReportShelf", "health_report", "report_code"]
