"""The page of misses: every miss in its place, nothing of a text acts, nothing is fetched."""

import re
from html.parser import HTMLParser

import pytest

from cnreport_extract.evaluation.compare import Comparison
from cnreport_extract.evaluation.gold import GoldDocument, predicted
from cnreport_extract.evaluation.scorer import evaluate
from cnreport_extract.evaluation.tolerances import Tolerances
from cnreport_extract.view.misses import misses_page

TEXT = "第一段。\n去年，平江县总工会共受理劳动争议案件90件，成功调解82件，发放补贴30万元。\n第三段。"
HOSTILE = "<script>alert(1)</script>\"'&\u202e{{ 7*7 }}"
DATE = {"start": "2024-01-01", "end": "2024-12-31"}


def fact(words, value, metric, **more):
    start = TEXT.index(words)
    return {
        "span": [start, start + len(words)],
        "text": words,
        "value": value,
        "unit": words[-1],
        "metric": metric,
        "entity": "平江县",
        "date": DATE,
        **more,
    }


GOLD = [fact("90件", "90", ["受理案件"]), fact("82件", "82", ["成功调解"]), fact("30万元", "300000", ["发放补贴"])]
ANSWERS = [
    fact("90件", "90", "投入资金", evidence={"entity": [8, 14], "metric": [15, 23], "date": [5, 7], "sentence": [5, 40]}),
    fact("30万元", "30", "投入资金", entity=HOSTILE),
]


def report(gold=GOLD, answers=ANSWERS):
    documents = {"a": GoldDocument.model_validate({"id": "a", "facts": gold})}
    found = {"a": predicted({"id": "a", "facts": answers}, "a").facts}
    return evaluate(documents, found, Comparison(Tolerances.load()))


def page(**options):
    return misses_page(report(), {"a": TEXT}, {"a": "union"}, **options)


class Text(HTMLParser):
    """The characters of the articles."""

    def __init__(self, html):
        super().__init__()
        self.articles, self.tags = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):  # noqa: ARG002
        self.tags.add(tag)
        if tag == "article":
            self.articles.append("")

    def handle_data(self, data):
        if self.articles:
            self.articles[-1] += data


def test_each_miss_stands_in_its_paragraph_under_its_kind():
    html = page(lang="en")
    assert re.findall(r'<section id="(\w+)">', html) == ["missed", "value", "metric"]
    articles = Text(html).articles
    assert len(articles) == 3
    assert all("去年，平江县总工会共受理劳动争议案件90件" in article and "第一段" not in article for article in articles)


def test_words_of_the_answer_and_of_gold_are_marked():
    html = page()
    assert '<span class="k number gold">82件</span>' in html
    for kind, words in (("entity", "平江县总工会"), ("metric", "受理劳动争议案件"), ("period", "去年")):
        assert f'<span class="k {kind} answer">{words}</span>' in html


def test_all_wrong_fields_of_a_pair_are_told_not_only_the_first():
    (value,) = (miss for miss in report().misses if miss.kind == "value")
    assert (value.kind, value.wrong) == ("value", ("value", "metric", "entity"))
    html = page()
    assert html.count("<mark>投入资金</mark>") == 2


def test_hostile_text_is_only_text():
    parsed = Text(page())
    assert "script" not in parsed.tags
    assert "<script>alert(1)</script>" in "".join(parsed.articles)
    assert "{{ 7*7 }}" in "".join(parsed.articles)
    assert not re.search(r"https?://|url\(", page())


@pytest.mark.parametrize(("lang", "words"), [("zh", ["漏掉", "标准答案", "体裁"]), ("en", ["missed", "Gold", "Genre"])])
def test_labels_are_in_one_language(lang, words):
    html = page(lang=lang)
    assert all(f">{word}" in html for word in words)
    assert f'lang="{lang}' in html


def test_nothing_wrong_is_said():
    right = report(GOLD[:1], [{**ANSWERS[0], "metric": "受理案件"}])
    assert "Nothing is wrong." in misses_page(right, {"a": TEXT}, {}, lang="en")
