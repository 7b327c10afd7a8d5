"""Gives each log line the number of the request that it belongs to."""

import logging

from wumen.actions import requests


class AddRequestId(logging.Filter):
    """Adds `request_id` to a record; a dash where no request is under way."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a line."""
        record.request_id = requests.current() or "-"
        return True
