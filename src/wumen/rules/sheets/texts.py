"""The words of the sheets where the playbook has none, and what every one of them says."""

from wumen.rules.playbooks import Named

# Places in braces are filled as in a playbook's notices.
OBSERVATION_HOME = Named(
    zh="您好。根据{authority}《{document}》（{ground}），请您自{begins}起在{place}居家隔离医学观察，"
    "至{ends}止，到期自行结束。看病、急救随时可以出门，请先拨打120或联系{person}，电话{telephone}。"
    "对此有不同意见：{objection}。",
    en="By {document} of {authority} ({ground}) you are asked to stay under medical observation at"
    " {place} from {begins} until {ends}, when it ends by itself. For medical care you may leave at any"
    " time: ring 120 or {person}, telephone {telephone}. To object: {objection}.",
)
OBSERVATION_ZONE = Named(
    zh="您好。根据{authority}《{document}》（{ground}），{place}自{begins}起为{regime}，至{ends}止，到期自行"
    "结束。期间{movement}。看病、急救随时可以出门，先救人，后补登记。有困难请找{person}，电话{telephone}。"
    "对此有不同意见：{objection}。",
    en="By {document} of {authority} ({ground}), {place} is under {regime} from {begins} until {ends},"
    " when it ends by itself. {movement}. Medical care and emergencies are never held up. For help ask"
    " {person}, telephone {telephone}. To object: {objection}.",
)
RELEASED = Named(
    zh="您好。{place}的{regime}已于{ends}结束，依据{authority}《{document}》。从现在起您可以正常出入，单元门、"
    "小区门已打开；如果没有，请打{person}的电话{telephone}。谢谢您这些天的配合。",
    en="The {regime} of {place} ended at {ends}, by {document} of {authority}. You may come and go; unit"
    " and compound doors are open. Should one not be, ring {person}, {telephone}. Thank you for these"
    " days.",
)
STILL_BOUND = Named(
    zh="您好。{place}的{regime}已于{ends}结束，依据{authority}《{document}》。您那里还有{others}仍在生效，"
    "出入请按它的要求；看病、急救随时可以出门。有疑问请找{person}，电话{telephone}。谢谢您这些天的配合。",
    en="The {regime} of {place} ended at {ends}, by {document} of {authority}. {others} is still in force"
    " where you live; please go by what it says. Medical care is never held up. For questions ask"
    " {person}, {telephone}. Thank you for these days.",
)
CERTIFICATE = Named(
    zh="兹证明{name}（住{place}）自{begins}至{ends}，按照{authority}《{document}》，所在范围为{regime}，要求是："
    "{movement}。现已结束。",
    en="This is to certify that {name} of {place} was under {regime} from {begins} until {ends} by {document}"
    " of {authority}: {movement}. It is over now.",
)
CERTIFICATE_HOME = Named(
    zh="兹证明{name}（住{place}）自{begins}至{ends}，按照{authority}《{document}》，在住处接受{regime}，要求是："
    "{movement}。现已结束。",
    en="This is to certify that {name} of {place} was under {regime} from {begins} until {ends} by {document}"
    " of {authority}: {movement}. It is over now.",
)
CERTIFICATE_LAW = Named(
    zh="《中华人民共和国传染病防治法》第四十一条：被隔离人员有工作单位的，所在单位不得停止支付其隔离期间的工作报酬。",
    en="Law on the Prevention of Infectious Diseases, article 41: an employer may not stop paying a person"
    " for the time of isolation.",
)
CERTIFICATE_LEAST = Named(
    zh="本证明只说明时间和原因，不涉及检测结果和健康状况。",
    en="It tells of the time and the ground, and of no test and no state of health.",
)
PLEDGE_READ = Named(
    zh="我已收到并看懂{authority}《{document}》的内容：自{begins}至{ends}，{movement}。",
    en="I have received and understood {document} of {authority}: from {begins} until {ends}, {movement}.",
)
PLEDGE_MINE = Named(
    zh="我会照上面的要求做，身体不舒服马上告诉社区，如实回答询问。",
    en="I shall do as it asks, tell the community at once when I feel unwell, and answer truthfully.",
)
PLEDGE_YOURS = Named(
    zh="社区负责：生活物资和药品送到门口，垃圾每天收走，看病有人有车，有难处有人听。找{person}，电话{telephone}。",
    en="The community brings food and medicine to the door, takes the waste away every day, finds a car and"
    " company for medical care, and listens. Ask {person}, telephone {telephone}.",
)
PLEDGE_FREE = Named(
    zh="签不签字，都不影响看病和生活保障。",
    en="Signed or not, medical care and supplies stay the same.",
)
MEDICAL_FIRST = Named(
    zh="先救人，后补登记。情况急，直接拨120，任何门岗马上放行，不看单子、不等核酸。",
    en="Life first, paper afterwards: ring 120; every gate opens at once, without sheet or test.",
)
MEDICAL_USE = Named(
    zh="这张单子只用于约好的门诊、透析、化疗、产检等，方便门岗安排车辆和回程，不是看病的条件；没带也放行。",
    en="This sheet is for appointments (dialysis, chemotherapy, antenatal care …) so that the gate can help"
    " with car and return. It is no condition of care: who comes without it passes too.",
)
COPIES = Named(
    zh="一式两份：一份给您，一份社区留存。", en="Two copies: one for you, one for the community."
)
