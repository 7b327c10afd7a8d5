"""Identity numbers as ledgers write them: each stays with whom it is written for, one bearer counts."""

from pathlib import Path

import pytest

from tests.actions.test_ledger import codes, doors, fed, lines
from tests.cast import Cast
from tests.workbooks import number, row
from wumen.actions.ledger import Outcome
from wumen.actions.register import add_area
from wumen.records import taking
from wumen.records.models import Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem

ELSEWHERE = "410102013001/ygh"


def checked(outcome: Outcome) -> list[tuple[int, str, str | None, str]]:
    """Row, name, field and code of all that should be checked."""
    return [(one.row, one.name, one.field, one.code) for one in outcome.to_check]


def bearers() -> dict[str, bool]:
    """Everybody with a number in the whole register, and whether she counts as sharing it."""
    with scoped(WHOLE):
        rows = Resident.objects.filter(identity_key__isnull=False)
        return dict(rows.values_list("name", "identity_shared"))


@pytest.fixture
def elsewhere(cast: Cast) -> str:
    """A compound of another community."""
    return add_area(cast.operator, ELSEWHERE, "compound", "阳光花苑").area


def test_two_people_who_share_a_number_both_keep_it_and_are_told(
    cast: Cast, tmp_path: Path
) -> None:
    rows = (row(name="甲一", identity=number(1)), row("102", "乙二", number(1)))
    outcome = fed(cast.clerk, tmp_path, *rows)
    assert (outcome.taken, codes(outcome)) == (2, [])
    assert {one[1] for one in checked(outcome)} == {"甲一", "乙二"}
    assert {one[3] for one in checked(outcome)} == {"number_shared"}
    found = lines(cast.clerk)
    assert found["甲一"].identity_number == found["乙二"].identity_number == number(1)
    assert sorted(bearers().values()) == [False, True]
    again = fed(cast.clerk, tmp_path, *rows)
    assert (again.unchanged, checked(again)) == (2, checked(outcome))


def test_a_number_that_somebody_elsewhere_bears_is_kept_and_told(
    cast: Cast, elsewhere: str, tmp_path: Path
) -> None:
    fed(cast.outsider, tmp_path, row(name="外人甲", identity=number(1)), compound=elsewhere)
    fed(cast.clerk, tmp_path, row(name="乙二", identity=number(2)))
    outcome = fed(
        cast.clerk,
        tmp_path,
        row("201", "丙三", number(1), "13800000003"),
        row("202", "丁四", number(2)),
    )
    assert (outcome.taken, codes(outcome)) == (2, [])
    assert checked(outcome) == [
        (2, "丙三", "identity_number", "number_shared"),
        (3, "丁四", "identity_number", "number_shared"),
    ]
    told = outcome.as_dict()["to_check"][0]  # type: ignore[index]
    assert set(told) == {"sheet", "row", "name", "field", "code", "raw", "message"}
    assert told["raw"] == number(1)
    assert lines(cast.clerk)["丙三"].identity_number == number(1)
    assert bearers() == {"外人甲": False, "乙二": False, "丙三": True, "丁四": True}


def test_who_gives_a_number_up_leaves_it_to_the_next(
    cast: Cast, elsewhere: str, tmp_path: Path
) -> None:
    fed(cast.outsider, tmp_path, row(name="外人甲", identity=number(1)), compound=elsewhere)
    fed(cast.clerk, tmp_path, row(name="甲一", identity=number(1)))
    assert bearers() == {"外人甲": False, "甲一": True}
    outcome = fed(
        cast.outsider, tmp_path, row(name="外人甲", identity=number(3)), compound=elsewhere
    )
    assert (outcome.changed, outcome.to_check) == (1, ())
    assert bearers() == {"外人甲": False, "甲一": False}


@pytest.mark.parametrize("building", ["1号楼", "2号楼"])
def test_two_who_bore_each_others_number_get_their_own(
    cast: Cast, tmp_path: Path, building: str
) -> None:
    def both(one: int, other: int) -> Outcome:
        first = row(name="甲一", identity=number(one))
        return fed(
            cast.clerk, tmp_path, first, row("102", "乙二", number(other), building=building)
        )

    both(2, 1)
    outcome = both(1, 2)
    assert (outcome.changed, outcome.problems, outcome.to_check) == (2, (), ())
    found = lines(cast.clerk)
    assert found["甲一"].identity_number == number(1)
    assert found["乙二"].identity_number == number(2)
    assert bearers() == {"甲一": False, "乙二": False}


def test_a_number_passes_from_a_resident_to_a_newcomer(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, row(name="甲一", identity=number(1)))
    outcome = fed(
        cast.clerk, tmp_path, row(name="甲一", identity=number(2)), row("102", "乙二", number(1))
    )
    assert (outcome.changed, outcome.taken, outcome.to_check) == (1, 1, ())
    assert bearers() == {"甲一": False, "乙二": False}


def test_of_many_bearers_exactly_one_counts_whatever_the_ledgers_say(
    cast: Cast, elsewhere: str, tmp_path: Path
) -> None:
    for serials in ((1, 1, 1), (2, 1, 1), (2, 2, 1), (1, 2, 3), (3, 3, 3)):
        rows = [row(str(101 + n), "甲乙丙"[n] * 2, number(one)) for n, one in enumerate(serials)]
        fed(cast.clerk, tmp_path, *rows)
        fed(cast.outsider, tmp_path, row(name="外人甲", identity=number(1)), compound=elsewhere)
        with scoped(WHOLE):
            rows_kept = Resident.objects.values_list("identity_key", "identity_shared")
            counted = [bytes(key) for key, shared in rows_kept if not shared]
            keys = {bytes(key) for key, _ in rows_kept}
        assert sorted(counted) == sorted(keys)


def test_somebody_registered_at_the_same_moment_lets_nothing_half_done(
    cast: Cast, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed(cast.outsider, tmp_path, row(name="外人甲", identity=number(1)), compound=elsewhere)
    monkeypatch.setattr(taking, "bearers", lambda _: {})
    with pytest.raises(Problem, match="register_changed") as refusal:
        fed(cast.clerk, tmp_path, row(name="甲一", identity=number(1)))
    assert refusal.value.__cause__ is None
    assert doors(cast.clerk) == {}


def test_a_resident_who_was_changed_since_she_was_compared_is_not_overwritten(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed(cast.clerk, tmp_path, row(name="甲一", phone="13800000001"))
    read = taking.standing_residents

    def changed_meanwhile(within: object) -> list[taking.ResidentRow]:
        rows = list(read(within))  # type: ignore[arg-type]
        Resident.objects.update(relation="户主")
        return rows

    monkeypatch.setattr(taking, "standing_residents", changed_meanwhile)
    with pytest.raises(Problem, match="register_changed"):
        fed(cast.clerk, tmp_path, row(name="甲一", phone="13800000002"))
    assert lines(cast.clerk)["甲一"].phones == ("13800000001",)
