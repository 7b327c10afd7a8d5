"""Rounds of doors: the list of today, one round, and what is noted on it."""

from django.urls import path

from wumen.web.rounds.calling import next_doors
from wumen.web.rounds.listing import rounds
from wumen.web.rounds.looking import group, one
from wumen.web.rounds.noting import door, floor

urls = [
    path("rounds/", rounds, name="rounds"),
    path("rounds/<path:key>/floors/<int:floor>/", floor, name="rounds_floor"),
    path("rounds/<path:key>/floors/<int:floor>/door/", door, name="rounds_door"),
    path("rounds/<path:key>/next/", next_doors, name="rounds_next"),
    path("rounds/<path:key>/group/", group, name="rounds_group"),
    path("rounds/<path:key>/", one, name="rounds_one"),
]
