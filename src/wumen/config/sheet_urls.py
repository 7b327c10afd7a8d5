"""What a phone without the certificate finds on the plain line: the install sheet, and nothing else."""

from wumen.web.phones import sheet_urls as urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
handler400 = "wumen.web.errors.bad_request"
handler403 = "wumen.web.errors.forbidden"
handler404 = "wumen.web.errors.not_found_plainly"
handler500 = "wumen.web.errors.server_error"
