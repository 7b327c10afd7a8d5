"""Which sheets there are, when each may be printed, and which of them bear numbers whole."""

from dataclasses import dataclass
from enum import StrEnum

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem

MOST_SHEETS = 2000


class SheetKind(StrEnum):
    """The sheets of design section 8, each from an order and for one person."""

    OBSERVATION = "observation"
    PLEDGE = "pledge"
    MEDICAL = "medical"
    RELEASED = "released"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class KindOfSheet:
    """A kind: its name, what it is for, in how many copies, with numbers whole only where its law asks.

    `whole_numbers`: annex 9-4 of the home isolation guide has the identity number and telephone on the
    notice; no other sheet needs them.
    """

    name: Named
    does: Named
    copies: int = 1
    whole_numbers: bool = False


KINDS: dict[SheetKind, KindOfSheet] = {
    SheetKind.OBSERVATION: KindOfSheet(
        Named(zh="告知书", en="notice"),
        Named(
            zh="告诉本人：谁决定、为什么、从何时到何时、找谁",
            en="tells the person who decided, why, from when until when, whom to ask",
        ),
        copies=2,
        whole_numbers=True,
    ),
    SheetKind.PLEDGE: KindOfSheet(
        Named(zh="承诺书", en="mutual undertaking"),
        Named(zh="双方各做什么；签不签都不影响看病和生活保障", en="what each side does"),
    ),
    SheetKind.MEDICAL: KindOfSheet(
        Named(zh="就医出行单", en="medical exit sheet"),
        Named(
            zh="约好的门诊、透析、产检；急救不用单子",
            en="for an appointment; an emergency needs no sheet",
        ),
    ),
    SheetKind.RELEASED: KindOfSheet(
        Named(zh="解除通知单", en="release"),
        Named(zh="告诉本人已经结束", en="tells the person that it is over"),
    ),
    SheetKind.CERTIFICATE: KindOfSheet(
        Named(zh="隔离证明", en="certificate for the employer"),
        Named(zh="给单位、学校看", en="to show to an employer or school"),
    ),
}

# What everyone who stood under an order is owed once it is over.
AT_THE_END = (SheetKind.RELEASED, SheetKind.CERTIFICATE)
# The states of an order in which it is over for those who stood under it.
ENDED = frozenset({"lifted", "stepped_down", "over"})
_STANDING = frozenset({"in_force", "coming"})


def read_kind(text: str) -> SheetKind:
    """The kind of that key; Problem `sheet_unknown`."""
    if text not in set(SheetKind):
        raise Problem("sheet_unknown")
    return SheetKind(text)


def check_kind(kind: SheetKind, state: str, *, free: bool = False) -> None:
    """Whether a sheet may be printed of an order in that state; `free`: some are free while it goes on.

    What tells of an end waits for the end, what tells of a beginning is not printed after it.
    Problems: `sheet_before_end`, `sheet_after_end`, `sheet_of_no_order`.
    """
    if state not in ENDED | _STANDING:
        raise Problem("sheet_of_no_order")
    if kind in AT_THE_END and state not in ENDED and not free:
        raise Problem("sheet_before_end")
    if kind not in AT_THE_END and state in ENDED:
        raise Problem("sheet_after_end")
