"""Local notices (通告第N号): rules of a city or district command, laid over the playbook where they hold."""

from wumen.rules.local_notices.checking import (
    Comparison,
    Standing,
    check_notice,
    clause_words,
    compare,
    is_above,
    stricter,
)
from wumen.rules.local_notices.form import (
    ClauseChange,
    LocalRules,
    NewClause,
    NoticeDraft,
    NoticeInForce,
    read_notice,
    read_rules,
    rules_as_data,
)
from wumen.rules.local_notices.laying import laid, precedence, source_of, versions, whole, widened

__all__ = [
    "ClauseChange",
    "Comparison",
    "LocalRules",
    "NewClause",
    "NoticeDraft",
    "NoticeInForce",
    "Standing",
    "check_notice",
    "clause_words",
    "compare",
    "is_above",
    "laid",
    "precedence",
    "read_notice",
    "read_rules",
    "rules_as_data",
    "source_of",
    "stricter",
    "versions",
    "whole",
    "widened",
]
