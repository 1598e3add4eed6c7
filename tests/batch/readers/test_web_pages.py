"""Pages of our own in the styles of real sites: the story remains, the rest of the page does not and makes no facts."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cnreport_extract import Extractor
from cnreport_extract.batch.documents import Item
from cnreport_extract.batch.readers import Limits, ReadOptions, TextReader
from cnreport_extract.errors import ReadError

ROOT = Path(__file__).parents[2] / "fixtures"
PAGES = sorted((ROOT / "web_pages").glob("*.html"))
STORIES = {path.read_text(encoding="utf-8").splitlines()[0].split()[0]: path for path in (ROOT / "releases" / "synthetic").glob("*.txt")}
NO_ARTICLE = {
    "list of links": "<ul>"
    + "".join(f'<li><a href="/{n}">全市新增就业{n}.2万人</a><span>2024-06-0{n}</span></li>' for n in range(1, 9))
    + "</ul>",
    "error page": "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr></body></html>",
    "redirect": '<html><head><meta http-equiv="refresh" content="0;url=/a.html"></head><body></body></html>',
    "scripts only": "<html><body><div id='app'></div><script>var total = 128;</script></body></html>",
}


SCRIPTS = "<script>" + "document.getElementById('x').hidden = 9;" * 600 + "</script><style>" + ".a{color:red}" * 500 + "</style>"
MENU = "<div class='menu'><ul>" + "".join(f"<li><a href='/{n}'>栏目名称{n}</a></li>" for n in range(200)) + "</ul></div>"
HEADLINES = "".join(f"<div class='y'><a href='/{n}'>我市第{n}批项目开工</a><span>2024-01-0{n % 9 + 1}</span></div>" for n in range(150))


def wrapped(html):
    """A page with the scripts, menus and headlines around it that make real pages twenty times longer than their story."""
    html = re.sub("(?i)</head>", lambda end: SCRIPTS + end[0], html, count=1)
    html = re.sub("(?i)<body[^>]*>", lambda start: start[0] + MENU, html, count=1)
    before, end, after = html.rpartition("</body>")
    return f"{before}<div class='x9'>{HEADLINES}</div>{end}{after}" if end else html


@pytest.fixture(scope="module")
def reader():
    return TextReader()


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.fixture(scope="module")
def published():
    with (ROOT / "web_pages" / "published.csv").open(encoding="utf-8", newline="") as file:
        return {row["page"]: row["published"] for row in csv.DictReader(file)}


def item(path):
    return Item(path.name, "text/html", path.read_bytes())


def test_there_are_forty_pages():
    assert len(PAGES) == 40


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_story_remains_and_nothing_else(path, reader):
    found = reader.read(item(path))
    wanted = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert found.text.splitlines() == wanted.splitlines()
    assert found.title == wanted.splitlines()[0]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_long_menus_and_lists_of_headlines_change_nothing(path, reader):
    html = wrapped(path.read_text(encoding="utf-8"))
    found = reader.read(Item("a.html", "text/html", html.encode()))
    assert found.text.splitlines() == path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_publish_date_is_the_one_that_the_page_tells(path, reader, extractor, published):
    found = reader.read(item(path))
    document = extractor.read(found.text, found.published)
    assert (document.published.isoformat() if document.published else "") == published[path.stem]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_furniture_teasers_and_spam_make_no_facts(path, reader, extractor):
    found = reader.read(item(path))
    document = extractor.read(found.text, found.published)
    story = STORIES[found.title.split()[0]].read_text(encoding="utf-8")
    wanted = Counter((fact.text, fact.value) for fact in extractor.read(story, found.published).facts)
    facts = Counter((fact.text, fact.value) for fact in document.facts)
    assert facts
    assert facts <= wanted
    assert all(found.text[slice(*fact.span)] == fact.text for fact in document.facts)


@pytest.mark.parametrize("page", NO_ARTICLE)
def test_a_page_without_an_article_is_a_failure_of_its_kind(page, reader):
    with pytest.raises(ReadError) as caught:
        reader.read(Item("a.html", "text/html", NO_ARTICLE[page].encode()))
    assert caught.value.kind in {"no-article", "empty"}


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-8", "utf-16"])
def test_pages_of_other_encodings(encoding, reader):
    path = ROOT / "web_pages" / "gov_court.html"
    wanted = reader.read(item(path))
    html = path.read_text(encoding="utf-8").replace('charset="utf-8"', f'charset="{encoding}"')
    found = reader.read(Item("a.html", "text/html", html.encode(encoding)))
    assert (found.text, found.published, found.notes) == (wanted.text, wanted.published, ())


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="PubDate" content="2024-06-05 09:30">', "2024-06-05"),
        ('<meta property="article:published_time" content="2024-06-05T09:30:00+08:00">', "2024-06-05"),
        ('<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-06-05"}]}</script>', "2024-06-05"),
        ('<script type="application/ld+json">{broken</script><meta name="publishdate" content="20240605">', "2024-06-05"),
        ('<script>var ct = "1717551000";</script>', "2024-06-05"),
        ('<script>var createTime = "2024-06-05 09:30";</script>', "2024-06-05"),
        ('<meta name="PubDate" content="0000-00-00"><time datetime="2024-06-05">', "2024-06-05"),
        ('<meta name="lastmodified" content="2024-06-05">', None),
    ],
)
def test_the_date_in_the_data_of_the_page(head, day, reader):
    html = f'<head><title>市总工会送清凉</title>{head}</head><body><div id="zoom"><p>昨日，市总工会慰问一线职工300人。</p></div>'
    found = reader.read(Item("a.html", "text/html", html.encode()))
    assert found.published == (date.fromisoformat(day) if day else None)


def test_elements_that_are_nested_too_deep_are_a_failure(reader):
    html = f"<html><body>{'<div>' * 10_000}去年受理案件90件。{'</div>' * 10_000}</body></html>"
    with pytest.raises(ReadError) as caught:
        reader.read(Item("a.html", "text/html", html.encode()))
    assert caught.value.kind == "nesting"
    options = ReadOptions(limits=Limits(max_depth=300))
    deep = f"<html><body>{'<div>' * 250}<p>去年，全市受理案件90件，调解成功率达91%。</p>{'</div>' * 250}</body></html>"
    assert "90件" in TextReader(options).read(Item("a.html", "text/html", deep.encode())).text


def test_entities_are_not_expanded(reader):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    html = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "哈">{lol}]><p>去年，全市受理案件90件，调解成功率达91%。&l9;</p>'
    assert len(reader.read(Item("a.html", "text/html", html.encode())).text) < 200


def test_a_page_that_names_a_file_as_entity_gets_nothing_of_it(reader, tmp_path):
    (tmp_path / "secret.txt").write_text("机密9999件", encoding="utf-8")
    html = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]><p>去年，全市受理案件90件，调解成功率达91%。&x;</p>'
    assert "9999" not in reader.read(Item("a.html", "text/html", html.encode())).text
