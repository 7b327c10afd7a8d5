"""The inspection file of a day: chosen homes, what was done with which evidence, flaws and photos."""

from wumen.queries.inspection.whole import Ahead, inspection_ahead, inspection_file

__all__ = ["Ahead", "inspection_ahead", "inspection_file"]
