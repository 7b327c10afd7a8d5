"""Reports upward (日报 · 小时报): sentences from figures, since yesterday, corrections, and what they may hold."""

from wumen.rules.reports.comparing import Changed, corrections, recounted, signed, since
from wumen.rules.reports.guarding import check_report_text, read_to, read_why
from wumen.rules.reports.heads import Head, seal_of
from wumen.rules.reports.saying import daily, hourly, said
from wumen.rules.reports.told import (
    KIND_NAMES,
    Kind,
    Said,
    Told,
    hour_en,
    hour_zh,
    yesterday,
)

__all__ = [
    "KIND_NAMES",
    "Changed",
    "Head",
    "Kind",
    "Said",
    "Told",
    "check_report_text",
    "corrections",
    "daily",
    "hour_en",
    "hour_zh",
    "hourly",
    "read_to",
    "read_why",
    "recounted",
    "said",
    "seal_of",
    "signed",
    "since",
    "yesterday",
]
