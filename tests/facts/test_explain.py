"""Explanations: the steps of a fact lead to the same fact again, and each choice is the best of what was considered."""

import json
import pickle
from pathlib import Path

import pytest

from cnreport_extract import Document, Extractor, InputError

RELEASES = sorted((Path(__file__).resolve().parents[1] / "fixtures" / "releases" / "synthetic").glob("*.json"))
TEXT = (
    "平江县总工会工作综述\n"
    "去年,平江县总工会共受理劳动争议案件126件,成功调解113件,同比增长8.5%。今年,该会计划每年培训职工2000人次。\n"
    "3月5日,该会慰问劳模12名。\n"
    "3月5日,该会慰问劳模12名,送去祝福。\n"
)


@pytest.fixture(scope="module")
def document(extractor):
    return extractor.read(TEXT, "2025-04-02")


def explanations(extractor, path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    read = extractor.read(text, gold["published"])
    return text, read, list(extractor.explain_all(read, read.facts))


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_steps_lead_to_the_same_fact_again(extractor, path):
    text, read, found = explanations(extractor, path)
    assert [one.replay() for one in found] == [one.fact for one in found] == list(read.facts)
    for one in found:
        for step in one.steps:
            assert all(text[slice(*part.span)] == part.text != "" for part in step.words)


@pytest.mark.parametrize("path", RELEASES[::8], ids=lambda path: path.stem)
def test_each_choice_is_the_best_and_its_evidence_adds_up(extractor, path):
    _, _, found = explanations(extractor, path)
    choices = [step for one in found for step in one.steps if step.field in {"metric", "entity", "date"} and step.options]
    assert choices
    for step in choices:
        assert [option.chosen for option in step.options] == [True] + [False] * (len(step.options) - 1)
        assert step.options[0].score == max(option.score for option in step.options)
        assert sum(option.probability for option in step.options) == pytest.approx(1)
        assert all(sum(option.evidence.values()) == pytest.approx(option.score) for option in step.options)
    chosen = [(one.fact.metric, one.step("metric").options[0].text) for one in found if one.step("metric").options]
    assert [metric for metric, _ in chosen] == [text for _, text in chosen]


def test_words_that_each_rule_read(document):
    first, _, change, plan, said_twice = (document.explain(fact) for fact in document.facts)
    read = {step.field: [part.text for part in step.words] for step in first.steps}
    assert read["number"] == ["126", "件"]
    assert read["entity"] == ["平江县总工会"]
    assert read["date"] == ["去年"]
    assert first.step("frequency") is None
    assert [part.text for part in said_twice.step("restated").words] == ["12名"]
    assert {part.name: part.text for part in change.step("aspect").words} == {"cue": "增长", "basis": "同比"}
    assert change.step("aspect").gives == {"aspect": "change", "direction": "up", "basis": "yoy"}
    assert (plan.step("target").gives, plan.step("target").options[0].chosen) == ({"aspect": "target"}, True)
    assert [part.text for part in plan.step("frequency").words] == ["每年"]


def test_a_shared_metric_tells_whose_words_it_shares(extractor):
    text = "去年,平江县地区生产总值300.5亿元,同比增长6.5%。"
    document = extractor.read(text, "2025-04-02")
    step = document.explain(document.facts[1]).step("metric")
    assert (step.rule, step.gives["metric"]) == ("shared", "地区生产总值")
    assert [(part.name, part.text) for part in step.words] == [("shared", "地区生产总值")]


def test_rivals_are_told_with_what_speaks_for_them(document):
    options = document.explain(document.facts[0]).step("entity").options
    assert {"平江县总工会"} < {option.text for option in options}
    assert all(option.evidence for option in options)


def test_a_document_explains_itself_by_what_read_it(tmp_path):
    names = tmp_path / "names.csv"
    names.write_text("name,aliases,kind,id\n湖北澜力科技有限公司,澜力,organisation,A1\n", encoding="utf-8")
    own = Extractor(gazetteers=names)
    document = own.read("去年,澜力新增专利12项。", "2025-04-02")
    (fact,) = document.facts
    assert document.explain(fact).fact == fact
    assert fact.entity == "湖北澜力科技有限公司"
    for elsewhere in (Document.model_validate_json(document.model_dump_json()), pickle.loads(pickle.dumps(document))):  # noqa: S301
        assert elsewhere == document
        with pytest.raises(InputError, match="with the extractor that read it"):
            elsewhere.explain(fact)
        assert elsewhere.read_by(own).explain(fact) == document.explain(fact)


def test_a_fact_of_another_document_is_refused(extractor, document):
    (other,) = extractor.read("2023年,赤壁市新建工会3家。").facts
    with pytest.raises(InputError, match="'3家' at"):
        document.explain(other)
    with pytest.raises(InputError, match="no such fact"):
        document.explain(document.facts[0].model_copy(update={"value": 1}))


def test_a_publish_date_found_in_the_text_explains_the_same(extractor):
    document = extractor.read(f"{TEXT}\n发布时间:2025-04-02 来源:平江县总工会\n")
    assert document.published is not None
    assert [document.explain(fact).fact for fact in document.facts] == list(document.facts)


def test_explanations_survive_json(document):
    explanation = document.explain(document.facts[2])
    again = type(explanation).model_validate_json(explanation.model_dump_json())
    assert again == explanation
    assert again.replay() == document.facts[2]
