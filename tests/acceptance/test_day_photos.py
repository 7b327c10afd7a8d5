"""Issue “Day”, item 7: photos with time, place, matter and hand; a subtest a sentence (1 to 5: test_day)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.proofs import all_proven
from tests.actions import test_photos as photos
from tests.actions.test_photos import morning
from tests.cast import Cast
from tests.web import test_photos_page as pages

__all__ = ["morning"]


def test_7_photos(morning: Cast, signed_in: Callable[..., Any], subtests: pytest.Subtests) -> None:
    all_proven(
        subtests,
        {
            "with time, place, matter and hand": lambda: (
                photos.test_a_photo_tells_when_where_of_what_and_by_whom(morning)
            ),
            "made in the page": lambda: (
                pages.test_the_page_of_a_duty_takes_the_photo_with_the_word_that_it_is_done(
                    morning, signed_in
                )
            ),
            "sealed": lambda: photos.test_its_picture_lies_sealed_without_what_the_camera_wrote(
                morning
            ),
            "stored by content hash": lambda: (
                photos.test_the_same_photo_of_the_same_thing_stands_once_and_never_for_another(
                    morning
                )
            ),
        },
    )
