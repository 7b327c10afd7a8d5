"""The one Django app, labelled `wumen`."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """All models of Wumen, with one chain of migrations."""

    name = "wumen.records"
    label = "wumen"
    default_auto_field = "django.db.models.BigAutoField"
