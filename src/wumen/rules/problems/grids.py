"""The problems of grids: what belongs to them and who works there."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "grid_unknown": Sentence(
        zh="没有这个网格，或不在您的范围内。",
        en="There is no such grid in your area.",
        next_zh="请从网格清单里打开。",
        next_en="Open it from the list of grids.",
    ),
    "grid_known": Sentence(
        zh="这个社区已经有同名的网格。",
        en="This community has a grid of that name already.",
        next_zh="请换一个名称，或往那个网格里加楼栋。",
        next_en="Choose another name, or add buildings to that grid.",
    ),
    "grid_not_in_community": Sentence(
        zh="网格属于社区或村，{path} 不是。",
        en="A grid belongs to a community or village; {path} is neither.",
        next_zh="请选社区或村。",
        next_en="Choose a community or a village.",
    ),
    "grid_place_unfit": Sentence(
        zh="{path} 不能划入这个网格。",
        en="{path} cannot belong to this grid.",
        next_zh="请选本社区的楼栋、街巷或村民组。",
        next_en="Choose a building, lane or group of this community.",
    ),
    "grid_place_inside": Sentence(
        zh="{path} 的里面或上面已有地方划入了网格。",
        en="A place in or above {path} belongs to a grid already.",
        next_zh="请先把那里移出网格；同一户只归一个网格。",
        next_en="Take that place out of its grid first; a home belongs to one grid.",
    ),
    "grid_nothing_ticked": Sentence(
        zh="还没有勾选楼栋或街巷。",
        en="No building or lane is ticked.",
        next_zh="请勾选后再点一次。",
        next_en="Tick what is meant, then press again.",
    ),
}
