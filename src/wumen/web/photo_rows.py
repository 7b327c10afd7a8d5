"""Photos as every page shows them: what each is of, where that stands, and who may take it down."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wumen.queries.photos import PhotoLine, Where
from wumen.rules.photos import MOMENT_NAMES, Moment
from wumen.rules.playbooks import WHAT_NAMES, Named, What
from wumen.rules.posts import Right, Viewer
from wumen.web.rulebook import Rulebook, rulebook
from wumen.web.templatetags.wumen import in_language


@dataclass(frozen=True)
class Shown:
    """A photo with the words of the page; `moment` only where it tells before from after."""

    line: PhotoLine
    words: str
    href: str
    moment: Named | None
    may_take_down: bool

    @property
    def place(self) -> str:
        """Where it was taken, with the floor of a common part and the facility there."""
        return where_words(Where(self.line.place, self.line.floor, self.line.thing))


def where_words(where: Where) -> str:
    """Where something is, in a line: 锦绣城 1号楼 4单元 9 层 电梯."""
    floor = [_("%(n)s 层") % {"n": where.floor}] if where.floor is not None else []
    return " ".join(one for one in (where.place, *floor, where.thing) if one)


def shown(viewer: Viewer, lines: Iterable[PhotoLine]) -> list[Shown]:
    """Some photos with the words of the page."""
    some = list(lines)
    book = rulebook() if some else None
    return [_row(viewer, one, book) for one in some if book]


def _row(viewer: Viewer, line: PhotoLine, book: Rulebook) -> Shown:
    words, href = _of(line, book)
    return Shown(
        line,
        words,
        href,
        None if line.moment is Moment.SHOWN else MOMENT_NAMES[line.moment],
        viewer.may(Right.SETTLE) and (line.mine or viewer.may(Right.WAIVE)),
    )


def _of(line: PhotoLine, book: Rulebook) -> tuple[str, str]:
    """What a photo is of, in words, and the page of that."""
    if line.number is not None:
        words = _("%(n)s号交办") % {"n": line.number}
        return words, reverse("instructions_one", args=[line.number])
    window = in_language(book.window(line.win)) if line.win else ""
    if line.key:
        words = f"{window} {in_language(WHAT_NAMES[What(line.what)])}"
        return words, reverse("duty_one", args=[line.key])
    if line.round:
        return f"{window} {_('公共部位')}", reverse("rounds_one", args=[line.round])
    return _("敲门"), ""
