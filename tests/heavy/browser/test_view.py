"""The page of `cnreport view` in a real browser: words and rows light each other up, filters, order, charts, print, hostile text."""

import itertools
import json
from decimal import Decimal

import pytest

from cnreport_extract.models import Document, Fact
from cnreport_extract.view.page import page as rendered

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


def rows(page):
    """Numbers of the rows that are shown, in their order."""
    return page.locator("tbody.fact:not([hidden])").evaluate_all("rows => rows.map(row => Number(row.dataset.n))")


def lit(page, role):
    """The words of the text that are lit as number (n), entity (e), metric (m) or period (d)."""
    return "".join(page.locator(f".texts .on.{role}").all_inner_texts())


def words(document, span):
    return document.text[slice(*span)] if span else ""


def test_a_row_lights_up_its_words_and_opens_its_explanation(shown, mediation):
    page = shown(mediation.to_html())
    for number, fact in enumerate(mediation.facts):
        page.click(f"#f{number} td.metric")
        assert page.locator("tbody.current").get_attribute("data-n") == str(number)
        assert page.locator(f"#x{number}").is_visible()
        assert lit(page, "n") == fact.text
        assert lit(page, "e") == words(mediation, fact.evidence.entity)
        assert lit(page, "d") == words(mediation, fact.evidence.date)
        assert page.locator(f"#t{number}").evaluate("word => word.getBoundingClientRect().bottom <= innerHeight")
    page.click(f"#f{number} td.metric")
    assert page.locator("tbody.current").count() == 0
    assert page.locator(".texts .on").count() == 0


def test_a_number_in_the_text_opens_its_row_and_another_word_leads_to_its_facts_in_turn(shown, sample):
    page = shown(sample.to_html())
    for number in (0, len(sample.facts) // 2, len(sample.facts) - 1):
        page.locator(f"#t{number}").click()
        assert page.locator("tbody.current").get_attribute("data-n") == str(number)
        assert page.locator(f"#f{number}").evaluate("row => row.getBoundingClientRect().top < innerHeight")
    word = page.locator(".texts [data-r*='e']").first
    facts = [role[1:] for role in word.get_attribute("data-r").split() if role[0] == "e"]
    for number in [*facts, facts[0]]:
        word.click()
        assert page.locator("tbody.current").get_attribute("data-n") == number


def test_everything_works_with_the_keyboard(shown, mediation):
    page = shown(mediation.to_html())
    page.focus("#f0 button")
    page.keyboard.press("Enter")
    assert lit(page, "n") == mediation.facts[0].text
    page.keyboard.press("ArrowDown")
    assert lit(page, "n") == mediation.facts[1].text
    assert page.evaluate("document.activeElement.closest('tbody').dataset.n") == "1"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert lit(page, "n") == ""
    page.focus("#t2")
    page.keyboard.press("Enter")
    assert lit(page, "n") == mediation.facts[2].text


def test_filters_keep_the_facts_that_fit(shown, mediation, sample):
    facts = [*mediation.facts, *sample.facts]
    page = shown(rendered([("a", mediation), ("b", sample)]))

    def fits(test):
        wanted = [number for number, fact in enumerate(facts) if test(fact)]
        assert 0 < len(wanted) < len(facts)
        assert rows(page) == wanted
        assert f"{len(wanted)} / {len(facts)}" in page.inner_text("#count")
        page.click("#form button[type=reset]")
        page.wait_for_timeout(50)
        assert rows(page) == list(range(len(facts)))

    page.select_option("#entity", label=f"平江县 ({sum(fact.entity == '平江县' for fact in facts)})")
    fits(lambda fact: fact.entity == "平江县")
    page.select_option("#metric", label=f"受理劳动争议案件 ({sum(fact.metric == '受理劳动争议案件' for fact in facts)})")
    fits(lambda fact: fact.metric == "受理劳动争议案件")
    page.select_option("#aspect", "change")
    fits(lambda fact: fact.aspect == "change")
    page.select_option("#document", "1")
    fits(lambda fact: fact in sample.facts)
    page.locator("#least").evaluate("range => { range.value = 0.7; range.dispatchEvent(new Event('input', { bubbles: true })); }")
    fits(lambda fact: fact.confidence >= 0.7)
    page.fill("#search", "湘潭市")
    assert set(rows(page)) >= {number for number, fact in enumerate(facts) if fact.entity == "湘潭市"}
    page.fill("#search", "没有这样的词语")
    assert rows(page) == []
    assert page.locator("#nothing").is_visible()


def test_a_number_whose_fact_is_filtered_away_is_no_longer_marked_but_leads_to_its_row(shown, mediation):
    page = shown(mediation.to_html())
    page.select_option("#aspect", "change")
    assert "off" in page.locator("#t0").get_attribute("class")
    page.locator("#t0").click()
    assert page.locator("#f0").is_visible()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("v", lambda fact: Decimal(fact.value)),
        ("c", lambda fact: fact.confidence),
        ("t", lambda fact: fact.date.end if fact.date else None),
    ],
)
def test_order(shown, mediation, key, value):
    page = shown(mediation.to_html())
    head = page.locator(f"[data-sort={key}]")
    for direction, down in (("ascending", False), ("descending", True)):
        head.click()
        assert head.locator("..").get_attribute("aria-sort") == direction
        keys = [value(mediation.facts[number]) for number in rows(page)]
        assert keys == sorted(keys, reverse=down)
    head.click()
    assert rows(page) == list(range(len(mediation.facts)))


def test_a_button_changes_all_labels(shown, mediation):
    page = shown(mediation.to_html(lang="zh"))
    chinese = page.inner_text(".facts")
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "Confidence at least" in page.inner_text(".filters")
    labels = page.locator("[data-l]").evaluate_all("items => items.map(item => item.textContent)")
    assert not [label for label in labels if any("\u4e00" <= sign <= "\u9fff" for sign in label) and label != "中文"]
    page.click("#language")
    page.wait_for_function("chinese => document.querySelector('.facts').innerText === chinese", arg=chinese)  # charts are drawn anew


def test_charts_show_the_values_of_their_facts_and_lead_to_them(shown, mediation):
    page = shown(mediation.to_html())
    by_height = "all => all.sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y).map(one => one.textContent)"
    named, told = (page.locator(f".plot.bars {part}").evaluate_all(by_height) for part in (".ct-label.ct-vertical", "text.amount"))
    read = list(zip(named, told, strict=True))
    assert read == [("长沙市", "126"), ("株洲市", "93"), ("湘潭市", "71"), ("岳阳市", "58"), ("常德市", "44")]
    page.locator(".plot.bars .ct-bar").nth(0).click(force=True)
    current = mediation.facts[int(page.locator("tbody.current").get_attribute("data-n"))]
    assert (current.entity, current.text) == ("常德市", "44件")
    page.locator(".plot.line .ct-point").nth(3).click(force=True)
    assert lit(page, "n") == "2.1万人"


def test_a_page_opens_at_the_fact_that_its_address_names(shown, mediation):
    page = shown(mediation.to_html())
    page.goto(page.url + "#f3")
    page.reload()
    assert lit(page, "n") == mediation.facts[3].text


def test_without_scripts_the_text_and_the_table_are_there(shown, mediation):
    page = shown(mediation.to_html(), java_script_enabled=False)
    assert page.locator("tbody.fact").count() == len(mediation.facts)
    page.click("#t4")
    assert page.url.endswith("#f4")
    assert page.locator("#f4").is_visible()


def test_thousands_of_rows_are_shown_in_parts(shown, mediation):
    page = shown(rendered([(str(number), mediation) for number in range(40)]))
    assert len(rows(page)) == 300
    page.click("#more")
    assert len(rows(page)) == 400
    page.locator("#t399").click()
    assert page.locator("tbody.current").get_attribute("data-n") == "399"


def test_on_paper_the_whole_text_and_the_table_stand_below_each_other(shown, mediation):
    page = shown(mediation.to_html())
    page.emulate_media(media="print")
    text, table = (page.locator(name).bounding_box() for name in (".texts", ".facts"))
    assert table["y"] >= text["y"] + text["height"]
    assert not page.locator("#filters").is_visible()
    assert page.locator(".texts").evaluate("text => text.scrollHeight <= text.clientHeight + 1")
    style = "word => getComputedStyle(word).textDecorationStyle"
    styles = [page.locator(f".texts .k.{kind}").first.evaluate(style) for kind in ("number", "entity", "metric", "period")]
    assert len(set(styles)) == 4, "kinds are told apart without colour"


def test_on_paper_no_heading_of_the_table_is_cut(shown, mediation):
    page = shown(mediation.to_html(lang="en"), width=700, height=990)
    page.emulate_media(media="print")
    right = "name => name.getBoundingClientRect().right"
    names = page.locator("th span")
    assert names.count() == 5
    for name in names.all():
        assert name.evaluate(right) <= name.locator("xpath=ancestor::th").evaluate(right)


def test_a_notebook_shows_the_page_in_a_frame(shown, mediation):
    page = shown(f"<!doctype html><title>notebook</title><main>{mediation._repr_html_()}</main>")
    inside = page.frame_locator("iframe")
    inside.locator("#f2 td.metric").click()
    assert inside.locator(".texts .on.n").inner_text() == mediation.facts[2].text
    assert page.locator("style").count() == 0


@pytest.mark.parametrize(("lang", "size", "scheme"), [("zh", "wide", "light"), ("zh", "narrow", "dark"), ("en", "wide", "dark")])
def test_nothing_serious_keeps_people_out(shown, accessible, mediation, size, scheme, lang):
    width, height = SIZES[size]
    page = shown(rendered([("a", mediation)] * (1 + (lang == "en")), lang=lang), width=width, height=height, scheme=scheme)
    page.locator("#t2").click()
    accessible(page)


def test_nothing_serious_keeps_people_out_on_paper(shown, accessible, mediation):
    page = shown(mediation.to_html(), scheme="dark")
    page.emulate_media(media="print")
    accessible(page)


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" autofocus onfocus=alert(1) x="',
    "image": "'><img src=x onerror=alert(1)><svg onload=alert(1)>",
    "end": "</script></style></textarea></title><script>alert(1)</script>",
    "link": "javascript:alert(1)",
    "direction": "\u202e\u2066abc\u200f שלום",
    "control": "\0\x1b[31m\u2028\ud800",
    "word": "字" * 100_000,
    "latin": "x" * 100_000,
}


def hostile(text):
    """A document that holds a text in every field that a page shows."""
    raw = f"{text}去年受理案件90件。\n{text}\n"
    start = len(text) + 6
    evidence = {"entity": (0, len(text)), "metric": (start - 4, start), "sentence": (0, start + 4)}
    fields = {"entity": text, "entity_type": "organisation", "entity_id": text, "metric": text, "metric_id": text, "unit": text}
    facts = [
        Fact(**fields, value=str(number), dimension=text, span=(start, start + 3), text=text, evidence=evidence, rule=text, confidence=0.5,
             date={"start": f"20{number}-01-01", "end": f"20{number}-12-31"})
        for number in (20, 21, 22)
    ]  # fmt: skip
    return Document(text=raw, title=text, published=None, sections=(), mentions=(), facts=tuple(facts))


@pytest.mark.parametrize(("name", "size"), list(itertools.product(HOSTILE, SIZES)))
def test_hostile_text_runs_nothing_and_breaks_nothing(shown, name, size):
    width, height = SIZES[size]
    page = shown(rendered([(HOSTILE[name], hostile(HOSTILE[name]))] * 2), width=width, height=height)
    page.evaluate("document.getElementById('charts').open = true")
    for number in range(3):
        page.evaluate(f"document.querySelector('#f{number} button').click()")
        assert page.locator("tbody.current").get_attribute("data-n") == str(number)
    page.click("#language")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in (".texts", ".facts", ".top"):
        assert page.locator(part).evaluate("part => part.scrollWidth <= part.clientWidth + 1"), f"{part} is wider than its place"
    tags = page.evaluate("Array.from(new Set(Array.from(document.body.querySelectorAll('*'), item => item.localName)))")
    assert not {"img", "iframe", "textarea"} & set(tags)
    assert json.dumps(tags)
