"""Local notices: entering one, its page, confirming it, ending it early."""

from django.urls import path

from wumen.web.rules.local_notices.entering import notices_new
from wumen.web.rules.local_notices.looking import (
    notice_parts,
    notices_ask_to_end,
    notices_confirm,
    notices_drop,
    notices_end,
    notices_one,
)

__all__ = ["notice_parts", "urls"]

urls = [
    path("rules/notices/new/", notices_new, name="notices_new"),
    path("rules/notices/<str:number>/", notices_one, name="notices_one"),
    path("rules/notices/<str:number>/confirm/", notices_confirm, name="notices_confirm"),
    path("rules/notices/<str:number>/drop/", notices_drop, name="notices_drop"),
    path("rules/notices/<str:number>/ask-to-end/", notices_ask_to_end, name="notices_ask_to_end"),
    path("rules/notices/<str:number>/end/", notices_end, name="notices_end"),
]
