"""The problems of the installation: database, clock, settings, backup."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "no_postgresql": Sentence(
        zh="没有找到 PostgreSQL {oldest} 或更新的版本。",
        en="No PostgreSQL of version {oldest} or later was found.",
        next_zh="请安装 PostgreSQL，或运行 make setup 装上自带版本，或设置 WUMEN_DATABASE_URL。",
        next_en="Install PostgreSQL, run make setup to get one, or set WUMEN_DATABASE_URL.",
    ),
    "postgresql_changed": Sentence(
        zh="现有数据由 PostgreSQL {major} 建立，这台电脑上已没有这个版本。",
        en="The data was made by PostgreSQL {major}, which is no longer on this machine.",
        next_zh="请重新装上 PostgreSQL {major}；要换版本，请先在旧版本上备份，再到新版本上恢复。",
        next_en="Install PostgreSQL {major} again; to change, back up there and restore here.",
    ),
    "no_unprivileged_user": Sentence(
        zh="数据库不能以 root 身份运行，而系统里没有可用的普通账号。",
        en="The database must not run as root, and the system has no ordinary user for it.",
        next_zh="请建立系统账号 postgres 后再试，或改用普通账号运行。",
        next_en="Add a system user named postgres and try again, or run as an ordinary user.",
    ),
    "data_unreachable": Sentence(
        zh="数据库的系统账号或当前账号进不了目录 {folder}。",
        en="The database's system user, or yours, cannot reach the folder {folder}.",
        next_zh="请把 WUMEN_HOME 设到该账号能进入的目录，或用安装时的账号运行。",
        next_en="Set WUMEN_HOME to a folder that it can reach, or run as who installed it.",
    ),
    "cluster_not_made": Sentence(
        zh="无法在 {folder} 建立数据库。",
        en="The database could not be made in {folder}.",
        next_zh="请查看磁盘空间和目录权限，然后再试一次。",
        next_en="Look at the free disk space and the folder's permissions, then try again.",
    ),
    "cluster_not_started": Sentence(
        zh="数据库没有启动起来，日志在 {log}。",
        en="The database did not start; its log is in {log}.",
        next_zh="请先运行 wumen up；仍不行时，请把日志交给技术人员看。",
        next_en="Run wumen up first; if that fails, show the log to your technician.",
    ),
    "cluster_in_use": Sentence(
        zh="还有程序在使用这个数据库。",
        en="A program is still using this database.",
        next_zh="请先运行 wumen down，再试一次。",
        next_en="Run wumen down first, then try again.",
    ),
    "database_unreachable": Sentence(
        zh="连不上数据库 {database}。",
        en="The database {database} cannot be reached.",
        next_zh="请确认数据库已启动，地址、账号和口令正确。",
        next_en="Check that it is running and that its address, role and password are right.",
    ),
    "databases_differ": Sentence(
        zh="主账号连的是数据库 {owner}，应用账号连的却是 {app}。",
        en="The owner's URL names the database {owner}, the application's names {app}.",
        next_zh="请让 WUMEN_DATABASE_URL 和 WUMEN_OWNER_DATABASE_URL 指向同一个数据库。",
        next_en="Let WUMEN_DATABASE_URL and WUMEN_OWNER_DATABASE_URL name the same database.",
    ),
    "owner_too_weak": Sentence(
        zh="数据库主账号的权限不够，不能建立或设置数据库 {database} 和账号 {role}。",
        en="The owner's role may not make or set up the database {database} and the role {role}.",
        next_zh="请数据库管理员给主账号 CREATEDB、CREATEROLE 权限，或代为建好。",
        next_en="Ask the database's administrator for CREATEDB and CREATEROLE, or to make them.",
    ),
    "role_too_strong": Sentence(
        zh="数据库账号 {role} 权限过大（{holds_zh}），用它会看到不该看的资料。",
        en="The database role {role} is too strong ({holds_en}): it sees past the row policies.",
        next_zh="请让 WUMEN_DATABASE_URL 使用单独的应用账号，再运行 wumen init。",
        next_en="Give WUMEN_DATABASE_URL a role of the application's own, then run wumen init.",
    ),
    "plan_cache_mode": Sentence(
        zh="数据库账号 {role} 的 plan_cache_mode 是 {mode}，应为 {wanted}，否则查询会很慢。",
        en="plan_cache_mode of the role {role} is {mode}; it must be {wanted}, or lists are slow.",
        next_zh="请运行 wumen init，它会把这一项设好。",
        next_en="Run wumen init, which sets it.",
    ),
    "key_missing": Sentence(
        zh="缺少密钥 {name}。",
        en="The key {name} is missing.",
        next_zh="疫情的钥匙：请保管人拿来文件，运行 wumen keys import；"
        "别的从原来那台电脑的 WUMEN_HOME/keys 拷过来；新装的系统请运行 wumen init。",
        next_en="A key of an outbreak: get its custodian's file and run wumen keys import; any other is copied from "
        "WUMEN_HOME/keys of the former machine; on a new system run wumen init.",
    ),
    "keys_mistyped": Sentence(
        zh="打开这份钥匙文件的口令输入有误，校验没有通过。",
        en="The words that open this file of keys are mistyped: their check does not match.",
        next_zh="请对照导出时抄下的口令，逐组核对后重试。",
        next_en="Compare them group by group with what was written down at the export, and try again.",
    ),
    "keys_damaged": Sentence(
        zh="钥匙文件打不开：文件损坏或不完整，或者口令是另一份文件的。一把钥匙也没有动。",
        en="The file of keys does not open: damaged, cut short, or the words are another file's. No key changed.",
        next_zh="请核对是哪一次导出的文件和口令，或从保管人处重新拷贝。",
        next_en="See which export file and words come from, or copy the file again from its custodian.",
    ),
    "keys_foreign": Sentence(
        zh="这份文件里的钥匙不是这里的：这里没有那场疫情，或者打不开这里的记录。一把钥匙也没有动。",
        en="These keys are not of this place: it has no such outbreak, or they open nothing here. No key changed.",
        next_zh="请找保管人要这套系统导出的文件；刚装的电脑先运行 wumen restore。",
        next_en="Get the file that this system exported; on a new machine run wumen restore first.",
    ),
    "keys_differ": Sentence(
        zh="“{outbreak}”在本机已有另一把钥匙（{files}），没有覆盖。",
        en="“{outbreak}” has another key here ({files}); it was not written over.",
        next_zh="请把 WUMEN_HOME/keys 里的这几个文件移到别处收好（不要删），再运行一次。",
        next_en="Move these files out of WUMEN_HOME/keys and keep them (do not delete), then run this again.",
    ),
    "keys_present": Sentence(
        zh="“{outbreak}”的钥匙本机都有，和文件里的一样，什么也没有改。",
        en="All keys of “{outbreak}” are here, the same as in the file; nothing was changed.",
        next_zh="还有打不开的，请看 wumen replay，或找另一次导出的文件。",
        next_en="If something still does not open, see wumen replay, or look for the file of another export.",
    ),
    "recovery_key_mistyped": Sentence(
        zh="恢复密钥输入有误，校验没有通过。",
        en="The recovery key is mistyped: its check does not match.",
        next_zh="请对照打印件逐组核对后重新输入。",
        next_en="Compare it with the printed sheet group by group and type it again.",
    ),
    "backup_not_ours": Sentence(
        zh="这个文件不是五门的备份。",
        en="This file is not a backup of Wumen.",
        next_zh="请选择用 wumen backup 做出的文件。",
        next_en="Choose a file that wumen backup made.",
    ),
    "backup_damaged": Sentence(
        zh="备份文件已损坏或不完整，没有恢复任何内容。",
        en="The backup is damaged or cut short; nothing was restored.",
        next_zh="请换一份备份，或从原处重新拷贝后再试。",
        next_en="Take another backup, or copy this one again from where it came.",
    ),
    "backup_key_wrong": Sentence(
        zh="这里的密钥打不开这份备份。",
        en="No key given here opens this backup.",
        next_zh="请输入做这份备份时那一处打印的恢复密钥。",
        next_en="Type the recovery key that was printed at the place where this backup was made.",
    ),
    "backup_differs": Sentence(
        zh="恢复出来的内容与备份清单不一致（{tables}），没有启用，现有数据未动。",
        en="What came out differs from the backup's list ({tables}); present data is untouched.",
        next_zh="请换一份备份，并把这份文件留给技术人员查看。",
        next_en="Take another backup and keep this file for whoever looks after the system.",
    ),
    "backup_role_missing": Sentence(
        zh="备份里用到的数据库账号 {roles} 在这里不存在。",
        en="The backup names database roles that are not here: {roles}.",
        next_zh="请先用同样的账号名运行 wumen init，再恢复。",
        next_en="Run wumen init with the same role names first, then restore.",
    ),
    "backup_tool_failed": Sentence(
        zh="程序 {tool} 没有完成（返回值 {status}）。",
        en="The program {tool} did not finish (status {status}).",
        next_zh="请查看磁盘空间；确认 PostgreSQL 程序的版本不低于数据库的版本，然后再试。",
        next_en="Check the disk space, and that the program is no older than the database; retry.",
    ),
    "backup_not_written": Sentence(
        zh="备份文件 {file} 写不进去。",
        en="The backup could not be written to {file}.",
        next_zh="请查看目录是否存在、有没有空间和写入权限。",
        next_en="Check that its folder exists, may be written and has space left.",
    ),
    "restore_in_use": Sentence(
        zh="系统正在使用，现在不能恢复备份。",
        en="The system is in use; a backup cannot be restored now.",
        next_zh="请先运行 wumen down，再恢复。",
        next_en="Run wumen down first, then restore.",
    ),
    "setting_unknown": Sentence(
        zh="不认识的设置：{names}。",
        en="Unknown settings: {names}.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
    "setting_unreadable": Sentence(
        zh="设置 {name} 的值“{value}”看不懂。",
        en="The value “{value}” of {name} cannot be read.",
        next_zh="请改正后重试。",
        next_en="Correct it and try again.",
    ),
    "time_unreadable": Sentence(
        zh="看不懂时间“{text}”。",
        en="The time “{text}” cannot be read.",
        next_zh="写法：2022-01-10T06:30；24:00 就是次日 00:00。",
        next_en="Write 2022-01-10T06:30; 24:00 is 00:00 of the next day.",
    ),
    "day_unreadable": Sentence(
        zh="看不懂日期“{text}”。",
        en="The date “{text}” cannot be read.",
        next_zh="写法：2022-01-10。",
        next_en="Write 2022-01-10.",
    ),
    "drill_fixed": Sentence(
        zh="演练的时钟在初始化时定下，不能再设或改。",
        en="A drill’s clock is fixed when the installation is made; it cannot be set or changed later.",
        next_zh="去掉 WUMEN_NOW，或用新的 WUMEN_HOME 另建一套演练。",
        next_en="Remove WUMEN_NOW, or make another drill in a new WUMEN_HOME.",
    ),
    "not_initialised": Sentence(
        zh="这里还没有初始化。",
        en="There is no installation here yet.",
        next_zh="先运行 wumen init。",
        next_en="Run wumen init first.",
    ),
    "schema_behind": Sentence(
        zh="软件更新过，数据库还是从前的样子。",
        en="The software is newer than the shape of the database.",
        next_zh="停下系统，运行一次 wumen init（资料不动），再运行 wumen up。",
        next_en="Stop it, run wumen init once (the data stays), then wumen up.",
    ),
    "owner_url_missing": Sentence(
        zh="给了 WUMEN_DATABASE_URL，却没有 WUMEN_OWNER_DATABASE_URL。",
        en="WUMEN_DATABASE_URL is set without WUMEN_OWNER_DATABASE_URL.",
        next_zh="初始化、备份和恢复需要数据库所有者的地址。",
        next_en="init, backup and restore need the owner’s URL.",
    ),
}
