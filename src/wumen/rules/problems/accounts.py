"""The problems of accounts, posts, sign-in and of pages as such."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "sign_in_wrong": Sentence(
        zh="工号或密码不对。",
        en="The crew number or the password is wrong.",
        next_zh="请您核对后再试；忘了密码，请社区内勤重新打印登录链接。",
        next_en="Check both and try again; for a forgotten password ask the clerk for a new link.",
    ),
    "locked_out": Sentence(
        zh="连续输错几次，暂时不能登录。",
        en="Sign-in is closed for a while after several wrong attempts.",
        next_zh="请您 {minutes} 分钟后再试；着急的话，请社区内勤重新打印登录链接。",
        next_en="Try again in {minutes} min; if it is urgent, ask the clerk for a new link.",
    ),
    "link_unknown": Sentence(
        zh="这个登录链接不对，可能没有抄全。",
        en="This sign-in link is not known; perhaps it was not copied in full.",
        next_zh="请您照打印的链接重新输入，或请发给您的人再打印一张。",
        next_en="Type it again from the sheet, or ask who gave it to you for a new one.",
    ),
    "link_used": Sentence(
        zh="这个登录链接已经用过了。",
        en="This sign-in link has been used already.",
        next_zh="请您用工号和密码登录；不是您本人用的，请马上告诉社区内勤。",
        next_en="Sign in with crew number and password; if it was not you, tell the clerk at once.",
    ),
    "link_expired": Sentence(
        zh="这个登录链接已经过期，或者已换成新的。",
        en="This sign-in link has expired, or a newer one has taken its place.",
        next_zh="请社区内勤给您重新打印一张。",
        next_en="Ask the clerk to print a new one for you.",
    ),
    "password_weak": Sentence(
        zh="这个密码太短或者太常见。",
        en="This password is too short or too common.",
        next_zh="请您用至少 8 位、别人猜不到的密码，不要用 12345678 这样的。",
        next_en="Use at least 8 characters that others cannot guess, not one like 12345678.",
    ),
    "passwords_differ": Sentence(
        zh="两次输入的密码不一样。",
        en="The two passwords differ.",
        next_zh="请您把两次密码再输一遍。",
        next_en="Type both again.",
    ),
    "crew_unknown": Sentence(
        zh="没有工号 {crew_no}。",
        en="There is no crew number {crew_no}.",
        next_zh="请您核对工号，或先登记这位工作人员。",
        next_en="Check the number, or add this person to the crew first.",
    ),
    "post_missing": Sentence(
        zh="工号 {crew_no} 现在没有岗位。",
        en="Crew number {crew_no} holds no post now.",
        next_zh="请先给这位工作人员安排岗位。",
        next_en="Grant this person a post first.",
    ),
    "post_unknown": Sentence(
        zh="您没有这个岗位，或者它已经结束。",
        en="You do not hold this post, or it has ended.",
        next_zh="请您回到首页，从现有的岗位里选。",
        next_en="Go back to the first page and choose among the posts you hold.",
    ),
    "right_missing": Sentence(
        zh="「{role_zh}」岗位没有这项权限。",
        en="The post “{role_en}” does not carry this right.",
        next_zh="请您换一个岗位，或请社区书记、值班长来办。",
        next_en="Switch to another post, or ask the community secretary or the duty officer.",
    ),
    "right_not_yours": Sentence(
        zh="「{role_zh}」岗位的权限比您现在的岗位大，您不能替它开通。",
        en="The post “{role_en}” carries more rights than yours, so you cannot hand it out.",
        next_zh="请有这些权限的人来办。",
        next_en="Ask somebody who holds these rights.",
    ),
    "role_unknown": Sentence(
        zh="没有「{role}」这种岗位。",
        en="There is no role {role}.",
        next_zh="请从这些里选：{known}。",
        next_en="Choose one of these: {known}.",
    ),
    "profession_unknown": Sentence(
        zh="没有「{profession}」这种身份。",
        en="There is no profession {profession}.",
        next_zh="请从这些里选：{known}。",
        next_en="Choose one of these: {known}.",
    ),
    "page_unknown": Sentence(
        zh="没有这个页面。",
        en="There is no such page.",
        next_zh="请您回到首页，从菜单进入。",
        next_en="Go back to the first page and use the menu.",
    ),
    "tries_many": Sentence(
        zh="从这里试错的次数太多了，请过 {minutes} 分钟再来。",
        en="Too many wrong tries from here. Please come back in {minutes} min.",
        next_zh="着急用，请找社区内勤当面重新打印登录卡，或重新给一个绑定码。",
        next_en="If it is urgent, see your community's clerk for a new card or a new code.",
    ),
    "page_expired": Sentence(
        zh="这个页面打开得太久，刚才的内容没有收到。",
        en="This page was open for too long; what you sent was not taken.",
        next_zh="请您返回上一页，刷新后再填一次。",
        next_en="Go back, reload the page and fill it in again.",
    ),
    "request_unreadable": Sentence(
        zh="系统看不懂刚才发来的内容。",
        en="What was sent could not be read.",
        next_zh="请您返回上一页，再试一次。",
        next_en="Go back and try again.",
    ),
    "unexpected": Sentence(
        zh="系统出了差错，刚才的操作可能没有保存。",
        en="Something failed in the system; what you just did may not be saved.",
        next_zh="请您稍后再试；还不行，请把下面的编号告诉系统操作员。",
        next_en="Try again in a while; if it fails again, tell the operator the number below.",
    ),
}
