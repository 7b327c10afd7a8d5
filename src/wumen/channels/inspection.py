"""Writes the inspection file: a folder of plain pages that open on any PC and print on A4, zipped in memory."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from uuid import UUID

from wumen.channels.lists import Mark
from wumen.rules.attachments import File
from wumen.rules.inspection import InspectionFile, Page, Picture, Table
from wumen.rules.time import local

# The pages stand alone: no script, nothing fetched. A foot of a table is what every browser prints on each
# sheet: so the mark stands in one.
_STYLE = """
body { font: 16px/1.5 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1d1f21;
  max-width: 960px; margin: 0 auto; padding: 16px; }
h1 { font-size: 22px; margin: 8px 0; }
h2 { font-size: 17px; margin: 20px 0 6px; }
p { margin: 4px 0; }
li { margin: 4px 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { border: 1px solid #8a8578; padding: 5px 7px; text-align: left; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
th { background: #eeece6; font-weight: 600; white-space: nowrap; }
tr, figure { break-inside: avoid; }
.photos { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); }
figure { margin: 0; }
img { display: block; width: 100%; height: auto; border: 1px solid #8a8578; }
figcaption { font-size: 13px; padding-top: 4px; }
.mark { color: #5f6366; font-size: 13px; border-top: 1px solid #8a8578; margin-top: 24px; padding-top: 6px; }
.sheet, .sheet > tbody > tr > td, .sheet > tfoot > tr > td { border: 0; padding: 0; font-size: 16px; }
.sheet > tbody > tr { break-inside: auto; }
@page { margin: 12mm; }
@media print {
  body { max-width: none; padding: 0; }
  .back { display: none; }
  .photos { grid-template-columns: 1fr 1fr; }
}
"""


@dataclass(frozen=True)
class _Places:
    """Where each photo lies in the file, seen from a page so many folders down."""

    names: Mapping[UUID, str]
    up: str


def write_inspection(
    file: InspectionFile, photos: Iterable[tuple[UUID, File]], workbook: bytes, mark: Mark
) -> bytes:
    """The .zip: an index, the pages behind it, the photos, the list of duties as a workbook."""
    made = io.BytesIO()
    names: dict[UUID, str] = {}
    when = local(mark.at).timetuple()[:6]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:

        def put(name: str, content: bytes, *, packed: bool = True) -> None:
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            entry.external_attr = 0o600 << 16
            folder.writestr(entry, content)

        for number, (ident, photo) in enumerate(photos, start=1):
            names[ident] = f"photos/{number:04}.{photo.kind.value}"
            put(names[ident], photo.content, packed=False)
        put("index.html", _page(file.first, _Places(names, ""), mark, _index(file)).encode())
        for page in file.pages:
            places = _Places(names, "../" * page.name.count("/"))
            put(page.name, _page(page, places, mark).encode())
        put("duties.xlsx", workbook, packed=False)
    return made.getvalue()


def _page(page: Page, places: _Places, mark: Mark, more: str = "") -> str:
    back = f'<p class="back"><a href="{places.up}index.html">‹ 目录</a></p>' if not more else ""
    lines = "".join(f"<p>{escape(one)}</p>" for one in page.lines)
    tables = "".join(_table(one) for one in page.tables)
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head><body>"
        f'<table class="sheet" role="presentation"><tfoot><tr><td><p class="mark">{escape(str(mark))}</p></td>'
        f"</tr></tfoot><tbody><tr><td>{back}<h1>{escape(page.title)}</h1>{lines}{more}{tables}"
        f"{_photos(page.photos, places)}</td></tr></tbody></table></body></html>"
    )


def _index(file: InspectionFile) -> str:
    """The way to every page, the dossiers by their doors."""
    day = [one for one in file.pages if "/" not in one.name]
    homes = [one for one in file.pages if "/" in one.name]
    parts = [f"<h2>目录</h2><ul>{''.join(map(_entry, day))}"]
    parts.append('<li><a href="duties.xlsx">事项清单（Excel，逐户逐项）</a></li></ul>')
    if homes:
        parts.append(f"<h2>一户一档（{len(homes)} 户）</h2><ul>{''.join(map(_entry, homes))}</ul>")
    return "".join(parts)


def _entry(page: Page) -> str:
    many = f"　照片 {len(page.photos)} 张" if page.photos else ""
    return f'<li><a href="{page.name}">{escape(page.title)}</a>{many}</li>'


def _table(table: Table) -> str:
    title = f"<h2>{escape(table.title)}</h2>"
    if not table.rows:
        return f"{title}<p>{escape(table.none)}</p>"
    head = "".join(f"<th>{escape(one)}</th>" for one in table.head)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f'{title}<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cell(text: str) -> str:
    return f'<td class="n">{text}</td>' if text.isdecimal() else f"<td>{escape(text)}</td>"


def _photos(photos: Iterable[Picture], places: _Places) -> str:
    shown = "".join(
        f'<figure><img src="{places.up}{places.names[one.file]}" alt="照片">'
        f"<figcaption>{escape(one.caption)}</figcaption></figure>"
        for one in photos
        if one.file in places.names
    )
    return f'<h2>照片</h2><div class="photos">{shown}</div>' if shown else ""
