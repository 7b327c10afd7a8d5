"""Five residents whom one order keeps at home, and the documents that take some of them out."""

from dataclasses import replace

from tests.cast import COMPOUND, Cast
from tests.street import AUTHORITY, Street, ordered
from wumen.actions.orders import confirm_change, enter_change
from wumen.queries.board import board
from wumen.queries.figures import figures
from wumen.queries.posts import acting
from wumen.records.models import Order, Resident
from wumen.rules.orders import Changed, ChangeDraft


def five_of(cast: Cast, street: Street) -> list[Resident]:
    """张阿姨 and four more behind two other doors."""
    doors = ("1/1/202", "2/1/102", "3/1/101")
    with acting(cast.clerk):
        found = [
            one for door in doors for one in street.households[door].residents.order_by("place")
        ]
    return found[:5]


def kept_home(cast: Cast, people: list[Resident]) -> str:
    """The number of one order on them all."""
    named = tuple(str(one.id) for one in people)
    return ordered(cast, regime="home_isolation", residents=named, document="告知书第7号").number


def taking_out(*whom: Resident | str, **given: object) -> ChangeDraft:
    """A later document that takes out residents, or places by their paths below the compound."""
    paths = tuple(f"{COMPOUND}/{one}" for one in whom if isinstance(one, str))
    people = tuple(str(one.id) for one in whom if isinstance(one, Resident))
    said = {"authority": AUTHORITY, "document": "解除第7号", "ground": "返回日期有误"}
    draft = ChangeDraft(Changed.EXCEPT, **(said | given))  # type: ignore[arg-type]
    return replace(draft, paths=paths, residents=people)


def changed(cast: Cast, number: str, draft: ChangeDraft) -> Order:
    """A change in effect: entered by the clerk, confirmed by the secretary."""
    return confirm_change(cast.secretary, enter_change(cast.clerk, number, draft).id)


def how_many(cast: Cast) -> set[int | None]:
    """How many people the order binds now, by the board and by the figures."""
    told = figures(cast.clerk).values["regime.home_isolation.people"]
    return {sum(one.people for one in board(cast.clerk).orders), told}
