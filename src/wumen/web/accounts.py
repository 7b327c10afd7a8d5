"""Signing in and out, opening an account by its printed link, switching the post."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import accounts
from wumen.queries.accounts import held_posts
from wumen.rules.problems import Problem
from wumen.web.acting import POST_IN_SESSION
from wumen.web.errors import status_of
from wumen.web.public import address_of, public_page


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: a page of ours, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@public_page()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Crew number and password."""
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect("start")
        return render(request, "sign_in.html", {"next": _next(request)})
    login = request.POST.get("login", "")
    try:
        accounts.sign_in(request, login, request.POST.get("password", ""))
    except Problem as problem:
        context = {"problem": problem, "login": login, "next": _next(request)}
        return render(request, "sign_in.html", context, status=status_of(problem))
    return redirect(_next(request))


@require_POST
@public_page()
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    accounts.sign_out(request)
    return redirect("sign_in")


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
@public_page()
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The printed link: greets its owner, asks twice for a password, and lets her in."""
    account = accounts.open_link(token, address_of(request))
    if request.method == "GET":
        return render(request, "link.html", {"account": account})
    try:
        if request.POST.get("password", "") != request.POST.get("again", ""):
            raise Problem("passwords_differ")
        account = accounts.use_link(token, request.POST.get("password", ""))
    except Problem as problem:
        context = {"problem": problem, "account": account}
        return render(request, "link.html", context, status=status_of(problem))
    accounts.enter(request, account)
    return redirect("start")


@require_POST
@public_page()
def switch_post(request: HttpRequest, post: UUID) -> HttpResponse:
    """Act in another of one's own posts from now on; Problem `post_unknown`."""
    if not request.user.is_authenticated:
        return redirect("sign_in")
    if post not in {held.viewer.post for held in held_posts(request.user)}:
        raise Problem("post_unknown")
    request.session[POST_IN_SESSION] = str(post)
    return redirect("start")


urls = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("link/<str:token>/", open_link, name="link"),
    path("post/<uuid:post>/", switch_post, name="switch_post"),
]
