"""The problems of running: the server in front, its port, its jobs, and the command line itself."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "up_running": Sentence(
        zh="系统已经在运行（进程 {pid}，{address}）。",
        en="The system is running already (process {pid}, {address}).",
        next_zh="请直接打开这个地址；要重新启动，请先运行 wumen down。",
        next_en="Open that address; to start it anew, run wumen down first.",
    ),
    "up_not_started": Sentence(
        zh="系统没有启动起来，日志在 {log}。",
        en="The system did not start; its log is in {log}.",
        next_zh="请再运行一次 wumen up；仍不行时，请把日志交给技术人员看。",
        next_en="Run wumen up again; if that fails, show the log to your technician.",
    ),
    "child_keeps_dying": Sentence(
        zh="{child} 进程反复退出，系统已停下，日志在 {log}。",
        en="The process {child} ended again and again; the system has stopped. Its log is in {log}.",
        next_zh="请把日志交给技术人员看，再运行 wumen up。",
        next_en="Show the log to your technician, then run wumen up.",
    ),
    "port_taken": Sentence(
        zh="端口 {port} 已被别的程序占用。",
        en="The port {port} is taken by another program.",
        next_zh="请用 WUMEN_PORT 换一个端口，例如 WUMEN_PORT={other}。",
        next_en="Choose another one with WUMEN_PORT, for example WUMEN_PORT={other}.",
    ),
    "host_needs_tls": Sentence(
        zh="{host} 要让手机连上来，需要加密连接，这一版还没有。",
        en="Phones reach {host} only over an encrypted connection, which this version does not have yet.",
        next_zh="请先在这台电脑上使用：wumen up，不带 --host。",
        next_en="Use it on this machine for now: wumen up, without --host.",
    ),
    "down_refused": Sentence(
        zh="系统（进程 {pid}）没有停下来。",
        en="The system (process {pid}) did not stop.",
        next_zh="请稍等片刻再运行 wumen down；仍不行时，请在运行 wumen up 的窗口按 Ctrl-C。",
        next_en="Wait a moment and run wumen down again, or press Ctrl-C where wumen up runs.",
    ),
    "job_without_viewer": Sentence(
        zh="后台作业 {job} 没有写明以哪个岗位执行，没有执行。",
        en="The job {job} names no post that it acts for; it did not run.",
        next_zh="请把这条记录交给技术人员看。",
        next_en="Show this line to your technician.",
    ),
    "evidence_unreadable": Sentence(
        zh="看不懂 --evidence 的内容。",
        en="What --evidence says cannot be read.",
        next_zh="请写成一个 JSON 对象，例如体温写 celsius 和度数。",
        next_en="Write one JSON object, for a temperature with celsius and its degrees.",
    ),
    "demo_only_at_first": Sentence(
        zh="这里已经有数据，不能再装演示。",
        en="There is an installation here already; a demo can be put into a new one only.",
        next_zh="请换一个新的 WUMEN_HOME 来装演示。",
        next_en="Make the demo in a new WUMEN_HOME.",
    ),
}
