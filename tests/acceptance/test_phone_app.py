"""Issue “Phone”, its fourth sentence: the app where no service worker is, in a small chromium.

Enrolment, offline work, a killed tab, scanning and hand-over are walked in tests/field and tests/cli.
"""

import pytest

from tests.acceptance.proofs import same_as
from tests.field import test_lines as lines
from tests.field.conftest import NewHandset, chromium, live, new_handset, tower
from tests.web.browser.conftest import Live

__all__ = ["chromium", "live", "new_handset", "tower"]
pytestmark = pytest.mark.browser


@same_as(lines.test_without_a_service_worker_unsent_entries_are_kept_and_said)
def test_4_without_a_service_worker_the_same_screens_keep_unsent_entries_and_say_so(
    live: Live, new_handset: NewHandset
) -> None:
    lines.test_without_a_service_worker_unsent_entries_are_kept_and_said(live, new_handset)
