"""What tests of actions on one order share: five people whom it keeps at home."""

import pytest

from tests.cast import Cast
from tests.exceptions import five_of, kept_home
from tests.street import Street
from wumen.records.models import Resident


@pytest.fixture
def five(cast: Cast, street: Street) -> list[Resident]:
    """张阿姨 and four more behind two other doors."""
    return five_of(cast, street)


@pytest.fixture
def number(cast: Cast, five: list[Resident]) -> str:
    """The number of the order that keeps them at home."""
    return kept_home(cast, five)
