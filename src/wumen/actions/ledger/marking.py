"""The outcome as a workbook: the ledger itself, with what became of each row, and why, beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Thread

from wumen.actions.ledger.reading import Ledger
from wumen.channels.workbooks import REASON, RESULT, Marks, write_marked
from wumen.rules.ledger import LedgerProblem
from wumen.rules.problems import Problem
from wumen.rules.taking import Ending, Endings, Outcome

_WORDS = {
    Ending.TAKEN: "录入",
    Ending.CHANGED: "更新",
    Ending.UNCHANGED: "未变",
    Ending.MERGED: "合并",
    Ending.REFUSED: "未收",
    Ending.EMPTY_HOME: "跳过",
    Ending.SKIPPED: "跳过",
}
_EMPTY = "没有住人，这一户按空置登记。"


class Outfile:
    """The file of an outcome: written beside the taking, it appears whole when all is well, or not at all."""

    def __init__(self, file: Path | None) -> None:
        """Nothing is written for None. Problem `outcome_not_written` where no file can be made."""
        self._file, self._part = file, _part(file) if file else None
        self._wrong: list[BaseException] = []
        self._writing: Thread | None = None

    def __enter__(self) -> "Outfile":
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind of what was not kept."""
        if self._writing:
            self._writing.join()
        if self._part:
            self._part.unlink(missing_ok=True)

    def write(self, ledger: Ledger, outcome: Outcome, endings: Endings) -> None:
        """Begin to write, in a thread: the database works meanwhile."""
        if self._part:
            given = (self._part, ledger, outcome, endings)
            self._writing = Thread(target=self._write, args=given)
            self._writing.start()

    def wait(self) -> None:
        """Wait until all is written; Problem `outcome_not_written`."""
        if self._writing:
            self._writing.join()
        if self._wrong:
            raise self._wrong[0]

    def keep(self) -> None:
        """Let the file appear."""
        self.wait()
        if self._part and self._file:
            self._part.replace(self._file)

    def _write(self, part: Path, ledger: Ledger, outcome: Outcome, endings: Endings) -> None:
        try:
            write_marked(part, ledger.sheets, marks(ledger, outcome, endings))
        except BaseException as error:
            self._wrong.append(error)


def _part(file: Path) -> Path:
    if file.is_dir():
        # It would only be noticed when all is taken already.
        raise Problem("outcome_not_written")
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=".", suffix=".xlsx", delete=False) as made:
            return Path(made.name)
    except OSError:
        raise Problem("outcome_not_written") from None


def marks(ledger: Ledger, outcome: Outcome, endings: Endings) -> Mapping[str, Marks]:
    """What stands beside each row, by sheet."""
    reasons = _reasons((*outcome.problems, *outcome.to_check))
    found: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for layout in ledger.reading.layouts:
        found[layout.sheet][layout.first_row] = (RESULT, REASON)
    for (sheet, row), ending in endings.items():
        said = _EMPTY if ending is Ending.EMPTY_HOME else ""
        found[sheet][row] = (_WORDS[ending], said + "".join(reasons.get((sheet, row), ())))
    return found


def _reasons(problems: Iterable[LedgerProblem]) -> Mapping[tuple[str, int], Iterable[str]]:
    """The sentences of each row with their next steps, each once."""
    reasons: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)
    for one in problems:
        reasons[one.sheet, one.row][one.message_zh + Problem(one.code).next_step("zh")] = None
    return reasons
