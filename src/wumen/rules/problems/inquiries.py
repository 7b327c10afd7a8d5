"""The problems of lists of other offices, and of contacts of cases."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "inquiry_unknown": Sentence(
        zh="没有这份协查名单，或者不在您的范围里。",
        en="There is no such list in your area.",
        next_zh="请回到“协查”页面重新选。",
        next_en="Go back to the lists and choose again.",
    ),
    "inquiry_known": Sentence(
        zh="这份名单已经收过，是 {number} 号。",
        en="This list was taken before, under number {number}.",
        next_zh="请打开 {number} 号；内容变了的，文号后面加“补”再收。",
        next_en="Open number {number}; if it has changed, take it with a sign added to its number.",
    ),
    "inquiry_no_columns": Sentence(
        zh="没有看懂表头：找不到姓名、电话或身份证号这一列。",
        en="No head of a column for name, telephone or identity number was found.",
        next_zh="请带着表头一起上传或粘贴；只有电话的，一行贴一个人。",
        next_en="Upload or paste it with its heads; of bare numbers paste one person a line.",
    ),
    "inquiry_empty": Sentence(
        zh="名单里没有找到一个人。",
        en="The list holds nobody.",
        next_zh="请一行一个人，写上姓名或电话。",
        next_en="Write one person a line, with a name or a number.",
    ),
    "inquiry_lines_unread": Sentence(
        zh="有 {n} 行没有看懂，这份名单还没有收。",
        en="{n} lines could not be read, and the list is not taken yet.",
        next_zh="没看懂的在下面，已放到粘贴框最上面：是人的，写清姓名、电话；合计、落款这样的，点“这几行不是人，照样收下”。",
        next_en="They stand below and first in the box: complete names and numbers; or take the list without them.",
    ),
    "inquiry_long": Sentence(
        zh="一份名单最多 {most} 人。",
        en="A list holds {most} people at most.",
        next_zh="请分成几份，文号后面加“之一”“之二”。",
        next_en="Take it in parts.",
    ),
    "inquiry_needs_number": Sentence(
        zh="没有写文号。",
        en="The number of the list is missing.",
        next_zh="照来函写；没有文号的，写收到的时间，如“1月10日7时名单”。",
        next_en="Write it as it came; without one write when it came.",
    ),
    "inquiry_needs_sender": Sentence(
        zh="没有写是谁发来的。",
        en="It is not said who sent the list.",
        next_zh="请写单位，如“中原区疾控中心”。",
        next_en="Write the office that sent it.",
    ),
    "inquiry_needs_hour": Sentence(
        zh="没有写什么时候以前要答复。",
        en="It is not said by when the list is to be answered.",
        next_zh="来函没有写的，写今天 12:00，再和发来的单位核对。",
        next_en="Where it says none, write noon and ask the sender.",
    ),
    "inquiry_hour_wrong": Sentence(
        zh="答复时间离现在太远。",
        en="The hour of the answer lies too far away.",
        next_zh="请改成前后十四天以内的时间。",
        next_en="Choose an hour within fourteen days.",
    ),
    "inquiry_words_long": Sentence(
        zh="写得太长，最多 {most} 个字。",
        en="That is too long: {most} characters at most.",
        next_zh="请写短一点。",
        next_en="Write less.",
    ),
    "inquiry_finding_unknown": Sentence(
        zh="没有选核查结果。",
        en="No finding was chosen.",
        next_zh="请选一个结果，如“在本辖区”，再按“记下”。",
        next_en="Choose one, such as “is here”, and note it.",
    ),
    "inquiry_nobody": Sentence(
        zh="没有选人。",
        en="Nobody was chosen.",
        next_zh="请先勾选，再记结果。",
        next_en="Tick somebody first.",
    ),
    "inquiry_answered": Sentence(
        zh="这份名单已经答复，不能再改。",
        en="This list was answered and is not changed any more.",
        next_zh="有更正的，请按补充名单再收一份。",
        next_en="Take a correction as a list of its own.",
    ),
    "inquiry_still_open": Sentence(
        zh="还有 {n} 人没有核查结果。",
        en="Of {n} people nothing is found yet.",
        next_zh="请先办完；时间到了只能先回一部分的，勾选“先回一部分”。",
        next_en="Finish them; or tick that a part is answered first.",
    ),
    "contact_unknown": Sentence(
        zh="没有这一条，或者不在您的范围里。",
        en="There is no such contact in your area.",
        next_zh="请回到“密接”页面重新选。",
        next_en="Go back to the contacts and choose again.",
    ),
    "contact_kind_unknown": Sentence(
        zh="没有选是哪一类。",
        en="The kind of contact was not chosen.",
        next_zh="请照流调部门说的选一类。",
        next_en="Choose one as those who trace say.",
    ),
    "contact_day_wrong": Sentence(
        zh="末次接触日期要在今天以前、{days} 天以内。",
        en="The last contact lies within the past {days} days.",
        next_zh="请改日期；不知道的先空着。",
        next_en="Correct the day, or leave it empty until it is known.",
    ),
    "contact_day_unknown": Sentence(
        zh="不知道末次接触是哪一天，算不出到什么时候，不能确认。",
        en="Without the day of the last contact there is no end, so it cannot be confirmed.",
        next_zh="请问名单是谁给的，填上再确认。",
        next_en="Ask whoever gave the list, then confirm.",
    ),
    "contact_over": Sentence(
        zh="按规则，从末次接触算起已经过了最后一天。",
        en="By the rules the last day lies behind already.",
        next_zh="不用确认；请写明原因撤下。",
        next_en="Take it off and say why.",
    ),
    "contact_nobody": Sentence(
        zh="没有可以提建议的人。",
        en="There is nobody to propose.",
        next_zh="只有查实住在本辖区、名单写明类别的人才提；也可以自己勾选。",
        next_en="Only who is found to live here and is said to be a contact is proposed; or tick people.",
    ),
    "contact_settled": Sentence(
        zh="这一条已经有人办过了。",
        en="Somebody has settled this already.",
        next_zh="请刷新再看。",
        next_en="Look at the page again.",
    ),
    "contact_needs_reason": Sentence(
        zh="没有写原因。",
        en="The reason is missing.",
        next_zh="请写一句：本人怎么说，或者为什么撤下。",
        next_en="Write a sentence: what she says, or why.",
    ),
    "contact_words_long": Sentence(
        zh="写得太长，最多 {most} 个字。",
        en="That is too long: {most} characters at most.",
        next_zh="请写短一点。",
        next_en="Write less.",
    ),
    "contact_no_positive": Sentence(
        zh="没有这条阳性登记，或者已经撤回。",
        en="There is no such positive, or it was taken back.",
        next_zh="请从“发生了什么”里打开。",
        next_en="Open it from what happened.",
    ),
    "contact_unnamed": Sentence(
        zh="登记阳性时没有写是家里哪一位，不能和一管对。",
        en="It was not noted which of the home the positive is, so no tube can be compared.",
        next_zh="请在“发生了什么”里撤回这一条，选上是谁，重新登记。",
        next_en="Take it back under what happened, choose who it is, and note it again.",
    ),
    "contact_tube_other": Sentence(
        zh="这位阳性不在这一管里。",
        en="The positive is not of that tube.",
        next_zh="请换一次“查一管”。",
        next_en="Choose another look at a tube.",
    ),
}
