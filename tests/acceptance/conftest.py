"""An empty installation that is up, before a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.acceptance.office import Office, up
from tests.acceptance.proofs import called_again
from tests.cli.conftest import copied_home, forking, made_home
from tests.cli.forked import Forking
from tests.web.conftest import signed_in

__all__ = ["forking", "made_home", "signed_in"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only calls a test again that was chosen too; last, when it is known what is chosen."""
    again = called_again(items)
    if again:
        config.hook.pytest_deselected(items=again)
        items[:] = [one for one in items if one not in again]


@pytest.fixture
def office(
    made_home: Path,
    forking: Forking,
    tmp_path_factory: pytest.TempPathFactory,
    chromium: Browser,
) -> Iterator[Office]:
    """An empty installation, as `init` leaves it, with `up` in front."""
    folder = tmp_path_factory.mktemp("office")
    with copied_home(made_home, folder, forking) as cli, up(cli, chromium) as office:
        yield office
