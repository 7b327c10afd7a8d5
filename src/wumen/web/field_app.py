"""What stands at the phone app's address while the app is not built; built, its files are served before any page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from wumen.rules.problems import Problem
from wumen.web.public import public_page


@require_GET
@public_page()
def field_app(request: HttpRequest) -> HttpResponse:
    """Problem `field_app_missing`: WhiteNoise answers here wherever `make setup` built the app."""
    raise Problem("field_app_missing")


urls = [path("field/", field_app, name="field_app")]
