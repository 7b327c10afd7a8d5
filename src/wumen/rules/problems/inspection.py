"""The problems of the inspection file."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "inspection_choice_unknown": Sentence(
        zh="要哪些户的档案，只能选抽查或全部（{known}）。",
        en="The dossiers are a sample or all of them ({known}).",
        next_zh="请选一个。",
        next_en="Choose one.",
    ),
    "inspection_too_wide": Sentence(
        zh="这里有 {homes} 户，一个迎检包最多装 {most} 户的档案。",
        en="There are {homes} homes here; one file holds {most} dossiers at most.",
        next_zh="请选一栋楼或一个单元，或者改成抽查。",
        next_en="Choose a building or stairwell, or take a sample.",
    ),
    "inspection_too_heavy": Sentence(
        zh="这里一天的照片有 {megabytes} MB，一个迎检包最多装 {most} MB。",
        en="The photos of that day are {megabytes} MB here; one file holds {most} MB at most.",
        next_zh="请按楼栋分开导出。",
        next_en="Take them building by building.",
    ),
    "inspection_ahead": Sentence(
        zh="这一天还没到，没有可以给人看的。",
        en="That day has not come: there is nothing to show.",
        next_zh="请选今天或以前的日期。",
        next_en="Choose today or a day before.",
    ),
}
