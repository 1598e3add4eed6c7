"""The page as a file: whole, escaped, fetching nothing. What it does in a browser is tested in tests/heavy."""

import json
import re
from html.parser import HTMLParser

import pytest

from cnreport_extract import InputError
from cnreport_extract.models import Document, Fact
from cnreport_extract.view.page import asset, digest, page

SCRIPT = "<script>alert(1)</script>"
HOSTILE = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</script><script>alert(1)</script><!--",
    "]]>{{ 7*7 }}{% raw %}&amp;&lt;",
    "\u202e\u2066abc\u200f",
    "\ud800\0\x1b[31m\u2028",
    "字" * 100_000,
]


class Outline(HTMLParser):
    """The elements of a page with their attributes, and its text outside of scripts and styles."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.words, self._inside = [], [], None
        self.feed(html)
        self.text = "".join(self.words)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in {"script", "style"} else None

    def handle_endtag(self, _tag):
        self._inside = None

    def handle_data(self, data):
        if self._inside is None:
            self.words.append(data)


def hostile(words):
    text = f"{words}去年受理案件90件。\n{words}\n"
    fields = {"entity": words, "entity_type": "organisation", "entity_id": words, "metric": words, "metric_id": words, "unit": words}
    span = (len(words) + 6, len(words) + 9)
    evidence = {"entity": (0, len(words)), "metric": (0, span[0]), "sentence": (0, len(text))}
    fact = Fact(**fields, value="90", dimension=words, span=span, text=words, evidence=evidence, rule=words, confidence=0.5)
    return Document(text=text, title=words, published=None, sections=(), mentions=(), facts=(fact, fact, fact))


def test_the_whole_text_is_there_and_every_fact_leads_to_its_words(mediation):
    outline = Outline(page([("a", mediation)]))
    squeezed = re.sub(r"\s", "", outline.text)
    for line in mediation.text.split("\n"):
        assert re.sub(r"\s", "", line) in squeezed
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for number in range(len(mediation.facts)):
        assert {f"f{number}", f"t{number}", f"x{number}"} <= set(ids)


def test_nothing_is_fetched(mediation):
    html = page([("a", mediation)])
    links = [value for _, attributes in Outline(html).elements for name, value in attributes.items() if name in {"src", "href", "action"}]
    assert links
    assert all(link.startswith("#") or link == "data:," for link in links)
    assert not re.search(r"@import|url\(", html)
    assert "http" not in asset("view.css") + asset("view.js")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(words):
    html = page([(words, hostile(words)), (words, hostile(words))], title=words)
    html.encode("utf-8")
    plain, outline = Outline(page([("a", hostile("甲"))])), Outline(html)
    assert {tag for tag, _ in outline.elements} <= {tag for tag, _ in plain.elements} | {"h2"}
    assert [tag for tag, _ in outline.elements].count("script") == 5
    names = {name for _, attributes in outline.elements for name in attributes}
    assert names <= {name for _, attributes in plain.elements for name in attributes}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\0\x1b]", html)


def test_only_the_own_scripts_may_run(mediation):
    html = page([("a", mediation)])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 4
    assert f"script-src {' '.join(map(digest, scripts))}" in policy
    assert "default-src 'none'" in policy


def test_a_long_word_is_not_written_for_every_fact():
    assert len(page([("a", hostile("字" * 100_000))])) < 1_500_000


def test_labels_come_in_both_languages(mediation):
    chinese, english = (page([("a", mediation)], lang=lang) for lang in ("zh", "en"))
    assert '<html lang="zh-Hans">' in chinese
    assert '<html lang="en">' in english
    assert "置信度" in Outline(chinese).text
    assert "Confidence" in Outline(english).text
    data = json.loads(re.search(r'id="data">(.*?)</script>', english, re.DOTALL)[1])
    assert set(data["labels"]["zh"]) == set(data["labels"]["en"])
    used = set(re.findall(r'data-l[ap]?="([^"]+)"', english))
    assert used <= set(data["labels"]["en"])


def test_an_unknown_language_is_an_input_error(mediation):
    with pytest.raises(InputError, match="expected one of zh, en"):
        mediation.to_html(lang="fr")


def test_a_text_without_facts_and_no_text_at_all():
    assert (
        "这篇文章里没有可度量的数值" in Document(text="无数字。", title=None, published=None, sections=(), mentions=(), facts=()).to_html()
    )
    assert page([]).startswith("<!doctype html>")


def test_a_notebook_gets_a_frame_of_its_own(mediation):
    [(tag, attributes)] = Outline(mediation._repr_html_()).elements
    assert tag == "iframe"
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["srcdoc"] == mediation.to_html()


def test_without_jinja_the_page_says_what_to_install_and_a_notebook_shows_the_plain_form(mediation, monkeypatch):
    monkeypatch.setattr("cnreport_extract.view.page.find_spec", lambda _: None)
    from cnreport_extract.view.page import environment  # noqa: PLC0415

    environment.cache_clear()
    with pytest.raises(InputError, match=r"pip install 'cnreport-extract\[view\]'"):
        mediation.to_html()
    assert mediation._repr_html_() is None


def test_what_cannot_be_true_together_is_said_and_leads_to_the_others(extractor):
    text = "2024年,平江县共受理劳动争议案件100件,其中劳动报酬案件60件、工伤案件30件、其他案件20件。"
    html = page([("a", extractor.read(text, "2025-03-18"))], lang="en")
    outline = Outline(html)
    assert outline.text.count("The parts do not add up to this:") == 1
    assert outline.text.count("The parts do not add up to the stated total:") == 3
    assert "(Σ 110)" in outline.text
    assert [attributes["data-to"] for _, attributes in outline.elements if "data-to" in attributes][:3] == ["1", "2", "3"]
