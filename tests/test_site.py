"""The site of the docs: it is built without a warning in both languages, and every page is in its navigation."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
IN_NAV = set(re.findall(r"[:-] ([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_of_the_navigation_is_there():
    assert [page for page in sorted(IN_NAV) if not (DOCS / page).exists()] == []


def test_every_page_is_in_the_navigation():
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.glob("**/*.md") if not page.name.endswith(".zh.md")}
    missing = {page for page in pages if not page.startswith("examples/")} - IN_NAV
    assert not missing, "add it to nav in mkdocs.yml, with its Chinese name in nav_translations"


@pytest.mark.parametrize("language", ["", "zh"])
def test_pages_are_built_in_both_languages(site, language):
    home = (site / language / "index.html").read_text(encoding="utf-8")
    assert ("新闻稿里满是数字" in home) == (language == "zh")
    for page in IN_NAV:
        assert (site / language / page.replace(".md", ".html")).exists()


def test_reference_is_made_from_the_docstrings(site):
    text = re.sub(r"<[^>]+>", "", (site / "reference.html").read_text(encoding="utf-8"))
    for words in ("Reads texts. One extractor may serve many threads", "The same fact in another unit", "InputError"):
        assert words in text


def test_nothing_is_fetched_by_a_reader(site):
    page = (site / "tutorial.html").read_text(encoding="utf-8")
    fetched = re.findall(r'<(?:script|link|img)\b[^>]*?(?:src|href)="(https?:[^"]+)"', page)
    assert fetched == []


def test_search_knows_chinese_words(site):
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert '"zh"' in index
    assert "劳动争议案件" in index or "\\u52b3\\u52a8" in index
