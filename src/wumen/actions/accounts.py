"""Accounts: the printed link of the first sign-in, signing in and out, by the real clock."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from wumen.actions import limits
from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.queries.accounts import card_hands
from wumen.queries.posts import looking_around, viewers_of
from wumen.records import clock
from wumen.records.models import Account, CrewMember, SignInLink
from wumen.rules.limits import Counted
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.second_person import hands

LINK_LASTS = timedelta(days=7)
_TOKEN_BYTES = 16
_BACKEND = "wumen.queries.accounts.Backend"


@dataclass(frozen=True)
class Link:
    """What is printed for a first sign-in; the database keeps no more than the token's hash."""

    token: str
    expires_at: datetime


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _must_stand_over(viewer: Viewer, crew_no: str) -> None:
    """A link lets its maker become that person: so she must hold all that the person holds."""
    viewer.must(Right.KEEP_CREW)
    if viewer.may(Right.INSTALLATION):
        return
    posts = viewers_of(crew_no)
    if not posts:
        raise Problem("post_missing", crew_no=crew_no)
    for post in posts:
        viewer.must(Right.KEEP_CREW, post.area)
        if not post.rights <= viewer.rights:
            role = ROLES[post.role]
            raise Problem("right_not_yours", role_zh=role.zh, role_en=role.en)


def void_links(person: UUID) -> None:
    """Let the links of a person that were not used open nothing any more, in an open transaction."""
    now = clock.real_now()
    unused = SignInLink.objects.filter(
        account__person=person, used_at__isnull=True, expires_at__gt=now
    )
    unused.update(expires_at=now)


def _hands(viewer: Viewer) -> list[UUID]:
    """Who could be making a card now, whoever's name it is made in: the maker first, nobody for the operator's.

    It is kept as it is now: two who print cards for each other hide nobody who made the cards of both before.
    """
    if viewer.may(Right.INSTALLATION):
        return []
    behind = hands(viewer.person, card_hands([viewer.person]))
    return [viewer.person, *sorted(behind - {viewer.person})]


def make_link(viewer: Viewer, crew_no: str, *, keep_former: bool = False) -> Link:
    """Make the link with which a person opens her account or sets a new password; it lasts 7 days.

    Older links of hers that were not used are void from then on, unless `keep_former`.
    Problems: `crew_unknown`, `right_missing`, `area_not_yours`, `right_not_yours`, `post_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    person = CrewMember.objects.filter(number=crew_no).first()
    if person is None:
        raise Problem("crew_unknown", crew_no=crew_no)
    _must_stand_over(viewer, crew_no)
    now = clock.real_now()
    link = Link(secrets.token_urlsafe(_TOKEN_BYTES), now + LINK_LASTS)
    with changing(viewer):
        account, _ = Account.objects.get_or_create(
            person=person, defaults={"login": person.number, "password": make_password(None)}
        )
        if not keep_former:
            void_links(person.id)
        SignInLink.objects.create(
            hash=_hash(link.token),
            account=account,
            expires_at=link.expires_at,
            hands=_hands(viewer),
        )
        subject = person_key(person.id)
        log(viewer, "account.link_made", viewer.area, subject=subject, crew_no=crew_no)
    return link


def open_link(token: str, address: str = "") -> Account:
    """Whose link this is, unused; a wrong one counts against the address that it came from.

    Problems `link_unknown`, `link_used`, `link_expired`, `tries_many`.
    """
    limits.must_be_open(Counted.LINK, address)
    link = (
        SignInLink.objects.select_related("account__person")
        .filter(hash=_hash(token), account__is_active=True)
        .first()
    )
    if link is None:
        limits.count(Counted.LINK, address)
        raise Problem("link_unknown")
    if link.used_at is not None:
        raise Problem("link_used")
    if link.expires_at <= clock.real_now():
        raise Problem("link_expired")
    return link.account


def _log_of_person(account: Account, kind: str) -> None:
    """An event of the person herself, through her widest post; who holds none leaves no event."""
    viewers = viewers_of(account.person.number)
    if viewers:
        subject = person_key(account.person.id)
        log(viewers[0], kind, viewers[0].area, subject=subject)


def use_link(token: str, password: str) -> Account:
    """Set the password of the person whose link this is; the link opens nothing afterwards.

    Problems: those of `open_link`, and `password_weak`.
    """
    account = open_link(token)
    try:
        validate_password(password)
    except ValidationError:
        raise Problem("password_weak") from None
    account.set_password(password)
    now = clock.real_now()
    with looking_around():
        unused = SignInLink.objects.filter(
            hash=_hash(token), used_at__isnull=True, expires_at__gt=now
        )
        # Of two who open it at once, the row lets one through.
        if not unused.update(used_at=now):
            raise Problem("link_used")
        void_links(account.person_id)
        account.save(update_fields=["password"])
        _log_of_person(account, "account.opened")
    return account


def enter(request: HttpRequest, account: Account) -> None:
    """Begin the session of somebody who has just proved who she is."""
    auth.login(request, account, backend=_BACKEND)
    with looking_around():
        _log_of_person(account, "account.signed_in")


def sign_in(request: HttpRequest, login: str, password: str) -> Account:
    """Sign in with crew number and password.

    Problems: `sign_in_wrong`, the same for an unknown number, `locked_out` after five failures, and
    `tries_many` for an address that tries one number after the other.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    limits.must_be_open(Counted.SIGN_IN, address)
    account = auth.authenticate(request, login=login.strip(), password=password)
    if not isinstance(account, Account):
        if getattr(request, "axes_locked_out", False):
            raise Problem("locked_out", minutes=round(settings.AXES_COOLOFF_TIME * 60))
        limits.count(Counted.SIGN_IN, address)
        raise Problem("sign_in_wrong")
    enter(request, account)
    return account


def sign_out(request: HttpRequest) -> None:
    """End the session and forget what it held."""
    auth.logout(request)
