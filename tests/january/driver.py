"""Lives through the fortnight: the clock moves, the schedule and the reactions run, things happen."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from tests.january import things
from tests.january.chance import DAYS, THINGS, Happening, fortnight, instant
from tests.january.checks import wrong
from tests.january.town import EVE, NORO, Town, build, sized
from wumen.actions import reacting
from wumen.jobs import reactions, worker
from wumen.queries.audit import audit
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Duty, Order
from wumen.rules.problems import Problem

_JOBS: dict[str, Callable[..., None]] = {
    "plan_areas": reactions.plan_areas,
    "plan_day": reactions.plan_day,
    "fold_counts": reactions.fold_counts,
    "plan_ended": reactions.plan_ended,
    "keep_terms": reactions.keep_terms,
    "cut_movements": reactions.cut_movements,
    "free_held": reactions.free_held,
}


@dataclass
class Report:
    """What a run did, and what was wrong after which day."""

    seed: int
    scale: int
    homes: int = 0
    people: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    jobs: int = 0
    planned: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    orders: int = 0
    settled: dict[str, int] = field(default_factory=dict)
    openings: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


class January:
    """One run over a town."""

    def __init__(self, seed: int, scale: int, a_day: int, seconds: float) -> None:
        self.began, self.limit = time.monotonic(), seconds
        self.report = Report(seed, scale)
        self.a_day = a_day
        self.town: Town = build(seed, scale)
        self.former: datetime = EVE
        with clock.fixed(EVE):
            self.report.homes, self.report.people = sized(self.town)
            self._prologue(Random(seed))
            self._settle_down()

    def run(self) -> Report:
        """Live through all days; after each one the town is looked over."""
        by_day = groupby(fortnight(self.report.seed, self.a_day), lambda one: one.at.date())
        for number, (day, some) in enumerate(by_day):
            for name, at, step in self._day(number, list(some)):
                with clock.fixed(at):
                    self._keep_schedule()
                    self._do(name, step)
                    # What is done on rounds asks for no plan: it is read with what happens next.
                    if name != "rounds":
                        self._settle_down()
            with clock.fixed(instant(number, 23, 30)):
                found = wrong(self.town, Random(f"{self.report.seed}/{number}"))
                self.report.planned[str(day)] = self._standing()
                if found:
                    self.report.wrong[str(day)] = found
        with clock.fixed(instant(DAYS, 0, 1)):
            self._end()
        self.report.seconds = round(time.monotonic() - self.began, 1)
        return self.report

    def _day(
        self, number: int, some: list[Happening]
    ) -> Iterator[tuple[str, datetime, Callable[[], None]]]:
        """What a day holds, in the order of time: midnight, what happens, the evening, on the last day the end."""
        yield "midnight", instant(number, 0), lambda: None
        walked = [instant(number, hour, 30) for hour in (8, 17)]
        for one in some:
            while walked and walked[0] <= one.at:
                yield self._walk(walked.pop(0))
            if time.monotonic() - self.began > self.limit:
                self.report.left_out += 1
                continue
            thing = THINGS[one.kind][1]
            yield (
                one.kind,
                one.at,
                lambda one=one, thing=thing: thing(self.town, Random(one.chance)),
            )  # type: ignore[misc]
        yield from map(self._walk, walked)
        yield "evening", instant(number, 23, 5), lambda: None
        if number == DAYS - 1:
            yield "everything_is_lifted", instant(number, 23, 10), self._lift_all

    def _walk(self, at: datetime) -> tuple[str, datetime, Callable[[], None]]:
        """The rounds of a morning or an afternoon."""
        chance = Random(f"{self.report.seed}/{at}")
        return "rounds", at, lambda: things.rounds_of_the_town(self.town, chance)

    def _prologue(self, chance: Random) -> None:
        """The story as it begins: building 1 closed, its compound under control, two other streets drawn."""
        until = instant(DAYS - 1, 0)
        with acting(self.town.operator):
            places = ["410102/410102003/410102003008/jxc/", "410102/410102013/410102013001/yghy/"]
        at = instant(0, 0)
        for path, regime in (
            (f"{places[0]}1/", "lockdown"),
            (places[0], "control"),
            (f"{places[1]}1/", "control"),
            (places[1], "precaution"),
        ):
            things.draw_up(self.town, chance, regime, until, paths=[path], begins=at)
        site = "410102/410102010/410102010001/wd/"
        things.draw_up(
            self.town, chance, "watched", instant(5, 9), paths=[site], begins=at, outbreak=NORO
        )

    def _do(self, name: str, step: Callable[[], None]) -> None:
        """Let one thing happen, whole or not at all; what the rules refuse does not happen."""
        try:
            with transaction.atomic():
                step()
        except Problem as problem:
            self.report.refused[f"{name}: {problem.code}"] += 1
        else:
            self.report.happened[name] += 1

    def _keep_schedule(self) -> None:
        self.former = worker.keep_schedule(self.former)

    def _settle_down(self) -> None:
        """React to all that happened and work off what follows, as the worker does."""
        while reacting.react(reactions.defer_consequences):
            pass
        for ident, name, args in _waiting():
            _JOBS[name](**args)
            _done(ident)
            self.report.jobs += 1

    def _standing(self) -> int:
        with acting(self.town.operator):
            return Duty.objects.filter(day=clock.today()).exclude(state="withdrawn").count()

    def _lift_all(self) -> None:
        """Whatever still holds is lifted by its authority's document."""
        with acting(self.town.operator):
            rows = list(Order.objects.filter(confirmed_at__isnull=False).order_by("entered_at"))
        draft = things.lifting()
        for order in rows:
            try:
                with transaction.atomic():
                    things.change(self.town, order, draft)
            except Problem as problem:
                self.report.refused[f"lifting: {problem.code}"] += 1

    def _end(self) -> None:
        """After the fortnight nothing holds, nobody owes anything more, and the check is clean."""
        self._keep_schedule()
        self._settle_down()
        found = [str(one.as_dict()) for one in audit(self.town.operator).differences]
        now = clock.now()
        with acting(self.town.operator):
            still = Order.objects.filter(confirmed_at__isnull=False, until_at__gt=now)
            found += [
                f"order {one.number} still holds"
                for one in still
                if not one.ended_at or one.ended_at > now
            ]
            rows = Duty.objects.filter(day__gte=clock.today()).exclude(win="end")
            found += [f"still owed: {one}" for one in rows.filter(state__in=("open", "taken"))]
            self.report.orders = Order.objects.filter(confirmed_at__isnull=False).count()
            every = Duty.objects.filter(day__gte=instant(0, 0).date())
            self.report.settled = dict(every.values_list("state").annotate(n=Count("*")))
            doors = every.filter(win="end")
            self.report.openings = dict(doors.values_list("state").annotate(n=Count("*")))
        if found:
            self.report.wrong["the end"] = found


def _waiting() -> list[tuple[int, str, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, task_name, args FROM procrastinate_jobs ORDER BY id")
        return [
            (ident, name, json.loads(args) if isinstance(args, str) else args)
            for ident, name, args in cursor.fetchall()
        ]


def _done(ident: int) -> None:
    """A job that succeeded is deleted, as the worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [ident])


def live(seed: int, scale: int, a_day: int, seconds: float = 10_000) -> Report:
    """Live through January: `scale` 1 is the whole town; beyond `seconds` nothing further happens by chance."""
    return January(seed, scale, a_day, seconds).run()
