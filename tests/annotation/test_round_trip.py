"""Gold facts to each annotation format and back: nothing is lost, and offsets are those that the tool counts."""

import json
import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnreport_extract.annotation import doccano, formats, gold_folder, label_studio
from cnreport_extract.annotation.annotated import Annotated, from_document
from cnreport_extract.annotation.offsets import Utf16
from cnreport_extract.errors import GoldError
from cnreport_extract.evaluation.gold import GoldDocument
from cnreport_extract.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[2]
GOLD = sorted([*(ROOT / "tests/fixtures/releases/synthetic").glob("*.json"), ROOT / "examples/sample.json"])
SUFFIXES = {"gold": "", "label-studio": ".json", "doccano": ".jsonl", "spacy": ".spacy"}
SIGNS = st.sampled_from("平江县培训9０件,。\n\r \t龙𬭎😀👩🏽𠀀é<&\"'{}")


@cache
def extractor():
    return Extractor()


def there_and_back(items, name, folder):
    path = folder / f"exchange{SUFFIXES[name]}"
    if name in formats.TO_FILES:
        formats.write_files(name, items, path)
    else:
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            formats.write_text(name, items, stream)
    return list(formats.read(name, path, unreviewed=True))


def told(item):
    return item.text, item.gold.model_dump(exclude={"sha256"})


@pytest.mark.parametrize("name", formats.FORMATS)
def test_gold_comes_back_as_it_was(name, tmp_path):
    items = [item for path in GOLD for item in gold_folder.read([path])]
    assert sum(len(item.gold.facts) for item in items) > 900
    back = {item.gold.id: told(item) for item in there_and_back(items, name, tmp_path)}
    assert back == {item.gold.id: told(item) for item in items}


@pytest.mark.parametrize("name", formats.FORMATS)
def test_extracted_facts_come_back_with_their_evidence(name, tmp_path):
    text = "😀去年,平江县总工会共受理劳动争议案件90件,𬭎厂调解率近89.7%;下发补贴3至5万元。"
    item = from_document("a", extractor().read(text, "2025-04-02"))
    assert item.gold.facts[0].evidence.entity == (4, 10)
    assert item.gold.facts[2].value_max == Decimal(50000)
    (back,) = there_and_back([item], name, tmp_path)
    assert told(back) == told(item)


ANSWERS = st.lists(
    st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=6)), min_size=1, max_size=3
)
DAYS = st.one_of(st.none(), st.dates(date(1950, 1, 1)).map(str))
DATES = st.lists(st.one_of(st.none(), st.fixed_dictionaries({"start": DAYS, "end": DAYS})), min_size=1, max_size=2)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**12)


@st.composite
def annotated(draw):
    """A text with characters of every width and facts at any spans of it, with any fields."""
    text = draw(st.text(SIGNS, min_size=2, max_size=40))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 5)).map(lambda pair: (pair[0], min(len(text), sum(pair))))
    facts = [
        {
            "span": span,
            "text": text[slice(*span)],
            "value": str(draw(NUMBERS)),
            "value_max": draw(st.one_of(st.none(), NUMBERS.map(str))),
            "qualifier": draw(st.sampled_from("=≈>≥<≤")),
            "unit": draw(st.sampled_from(["", "件", "元/月", "%"])),
            "metric": draw(ANSWERS),
            "aspect": draw(st.lists(st.sampled_from([None, "level", "change", "target"]), min_size=1, max_size=2, unique=True)),
            "direction": draw(st.sampled_from([None, "up", "down"])),
            "basis": draw(st.sampled_from([None, "yoy"])),
            "entity": draw(ANSWERS),
            "date": draw(DATES),
            "frequency": draw(st.sampled_from([None, "year"])),
            "optional": draw(st.booleans()),
            "evidence": {"entity": draw(spans), "metric": draw(st.one_of(st.none(), spans)), "date": None},
        }
        for span in sorted(draw(st.lists(spans, max_size=4, unique=True)))
    ]
    return Annotated(text, GoldDocument.model_validate({"id": "a", "genre": draw(st.sampled_from([None, "union"])), "facts": facts}))


@pytest.mark.parametrize("name", formats.FORMATS)
def test_any_facts_of_any_text_come_back(name, tmp_path_factory):
    @settings(max_examples=40)
    @given(annotated())
    def holds(item):
        (back,) = there_and_back([item], name, tmp_path_factory.mktemp("exchange"))
        assert told(back) == told(item)

    holds()


@given(st.text(SIGNS, max_size=60))
def test_units_are_those_of_utf_16(text):
    units = Utf16(text)
    for offset in range(len(text) + 1):
        assert units.of(offset) == len(text[:offset].encode("utf-16-le")) // 2
        assert units.back(units.of(offset)) == offset


def test_each_tool_gets_the_offsets_that_it_counts():
    item = from_document("a", extractor().read("😀平江县培训职工90人。"))
    assert item.gold.facts[0].span == (8, 11)
    (task,) = json.loads(label_studio.written([item]))
    region = task["predictions"][0]["result"][0]["value"]
    assert (region["start"], region["end"], region["text"]) == (8, 11, "90人"), "Label Studio counts characters"
    line = json.loads(doccano.written([item]))
    entity = line["entities"][0]
    assert (entity["label"], entity["start_offset"], entity["end_offset"]) == ("fact", 9, 12), "doccano counts UTF-16 code units"
    assert line["text"].encode("utf-16-le")[18:24].decode("utf-16-le") == "90人"


def test_labelling_interface_has_every_name_and_choice_that_a_task_uses():
    interface = formats.interface("label-studio")
    names = set(re.findall(r'<(?:Labels|TextArea|Choices|Text) name="(\w+)"', interface))
    assert names == {"label", "text", *label_studio.TEXTS.values(), *label_studio.CHOICES}
    offered = set(re.findall(r'<(?:Choice|Label|Relation) value="([^"]+)"', interface.replace("&gt;", ">").replace("&lt;", "<")))
    items = [item for path in GOLD for item in gold_folder.read([path])]
    for task in json.loads(label_studio.written(items)):
        for region in task["annotations"][0]["result"]:
            assert region.get("from_name", "label") in names
            assert set(region.get("labels", region.get("value", {}).get("choices", []))) <= offered


def exported(text, *regions, **more):
    return [{"id": 7, "data": {"text": text, "id": "a"}, "annotations": [{"result": list(regions)}], **more}]


def region(start, end, text, label="fact"):
    return {
        "id": "x",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "text": text, "labels": [label]},
    }


def read_tasks(tmp_path, tasks, **options):
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return list(label_studio.read(path, **options))


def test_a_region_drawn_by_hand_is_read_from_its_characters(tmp_path):
    (item,) = read_tasks(tmp_path, exported("下发补贴近3至5万元。", region(4, 10, "近3至5万元")))
    (fact,) = item.gold.facts
    assert (fact.value, fact.value_max, fact.unit, fact.qualifier) == (Decimal(30000), Decimal(50000), "元", "<")
    assert (fact.metric, fact.optional) == ((None,), False)


def test_offsets_of_an_old_label_studio_are_told_by_the_text(tmp_path):
    (item,) = read_tasks(tmp_path, exported("😀培训职工90人。", region(6, 9, "90人")))
    assert item.gold.facts[0].span == (5, 8)


def test_the_last_annotation_counts_and_a_cancelled_one_does_not(tmp_path):
    tasks = exported("培训职工90人,结业88人。", region(4, 7, "90人"))
    tasks[0]["annotations"] += [{"result": [region(10, 13, "88人")]}, {"result": [], "was_cancelled": True}]
    (item,) = read_tasks(tmp_path, tasks)
    assert [fact.text for fact in item.gold.facts] == ["88人"]


def test_a_fact_that_was_unmarked_or_moved_in_doccano(tmp_path):
    item = from_document("a", extractor().read("培训职工90余人,结业88人,发证70本。"))
    line = json.loads(doccano.written([item]))
    facts = [entity for entity in line["entities"] if entity["label"] == "fact"]
    line["entities"] = [entity for entity in line["entities"] if entity is not facts[1]]
    facts[0]["end_offset"] -= 2
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    (back,) = doccano.read(path)
    assert [(fact.text, fact.metric, fact.unit) for fact in back.gold.facts] == [("90", ("培训职工",), ""), ("70本", ("发证",), "本")]


def test_export_of_doccano_without_relations_keeps_the_fields(tmp_path):
    item = from_document("a", extractor().read("平江县培训职工90人。"))
    line = json.loads(doccano.written([item]))
    plain = {
        "text": line["text"],
        "cnreport": line["cnreport"],
        "label": [[e["start_offset"], e["end_offset"], e["label"]] for e in line["entities"]],
    }
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(plain)}\n\n", encoding="utf-8")
    assert [told(back) for back in doccano.read(path)] == [told(item)]


BAD_TASKS = {
    "nobody annotated": (exported("90人。", annotations=[], predictions=[{"result": []}]), "task 7: nobody has annotated it; do so"),
    "text changed": (exported("培训90人。", region(0, 3, "90人")), "task 7: region 0..3 is '培训9', not '90人'"),
    "no number": (exported("培训职工。", region(0, 2, "培训")), "task 7: '培训' is marked as a fact, but it is no number"),
    "no list": ({"a": 1}, "no list of tasks; export as JSON"),
    "minimal": ([{"id": 7, "text": "90人"}], "task 7: nobody has annotated it"),
    "no text": ([{"id": 7, "data": {}, "annotations": [{"result": []}]}], "task 7: no task of our labelling interface"),
}


@pytest.mark.parametrize("case", BAD_TASKS)
def test_bad_export_of_label_studio_is_named(tmp_path, case):
    tasks, says = BAD_TASKS[case]
    with pytest.raises(GoldError) as error:
        read_tasks(tmp_path, tasks)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "a.jsonl, line 1: no line of an export"),
        ('{"label": []}', "a.jsonl, line 1: no line of an export"),
        ('{"text": "90人", "label": [[0, 9, "fact"]]}', "a.jsonl, line 1: span 0..9 lies outside of the text of 3 characters"),
        ('{"text": "甲乙", "label": [[0, 1, "fact"]]}', "a.jsonl, line 1: '甲' is marked as a fact, but it is no number"),
    ],
)
def test_bad_export_of_doccano_is_named(tmp_path, line, says):
    path = tmp_path / "a.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(GoldError) as error:
        list(doccano.read(path))
    assert says in str(error.value)


@pytest.mark.parametrize("name", ["../a", "", ".hidden", "a/b"])
def test_an_id_that_is_no_file_name_is_refused(tmp_path, name):
    item = Annotated("90人", GoldDocument(id=name, facts=()))
    with pytest.raises(GoldError, match="is no name of a file"):
        gold_folder.write([item], tmp_path / "gold")


def test_broken_docbin_is_one_error(tmp_path):
    path = tmp_path / "a.spacy"
    path.write_bytes(b"nothing")
    with pytest.raises(GoldError, match="no DocBin of spaCy"):
        list(formats.read("spacy", path))
