"""Entering a local notice from its paper: measures from a list, a look at what changes, then the second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import structs

from wumen.actions import local_notices as actions
from wumen.queries.crew import Place, places
from wumen.queries.local_notices import Effect, effect
from wumen.queries.orders import OutbreakLine, order_lines, outbreak_lines
from wumen.rules.facilities import FACILITIES
from wumen.rules.local_notices import (
    LocalRules,
    NoticeDraft,
    check_notice,
    clause_words,
    compare,
    read_rules,
    whole,
    widened,
)
from wumen.rules.playbooks import GRADE_NAMES, SUBJECT_NAMES, WHAT_NAMES, Playbook, What
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import read_time
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.rules.cards import measures
from wumen.web.rules.local_notices.words import ChangeWords, change_words
from wumen.web.templatetags.wumen import in_language, is_english

NEW = "new"
_MOST = 20
# The field of the form that a problem speaks of.
_FIELDS = {
    "notice_needs_authority": "authority",
    "order_needs_document": "document",
    "order_needs_ground": "ground",
    "notice_needs_ground_stricter": "ground",
    "order_words_tell": "ground",
    "order_words_few": "ground",
    "order_needs_start": "begins",
    "order_needs_end": "ends",
    "order_ends_before_start": "ends",
    "stricter_too_long": "ends",
    "stricter_again": "ends",
    "time_unreadable": "ends",
    "notice_needs_scope": "scope",
    "area_unknown": "scope",
    "area_not_yours": "scope",
    "order_spans_districts": "scope",
    "notice_changes_nothing": "changes",
    "notice_changes_nothing_of": "changes",
    "notice_wrong": "changes",
    "notice_asks_less": "changes",
    "notice_less_unsaid": "changes",
}


@dataclass(frozen=True)
class Entry:
    """One measure of the form as it was typed; `n` is its place, counted from 1."""

    n: int
    clause: str = ""
    days: str = "same"
    step: str = ""
    numbers: str = ""
    windows: tuple[str, ...] = ()
    opens: str = ""
    due: str = ""
    role: str = ""
    grades: tuple[str, ...] = ()
    less: bool = False
    without: bool = False
    photo: bool = False
    regime: str = ""
    what: str = ""
    subject: str = ""
    facilities: tuple[str, ...] = ()
    does: str = ""

    @classmethod
    def of(cls, sent: QueryDict, n: int) -> "Entry":
        """Read one measure of the form."""
        one = {
            name: sent.get(f"{name}_{n}", "").strip()
            for name in (
                *("clause", "days", "step", "numbers", "opens", "due"),
                *("role", "regime", "what", "subject", "does"),
            )
        }
        many = {
            name: tuple(sent.getlist(f"{name}_{n}")) for name in ("windows", "grades", "facilities")
        }
        ticked = {name: f"{name}_{n}" in sent for name in ("less", "without", "photo")}
        return cls(n=n, **{**one, **many, **ticked})  # type: ignore[arg-type]

    def data(self) -> Mapping[str, Any]:
        """The measure as the rules read it; what was left as it is stays out."""
        hours = (f"{self.opens}-{self.due}",) if self.opens or self.due else ()
        said: dict[str, Any] = {"windows": (*self.windows, *hours) or None, "role": self.role}
        if self.days == "every":
            said["days"] = "every"
        elif self.days == "step":
            said |= {"days": "every", "step": self.step}
        elif self.days == "numbers":
            said["days"] = _numbers(self.numbers)
        if self.grades:
            said["grades"] = self.grades
        if self.photo:
            said["photo"] = True
        if self.clause == NEW:
            return self._new(said)
        return said | {
            "clause": self.clause,
            "less": self.less or self.without,
            "without": self.without,
        }

    def _new(self, said: dict[str, Any]) -> Mapping[str, Any]:
        of = {"regime": self.regime, "what": self.what, "subject": self.subject}
        kinds = self.facilities if self.subject == "facility" else ()
        rest = {"facilities": kinds, "does_zh": self.does}
        evidence = self.grades or ("measured", "declared")
        whose = {"role": self.role or "captain", "grades": evidence}
        return said | of | rest | whose | {"windows": said["windows"] or ()}


def _numbers(text: str) -> list[str]:
    """The days that were typed, by whatever they are parted: 1、3、5."""
    for mark in "，、;；第天 ":
        text = text.replace(mark, ",")
    return [part for part in text.split(",") if part]


@dataclass(frozen=True)
class Typed:
    """What stands in the form, kept whatever happens."""

    outbreak: str
    authority: str
    document: str
    ground: str
    begins: str
    ends: str
    paths: tuple[str, ...]
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, request: HttpRequest, own_place: str) -> "Typed":
        """Read the form as it was sent; an empty one holds the place of the post that enters it."""
        sent = request.POST
        names = ("outbreak", "authority", "document", "ground", "begins", "ends")
        told = sent.get("entries", "")[:3]
        many = min(max(int(told), 1), _MOST) if told.isdecimal() else 1
        entries = [Entry.of(sent, n) for n in range(1, many + 1)]
        if "more" in sent and many < _MOST:
            entries.append(Entry(many + 1))
        paths = tuple(sent.getlist("paths")) if request.method == "POST" else (own_place,)
        outbreak, authority, document, ground, begins, ends = (
            sent.get(name, "").strip() for name in names
        )
        return cls(
            *(outbreak, authority, document, ground),
            *(begins, ends, paths, tuple(entries)),
        )

    def draft(self, rules: Playbook | None) -> NoticeDraft:
        """What the action is asked to enter; Problems `notice_wrong`, `time_unreadable`."""
        rows = [one for one in self.entries if one.clause]
        read = read_rules(
            {
                "changes": [one.data() for one in rows if one.clause != NEW],
                "clauses": [one.data() for one in rows if one.clause == NEW],
            }
        )
        kept = tuple(widened(rules, one) for one in read.changes) if rules else read.changes
        return NoticeDraft(
            authority=self.authority,
            document=self.document,
            ground=self.ground,
            begins=read_time(self.begins) if self.begins else None,
            ends=read_time(self.ends) if self.ends else None,
            paths=tuple(path for path in self.paths if path),
            rules=LocalRules(changes=kept, clauses=read.clauses),
        )


@dataclass(frozen=True)
class Looked:
    """A look at what a draft changes before it is entered."""

    changes: list[ChangeWords]
    stricter: bool
    effect: Effect


def _chosen(outbreaks: Sequence[OutbreakLine], typed: Typed) -> OutbreakLine | None:
    named = [one for one in outbreaks if one.name == typed.outbreak]
    return named[0] if named else outbreaks[0] if len(outbreaks) == 1 else None


def _look(viewer: Viewer, typed: Typed, outbreak: OutbreakLine) -> Looked:
    """What would change; a Problem that stands against it is raised as it would be on entering."""
    draft = typed.draft(outbreak.rules)
    check_notice(draft, outbreak.rules)
    found = compare(outbreak.rules, draft.rules)
    rules = whole(outbreak.rules, draft.rules)
    return Looked(
        [change_words(one, outbreak.rules, rules) for one in found],
        any(one.more for one in found),
        effect(viewer, draft, outbreak.name),
    )


def _clauses(outbreak: OutbreakLine) -> list[dict[str, str]]:
    """The measures of an outbreak's rules to choose from, each in a line."""
    rules, between = outbreak.rules, ", " if is_english() else "、"
    rows = [one for one in rules.clauses if one.windows]
    said = measures(structs.replace(rules, clauses=tuple(rows)))
    return [
        {
            "key": one.key,
            "words": f"{in_language(clause_words(rules, one))} · {words.days} · {between.join(words.windows)}",
        }
        for one, words in zip(rows, said, strict=True)
    ]


def _words(outbreaks: Sequence[OutbreakLine]) -> dict[str, object]:
    """The words of the form's lists in the page's language."""
    regimes = {key: one for row in outbreaks for key, one in row.rules.regimes.items()}
    windows = {key: one for row in outbreaks for key, one in row.rules.windows.items()}
    settles = {key: one for key, one in ROLES.items() if Right.SETTLE in one.rights}
    return {
        "regimes": [(k, in_language((v.name_zh, v.name_en))) for k, v in regimes.items()],
        "windows": [
            (k, f"{in_language((v.name_zh, v.name_en))} {v.opens:%H:%M}–{v.due:%H:%M}")
            for k, v in windows.items()
        ],
        "whats": [(k, in_language(v)) for k, v in WHAT_NAMES.items() if k is not What.OPENING],
        "subjects": [(k, in_language(v)) for k, v in SUBJECT_NAMES.items()],
        "facilities": [(k, in_language(v)) for k, v in FACILITIES.items()],
        "roles": [(k, in_language(v)) for k, v in settles.items() if k != "operator"],
        "grades": [(k, in_language(v)) for k, v in GRADE_NAMES.items()],
    }


def _offered(viewer: Viewer) -> list[Place]:
    """The places to choose from: the post's own area first, then what lies in it, without units."""
    return [one for one in places(viewer) if one.kind != "unit"]


def _form(
    request: HttpRequest,
    viewer: Viewer,
    typed: Typed,
    problem: Problem | None = None,
    looked: Looked | None = None,
) -> HttpResponse:
    outbreaks, offered = [one for one in outbreak_lines(viewer) if one.open], _offered(viewer)
    context = {
        "outbreaks": [{"name": one.name, "clauses": _clauses(one)} for one in outbreaks],
        "places": offered,
        "picks_buildings": any(
            one.kind == "building" and one.area in typed.paths for one in offered
        ),
        "authorities": list(dict.fromkeys(line.authority for line in order_lines(viewer))),
        "words": _words(outbreaks),
        "typed": typed,
        "looked": looked,
        "problem": problem,
        "wrong": _FIELDS.get(problem.code, "") if problem else "",
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "local_notices/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.ENTER_ORDER)
def notices_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Enter a notice; a problem is shown at the form and nothing typed is lost."""
    typed = Typed.of(request, viewer.area)
    if request.method == "GET" or "more" in request.POST:
        return _form(request, viewer, typed)
    outbreaks = [one for one in outbreak_lines(viewer) if one.open]
    outbreak = _chosen(outbreaks, typed)
    try:
        if "look" in request.POST and outbreak:
            return _form(request, viewer, typed, looked=_look(viewer, typed, outbreak))
        with transaction.atomic():
            draft = typed.draft(outbreak.rules if outbreak else None)
            notice = actions.enter_notice(viewer, draft, outbreak.name if outbreak else "")
    except Problem as problem:
        return _form(request, viewer, typed, problem)
    text = _("已录入，编号 %(number)s。请第二人确认，确认后才生效。")
    messages.success(request, text % {"number": notice.number})
    return redirect("notices_one", number=notice.number)
