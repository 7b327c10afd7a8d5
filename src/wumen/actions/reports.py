"""Freezes a report when it is sent: words, figures, the log's heads, by whom and to whom; never changed again."""

from dataclasses import asdict
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.orders.outbreaks import must_any_be_open
from wumen.queries.named import named_in
from wumen.queries.reports import Draft
from wumen.records import clock, sealing
from wumen.records.models import CrewMember, Post, Report
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.reports import Kind, check_report_text, read_to, read_why
from wumen.rules.time import TAPPED_TWICE

SEALED_AS = "report_file"


def _check(draft: Draft, text: str, why: str) -> str:
    """The words as they may be sent: what was typed names nobody beside a room; Problems `group_text_…`."""
    names = [
        *CrewMember.objects.values_list("name", flat=True),
        *named_in(text + why, [draft.area]),
    ]
    if why:
        check_report_text(why, "", names, (draft.place,))
    return check_report_text(text, draft.text.zh, names, (draft.place,))


def _kept(viewer: Viewer, draft: Draft, words: str, to: str, why: str) -> Report:
    return Report.objects.create(
        id=uuid4(),
        area=draft.area,
        kind=draft.kind,
        at=draft.at,
        counted_at=draft.counted_at,
        version=draft.version,
        text_zh=words,
        text_en=draft.text.en,
        figures=dict(draft.values),
        changed=[asdict(one) for one in draft.changed],
        heads=[asdict(one) for one in draft.heads],
        sent_to=to,
        sent_at=clock.now(),
        sent_by_id=viewer.person,
        post=viewer.post,
        follows_id=draft.follows,
        why=why,
    )


def sent_again(viewer: Viewer, **said: object) -> UUID | None:
    """What the same person sent a moment ago with all this alike: one tap that came twice; in an open transaction."""
    # Two taps that come at once stand in a row here.
    Post.objects.select_for_update().filter(id=viewer.post).first()
    same = Report.objects.filter(
        **said, sent_by=viewer.person, sent_at__gt=clock.now() - TAPPED_TWICE
    )
    return same.values_list("id", flat=True).first()


def send_report(viewer: Viewer, draft: Draft, text: str, to: str, why: str = "") -> UUID:
    """Keep a report as it was sent; a draft that follows another is its correction and says why.

    The same words to the same receiver once more within two minutes are the report that was sent.
    Problems: `right_missing`, `area_not_yours`, `report_needs_to`, `report_needs_why`, `report_corrected`,
    `outbreak_closed` where all are over, and those of `check_report_text`.
    """
    viewer.must(Right.REPORT, draft.area or None)
    sent_to = read_to(to)
    reason = read_why(why) if draft.follows else ""
    with changing(viewer):
        must_any_be_open()
        words = _check(draft, text, reason)
        said = {"area": draft.area, "kind": draft.kind, "follows": draft.follows, "why": reason}
        if known := sent_again(viewer, **said, sent_to=sent_to, text_zh=words):
            return known
        if draft.follows and Report.objects.filter(follows=draft.follows).exists():
            raise Problem("report_corrected")
        row = _kept(viewer, draft, words, sent_to, reason)
        log(
            viewer,
            "report.sent",
            draft.area,
            report=row.id,
            sort=draft.kind,
            version=draft.version,
            at=draft.at,
        )
    return row.id


def open_file(viewer: Viewer, ident: UUID) -> tuple[str, bytes]:
    """The filled form as it was sent, with its name; Problems `right_missing`, `report_unknown`."""
    viewer.must(Right.REPORT)
    with changing(viewer):
        row = Report.objects.filter(id=ident, kind=Kind.FORM, file_sealed__isnull=False).first()
        if row is None:
            raise Problem("report_unknown")
        return row.form_name, sealing.unseal_bytes(SEALED_AS, row.id, bytes(row.file_sealed or b""))
