"""Pieces: joined they are the text, and each knows all marks that cover it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.view.marks import Mark, pieces, visible

KINDS = ("number", "period", "entity", "metric", "other", "")
TEXT = "2024年,长沙市受理劳动争议案件126件😀,调解成功率达91%。"
EDGE = st.integers(0, len(TEXT))
MARKS = st.lists(
    st.builds(
        lambda a, b, kind, role: Mark(min(a, b), max(a, b), kind, role), EDGE, EDGE, st.sampled_from(KINDS), st.text("nemd12", max_size=2)
    )
)


@given(MARKS, EDGE, EDGE)
def test_pieces_joined_are_the_text(marks, a, b):
    start, end = min(a, b), max(a, b)
    found = list(pieces(TEXT, marks, start, end))
    assert "".join(piece.text for piece in found) == TEXT[start:end]
    assert all(TEXT[piece.start :].startswith(piece.text) and piece.text for piece in found)


@given(MARKS)
def test_a_piece_has_the_roles_of_all_marks_that_cover_it_and_of_no_other(marks):
    for piece in pieces(TEXT, marks):
        covering = {mark.role for mark in marks if mark.start <= piece.start < mark.end and mark.role}
        assert set(piece.roles) == covering
        kinds = {mark.kind for mark in marks if mark.start <= piece.start < mark.end and mark.kind}
        assert piece.kind in kinds or (piece.kind == "" and not kinds)


def test_the_narrowest_mark_gives_the_colour():
    marks = [Mark(0, 10, "metric"), Mark(2, 4, "entity"), Mark(2, 4, "number")]
    assert [(piece.text, piece.kind) for piece in pieces("甲乙丙丁戊己庚辛壬癸", marks)] == [
        ("甲乙", "metric"),
        ("丙丁", "number"),
        ("戊己庚辛壬癸", "metric"),
    ]


@given(st.text())
def test_what_is_shown_can_be_encoded_and_turns_nothing_around(text):
    shown = visible(text)
    shown.encode("utf-8")
    assert len(shown) == len(text)
    assert not {unicodedata.bidirectional(sign) for sign in shown} & {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
    assert not [sign for sign in shown if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\n\r"]
