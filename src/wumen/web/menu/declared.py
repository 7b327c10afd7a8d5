"""The five doors and what stands beside them, declared in one place, each with the pages it gathers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wumen.rules.posts import Right

SEE, CORRECT, KEEP = Right.SEE_REGISTER, Right.CORRECT_HOMES, Right.KEEP_REGISTER


@dataclass(frozen=True)
class Way:
    """A page behind a door: the name of its address, its words, what one does there, the right it needs.

    `also` are names of other pages, or the first words of such names, that stand under it. A `guest`
    is a page of another door.
    """

    url: str
    label: object
    hint: object
    right: Right | None = None
    also: tuple[str, ...] = ()
    guest: bool = False


@dataclass(frozen=True)
class Door:
    """An entry of the menu. Its own page is the overview for `board`, else a first page of its ways."""

    key: str
    label: object
    whole: object
    ways: tuple[Way, ...]


COMMAND, DESK = _("指挥部"), _("工作台")
BOARD = "board"
DOORS = (
    Door(
        BOARD,
        DESK,
        DESK,
        (
            Way(
                "board",
                _("总览"),
                _("今天办到哪里、谁在等"),
                Right.SEE_BOARD,
                ("duties", "not_reached", "looks"),
            ),
            Way("duty_log", _("值班日志"), _("一天的事按钟点，交班签名"), Right.REPORT),
            Way("reports", _("上报"), _("数字、日报小时报、填上级的表"), Right.REPORT),
            Way(
                "inspection",
                _("迎检包"),
                _("一天的档案、事项、照片，一个文件给检查的人"),
                Right.EXPORT,
            ),
            Way("audit", _("核对（查漏）"), _("重新算一遍，看有没有漏"), Right.AUDIT),
        ),
    ),
    Door(
        "gate",
        _("大门"),
        _("大门（进出）"),
        (
            Way("rescue", _("先救人 120"), _("地址、开着的门、接车的人，念给 120 听")),
            Way(
                "passages",
                _("出入登记"),
                _("谁进谁出，写一行就有答案；今天进多少出多少"),
                Right.KEEP_GATE,
                ("passages",),
            ),
            Way(
                "gate_sheets",
                _("出入登记单"),
                _("没有电脑的门岗用笔记，收回来录入"),
                Right.KEEP_GATE,
                ("gate_sheets",),
            ),
            Way(
                "gate_passes",
                _("出入证"),
                _("随一次外出，或给上班的、护工、保供车：打印、收回"),
                CORRECT,
                ("gate_passes",),
            ),
            Way("entries", _("能进来吗"), _("搬家车、护工、装修、外卖、没有手机的")),
            Way(
                "arrivals",
                _("返回人员"),
                _("哪天谁要到、请他做什么、六问和物品包"),
                CORRECT,
                ("arrivals",),
            ),
            Way("arrivals_gate", _("门岗名单"), _("今天要回来的，到了打勾"), Right.KEEP_GATE),
            Way("risk_areas", _("风险地区"), _("粘贴当天名单，看谁要问清楚"), Right.KEEP_REGISTER),
            Way(
                "outings",
                _("外出和返回"),
                _("今天要用车的、还在外面的、回来打勾"),
                CORRECT,
                ("outings",),
            ),
            Way(
                "exits_new",
                _("报一处出口被堵"),
                _("单元门锁了、通道堵了：直接报到街道，不经过社区"),
            ),
            Way("exits", _("出口被堵"), _("哪里还堵着、打开没有、街道核实没有"), SEE),
            Way("openings", _("开门核实"), _("解除了的门，打开没有"), SEE),
            Way(
                "search",
                _("现在能出门吗"),
                _("先找到这一户：放行、有条件放行、看病外出"),
                SEE,
                guest=True,
            ),
        ),
    ),
    Door(
        "building",
        _("楼道门"),
        _("楼道门（楼栋）"),
        (
            Way("rounds", _("今天要走的"), _("一趟一趟走：逐层办，办不了的写原因"), SEE),
            Way(
                "round_sheets",
                _("纸上单子"),
                _("入户、敲门、电话、求助：打印出来办，回来按行号录入"),
                Right.SETTLE,
            ),
            Way(
                "register",
                _("楼栋和住户"),
                _("楼栋图、敲门和留条，从这里进各楼"),
                SEE,
                ("elevation",),
            ),
            Way("hand_overs", _("换班交接"), _("钥匙、体温计、名单、还没办的"), CORRECT),
            Way("waste_loads", _("垃圾交接"), _("两类、几袋、多少公斤、交给谁"), Right.SETTLE),
            Way(
                "care_bins", _("专用桶"), _("隔离住户的垃圾桶：放在哪、今天清了没有"), Right.SETTLE
            ),
            Way(
                "common_parts",
                _("公共部位消毒"),
                _("一个单元一张：打勾、还差哪几处、打印点位卡"),
                SEE,
            ),
            Way("photos", _("照片"), _("今天拍的：哪里、什么事、谁拍的"), SEE, ("photos",)),
            Way("register_line", _("一口清"), _("一楼一句：几户几人、谁要照看"), SEE),
            Way("facilities_here", _("公共设施"), _("电梯、扶手、垃圾桶"), SEE, ("facilities",)),
            Way("register_places", _("地方"), _("小区、院、楼栋的名称"), SEE, ("register_place",)),
        ),
    ),
    Door(
        "home",
        _("自家门"),
        _("自家门（住户）"),
        (
            Way("search", _("查找"), _("姓名、拼音、房号、电话"), SEE),
            Way(
                "special_needs",
                _("重点关爱住户"),
                _("独居、透析、孕产、用药"),
                CORRECT,
                ("home", "home_needs"),
            ),
            Way(
                "isolated_homes",
                _("隔离户四统一"),
                _("吃饭、垃圾、看病、心理，哪类家庭要什么"),
                CORRECT,
            ),
            Way("home_letters", _("家书"), _("一户一张：称呼、社区的话、服务热线"), CORRECT),
            Way("orders_ending", _("快解除的"), _("36 小时内到期：采样齐不齐"), CORRECT),
            Way("register_let_homes", _("出租房"), _("房东和租客"), SEE),
            Way(
                "register_organisations",
                _("单位"),
                _("工地、超市、宿舍"),
                SEE,
                ("register_organisation",),
            ),
            Way("register_lists", _("名单"), _("打印、导出、复制"), SEE),
            Way(
                "changes",
                _("住户变更"),
                _("搬走、并户，可以撤回"),
                CORRECT,
                ("change", "merge", "split"),
            ),
            Way("duplicates", _("可能重复的人"), _("同一个人登记了两次"), SEE),
            Way("register_household", _("登记住户"), _("新来的一户"), KEEP),
            Way("ledger", _("台账"), _("把 Excel 台账导进来"), KEEP),
        ),
    ),
    Door(
        "service",
        _("送上门"),
        _("送上门（物资服务）"),
        (
            Way("instructions", _("交办"), _("上级交办、居民反映、同事转办"), SEE, ("duty",)),
            Way("sampling", _("核酸轮次"), _("几点到哪个点、还差谁"), SEE, ("sampling",)),
            Way("sampling_new", _("开一轮核酸"), _("先看怎么排，再开"), Right.PLAN),
            Way("sampling_tubes", _("查一管"), _("同一管的所有人，两个人同意"), Right.PLAN),
            Way(
                "points",
                _("采样点"),
                _("开点、排队多少人、采了多少、采样管够不够"),
                Right.LEAD_POINT,
                ("points",),
            ),
            Way(
                "app_office",
                _("应急登记"),
                _("市里的采样程序用不了：登记在这里，以后补传"),
                KEEP,
            ),
            Way("relay", _("粘贴接龙"), _("群里接龙粘进来，还差哪些房号"), CORRECT),
            Way(
                "parcels",
                _("到件登记"),
                _("快递外卖：登记、发群、送到门口"),
                CORRECT,
                ("parcels",),
            ),
            Way(
                "lots",
                _("到货分送"),
                _("菜和物品到了：给哪些户、按楼层送、多了少了"),
                CORRECT,
                ("lots",),
            ),
            Way(
                "shops",
                _("门店和保供商户"),
                _("能不能开门、停业告知、谁家接单、每天的对账单"),
                CORRECT,
                ("shops", "shop"),
            ),
            Way(
                "stock",
                _("物资库存"),
                _("防护服、采样管还够不够；入库、按人头发、盘点"),
                Right.KEEP_CREW,
                ("stock",),
            ),
            Way(
                "help_numbers",
                _("该打哪个电话"),
                _("停电、漏水、电梯、燃气……打给谁；救护车走哪个门"),
                KEEP,
            ),
            Way(
                "inquiries",
                _("协查"),
                _("上级、外区发来的名单：对台账、打电话、回函"),
                KEEP,
                ("inquiries",),
            ),
            Way(
                "case_contacts",
                _("密接"),
                _("谁是密接、按规则到哪天；一人提、另一人确认，不等于管控"),
                KEEP,
                ("case_contacts",),
            ),
            Way("calls", _("打电话"), _("名单分给几个人打"), SEE, ("call",)),
            Way(
                "occurrences",
                _("发生了什么"),
                _("阳性、转运、回家：记一笔，事项自己排好"),
                KEEP,
                ("occurrence",),
            ),
            Way(
                "transfers",
                _("转运"),
                _("从告知、上车到接回家，谁办到哪一步"),
                CORRECT,
                ("transfers",),
            ),
            Way("transfers_new", _("开一次转运"), _("要转运谁、车几点到、送到哪里"), KEEP),
            Way("occurrences_new", _("登记一件"), _("刚接到电话：谁家、什么事、谁说的"), KEEP),
        ),
    ),
    Door(
        "notice",
        _("有窍门"),
        _("有窍门（通知科普）"),
        (
            Way(
                "explain", _("为什么（依据）"), _("为什么这样要求、到什么时候"), None, ("explain",)
            ),
            Way(
                "stairwell_notices",
                _("通知"),
                _("写一条：发群、贴楼道、大喇叭，看通知到了谁"),
                SEE,
                ("stairwell_notices", "notice_reach", "loudspeaker"),
            ),
            Way("orders", _("通告/决定"), _("原文、告知书、离解除还差什么"), SEE),
            Way(
                "objections", _("异议"), _("居民不同意：收下、另一人决定、答复"), Right.ENTER_ORDER
            ),
            Way("supervision", _("监督与反映"), _("两个人核实以前什么都不变"), CORRECT),
        ),
    ),
    Door(
        "crew",
        _("队伍"),
        _("队伍"),
        (
            Way("stations", _("谁在岗"), _("值守点：现在谁在、哪里没人到岗")),
            Way("shifts", _("我的班"), _("签到、交接、放进手机日历")),
            Way(
                "meals",
                _("餐食"),
                _("今天明天各餐多少份、送到哪里、谁领；您吃什么"),
                None,
                ("meals",),
            ),
            Way("rosters", _("排班"), _("一周怎么排：休息够、夜班匀、缺人说原因"), Right.KEEP_CREW),
            Way("force", _("防控力量"), _("谁在出力：会什么、什么时候有空"), Right.KEEP_CREW),
            Way(
                "force_sign_up",
                _("报名"),
                _("接龙、扫码、台账、外来队伍"),
                Right.KEEP_CREW,
                ("join",),
            ),
            Way("force_captains", _("楼长"), _("每楼一位楼长、一位副楼长"), Right.KEEP_CREW),
            Way("force_free_now", _("现在谁有空"), _("缺几个、叫谁来，打印出来"), Right.KEEP_CREW),
            Way("force_teams", _("包户小组"), _("隔离户的三人小组齐不齐"), Right.KEEP_CREW),
            Way("my_homes", _("我包的户"), _("您在小组里包的户"), Right.LOOK_AFTER),
            Way(
                "force_structure",
                _("一办两部三专班"),
                _("谁管哪一块，超时了找谁"),
                Right.KEEP_CREW,
            ),
            Way("crew", _("工作人员"), _("岗位、账号、上岗卡"), Right.KEEP_CREW),
            Way(
                "phones",
                _("手机"),
                _("手机怎样连上来，谁的手机绑定了"),
                Right.KEEP_CREW,
                ("device", "install"),
            ),
            Way(
                "field_told",
                _("手机上报"),
                _("需求、发热、送到、进出、采样：谁报的、几点收到"),
                Right.PLAN,
                ("field_signature",),
            ),
            Way(
                "field_items",
                _("手机来的，待处理"),
                _("和登记对不上的：看两边，定一个"),
                Right.PLAN,
                ("field_decide", "field_hole"),
            ),
            Way(
                "field_devices",
                _("入户手机"),
                _("没网也能记的手机：登记、收到多少、时间准不准"),
                Right.KEEP_CREW,
                ("field_code", "field_end"),
            ),
            Way("register_grids", _("网格"), _("网格和网格员"), SEE, ("register_grid",)),
        ),
    ),
    Door(
        "rules",
        _("规则"),
        _("规则"),
        (
            Way("rules", _("防控规则"), _("每条措施和出处，本地通告"), None, ("notices",)),
            Way(
                "orders_outbreaks",
                _("疫情"),
                _("开始和结束一场疫情，销毁证明"),
                Right.ENTER_ORDER,
                ("outbreak",),
            ),
        ),
    ),
)
