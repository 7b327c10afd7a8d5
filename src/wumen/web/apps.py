"""The pages as a Django app, for their templates and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and translations of the pages."""

    name = "wumen.web"
    label = "web"
