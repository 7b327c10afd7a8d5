"""Software that is newer than the database says so before anything is served."""

from pathlib import Path

import pytest

from tests.cast import Cast
from wumen.actions.schema import check_role
from wumen.records import migrations
from wumen.rules.problems import Problem


def test_a_database_of_the_present_shape_is_served(cast: Cast) -> None:
    check_role()


def test_one_that_lacks_a_migration_is_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for known in Path(migrations.__path__[0]).glob("0*.py"):
        (tmp_path / known.name).touch()
    monkeypatch.setattr(migrations, "__path__", [str(tmp_path)])
    check_role()
    (tmp_path / "0999_of_a_later_day.py").touch()
    with pytest.raises(Problem, match="schema_behind"):
        check_role()
