"""An outbreak that is over, for tests of its end: what it knew, the days that are counted, and its keys put back."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.street import OUTBREAK, Street, at
from wumen.actions.closing import ask_to_erase, carry_out, confirm_erasing
from wumen.queries.audit import audit
from wumen.queries.closing import ClosingLine, closing_line
from wumen.records import sealing
from wumen.records.installation.keys import KeyStore
from wumen.rules.closing import Certificate
from wumen.rules.problems import Problem

# The orders of the street end on 22 January: the days are counted from there.
ENDED = at(1, 22)
THIRTY, SIXTY = ENDED + timedelta(days=30), ENDED + timedelta(days=60)
WHY = "疫情已结束"


def refused(code: str, do: Callable[[], object]) -> None:
    """Something is refused, by this problem."""
    with pytest.raises(Problem) as caught:
        do()
    assert caught.value.code == code


def copy_keys(folder: Path, to: Path) -> None:
    """Copy the keys that stand in a folder; other workers of the tests make and destroy theirs there meanwhile."""
    theirs, copied = KeyStore(folder), KeyStore(to)
    for name in theirs.names():
        with suppress(Problem):
            copied.write(name, theirs.read(name))


@pytest.fixture
def own_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the installation's folder: keys lie in no database, and what is destroyed here stands there."""
    copy_keys(home / "keys", tmp_path / "home" / "keys")
    with monkeypatch.context() as patched:
        patched.setattr(settings, "WUMEN", replace(settings.WUMEN, home=tmp_path / "home"))
        sealing.forget_keys()
        yield tmp_path / "home"
    sealing.forget_keys()


@pytest.fixture
def over(street: Street, own_home: Path) -> Street:
    """张阿姨 was kept at home until 22 January; every table knows something of her, and of building 1."""
    return street


def erased_by_two(cast: Cast) -> Certificate:
    """The clerk asks, the secretary confirms, and it is carried out."""
    ask_to_erase(cast.clerk, OUTBREAK, WHY)
    return carry_out(confirm_erasing(cast.secretary, OUTBREAK))


def line(cast: Cast, street: Street) -> ClosingLine:
    """How far the outbreak of the street is."""
    return closing_line(cast.clerk, street.outbreak.id)


def found(cast: Cast) -> set[str]:
    """The kinds of all differences that the audit finds."""
    return {one.kind for one in audit(cast.operator).differences}
