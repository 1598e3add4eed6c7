"""`POST /extract`: the same facts as in Python, and a description that a client can rely on."""

import json
from pathlib import Path

import pytest

from cnreport_extract import extract

TEXT = "去年,平江县总工会共受理劳动争议案件126件,成功调解113件,调解成功率达89.7%。"


def test_facts_are_those_of_python(client):
    answer = client().post("/extract", json={"text": TEXT, "published": "2025-04-02"})
    assert answer.status_code == 200
    assert answer.json()["facts"] == [fact.model_dump(mode="json") for fact in extract(TEXT, "2025-04-02")]
    assert answer.json()["published"] == "2025-04-02"


def test_confidence_leaves_out_what_is_below(client):
    facts = client().post("/extract", json={"text": TEXT}).json()["facts"]
    least = sorted(fact["confidence"] for fact in facts)[1]
    kept = client().post("/extract", json={"text": TEXT, "min_confidence": least}).json()["facts"]
    assert kept == [fact for fact in facts if fact["confidence"] >= least]


@pytest.mark.parametrize(
    "body", [{}, {"text": 1}, {"text": "a", "published": "gestern"}, {"text": "a", "more": 1}, {"text": "a", "min_confidence": 2}, [], "a"]
)
def test_a_wrong_body_is_told_what_is_wrong(client, body):
    answer = client().post("/extract", json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][0] == "body"


def test_half_a_surrogate_pair_is_no_text(client):
    answer = client().post("/extract", content=b'{"text": "\\ud800"}', headers={"content-type": "application/json"})
    assert answer.status_code == 422


def test_the_description_names_the_published_shape_of_a_fact(client):
    described = client().get("/openapi.json").json()
    assert set(described["paths"]) == {"/extract", "/reviews", "/reviews/gold.zip"}
    schemas = described["components"]["schemas"]
    shape = schemas["ExtractResponse"]["properties"]["facts"]["items"]["$ref"].rpartition("/")[2]
    published = json.loads((Path(__file__).resolve().parents[2] / "schemas" / "fact.json").read_text(encoding="utf-8"))
    assert set(schemas[shape]["properties"]) == set(published["properties"])
