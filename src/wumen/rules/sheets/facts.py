"""What a sheet is filled from: the order, the person at her door, and who answers for her."""

from dataclasses import dataclass
from datetime import datetime

from wumen.rules.playbooks import Named


@dataclass(frozen=True)
class Helper:
    """Somebody to ask, by name; the telephone is empty where none is known."""

    name: str
    telephone: str = ""


@dataclass(frozen=True)
class Restriction:
    """An order as a sheet names it; `ended_by`: authority and document that ended it early.

    `personal`: it binds the person herself and not a place.
    """

    regime: Named
    movement: Named
    authority: str
    document: str
    ground: str
    begins: datetime
    ends: datetime
    personal: bool
    ended_by: tuple[str, str] | None = None


@dataclass(frozen=True)
class SheetFacts:
    """All that a sheet for one person may say; what is empty is unknown and gets a line to write on.

    `others`: documents and regimes of other orders that still bind her. `number` is the sheet's own.
    """

    number: str
    printed_at: datetime
    restriction: Restriction
    place: str
    community: str
    name: str
    sex: str = ""
    identity_number: str = ""
    telephone: str = ""
    organisation: str = ""
    organisation_contact: Helper | None = None
    person: Helper | None = None
    cadre: Helper | None = None
    grid_worker: Helper | None = None
    others: tuple[tuple[str, Named], ...] = ()
