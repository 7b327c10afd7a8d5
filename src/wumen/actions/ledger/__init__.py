"""Ledgers of an office are looked at and taken into the register, from a file or from a page."""

from wumen.actions.ledger.incoming import (
    drop_incoming,
    fetch_marked,
    keep_incoming,
    look_at_incoming,
)
from wumen.actions.ledger.layouts import (
    LayoutSeen,
    forget_layout,
    keep_layout,
    understand_incoming,
)
from wumen.actions.ledger.staged import (
    fetch_outcome,
    give_up,
    queued_jobs,
    run_job,
    start_taking,
    stop_taking,
)
from wumen.actions.ledger.taking import look_at_ledger, take_ledger
from wumen.rules.taking import Outcome

__all__ = [
    "LayoutSeen",
    "Outcome",
    "drop_incoming",
    "fetch_marked",
    "fetch_outcome",
    "forget_layout",
    "give_up",
    "keep_incoming",
    "keep_layout",
    "look_at_incoming",
    "look_at_ledger",
    "queued_jobs",
    "run_job",
    "start_taking",
    "stop_taking",
    "take_ledger",
    "understand_incoming",
]
