"""Writes shifts as a calendar (.ics) that a phone takes: hours, station and place, nobody's name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

# RFC 5545: a line has at most 75 octets, what is longer goes on after a blank.
_LONGEST = 75


@dataclass(frozen=True)
class Appointment:
    """One entry: its own id, from when until when, what and where."""

    id: str
    begins: datetime
    ends: datetime
    what: str
    where: str


def write_calendar(name: str, entries: Iterable[Appointment], now: datetime) -> bytes:
    """The calendar; an entry of the same id replaces the one that a phone has."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Wumen//rosters//ZH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.id}@wumen",
            f"DTSTAMP:{_instant(now)}",
            f"DTSTART:{_instant(one.begins)}",
            f"DTEND:{_instant(one.ends)}",
            f"SUMMARY:{_text(one.what)}",
            f"LOCATION:{_text(one.where)}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    said = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return said.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, no sign cut in two."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    yield piece
