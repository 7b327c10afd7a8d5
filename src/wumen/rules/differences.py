"""What the audit can tell of a difference, and what to do about it, in both languages."""

ADVICE: dict[str, tuple[str, str]] = {
    "missing": ("应有而没有：运行“排今日事项”补上", "owed and not there: plan the day again"),
    "unwanted": ("不应再有：运行“排今日事项”撤下", "no longer owed: plan the day again"),
    "wrong_place": ("住址已变：运行“排今日事项”更新", "the door has changed: plan the day again"),
    "wrong_window": ("时段不符：运行“排今日事项”更新", "another window holds: plan the day again"),
    "wrong_owner": ("责任人不符：运行“排今日事项”更新", "another owner holds: plan the day again"),
    "wrong_grounds": ("依据不符：运行“排今日事项”更新", "other grounds hold: plan the day again"),
    "no_owner": (
        "没有责任人：请指派楼长或值班长",
        "nobody owns it: appoint a captain or a duty officer",
    ),
    "no_evidence": (
        "已办但查不到凭据：请核实",
        "done, but its evidence is not in the log: look into it",
    ),
    "exit_unproven": (
        "出口被堵的这一件结束了，却没有打开的照片或者没有人确认：请街道马上去看门开着没有，再查是怎么结束的。",
        "This blocked exit ended without a photo or anybody’s word: let the sub-district look at once whether it is"
        " open, and find out how it came to be ended.",
    ),
    "no_photo": (
        "已办但没有规定要的照片：请核实",
        "done without the photo that is asked for: look into it",
    ),
    "nobody": ("人已不在台账：请核实", "the resident is not in the register: look into it"),
    "closed_differs": (
        "交办已办结而事项不是：请核实",
        "an instruction is closed and its duty is not: look into it",
    ),
    "count_differs": ("计数与明细不符：请报告维护人员", "a kept count differs: report it"),
    "stock_differs": (
        "库存和出入库对不上：请盘点并报告维护人员",
        "stock differs from its movements: count it and report it",
    ),
    "stock_halves_differ": (
        "调货两头对不上：请盘点并报告维护人员",
        "what left one point is not what comes to another: count it and report it",
    ),
    "need_unasked": (
        "接龙里确认过的需要没有变成交办：到那次“粘贴接龙”上再确认一次",
        "a confirmed entry of a relay stands as no request: confirm it again on its page",
    ),
    "chain_broken": (
        "记录链断裂：有人改动过记录，请立即报告",
        "a record was changed: report it at once",
    ),
    "erased_key_here": (
        "已销毁的疫情，钥匙还在：请立即报告维护人员",
        "a key of an erased outbreak is here: report it at once",
    ),
    "erased_rows_here": (
        "已销毁的疫情，个人信息还在：请立即报告维护人员",
        "personal data of an erased outbreak is here: report it at once",
    ),
    "erased_mark_gone": (
        "销毁标记不见了，从旧备份恢复时不会再销毁：请维护人员处理",
        "the mark by which a restore erases again is gone: report it",
    ),
    "certificate_differs": (
        "销毁证明与记录链不符：有人改动过，请立即报告",
        "a certificate differs from what the log says: report it at once",
    ),
    "erasure_unfinished": (
        "该销毁而没有销毁完：运行 wumen outbreak close，或等后台自动续办",
        "to be erased and not done: run wumen outbreak close, or wait for the job",
    ),
    "default_partition": (
        "有数据落在默认分区：请维护人员处理",
        "rows outside the daily partitions",
    ),
}
