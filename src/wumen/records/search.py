"""Keeps the words by which residents and doors are found: written and removed with what they name."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias
from uuid import UUID

from wumen.records import sealing, sets
from wumen.rules.search import door_tokens, name_tokens, telephone_token

# Words of one statement; 8 to 12 belong to a resident. Many at once, in order, fill the index page by page.
_AT_ONCE = 200_000
_COLUMNS = (("token", "text"), ("area", "text"), ("subject", "uuid"))
_ADD_NEW = f"""
    INSERT INTO search_key (token, area, subject)
    SELECT token, area, subject FROM {sets.unnested(_COLUMNS)}
    ORDER BY token COLLATE "C", area COLLATE "C", subject
"""
_ADD = _ADD_NEW + " ON CONFLICT DO NOTHING"
# What is more than one statement takes is laid aside first: an index of millions of words that is
# filled in one order is written once, page by page, and not once for every statement.
_LAY_ASIDE = """
    CREATE TEMPORARY TABLE search_key_coming
        (token text COLLATE "C", area text COLLATE "C", subject uuid) ON COMMIT DROP
"""
_LAID = "COPY search_key_coming FROM STDIN (FORMAT BINARY)"
_ADD_LAID = """
    INSERT INTO search_key (token, area, subject)
    SELECT token, area, subject FROM search_key_coming ORDER BY token, area, subject
"""
_REMOVE = f"""
    DELETE FROM search_key AS kept USING {sets.unnested(_COLUMNS)}
    WHERE kept.token = given.token AND kept.area = given.area AND kept.subject = given.subject
"""

ResidentWords: TypeAlias = tuple[UUID, str, str, Sequence[str]]
Key: TypeAlias = tuple[str, str, UUID]


def add_residents(rows: Iterable[ResidentWords]) -> None:
    """Let residents be found: each by id, area of the door, name and complete telephones.

    What stands already stays; the rows are read as they come, a few thousand at a time.
    """
    _in_bulk(_ADD, _resident_keys(rows))


def add_newcomers(rows: Iterable[ResidentWords]) -> None:
    """The same for residents who have no word yet, which is quicker; in an open transaction, once."""
    keys = _resident_keys(rows)
    first = list(islice(keys, _AT_ONCE))
    if len(first) < _AT_ONCE:
        _in_bulk(_ADD_NEW, first)
    else:
        _lay_aside_and_add(chain(first, keys))


def remove_residents(rows: Iterable[ResidentWords]) -> None:
    """Let residents be found no more under exactly these words; what does not stand is passed over."""
    _in_bulk(_REMOVE, _resident_keys(rows))


def add_doors(rows: Iterable[tuple[UUID, str]]) -> None:
    """Let households be found by their doors: each by its id and the area of the door."""
    _in_bulk(_ADD, _door_keys(rows))


def remove_doors(rows: Iterable[tuple[UUID, str]]) -> None:
    """Let households be found no more by these doors."""
    _in_bulk(_REMOVE, _door_keys(rows))


def telephone_word(number: str) -> str:
    """The word of a complete telephone, written as the register keeps it."""
    return telephone_token(sealing.keyed("telephone", number))


def _resident_keys(rows: Iterable[ResidentWords]) -> Iterator[Key]:
    for subject, area, name, telephones in rows:
        for token in name_tokens(name):
            yield token, area, subject
        for number in dict.fromkeys(telephones):
            yield telephone_word(number), area, subject


def _door_keys(rows: Iterable[tuple[UUID, str]]) -> Iterator[Key]:
    for subject, area in rows:
        for token in door_tokens(area):
            yield token, area, subject


def _lay_aside_and_add(keys: Iterable[Key]) -> None:
    with sets.binding() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(_LAY_ASIDE)
        with cursor.copy(_LAID) as copy:
            copy.set_types([kind for _name, kind in _COLUMNS])
            for key in keys:
                copy.write_row(key)
        cursor.execute(_ADD_LAID)
        cursor.execute("DROP TABLE search_key_coming")
        cursor.execute("SET LOCAL work_mem TO DEFAULT")


def _in_bulk(statement: str, keys: Iterable[Key]) -> None:
    sets.run(statement, keys, _AT_ONCE)
