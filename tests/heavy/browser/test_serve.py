"""The workbench in a real browser: read, browse, judge, export; and a client that knows nothing but its description."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
TEXT = "去年,平江县总工会共受理劳动争议案件126件,成功调解113件,调解成功率达89.7%。𠮷市第三人称不算。"


def read(page, address, text=TEXT, published="2025-04-02"):
    page.goto(address)
    page.fill("#text", text)
    page.fill("[name=published]", published)
    page.click("button[type=submit]")
    page.wait_for_selector("tbody.fact")


def badge(page, number):
    return page.locator(f"#f{number} .badge").all_inner_texts()


def select(page, words):
    """Select words of the text, as a person does with the mouse."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector(".texts"), NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode()); ) {
                const at = node.data.indexOf(words);
                if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }
        }""",
        words,
    )


def check_gold(page, workbench, tmp_path):
    """What was said comes out as gold that `cnreport evaluate` reads."""
    place = TEXT.index("第三")
    page.goto(f"{workbench}reviewed")
    assert page.locator("tbody tr").count() == 3
    with page.expect_download() as started:
        page.click("a[download]")
    with zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes())) as packed:
        packed.extractall(tmp_path)
    gold = next(tmp_path.glob("*.json")).read_text(encoding="utf-8")
    assert re.search(rf'"span": \[\s*{place},\s*{place + 2}\s*\],\s*"text": "第三"', gold), "characters are counted, not UTF-16 units"
    done = subprocess.run([sys.executable, "-m", "cnreport_extract", "evaluate", tmp_path], capture_output=True, text=True, check=False)
    assert "gold facts 3" in done.stdout, done.stderr


def test_a_text_that_is_pasted_is_read(tab, workbench):
    page = tab()
    read(page, workbench)
    assert page.locator("tbody.fact").count() == 3
    page.click("#f1 td.metric")
    assert page.inner_text(".texts .on.n") == "113件"


def test_a_file_that_is_dropped_is_read(tab, workbench):
    page = tab()
    page.goto(workbench)
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "a.txt", { type: "text/plain" }));
            document.getElementById("paste").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        TEXT,
    )
    page.wait_for_selector("tbody.fact")
    assert page.locator("tbody.fact").count() == 3


def test_facts_are_accepted_corrected_rejected_and_added_and_become_gold(tab, workbench, tmp_path):
    page = tab()
    read(page, workbench)
    page.click("#f0 td.metric")
    page.click("#x0 [data-verdict=accept]")
    page.wait_for_selector("#f0 .badge")
    assert badge(page, 0) == ["已确认"]

    page.click("#f1 td.metric")
    page.click("#x1 [data-verdict=correct]")
    assert page.input_value("dialog [name=value]") == "113"
    page.fill("dialog [name=value]", "many")
    page.click("dialog button[type=submit]")
    assert page.locator("dialog").is_visible(), "what is no number is not sent"
    page.fill("dialog [name=value]", "114")
    page.fill("dialog [name=metric]", "成功调解案件")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("#f1 .badge")
    assert "成功调解案件 · 114 件" in page.inner_text("#x1 .said")
    assert page.inner_text("#f1 td.value") == "113 件", "the original stays in sight"

    page.click("#f2 td.metric")
    page.click("#x2 [data-verdict=reject]")
    page.wait_for_selector("#f2 .badge")
    page.click("#x2 [data-verdict=withdraw]")
    page.wait_for_selector("#f2 .badge", state="detached")

    select(page, "第三")
    page.click("#missed")
    page.fill("dialog [name=value]", "3")
    page.fill("dialog [name=metric]", "人称")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("#added li")

    check_gold(page, workbench, tmp_path)


def test_what_cannot_be_kept_is_said(tab, workbench):
    page = tab()
    read(page, workbench)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('gone')); }")
    page.click("#f0 td.metric")
    page.click("#x0 [data-verdict=reject]")
    page.locator("#x0 .said", has_text="gone").wait_for()
    assert badge(page, 0) in ([], ["已确认"])


def test_the_archive_leads_from_a_question_to_the_sentence(tab, workbench):
    page = tab()
    page.goto(f"{workbench}archive")
    assert "77" in page.inner_text("h1")
    page.fill("[name=search]", "新增工会会员")
    page.click("button[type=submit]")
    assert page.locator(".found tbody tr").count() == 5
    assert page.locator(".plot.line .ct-point").count() == 4
    page.locator(".plot.line .ct-point").nth(2).click(force=True)
    page.wait_for_url("**/documents/**")
    assert page.inner_text(".texts .on.n") == "1.75万人"
    page.go_back()
    page.locator(".found td.document summary").first.click()
    assert "平江县新增工会会员1.2万人" in page.inner_text(".found blockquote >> nth=0")
    page.click(".found td.value a >> nth=0")
    page.wait_for_selector(".texts .on.n")
    assert page.locator("#x" + page.locator("tbody.current").get_attribute("data-n")).is_visible()


def test_pages_of_the_archive_follow_each_other(tab, workbench):
    page = tab()
    page.goto(f"{workbench}archive?order=value&down=true")
    first = page.locator(".found td.value").all_inner_texts()
    page.click("[rel=next]")
    second = page.locator(".found td.value").all_inner_texts()
    assert (len(first), len(second)) == (50, 27)
    page.click("[rel=prev]")
    assert page.locator(".found td.value").all_inner_texts() == first


def test_the_language_is_remembered(tab, workbench):
    page = tab()
    page.goto(workbench)
    page.click("#language")
    page.goto(f"{workbench}archive")
    assert "Archive" in page.inner_text("nav")


@pytest.mark.parametrize(("size", "scheme"), [("wide", "light"), ("narrow", "dark")])
def test_nothing_serious_keeps_people_out(tab, workbench, accessible, size, scheme):
    width, height = SIZES[size]
    page = tab(width, height, scheme)
    for address in ("", "archive", "reviewed", "archive?search=%E6%96%B0%E5%A2%9E"):
        page.goto(workbench + address)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    read(page, workbench)
    page.evaluate("document.querySelector('#f1 button').click()")
    accessible(page)
    page.click("#x1 [data-verdict=correct]")
    accessible(page)


def test_a_client_that_knows_only_the_description_finds_nothing_undescribed(serving, tmp_path):
    # A fact that no text holds fits its schema and is refused all the same, so acceptance is the one check that is left out.
    options = ("--max-examples", "15", "--seed", "1", "--no-color", "--exclude-checks", "positive_data_acceptance")
    with serving("--reviews", tmp_path / "reviews.db", "--per-minute", 1_000_000) as address:
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}openapi.json", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
