"""What a dossier (一户一档) says: how far back it looks, and what each kind of event is called."""

from datetime import timedelta

from wumen.rules.playbooks import Named

# Duties one by one for a fortnight; events as far back as the log keeps its days.
DUTY_DAYS = timedelta(days=14)
EVENT_DAYS = timedelta(days=62)
MOST_EVENTS = 300

_OTHER = Named(zh="其他记录", en="other record")
_EVENTS: dict[str, Named] = {
    "household.registered": Named(zh="登记这一户", en="household registered"),
    "household.moved": Named(zh="整户搬迁", en="household moved"),
    "households.merged": Named(zh="与另一户合并", en="joined with another household"),
    "household.knocked": Named(zh="敲门", en="knocked at the door"),
    "household.state_set": Named(zh="改了住房状态", en="state of the home changed"),
    "household.consent_given": Named(
        zh="同意邻居知道要照应", en="consented that neighbours are told"
    ),
    "household.consent_withdrawn": Named(
        zh="撤回同意邻居知道", en="took back that neighbours are told"
    ),
    "household.away_noted": Named(zh="登记外出", en="noted as away"),
    "household.back_noted": Named(zh="登记返回", en="noted as back"),
    "resident.added": Named(zh="添加一人", en="person added"),
    "resident.corrected": Named(zh="更正资料", en="details corrected"),
    "resident.telephones_shown": Named(zh="看了完整电话", en="complete telephone looked at"),
    "arrival.origin_shown": Named(zh="看了返回登记", en="note of a return looked at"),
    "residents.merged": Named(zh="两条合并为一人", en="two entries made one person"),
    "residents.moved": Named(zh="换到另一户", en="moved to another door"),
    "residents.left": Named(zh="不再登记在这里", en="left the register"),
    "change.undone": Named(zh="撤回一次变更", en="a change taken back"),
    "need.noted": Named(zh="记下需要照顾的情况", en="special need noted"),
    "need.changed": Named(zh="更新需要照顾的情况", en="special need changed"),
    "need.ended": Named(zh="需要照顾的情况结束", en="special need ended"),
    "duty.settled": Named(zh="办理事项", en="duty settled"),
    "photo.taken": Named(zh="拍了照片", en="photo taken"),
    "photo.taken_down": Named(zh="撤下一张照片", en="photo taken down"),
    "relay.reported": Named(zh="群里接龙自报", en="reported in the group"),
    "instruction.looked_at": Named(zh="看了一件交办的原话", en="words of a request looked at"),
    "dossier.looked_at": Named(zh="看了这份档案", en="dossier looked at"),
}


def event_name(kind: str) -> Named:
    """What a kind of event is called; one that nobody named is another record."""
    return _EVENTS.get(kind, _OTHER)
