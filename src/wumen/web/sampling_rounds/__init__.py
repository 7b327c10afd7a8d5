"""Sampling rounds in the browser: opened on one page, followed by building and point, swept, printed, closed."""

from django.urls import path

from wumen.web.sampling_rounds.at_door import at_door, at_door_change
from wumen.web.sampling_rounds.boxes import boxes, boxes_print, boxes_say
from wumen.web.sampling_rounds.missing import (
    rounds_building,
    rounds_note,
    rounds_ring,
    rounds_roster,
)
from wumen.web.sampling_rounds.office import (
    rounds_close,
    rounds_list,
    rounds_move,
    rounds_new,
    rounds_one,
    rounds_slots,
    rounds_team,
)
from wumen.web.sampling_rounds.paper import rounds_notices, rounds_print
from wumen.web.sampling_rounds.tubes import tubes, tubes_agree, tubes_ask, tubes_look

_ONE = "sampling/<uuid:ident>/"
urls = [
    path("sampling/", rounds_list, name="sampling"),
    path("sampling/new/", rounds_new, name="sampling_new"),
    path("sampling/tubes/", tubes, name="sampling_tubes"),
    path("sampling/tubes/ask/", tubes_ask, name="sampling_tubes_ask"),
    path("sampling/tubes/<uuid:ident>/agree/", tubes_agree, name="sampling_tubes_agree"),
    path("sampling/tubes/<uuid:ident>/look/", tubes_look, name="sampling_tubes_look"),
    path(_ONE, rounds_one, name="sampling_one"),
    path(_ONE + "doors/", at_door, name="sampling_at_door"),
    path(_ONE + "doors/change/", at_door_change, name="sampling_at_door_change"),
    path(_ONE + "slots/", rounds_slots, name="sampling_slots"),
    path(_ONE + "move/", rounds_move, name="sampling_move"),
    path(_ONE + "team/", rounds_team, name="sampling_team"),
    path(_ONE + "boxes/", boxes, name="sampling_boxes"),
    path(_ONE + "boxes/say/", boxes_say, name="sampling_boxes_say"),
    path(_ONE + "boxes/print/", boxes_print, name="sampling_boxes_print"),
    path(_ONE + "close/", rounds_close, name="sampling_close"),
    path(_ONE + "building/", rounds_building, name="sampling_building"),
    path(_ONE + "note/", rounds_note, name="sampling_note"),
    path(_ONE + "ring/", rounds_ring, name="sampling_ring"),
    path(_ONE + "roster/<uuid:organisation>/", rounds_roster, name="sampling_roster"),
    path(_ONE + "notices/", rounds_notices, name="sampling_notices"),
    path(_ONE + "print/", rounds_print, name="sampling_print"),
]
