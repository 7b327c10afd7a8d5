"""The door through which granian calls the pages; it opens for an unprivileged database role alone."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wumen.config.settings")
application = get_wsgi_application()

from wumen.actions.schema import check_role  # noqa: E402 - its models need Django set up

check_role()
