"""The superior's .xlsx: read as cells, and filled in its own bytes so that nothing else of it changes."""

from wumen.channels.superior_forms.filling import fill_form
from wumen.channels.superior_forms.package import LIMIT_BYTES
from wumen.channels.superior_forms.reading import read_form

__all__ = ["LIMIT_BYTES", "fill_form", "read_form"]
