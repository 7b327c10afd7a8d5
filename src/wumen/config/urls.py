"""Where each page is found; the pages themselves say what they are."""

from django.urls import include, path

urlpatterns = [path("", include("wumen.api.urls")), path("", include("wumen.web.urls"))]
handler400 = "wumen.web.errors.bad_request"
handler403 = "wumen.web.errors.forbidden"
handler404 = "wumen.web.errors.not_found"
handler500 = "wumen.web.errors.server_error"
