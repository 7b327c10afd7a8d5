"""How fast field events are taken: batches of 50 with chain, verdict and duties, against a bare endpoint."""

import os
import threading
from http.client import HTTPConnection
from time import perf_counter
from typing import Any

import psycopg

from bench import bare
from bench.field_town import DEVICES, Sender, enrolled, fill, prepare, subjects
from bench.pages import signed_in
from bench.result import Part, Result, goals, machine
from bench.sending import Sent, send
from bench.serving import APPLICATION, serving
from bench.town import RESIDENTS_A_BUILDING, Town, town

SIZE = 50
EVENTS, DUTIES = 5_000_000, 1_000_000
# Each comparison runs so long, and singles come so many a phone.
BURST, SINGLES = 5.0, 200
# So long a server is sent to before it is measured: what it does for the first time alone is no part of how fast it is.
WARM = 1.0
PORT = 8390
# The bare endpoint is fastest with so many threads: with as many as `wumen up` gives it takes a quarter less.
BARE_THREADS = 8
SUBDISTRICT = "410102/410102003/"


def raw(app_url: str, senders: list[Sender]) -> float:
    """Events a second by psycopg alone, the same insert on the same connection."""
    count, begun = 0, perf_counter()
    with psycopg.connect(app_url) as connection:
        for sender in senders:
            for content in sender.batches[:10]:
                with connection.transaction():
                    connection.execute(bare.INSERT, bare.rows(content))
                count += SIZE
    return count / (perf_counter() - begun)


def cookie() -> str:
    """A session of a duty officer, to look at the board with."""
    from wumen.actions.crew import add_crew, grant_post
    from wumen.queries.posts import operator, viewers_of

    member = add_crew(operator(), "duty", "community_worker")
    grant_post(operator(), member.number, "secretary", SUBDISTRICT)
    client = signed_in(operator(), viewers_of(member.number)[0])
    return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())


class Board(threading.Thread):
    """Looks at the board twice a second, and remembers how long each look took."""

    def __init__(self, port: int, session: str) -> None:
        """Nothing is asked before it starts."""
        super().__init__(daemon=True)
        self.port, self.session = port, session
        self.looks: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        """Look until it is over."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.over.wait(0.5):
            begun = perf_counter()
            line.request("GET", "/board/", headers={"Cookie": self.session})
            reply = line.getresponse()
            reply.read()
            assert reply.status == 200, reply.status
            self.looks.append(perf_counter() - begun)


def bare_figures(place: Town, senders: list[Sender]) -> dict[str, Any]:
    """What the bare endpoint takes of the same; what phones hold is left as it was."""
    twins = [Sender(one.token, list(one.batches), list(one.singles)) for one in senders]
    with psycopg.connect(place.owner_url) as owner:
        owner.execute("TRUNCATE bare")
    environment = {**os.environ, "BARE_DATABASE_URL": place.app_url}
    with serving("bench.bare:application", PORT, environment, BARE_THREADS):
        send(PORT, twins, lambda one: one.singles, WARM, DEVICES)
        return {
            "bare_single": send(PORT, twins, lambda one: one.singles, BURST, DEVICES),
            "bare": send(PORT, twins, lambda one: one.batches, BURST, DEVICES),
        }


def measure(place: Town, scale: float, seconds: float) -> dict[str, Any]:
    """All figures of one run."""
    from wumen.actions.orders import open_outbreak
    from wumen.queries.posts import operator

    outbreak = open_outbreak(operator(), "bench", "community-2021-09")
    fill(place.owner_url, outbreak.id, int(DUTIES * scale), int(EVENTS * scale))
    phones = enrolled(place.owner_url, outbreak)
    senders = [
        prepare(one, outbreak, subjects(place.owner_url, one[2]), SINGLES, SIZE) for one in phones
    ]
    role = psycopg.conninfo.conninfo_to_dict(place.app_url)["user"]
    with psycopg.connect(place.owner_url) as owner:
        owner.execute(bare.TABLE)
        owner.execute(f'GRANT ALL ON bare TO "{role}"')
    figures: dict[str, Any] = {"raw": raw(place.app_url, senders)}
    figures |= bare_figures(place, senders)
    from django.db import connections

    session = cookie()
    connections.close_all()
    with serving(APPLICATION, PORT + 1, {**os.environ, "WUMEN_PROCESS": "web"}):
        send(PORT + 1, senders, lambda one: one.singles, WARM, DEVICES)
        figures["single"] = send(PORT + 1, senders, lambda one: one.singles, BURST, DEVICES)
        # What is left of the singles goes first, unmeasured: batches follow them in the chain.
        send(PORT + 1, senders, lambda one: one.singles, 600)
        figures["batch"] = send(PORT + 1, senders, lambda one: one.batches, BURST, DEVICES)
        board = Board(PORT + 1, session)
        board.start()
        figures["sustained"] = send(PORT + 1, senders, lambda one: one.batches, seconds)
        board.over.set()
        board.join(60)
        figures["looks"] = board.looks
    return figures


def parts_of(figures: dict[str, Any], goal: dict[str, float]) -> tuple[Part, ...]:
    """Each figure beside the main one against its own goal."""
    sustained: Sent = figures["sustained"]
    single, bare_single = figures["single"], figures["bare_single"]
    rate = sustained.batches * SIZE / sustained.seconds
    singles = (single.batches / single.seconds) / (bare_single.batches / bare_single.seconds)
    own = figures["bare"].batches * SIZE / figures["bare"].seconds / figures["raw"]
    looks = sorted(figures["looks"]) or [0.0]
    p99, board = sustained.quantile(0.99) * 1000, looks[int(len(looks) * 0.95)] * 1000
    failed = sum(figures[name].failed for name in ("single", "batch", "sustained"))
    least = goal["events_a_second_at_least"]
    return (
        Part("sustained", round(rate), "events/s", least, rate >= least),
        Part("p99 of a batch", round(p99), "ms", goal["p99_ms_at_most"], p99 <= goal["p99_ms_at_most"]),
        Part("singles ÷ bare singles", round(singles, 3), "ratio", goal["singles_at_least"],
             singles >= goal["singles_at_least"]),
        Part("bare ÷ raw psycopg", round(own, 3), "ratio", goal["bare_at_least"], own >= goal["bare_at_least"]),
        Part("board p95 meanwhile", round(board), "ms", goal["board_ms_at_most"],
             board <= goal["board_ms_at_most"]),
        Part("not taken or refused", failed, "batches", 0, failed == 0),
    )  # fmt: skip


def run(scale: float, seed: int, seconds: float) -> Result:
    """The benchmark: 5,000,000 events and 1,000,000 duties × `scale`, sent to for so many `seconds`."""
    with town((DEVICES + 1) * RESIDENTS_A_BUILDING) as place:
        figures = measure(place, scale, seconds)
    goal = goals("ingest")
    parts = parts_of(figures, goal)
    batch, limit = figures["batch"], figures["bare"]
    figure, most = batch.batches * SIZE / batch.seconds, limit.batches * SIZE / limit.seconds
    ratio = figure / most
    return Result(
        name="ingest",
        figure=round(figure),
        unit="events/s",
        limit=round(most),
        ratio=round(ratio, 3),
        goal=goal["ratio_at_least"],
        holds=ratio >= goal["ratio_at_least"] and all(part.holds for part in parts),
        machine=machine(),
        command=f"python -m bench ingest --scale {scale:g} --seconds {seconds:g}",
        parts=parts,
    )
