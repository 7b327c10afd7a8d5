"""Sampling points: the office's list and forms, a lead's own page, the sheet for the wall, what anybody may read."""

from django.urls import path

from wumen.web.sampling_points.leading import (
    points_call,
    points_checklist,
    points_one,
    points_received,
    points_say,
    points_state,
    points_tick,
)
from wumen.web.sampling_points.office import (
    points,
    points_change,
    points_new,
    points_sheet,
    points_transfer,
    points_withdraw,
)
from wumen.web.sampling_points.public import queues

_ONE = "points/<uuid:ident>/"
urls = [
    path("points/", points, name="points"),
    path("points/new/", points_new, name="points_new"),
    path("points/sheet/", points_sheet, name="points_sheet"),
    path("points/transfer/", points_transfer, name="points_transfer"),
    path(_ONE, points_one, name="points_one"),
    path(_ONE + "change/", points_change, name="points_change"),
    path(_ONE + "withdraw/", points_withdraw, name="points_withdraw"),
    path(_ONE + "tick/", points_tick, name="points_tick"),
    path(_ONE + "checklist/", points_checklist, name="points_checklist"),
    path(_ONE + "state/", points_state, name="points_state"),
    path(_ONE + "say/", points_say, name="points_say"),
    path(_ONE + "received/", points_received, name="points_received"),
    path(_ONE + "call/", points_call, name="points_call"),
    path("queues/<str:code>/", queues, name="queues"),
]
