"""The cases that phone and server share: chains, seals, what both judge alike, and what a body may hold."""

import base64
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wumen.records import field_keys
from wumen.rules.field.bodies import DutyBody, read_body
from wumen.rules.field.envelope import read_event
from wumen.rules.field.judging import Before, contradicts, good_grade
from wumen.rules.playbooks import Grade
from wumen.rules.problems import Problem

CASES = Path(__file__).parent.parent / "cases"


def cases(name: str) -> Any:
    """One file of cases."""
    return json.loads((CASES / f"{name}.json").read_text())


def raw(text: str) -> bytes:
    """The bytes of base64."""
    return base64.b64decode(text)


def test_each_event_hashes_to_what_follows_and_its_body_opens() -> None:
    said = cases("chain")
    head = raw(said["genesis"])
    for one in said["events"]:
        came = read_event(one["text"])
        assert (came.linked.prev, came.linked.hash) == (head, raw(one["hash"]))
        assert came.envelope is not None
        assert came.envelope.sealed_with.decode() == one["associated"]
        cipher = AESGCM(raw(said["session_key"]))
        opened = field_keys.open_body(cipher, came.envelope.body, one["associated"].encode())
        assert opened.decode() == one["plain"]
        read_body(came.envelope.kind, opened)
        head = came.linked.hash


def test_events_that_say_the_same_in_clear_share_it() -> None:
    came = [read_event(one["text"]) for one in cases("chain")["events"]]
    for one in came:
        for other in came:
            alike = (
                one.clear is not None
                and other.clear is not None
                and ((one.clear.kind, one.clear.subject) == (other.clear.kind, other.clear.subject))
            )
            assert (one.clear is other.clear) == alike
    assert [read_event(one.text).clear for one in came] == [one.clear for one in came]


@pytest.mark.parametrize("word", ["writer", "kind", "person", "post", "subject", "area", "session"])
@pytest.mark.parametrize("wrong", ["x" * 300, "\u0000", "/", "<b>"])
def test_a_word_that_cannot_stand_there_leaves_the_event_its_place_and_no_more(
    word: str, wrong: str
) -> None:
    said = json.loads(cases("chain")["events"][0]["text"])
    text = json.dumps({**said, word: wrong})
    if word == "writer":
        with pytest.raises(Problem, match="field_batch_unreadable"):
            read_event(text)
        return
    if (word, wrong) in (("person", "/"), ("subject", "/")):
        assert read_event(text).clear is not None
        return
    came = read_event(text)
    assert (came.clear, came.envelope, came.place.seq) == (None, None, said["seq"])


def test_a_session_opens_with_the_outbreaks_key_alone() -> None:
    said = cases("seal")
    secret, session = raw(said["recipient_private"]), UUID(said["session"])
    assert field_keys.open_sealed(secret, session, raw(said["sealed"])) == raw(said["session_key"])
    made = field_keys.seal_session(raw(said["recipient_public"]), session, raw(said["session_key"]))
    assert field_keys.open_sealed(secret, session, made) == raw(said["session_key"])
    for one in said["broken"]:
        with pytest.raises(Problem, match="field_seal_broken"):
            field_keys.open_sealed(secret, UUID(one["session"]), raw(one["sealed"]))


@pytest.mark.parametrize("case", cases("judge")["grades"])
def test_a_grade_counts_or_says_why_not(case: dict[str, Any]) -> None:
    said = DutyBody(duty="x", **case["said"])
    grades = [Grade(one) for one in case["grades"]]
    if case["problem"]:
        with pytest.raises(Problem, match=case["problem"]):
            good_grade(case["what"], grades, said)
    else:
        assert good_grade(case["what"], grades, said) == case["grade"]


@pytest.mark.parametrize("case", cases("judge")["contradictions"])
def test_what_was_done_stays_done(case: dict[str, Any]) -> None:
    said = DutyBody(duty="x", **case["said"])
    assert contradicts(case["state"], said, Before(case["before"])) == case["problem"]


@pytest.mark.parametrize("case", cases("events")["bodies"])
def test_a_body_is_read_or_says_why_not(case: dict[str, Any]) -> None:
    content = json.dumps(case["body"]).encode()
    if case["problem"]:
        with pytest.raises(Problem, match=case["problem"]):
            read_body(case["kind"], content)
    else:
        assert read_body(case["kind"], content)
