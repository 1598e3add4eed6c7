"""What people say about facts: kept beside the originals, never over them, and exported as gold."""

import io
import json
import re
import sqlite3
import zipfile

import pytest

from cnreport_extract import InputError
from cnreport_extract.evaluation.compare import Comparison
from cnreport_extract.evaluation.gold import predicted, read_gold
from cnreport_extract.evaluation.scorer import evaluate
from cnreport_extract.evaluation.tolerances import Tolerances
from cnreport_extract.server.reviews import ReviewStore
from cnreport_extract.sinks.protocol import record

TEXT = "去年,平江县总工会共受理劳动争议案件126件,成功调解113件,调解成功率达89.7%。第三人称不算。"


@pytest.fixture
def said(client, extractor):
    """Say something about a fact of TEXT: by the number of the fact, or by a span."""
    workbench = client()
    document = extractor.read(TEXT, "2025-04-02")

    def say(verdict, about, correction=None):
        body = {"text": TEXT, "title": None, "published": "2025-04-02", "verdict": verdict}
        body |= {"fact": document.facts[about].model_dump(mode="json")} if isinstance(about, int) else {"span": about}
        return workbench.post("/reviews", json=body if correction is None else {**body, "correction": correction})

    say.client, say.document = workbench, document
    return say


def rows(tmp_path):
    with sqlite3.connect(tmp_path / "reviews.db") as connection:
        return connection.execute("SELECT verdict, original, corrected FROM reviews ORDER BY id").fetchall()


def test_nothing_is_written_over(said, tmp_path):
    for verdict, correction in (("accept", None), ("correct", {"value": "127"}), ("reject", None), ("withdraw", None), ("accept", None)):
        assert said(verdict, 0, correction).status_code == 200
    kept = rows(tmp_path)
    assert [row[0] for row in kept] == ["accept", "correct", "reject", "withdraw", "accept"]
    assert {row[1] for row in kept} == {json.dumps(said.document.facts[0].model_dump(mode="json"))}
    last = ReviewStore(tmp_path / "reviews.db").of(said.document)
    assert [review.verdict for review in last.values()] == ["accept"]


def test_a_correction_changes_what_it_names_and_nothing_else(said):
    kept = said("correct", 0, {"value": "127", "entity": "平江县", "date_start": "2023-01-01", "date_end": "2023-12-31"}).json()[
        "corrected"
    ]
    original = said.document.facts[0].model_dump(mode="json")
    changed = {"value": "127", "entity": "平江县", "entity_type": None, "entity_id": None, "rule": "review", "confidence": 1.0}
    assert kept == {**original, **changed, "date": {"start": "2023-01-01", "end": "2023-12-31"}}


def test_what_does_not_fit_is_refused_and_not_kept(said, tmp_path):
    other = {**said.document.facts[0].model_dump(mode="json"), "text": "127件"}
    wrong = {"text": TEXT, "verdict": "accept", "fact": other}
    assert "does not hold its text" in said.client.post("/reviews", json=wrong).json()["detail"]
    assert said("correct", 0).status_code == 422
    assert said("accept", 0, {"value": "1"}).status_code == 422
    assert said("correct", 0, {"value": "many"}).status_code == 422
    assert said("correct", 0, {"value": None}).status_code == 422
    assert said("correct", 0, {"value": "1e99999999"}).status_code == 422
    huge = {**said.document.facts[0].model_dump(mode="json"), "value": "1e99999999"}
    assert said.client.post("/reviews", json={**wrong, "fact": huge}).status_code == 409
    assert said("add", [0, 2], {"unit": "件"}).status_code == 422
    assert said("add", [90, 95], {"value": "1"}).status_code == 409
    assert said("add", [5, 5], {"value": "1"}).status_code == 409
    assert not (tmp_path / "reviews.db").exists()


def gold(said, tmp_path):
    with zipfile.ZipFile(io.BytesIO(said.client.get("/reviews/gold.zip").content)) as packed:
        packed.extractall(tmp_path / "gold")
    return read_gold([tmp_path / "gold"])


def test_reviews_become_gold_that_evaluate_reads(said, tmp_path):
    said("accept", 0)
    said("correct", 1, {"metric": "成功调解案件"})
    said("reject", 2)
    said("add", [TEXT.index("第三"), TEXT.index("第三") + 2], {"value": "3", "metric": "人称"})
    [document] = gold(said, tmp_path).values()
    assert [(fact.metric, fact.optional) for fact in document.facts] == [
        ((said.document.facts[0].metric,), False),
        (("成功调解案件",), False),
        (("人称",), False),
    ]
    assert (tmp_path / "gold" / f"{document.id}.txt").read_text(encoding="utf-8") == TEXT


def test_what_nobody_looked_at_neither_helps_nor_harms(said, tmp_path):
    said("accept", 0)
    documents = gold(said, tmp_path)
    [document] = documents.values()
    assert [fact.optional for fact in document.facts] == [False, True, True]
    found = predicted(record(document.id, said.document), "here").facts
    report = evaluate(documents, {document.id: found}, Comparison(Tolerances.load())).as_json()
    assert (report["gold"], report["full"]["precision"], report["full"]["recall"]) == (1, 1.0, 1.0)


def test_gold_is_the_same_each_time(said):
    said("accept", 0)
    assert said.client.get("/reviews/gold.zip").content == said.client.get("/reviews/gold.zip").content


def test_a_file_that_is_another_one_is_left_alone(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("my notes", encoding="utf-8")
    with pytest.raises(InputError, match=r"notes\.db: no file of reviews can be kept here"):
        ReviewStore(path)
    assert path.read_text(encoding="utf-8") == "my notes"


def test_what_no_number_is_the_description_does_not_allow(client):
    described = client().get("/openapi.json").json()["components"]["schemas"]
    for name, field in (("Fact-Input", "value"), ("Note-Input", "sum")):
        texts = [form for form in described[name]["properties"][field]["anyOf"] if form["type"] == "string"]
        assert [bool(re.search(texts[0]["pattern"], given)) for given in ("", "many", "-12.50", "1.")] == [False, False, True, False]
