"""A connection as Django's, that knows which plans it has lost when a transaction was undone."""

from django.db.backends.postgresql import base

from wumen.records import plans


class DatabaseWrapper(base.DatabaseWrapper):
    """Whoever rolls back through Django says so to `records.plans`."""

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            if self.connection is not None:
                plans.rolled_back(self.connection)
