"""What became, or would become, of every row of a ledger: counts, problems, what to check, who is missing."""

from collections import Counter
from collections.abc import Iterable

from wumen.actions.ledger.comparing import Comparison
from wumen.actions.ledger.doors import Places
from wumen.actions.ledger.matching import Match
from wumen.records.taking import ResidentRow
from wumen.rules.areas import code, parent
from wumen.rules.ledger import LedgerProblem
from wumen.rules.problems import Problem
from wumen.rules.taking import Ending, Endings, Missing, Outcome

_ORDER = {ending: number for number, ending in enumerate(Ending)}
_ROWS = (Ending.TAKEN, Ending.CHANGED, Ending.UNCHANGED, Ending.MERGED, Ending.REFUSED)


def outcome_of(found: Comparison) -> tuple[Outcome, Endings]:
    """What becomes of the ledger as a whole, and of each of its rows."""
    endings = _endings(found)
    counted = Counter(endings.values())
    reading = found.reading
    missing = tuple(_missing(row, found.places) for row in found.missing)
    outcome = Outcome(
        rows=sum(counted[ending] for ending in _ROWS),
        taken=counted[Ending.TAKEN],
        changed=counted[Ending.CHANGED],
        unchanged=counted[Ending.UNCHANGED],
        merged=counted[Ending.MERGED],
        refused=counted[Ending.REFUSED],
        skipped=counted[Ending.SKIPPED] + counted[Ending.EMPTY_HOME],
        households=len(reading.households) + len(reading.empty_homes),
        residents=len(reading.people),
        problems=reading.problems,
        to_check=_to_check(found),
        missing=missing,
        missing_count=len(missing),
    )
    return outcome, endings


def _endings(found: Comparison) -> Endings:
    endings: dict[tuple[str, int], Ending] = {}
    for number, match in enumerate(found.matches):
        place = (match.person.sheet, match.person.row)
        ending = _ending(match, number in found.restated)
        before = endings.get(place)
        if before is None or _ORDER[ending] < _ORDER[before]:
            endings[place] = ending
    for place, ended in found.reading.ended.items():
        endings.setdefault(place, Ending(ended))
    return endings


def _ending(match: Match, restated: bool) -> Ending:
    if match.resident is None:
        return Ending.TAKEN
    return Ending.CHANGED if match.changes or restated else Ending.UNCHANGED


def _to_check(found: Comparison) -> tuple[LedgerProblem, ...]:
    """What the ledger itself shows, and each number that somebody elsewhere in the register bears."""
    said = found.reading.to_check
    told = {(one.sheet, one.row, one.name) for one in said}
    problem = Problem("number_shared")
    zh, en = problem.text("zh"), problem.text("en")
    return (*said, *_shared(found.matches, told, zh, en))


def _shared(
    matches: Iterable[Match], told: set[tuple[str, int, str]], zh: str, en: str
) -> Iterable[LedgerProblem]:
    for match in matches:
        person = match.person
        if match.shared and (person.sheet, person.row, person.name) not in told:
            yield LedgerProblem(
                person.sheet,
                person.row,
                person.name,
                "identity_number",
                "number_shared",
                person.identity_number or "",
                zh,
                en,
            )


def _missing(row: ResidentRow, places: Places) -> Missing:
    building, above = places.building(row.area), parent(row.area)
    unit = code(above) if above != building else ""
    return Missing(row.id, code(building), unit, code(row.area), row.name)
