"""Upward (上报): today's figures with their rows, the daily and hourly report, and what was sent."""

from django.urls import path

from wumen.web.reports.figures import reports, reports_rows
from wumen.web.reports.sending import reports_text
from wumen.web.reports.sent import reports_correct, reports_file, reports_sent, reports_sent_one

urls = [
    path("reports/", reports, name="reports"),
    path("reports/rows/", reports_rows, name="reports_rows"),
    path("reports/text/<str:kind>/", reports_text, name="reports_text"),
    path("reports/sent/", reports_sent, name="reports_sent"),
    path("reports/sent/<uuid:ident>/", reports_sent_one, name="reports_sent_one"),
    path("reports/sent/<uuid:ident>/correct/", reports_correct, name="reports_correct"),
    path("reports/sent/<uuid:ident>/file/", reports_file, name="reports_file"),
]
