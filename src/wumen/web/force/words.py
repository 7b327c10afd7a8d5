"""What the pages of the force ask and show alike: the words to choose from, and what a form said."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wumen.queries import facts
from wumen.queries.crew import Place
from wumen.rules.areas import AreaKind
from wumen.rules.force import (
    ALWAYS,
    HALF_NAMES,
    LIMIT_NAMES,
    SKILL_NAMES,
    SOURCES,
    WISH_NAMES,
    Half,
    Serving,
    free_mask,
    read_born,
)
from wumen.rules.posts import PROFESSIONS
from wumen.rules.sign_up import SignUp, read_people
from wumen.web.ids import read_id
from wumen.web.templatetags.wumen import in_language

WEEK = (
    *((1, _("周一")), (2, _("周二")), (3, _("周三")), (4, _("周四")), (5, _("周五"))),
    *((6, _("周六")), (7, _("周日"))),
)
# Where people serve: what is smaller than a compound has captains, what is larger an office.
SERVED = frozenset(
    {
        *(AreaKind.SUBDISTRICT, AreaKind.COMMUNITY, AreaKind.VILLAGE, AreaKind.COMPOUND),
        *(AreaKind.SITE,),
    }
)


def ident(text: str) -> UUID:
    """The id of somebody that a form names; Problem `force_unknown`."""
    return read_id(text, "force_unknown")


def places_served(places: Iterable[Place]) -> list[Place]:
    """The places of a choice in which people serve."""
    return [one for one in places if one.kind in SERVED]


def choices(professions: Iterable[str] = SOURCES) -> dict[str, Any]:
    """The words of every form of the force, in the language of the page."""
    return {
        "professions": [(key, in_language(PROFESSIONS[key])) for key in professions],
        "skills": [(str(key), named) for key, named in SKILL_NAMES.items()],
        "wishes": [(str(key), named) for key, named in WISH_NAMES.items()],
        "limits": [(str(key), named) for key, named in LIMIT_NAMES.items()],
        "halves": [(str(key), named) for key, named in HALF_NAMES.items()],
        "week": WEEK,
    }


def said_on_form(request: HttpRequest, wished: Iterable[str]) -> SignUp:
    """What somebody says of herself on a form; Problems `force_age_unreadable`, `force_people`."""
    sent = request.POST
    times = [
        (int(day), Half(half))
        for one in sent.getlist("free")
        for day, _dot, half in [one.partition(".")]
        if day in set("1234567") and half in set(Half)
    ]
    return SignUp(
        name=sent.get("name", ""),
        telephone=sent.get("telephone", ""),
        profession=sent.get("profession", "volunteer"),
        comes_from=sent.get("comes_from", ""),
        lives=sent.get("lives", ""),
        wished=tuple(dict.fromkeys(one for one in wished if one)),
        skills=tuple(sent.getlist("skills")),
        wishes=tuple(sent.getlist("wishes")),
        limits=tuple(sent.getlist("limits")),
        born=read_born(sent.get("born", ""), facts.today()),
        free=free_mask(times) if times else ALWAYS,
        people=read_people(sent.get("people", "")),
    )


def free_words(serving: Serving, free: frozenset[tuple[int, str]]) -> list[tuple[object, str]]:
    """When somebody can come, day by day, shortly; nothing where she always can."""
    if serving.free == ALWAYS:
        return []
    names: Mapping[str, str] = {str(key): in_language(named) for key, named in HALF_NAMES.items()}
    return [
        (word, " ".join(names[half] for half in names if (day, half) in free))
        for day, word in WEEK
        if any((day, half) in free for half in names)
    ]


def typed_again(request: HttpRequest) -> dict[str, Any]:
    """What was typed, to be shown again beside a problem."""
    sent = request.POST
    one = ("name", "telephone", "profession", "comes_from", "lives", "born", "people", "title")
    many = ("skills", "wishes", "limits", "free", "wished")
    return {key: sent.get(key, "") for key in one} | {key: sent.getlist(key) for key in many}
