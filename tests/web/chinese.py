"""Finds Chinese on a page outside the elements that are marked as Chinese data."""

import re
from html.parser import HTMLParser

_CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_READ_OUT = {"alt", "aria-label", "content", "placeholder", "title", "value"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def _look(self, text: str, marked: bool) -> None:
        if not marked and _CHINESE.search(text):
            self.found.append(text.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        inside = bool(self.open) and self.open[-1][1]
        marked = said["lang"] in {"zh", "zh-hans"} if said.get("lang") else inside
        for name in _READ_OUT & said.keys():
            self._look(said[name] or "", marked)
        if tag not in _VOID:
            self.open.append((tag, marked))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._look(data, bool(self.open) and self.open[-1][1])


def chinese_outside(page: str) -> list[str]:
    """The texts and spoken attributes that hold Chinese and are not marked lang="zh"."""
    reader = _Reader()
    reader.feed(page)
    return reader.found
