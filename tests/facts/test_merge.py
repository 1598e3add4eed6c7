"""Restated facts: what a headline or a later sentence says again is one fact, and its copies stay traceable."""

import pytest

FIRST = "2024年,平江县培训职工2300人次。"


def copies(text, fact):
    return [text[slice(*span)] for span in fact.evidence.restated]


@pytest.mark.parametrize(
    ("again", "merged"),
    [
        ("2024年,平江县培训职工2300人次,成效明显。", True),
        ("2024年,平江县培训职工2301人次。", False),
        ("2023年,平江县培训职工2300人次。", False),
        ("2024年,赤壁市培训职工2300人次。", False),
        ("2024年,平江县培训职工2300名。", False),
    ],
)
def test_only_the_very_same_statement_is_merged(extractor, again, merged):
    text = f"{FIRST}\n{again}"
    facts = extractor.read(text, "2025-04-02").facts
    assert len(facts) == (1 if merged else 2)
    assert copies(text, facts[0]) == (["2300人次"] if merged else [])


def test_two_numbers_of_one_sentence_are_never_merged(extractor):
    facts = extractor.read("2024年,平江县培训职工2300人次,培训职工2300人次。", "2025-04-02").facts
    assert [fact.text for fact in facts] == ["2300人次", "2300人次"]


def test_all_copies_are_kept_in_order(extractor):
    text = FIRST + "\n" + "2024年,平江县培训职工2300人次,成效明显。\n会议强调,2024年平江县培训职工2300人次。\n"
    (fact,) = extractor.read(text, "2025-04-02").facts
    assert copies(text, fact) == ["2300人次"] * 2
    assert len({fact.span, *fact.evidence.restated}) == 3


def test_a_paragraph_printed_twice_makes_its_facts_once(extractor):
    assert [fact.text for fact in extractor.read(f"{FIRST}\n" * 4, "2025-04-02").facts] == ["2300人次"]


@pytest.mark.parametrize(("heading", "merged"), [("发放补贴超46万", True), ("发放补贴超46万人次", False), ("发放补贴超12万", False)])
def test_a_heading_may_leave_the_unit_out(extractor, heading, merged):
    text = f"平江县工会工作综述\n一、{heading}\n2024年,平江县培训职工2318人次,发放补贴46.2万元。\n"
    facts = extractor.read(text, "2025-04-02").facts
    assert [fact.text for fact in facts if fact.evidence.restated] == (["46.2万元"] if merged else [])


def test_a_heading_that_rounds_is_merged_into_the_body(extractor):
    text = "平江县工会工作综述\n一、培训职工超2300人次\n2024年,平江县培训职工2318人次,发放补贴46万元。\n"
    facts = extractor.read(text, "2025-04-02").facts
    assert [fact.text for fact in facts] == ["2318人次", "46万元"]
    assert copies(text, facts[0]) == ["2300人次"]


@pytest.mark.parametrize(
    ("lead", "kept"),
    [
        ("去年,平江县培训职工超2300人次。", ["2318人次"]),
        ("去年,平江县培训职工约2300人次。", ["2318人次"]),
        ("去年,平江县培训职工超1500人次。", ["1500人次", "2318人次"]),
        ("去年,赤壁市培训职工超2300人次。", ["2300人次", "2318人次"]),
        ("前年,平江县培训职工超2300人次。", ["2300人次", "2318人次"]),
    ],
)
def test_a_lead_that_rounds_is_merged_into_the_exact_number(extractor, lead, kept):
    text = f"{lead}\n2024年,平江县培训职工2318人次。"
    facts = extractor.read(text, "2025-04-02").facts
    assert [fact.text for fact in facts] == kept
    assert copies(text, facts[-1]) == (["2300人次"] if len(kept) == 1 else [])
