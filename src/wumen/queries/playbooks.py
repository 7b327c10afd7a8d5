"""The playbooks that are shipped: read from their files, with overlays laid over them."""

from functools import cache
from importlib import resources

from wumen.rules.playbooks import Playbook, asks_more, check_living, lay_over, read_playbook
from wumen.rules.problems import Problem


def known() -> list[str]:
    """The keys of all shipped playbooks and overlays."""
    folder = resources.files("wumen") / "playbooks"
    return sorted(one.name for one in folder.iterdir() if (one / "playbook.toml").is_file())


@cache
def shipped(key: str) -> Playbook:
    """A shipped file as it stands, playbook or overlay; Problem `playbook_unknown`."""
    if key not in known():
        raise Problem("playbook_unknown", playbook=key, known=" ".join(known()))
    file = resources.files("wumen") / "playbooks" / key / "playbook.toml"
    rules = read_playbook(file.read_bytes(), f"{key}/playbook.toml")
    check_living(rules)
    return rules


@cache
def playbook(key: str, overlays: tuple[str, ...] = ()) -> Playbook:
    """A shipped playbook with overlays; Problem `playbook_unknown` or what the checker says."""
    base = shipped(key)
    if not base.regimes:
        raise Problem("playbook_is_overlay", playbook=key)
    return lay_over(base, [shipped(overlay) for overlay in overlays])


@cache
def stricter(key: str, overlays: tuple[str, ...]) -> frozenset[str]:
    """The clauses with which overlays ask more than the playbook itself: 比上级更严."""
    return frozenset(one for name in overlays for one in asks_more(shipped(key), shipped(name)))


@cache
def bases_of(overlay: str) -> tuple[str, ...]:
    """The playbooks over which an overlay can be laid: those that declare its words."""
    return tuple(key for key in known() if shipped(key).regimes and _fits(key, overlay))


def _fits(key: str, overlay: str) -> bool:
    try:
        playbook(key, (overlay,))
    except Problem:
        return False
    return True
