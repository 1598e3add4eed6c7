"""`schemas/*.json` are current and describe what the package writes."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from cnreport_extract.models import DateRange, Document, Evidence, Fact, Mention, Section
from cnreport_extract.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[1]
TEXT = "去年，全县新建工会约30至40家。"
FACT = Fact(
    entity="清溪县",
    entity_type="place",
    metric="新建工会",
    value=Decimal("3.0E+1"),
    value_max=Decimal(40),
    qualifier="≈",
    unit="家",
    dimension="count",
    date=DateRange(start=date(2024, 1, 1), end=None),
    span=(10, 16),
    text="30至40家",
    evidence=Evidence(sentence=(0, 17)),
    rule="example",
    confidence=0.9,
)
DOCUMENT = Document(
    text=TEXT,
    title=None,
    published=date(2025, 4, 2),
    sections=(Section(heading=None, span=(0, 17), level=0),),
    mentions=(Mention(kind="place", span=(3, 5), text="全县", value="清溪县", rule="example"),),
    facts=(FACT,),
)


@cache
def extractor():
    return Extractor()


def schema(name):
    return json.loads((ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


def test_files_are_current(tmp_path):
    subprocess.run([sys.executable, ROOT / "tools" / "write_schemas.py", tmp_path], check=True)
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()}
    shipped = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "schemas").iterdir()}
    assert shipped == written, "schemas/ does not fit models.py: run `make docs`"


@pytest.mark.parametrize(("name", "model"), [("fact", FACT), ("document", DOCUMENT)])
def test_what_is_written_fits_and_comes_back(name, model):
    Draft202012Validator.check_schema(schema(name))
    Draft202012Validator(schema(name)).validate(json.loads(model.model_dump_json()))
    assert type(model).model_validate_json(model.model_dump_json()) == model


@pytest.mark.parametrize(("field", "value"), [("value", 30), ("aspect", "growth"), ("span", [1]), ("surprise", None), ("confidence", 1.5)])
def test_what_is_wrong_does_not_fit(field, value):
    broken = {**json.loads(FACT.model_dump_json()), field: value}
    with pytest.raises(ValidationError):
        Draft202012Validator(schema("fact")).validate(broken)


@pytest.mark.parametrize(
    "path", [ROOT / "examples" / "sample.txt", *sorted((ROOT / "tests" / "fixtures" / "pages").glob("*.txt"))], ids=lambda path: path.stem
)
def test_what_the_extractor_makes_unchecked_passes_the_checks(path):
    document = extractor().read(path.read_text(encoding="utf-8"), "2025-04-02")
    assert Document.model_validate(document.model_dump()) == document
    assert list(document.model_dump()) == list(Document.model_fields)
    for fact in document.facts:
        assert list(fact.model_dump()) == list(Fact.model_fields)
