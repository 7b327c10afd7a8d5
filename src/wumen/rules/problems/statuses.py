"""The HTTP status of a problem, the same for pages and for phones."""

_STATUS = {
    "area_not_yours": 403,
    "device_ended": 403,
    "door_locked": 429,
    "exit_street_closes": 403,
    "exit_told_often": 429,
    "field_app_missing": 404,
    "field_batch_too_large": 413,
    "field_device_ended": 403,
    "field_token_unknown": 401,
    "field_writer_foreign": 403,
    "locked_out": 429,
    "page_expired": 403,
    "points_none_here": 404,
    "right_missing": 403,
    "right_not_yours": 403,
    "team_not_yours": 403,
    "tries_many": 429,
    "unexpected": 500,
}


def status_of_code(code: str) -> int:
    """403 for what is not one's own, 404 for what is unknown, 429 for what was tried too often, 500, else 400."""
    return _STATUS.get(code, 404 if code.endswith("_unknown") else 400)
