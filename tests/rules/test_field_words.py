"""What phones told, in words: who is not let in is told so, and who is not let out."""

import pytest

from wumen.rules.field.bodies import PassageBody, read_body
from wumen.rules.field.words import lines_of
from wumen.rules.problems import Problem


@pytest.mark.parametrize(
    ("direction", "decision", "said"),
    [
        ("in", "advised", "暂不能进，已说明"),
        ("out", "advised", "暂不能出，已说明"),
        ("in", "passed", "放行"),
        ("out", "refused", "未放行"),
    ],
)
def test_the_outcome_of_a_passage_goes_by_its_way(direction: str, decision: str, said: str) -> None:
    body = PassageBody("410102/1/", "豫A12345", direction, decision)  # type: ignore[arg-type]
    assert [value.zh for _, value in lines_of(body)][-1] == said


def test_what_is_not_complete_is_said_without_the_code_of_its_kind() -> None:
    with pytest.raises(Problem) as refused:
        read_body("field.note", b'{"nonsense": 1}')
    assert refused.value.code == "field_body_unreadable"
    assert "field." not in refused.value.text("zh") + refused.value.text("en")
