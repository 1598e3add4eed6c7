"""The pages of the workbench: what they show, and that hostile text in every place stays text."""

import html
import json
import re
from urllib.parse import quote

import pytest

from cnreport_extract.sinks.outcomes import Origin, Run
from cnreport_extract.sinks.rows import result
from cnreport_extract.sinks.targets import open_target

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}\u202e"
TEXT = "去年,平江县总工会共受理劳动争议案件126件,成功调解113件。\n"


def test_a_text_is_read_and_shown(client):
    answer = client().post("/view", data={"text": TEXT, "published": "2025-04-02"})
    assert answer.status_code == 200
    assert "126 件" in answer.text
    assert "2025-04-02" in answer.text
    assert 'data-verdict="accept"' in answer.text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_of_any_encoding_is_read(client, encoding):
    answer = client().post("/view", files={"file": ("a.txt", (TEXT * 3).encode(encoding))}, data={"published": ""})
    assert answer.status_code == 200
    assert "126 件" in answer.text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"data": {"text": " \n"}}, "there is no text"),
        ({"data": {"text": TEXT, "published": "gestern"}}, "expected a date"),
        ({"files": {"file": ("a.png", b"\x89PNG\r\n\x1a\n\0\0")}}, "binary file"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line_above_the_form(client, sent, told):
    answer = client().post("/view", **sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert "<textarea" in answer.text


def test_the_archive_leads_from_a_number_to_its_sentence(client, archive, documents):
    workbench = client(archive=str(archive))
    page = workbench.get("/archive", params={"metric": "unions.members_new", "aspect": "level"}).text
    links = re.findall(r'href="(/documents/[^"]+)"', page)
    assert len(links) == 4
    shown = workbench.get(html.unescape(links[0])).text
    assert "12,000 人" in shown
    assert "新增工会会员" in documents[0].text
    assert "<figure" not in page
    assert '"kind":"time"' in page


def test_the_questions_of_the_form_are_understood_even_when_empty(client, archive):
    workbench = client(archive=str(archive))
    empty = {"search": "", "entity": "", "metric": "", "unit": "", "aspect": "", "since": "", "until": "", "least": "", "order": "document"}
    assert workbench.get("/archive", params=empty).status_code == 200
    page = workbench.get("/archive", params={**empty, "page": 2}).text
    following = html.unescape(re.search(r'rel="prev" href="([^"]+)"', page)[1])
    assert workbench.get(following).status_code == 200
    assert workbench.get("/archive", params={"page": 0}).status_code == 422
    assert workbench.get("/archive", params={"order": "rowid; --"}).status_code == 422


def test_without_archive_and_without_document(client, archive):
    assert "cnreport batch" in client().get("/archive").text
    assert client().get("/documents/abc").status_code == 404
    assert client(archive=str(archive)).get("/documents/abc").status_code == 404


def test_the_language_is_the_one_that_was_chosen_last(client):
    workbench = client(lang="en")
    assert '<html lang="en">' in workbench.get("/").text
    workbench.cookies.set("lang", "zh")
    assert '<html lang="zh-Hans">' in workbench.get("/").text


def test_hostile_text_stays_text_in_every_page(client, extractor, tmp_path):
    text = f"{SCRIPT}\n{SCRIPT}去年受理案件90件。\n"
    read = extractor.read(text)
    facts = [fact.model_copy(update={"entity": SCRIPT, "metric": SCRIPT, "unit": SCRIPT, "rule": SCRIPT}) for fact in read.facts]
    document = read.model_copy(update={"title": SCRIPT, "facts": tuple(facts)})
    with open_target(str(tmp_path / "<b>.db"), Run("r")) as target:
        target.write([result(Origin(SCRIPT, "d"), document, "r")])
        target.finish()
    workbench = client(archive=str(tmp_path / "<b>.db"))
    fact = {**facts[0].model_dump(mode="json"), "evidence": {}}
    assert workbench.post("/reviews", json={"text": text, "title": SCRIPT, "verdict": "accept", "fact": fact}).status_code == 200
    key = re.search(r"/documents/(\w+)", workbench.get("/archive").text)[1]
    for answer in (
        workbench.get("/archive", params={"search": "<script>", "entity": SCRIPT}),
        workbench.get("/archive"),
        workbench.get(f"/documents/{key}"),
        workbench.get(f"/documents/{quote(SCRIPT, safe='')}"),
        workbench.get("/reviewed"),
        workbench.post("/view", data={"text": text}),
        workbench.post("/view", data={"text": text, "published": SCRIPT}),
        workbench.post("/view", files={"file": (SCRIPT, text.encode())}),
    ):
        visible = re.sub(r"<script[^>]*>.*?</script>", "", answer.text, flags=re.DOTALL)
        assert "<script" not in visible
        assert "<img" not in answer.text
        assert "\u202e" not in visible
        assert answer.text.count("<script>") == answer.text.count("&#39;sha256-")


def test_every_page_lets_only_its_own_scripts_run(client, archive):
    workbench = client(archive=str(archive))
    for address in ("/", "/archive", "/reviewed"):
        page = workbench.get(address).text
        policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])
        assert policy.startswith("default-src 'none'")
        assert policy.count("'sha256-") == page.count("<script>")
        assert "unsafe-inline" not in policy.split("script-src")[1]
        assert json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])["labels"]


def test_a_review_leads_back_to_its_text(client, extractor):
    asked = client()
    text = "去年,平江县总工会共受理劳动争议案件126件。"
    fact = extractor.read(text, "2025-04-02").facts[0].model_dump(mode="json")
    body = {"text": text, "title": "标题", "published": "2025-04-02", "verdict": "accept", "fact": fact}
    assert asked.post("/reviews", json=body).status_code == 200
    (address,) = re.findall(r'href="(/reviewed/[^"]+)"', asked.get("/reviewed").text)
    shown = asked.get(address)
    assert shown.status_code == 200
    assert "126件" in shown.text
    assert '"verdict": "accept"' in shown.text or '"verdict":"accept"' in shown.text
    assert asked.get("/reviewed/nothing").status_code == 404


def test_headings_of_the_table_lead_to_the_same_question_in_another_order(client, archive):
    asked = client(archive=str(archive))
    page = asked.get("/archive?unit=%25&order=value&down=true").text
    assert re.search(r'<th [^>]*class="value" aria-sort="descending"><a href="/archive\?unit=%25&amp;order=value&amp;page=1">', page)
    assert re.search(r'<th [^>]*class="date"><a href="/archive\?unit=%25&amp;order=date&amp;down=true&amp;page=1">', page)


def test_facts_without_unit_do_not_take_the_place_of_all_units(client, tmp_path, fill_texts):
    page = client(archive=fill_texts(tmp_path, ["去年,平江县物价指数为103.6,受理案件90件。"])).get("/archive").text
    units = re.search(r'<select name="unit">(.*?)</select>', page).group(1)
    assert re.findall('value="(.*?)"', units) == ["", "件"]
    assert "selected" not in units
