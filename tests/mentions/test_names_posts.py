"""Persons: with which post they are named, and of which body."""

import tomllib
from pathlib import Path

import pytest

from cnreport_extract.pipeline import Extractor

FILE = Path(__file__).parents[1] / "fixtures/mentions/names/posts.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_posts_of_persons(extractor, case):
    mentions = extractor.read(case["text"]).mentions
    found = [[mention.value, mention.post or "", mention.post_of or ""] for mention in mentions if mention.kind == "person"]
    assert found == case["persons"]


def test_only_persons_have_posts(extractor):
    mentions = extractor.read("赤壁市总工会主席李江澜去年培训职工2300人次。").mentions
    assert {mention.kind for mention in mentions if mention.post} == {"person"}
