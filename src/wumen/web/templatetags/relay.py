"""Words for entries of relay texts: what was read of them, why somebody looks, what became of them."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wumen.queries.relay import EntryLine
from wumen.rules.relay import LOOK_NAMES, Entry, Look
from wumen.rules.relay.buildings import nobody_came, own_line
from wumen.web.templatetags.wumen import in_language

register = template.Library()


@register.filter
def look_name(look: Look) -> str:
    """Why a person looks at an entry."""
    return in_language(LOOK_NAMES[look])


@register.filter
def read_words(entry: Entry) -> list[str]:
    """What was read of an entry, part by part, as it is shown beside its own words."""
    if nobody_came(entry.text):
        return [own_line(entry.text)]
    found = [entry.name or "", *entry.items]
    found += [f"{value:.1f}℃" for value in entry.temperatures]
    if entry.people:
        found.append(ngettext("%(n)s 人", "%(n)s 人", entry.people) % {"n": entry.people})
    if entry.days_left is not None:
        days = entry.days_left
        found.append(ngettext("还剩 %(n)s 天", "还剩 %(n)s 天", days) % {"n": days})
    found += [part for part in (entry.origin, entry.when, entry.transport) if part]
    found += entry.shifts
    if entry.buildings:
        found.append(_("负责 %(n)s 号楼") % {"n": _("、").join(map(str, entry.buildings))})
    if entry.why:
        found.append(entry.why)
    return [part for part in found if part]


@register.filter
def became(line: EntryLine) -> str:
    """What became of an entry."""
    return {
        "taken": _("已确认"),
        "dropped": _("放一边"),
        "withdrawn": _("群里已删"),
    }.get(line.state, "")


@register.filter
def changed_how(line: EntryLine) -> str:
    """What an entry is against the paste before; nothing where it stood already."""
    if line.state == "withdrawn":
        return ""
    return {"added": _("新增"), "changed": _("有改动")}.get(line.change, "")
