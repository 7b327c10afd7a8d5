"""Forms as superiors send them, made for the tests: heads of two rows, merged blocks, sums, a picture."""

import io
import struct
import zlib
from collections.abc import Mapping

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

SHEET = "日报"


def _picture() -> bytes:
    """The smallest picture: one grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
        + chunk(b"IEND", b"")
    )


def blank(
    title: str = "中原区疫情防控日报表（2022年1月10日）",
    rows: tuple[str, ...] = ("1号楼", "2号楼", "3号楼"),
    picture: bool = False,
) -> bytes:
    """A form by building, with sums below and who fills it."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        head = book.add_format({"bold": True, "border": 1, "align": "center"})
        number = book.add_format({"border": 1, "num_format": "#,##0", "bg_color": "#FFFFCC"})
        sheet.set_column("A:A", 22.5)
        sheet.merge_range("A1:G1", title, head)
        sheet.write("A2", "填报单位", head)
        sheet.merge_range("B2:D2", "", number)
        sheet.write("E2", "统计时间", head)
        sheet.merge_range("F2:G2", "", number)
        sheet.merge_range("A3:A4", "楼栋", head)
        sheet.merge_range("B3:C3", "封控区", head)
        sheet.merge_range("D3:F3", "核酸检测", head)
        sheet.merge_range("G3:G4", "备注", head)
        for column, words in zip(
            "BCDEF", ("户数", "人数", "应检人数", "已检", "未检"), strict=True
        ):
            sheet.write(f"{column}4", words, head)
        for row, words in enumerate(rows, start=5):
            sheet.write(f"A{row}", words, head)
            for column in "BCDEFG":
                sheet.write_blank(f"{column}{row}", None, number)
        last = 4 + len(rows)
        sheet.write(f"A{last + 1}", "合计", head)
        for column in "BCDEF":
            sheet.write_formula(f"{column}{last + 1}", f"=SUM({column}5:{column}{last})", number)
        sheet.write(f"A{last + 2}", "填报人", head)
        if picture:
            sheet.insert_image("I2", "point.png", {"image_data": io.BytesIO(_picture())})
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": f"='{SHEET}'!$B$5:$B${last}"})
            sheet.insert_chart("I6", chart)
    return out.getvalue()


def cells(content: bytes, sheet: str = SHEET) -> Mapping[str, object]:
    """What another reader finds in the cells that hold something."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return {
        f"{chr(ord('A') + column)}{row}": value
        for row, line in enumerate(rows, start=1)
        for column, value in enumerate(line)
        if value != ""
    }
