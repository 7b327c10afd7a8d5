"""The problems of changes of the register: merging, moving, leaving, splitting, and taking back."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "changed_at_once": Sentence(
        zh="刚才有人登记了同样的内容，您的这次没有保存。",
        en="Somebody entered the same a moment ago; yours was not saved.",
        next_zh="请刷新页面，看看是否已经登记好；没有，再保存一次。",
        next_en="Load the page again and look whether it is there; if not, save once more.",
    ),
    "merge_with_self": Sentence(
        zh="选的是同一条登记。",
        en="Both are the same entry.",
        next_zh="请另选一条。",
        next_en="Choose another one.",
    ),
    "merge_numbers_differ": Sentence(
        zh="两条登记的证件号码不同：{one} 和 {other}。",
        en="The two entries have different identity numbers: {one} and {other}.",
        next_zh="请核对证件，选出正确的号码；如果是两个人，就不要合并。",
        next_en="Look at the document and choose the right one; two different people are not merged.",
    ),
    "resident_gone": Sentence(
        zh="这位住户刚刚已合并或已不在台账里。",
        en="This resident was merged or left the register meanwhile.",
        next_zh="请刷新页面，在“登记变动”里查看。",
        next_en="Load the page again and look among the changes.",
    ),
    "nobody_chosen": Sentence(
        zh="还没有选人。",
        en="Nobody is chosen.",
        next_zh="请勾选要变动的人。",
        next_en="Tick the people it is about.",
    ),
    "leaving_unknown": Sentence(
        zh="没有写明为什么不再登记。",
        en="It is not said why they leave.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
    "door_same": Sentence(
        zh="已经住在 {path}。",
        en="They live at {path} already.",
        next_zh="请另选一户。",
        next_en="Choose another door.",
    ),
    "split_nothing": Sentence(
        zh="还没有选要分出去的楼栋。",
        en="No building is chosen.",
        next_zh="请勾选要分出去的楼栋。",
        next_en="Tick the buildings that go.",
    ),
    "not_in_compound": Sentence(
        zh="{place} 不是直接在 {compound} 里的楼栋。",
        en="{place} does not stand directly in {compound}.",
        next_zh="请从小区的楼栋里选。",
        next_en="Choose from the buildings of the compound.",
    ),
    "split_elsewhere": Sentence(
        zh="新小区 {path} 不在同一个社区。",
        en="The new compound {path} is not in the same community.",
        next_zh="新小区的编码要从同一个社区写起。",
        next_en="Give it a code in the same community.",
    ),
    "change_unknown": Sentence(
        zh="没有这次变动，或不在您的范围内。",
        en="There is no such change in your area.",
        next_zh="请在“登记变动”里查找。",
        next_en="Look it up among the changes.",
    ),
    "change_undone": Sentence(
        zh="这次变动已经撤回。",
        en="This change was taken back already.",
        next_zh="不用再做什么。",
        next_en="Nothing more is to be done.",
    ),
    "change_overtaken": Sentence(
        zh="这次变动之后，{when} 又做了“{later_zh}”，两次变动有关联。",
        en="After this change another one touched the same: {later_en} ({when}).",
        next_zh="请先撤回后一次，再撤回这一次。",
        next_en="Take the later one back first, then this one.",
    ),
    "change_built_upon": Sentence(
        zh="这次变动之后，{place} 的登记又有更正，不能原样撤回。",
        en="What this change touched at {place} was corrected since; it cannot be put back as it was.",
        next_zh="请核对现在的登记，直接更正。",
        next_en="Look at the register as it stands and correct it there.",
    ),
}
