"""Problems at a gate."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "entry_who_unknown": Sentence(
        zh="请选是谁要进来。",
        en="Choose who wants to come in.",
        next_zh="救护、消防、民警：不用选，先放进来。",
        next_en="Ambulance, fire, police: let them in first.",
    ),
}
