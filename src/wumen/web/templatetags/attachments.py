"""Scans and photos in templates: what kind a file is, and those of one record."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django import template

from wumen.queries.attachments import AttachmentLine
from wumen.rules.attachments import KIND_NAMES, FileKind
from wumen.web.templatetags.wumen import in_language

register = template.Library()


@register.filter
def file_kind(kind: str) -> str:
    """The kind of a file in the language of the page."""
    return in_language(KIND_NAMES[FileKind(kind)])


@register.filter
def of_record(
    files: Mapping[UUID, Sequence[AttachmentLine]], record: UUID | str
) -> Sequence[AttachmentLine]:
    """The files of one record; of the order itself for the empty word."""
    return files.get(record if isinstance(record, UUID) else UUID(int=0), ())
