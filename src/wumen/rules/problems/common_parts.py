"""Problems of common parts that are disinfected."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "disinfectant_unsaid": Sentence(
        zh="没有写用的什么药、多大浓度。",
        en="What was used, and how strong, is missing.",
        next_zh="请照瓶上写，例如“84消毒液 500 mg/L”。",
        next_en="Write it as on the bottle, such as “bleach 500 mg/L”.",
    ),
    "disinfectant_long": Sentence(
        zh="药剂和浓度最多写 {most} 个字。",
        en="Agent and strength take {most} signs at most.",
        next_zh="别的话请写在值班日志里。",
        next_en="Anything else belongs into the log of the shift.",
    ),
    "points_none": Sentence(
        zh="一处也没有勾。",
        en="Nothing is ticked.",
        next_zh="请勾上做过的；都没做就不用记。",
        next_en="Tick what was done; if nothing was, there is nothing to note.",
    ),
    "point_unknown": Sentence(
        zh="勾的里有一处不在这个单元今天要消毒的里面。",
        en="One of those ticked is not among what is disinfected here today.",
        next_zh="请刷新页面再勾：设施或规则可能刚改过。",
        next_en="Load the page anew and tick again: facilities or rules may just have changed.",
    ),
    "common_parts_unknown": Sentence(
        zh="这里今天没有要消毒的公共部位。",
        en="No common part is to be disinfected here today.",
        next_zh="请回“公共部位消毒”看今天有哪些单元；设施没登记的，先到“公共设施”里登记。",
        next_en="Go back to the list of today; a facility that is missing is registered first.",
    ),
}
