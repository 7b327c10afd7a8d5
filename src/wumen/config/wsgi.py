"""The door through which granian calls the pages; it opens for an unprivileged database role alone."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wumen.config.settings")
application = get_wsgi_application()

from wumen.actions.schema import check_role  # noqa: E402 - its models need Django set up

check_role()

# What was loaded stays: no search for garbage walks over it again, and none begins for each batch of a phone.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
