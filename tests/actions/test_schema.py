"""Software that is newer than the database says so before anything is served."""

import pytest
from django.db.migrations.recorder import MigrationRecorder

from tests.cast import Cast
from wumen.actions.schema import check_role
from wumen.rules.problems import Problem


def test_a_database_of_the_present_shape_is_served(cast: Cast) -> None:
    check_role()


def test_one_that_lacks_a_migration_is_not(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    applied = MigrationRecorder.applied_migrations

    def earlier(self: MigrationRecorder) -> object:
        found = dict(applied(self))
        del found[max(one for one in found if one[0] == "wumen")]
        return found

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", earlier)
    with pytest.raises(Problem, match="schema_behind"):
        check_role()
