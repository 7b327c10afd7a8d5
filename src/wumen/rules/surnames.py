"""Surnames of two characters: where a name begins with one of them, its first two characters are the surname."""

# Hardly ever anything else, so that a text which holds one and a character more holds a name.
COMPOUND = (
    *("欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文"),
    *("长孙", "司徒"),
)
# Beside them those that are a side of the town, a gate or a place as well: surnames only where a name stands.
COMPOUND_OF_NAMES = (*COMPOUND, "东方", "西门", "南宫", "端木", "轩辕")
