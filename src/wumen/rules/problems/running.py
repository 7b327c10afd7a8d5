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
    "host_unreadable": Sentence(
        zh="{host} 不能用作手机连上来的名称。",
        en="{host} cannot be the name by which phones reach this machine.",
        next_zh="请写这台电脑在办公网络里的地址，例如 192.168.1.20，或者它的名称，例如 wumen.lan。",
        next_en="Give this machine's address on the office network, such as 192.168.1.20, or a name like wumen.lan.",
    ),
    "certificate_unfit": Sentence(
        zh="给出的证书和私钥不能用于 {host}。",
        en="The certificate and key that were given do not serve for {host}.",
        next_zh="请用 --certificate 和 --key 给出写着这个名称、没有过期的证书（两个 PEM 文件）；都不写，就用自己的。",
        next_en="Give both PEM files of a certificate that names this host and has not ended, or neither for our own.",
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
