"""Special needs of residents are noted, changed and ended; what was true in its time is kept."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import msgspec

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans, plan_household
from wumen.actions.log import log, subject_key
from wumen.queries.special_needs import SEALED_AS, needs_by_word, open_need, words_of
from wumen.records import clock, sealing
from wumen.records.models import Resident, SpecialNeed
from wumen.rules.areas import counted_at
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind, Need, changed, read_need

# Somebody may take several medicines; everything else is so or is not.
_SEVERAL = frozenset({Kind.LASTING_MEDICINE})


def _resident(viewer: Viewer, resident: UUID) -> Resident:
    """The resident, held until the end so that nothing is noted twice at once; in the scope.

    The plans of her door are held before her: what she needs may make her household owe something else.
    """
    hold_plans(Resident.objects.filter(id=resident).values_list("area", flat=True))
    row = Resident.objects.select_for_update().filter(id=resident).first()
    if row is None:
        raise Problem("resident_unknown")
    viewer.must(Right.CORRECT_HOMES, row.area)
    return row


def _kept(row: Resident) -> list[tuple[SpecialNeed, Need]]:
    kept = SpecialNeed.objects.filter(resident=row.id).order_by("noted_at", "id")
    return [(one, open_need(one)) for one in kept]


def _note(viewer: Viewer, row: Resident, need: Need, *, ended: bool = False) -> SpecialNeed:
    ident, now = uuid4(), clock.now()
    return SpecialNeed.objects.create(
        id=ident,
        resident=row.id,
        area=row.area,
        need_sealed=sealing.seal(SEALED_AS, ident, msgspec.json.encode(need).decode()),
        noted_at=now,
        noted_by=viewer.person,
        ended_at=now if ended else None,
    )


def _end(one: SpecialNeed) -> None:
    one.ended_at = clock.now()
    one.save(update_fields=["ended_at"])


def _said(viewer: Viewer, row: Resident, what: str) -> None:
    """The event tells that something was noted of somebody, never what: a kind tells of health."""
    plan_household(viewer, row.household)
    log(viewer, f"need.{what}", counted_at(row.area), subject=subject_key(row.id))


def note_need(viewer: Viewer, resident: UUID, kind: str, typed: Mapping[str, str]) -> SpecialNeed:
    """Note a need of a resident, with what is known of it; what is not known yet stays unknown.

    Problems: `right_missing`, `resident_unknown`, `area_not_yours`, `need_stands_already`, and those of
    `read_need`.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _resident(viewer, resident)
        need = read_need(kind, typed, clock.today())
        stands = {one.kind for kept, one in _kept(row) if kept.ended_at is None}
        if need.kind in stands - _SEVERAL:
            raise Problem("need_stands_already")
        noted = _note(viewer, row, need)
        _said(viewer, row, "noted")
    return noted


def _stands(row: Resident, ref: UUID) -> tuple[SpecialNeed | None, Need]:
    """The need meant by a reference: a noted one, or one that only the ledger's words tell of."""
    kept = _kept(row)
    for one, need in kept:
        if one.id == ref and one.ended_at is None:
            return one, need
    by_word = needs_by_word(row.id, words_of(row), {need.kind for _one, need in kept})
    if ref not in by_word:
        raise Problem("need_unknown")
    return None, by_word[ref]


def change_need(viewer: Viewer, resident: UUID, ref: UUID, typed: Mapping[str, str]) -> None:
    """Change what is known of a need: the former one ends, so that what was true in its time is kept.

    Who does not keep the register was not shown what is known: what she leaves empty stays. Problems:
    `right_missing`, `resident_unknown`, `area_not_yours`, `need_unknown`, and those of `read_need`.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _resident(viewer, resident)
        former, need = _stands(row, ref)
        unseen = not viewer.may(Right.KEEP_REGISTER)
        fresh = changed(need, typed, clock.today(), keep_unsaid=unseen)
        if former is not None and fresh == need:
            return
        if former is not None:
            _end(former)
        _note(viewer, row, fresh)
        _said(viewer, row, "changed")


def end_need(viewer: Viewer, resident: UUID, ref: UUID) -> None:
    """End a need; one that only the ledger told of is noted as ended, so that its word is answered.

    Problems: `right_missing`, `resident_unknown`, `area_not_yours`, `need_unknown`.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _resident(viewer, resident)
        former, need = _stands(row, ref)
        if former is None:
            _note(viewer, row, need, ended=True)
        else:
            _end(former)
        _said(viewer, row, "ended")
