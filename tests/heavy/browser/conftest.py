"""A real Chromium that sees what people see: the page of `cnreport view` and the workbench of `cnreport serve`.

Missing programs skip these tests on a developer's machine and fail them where `CI` is set.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from cnreport_extract.pipeline import Extractor

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "view"
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
QUIET += ("--disable-component-update", "--disable-sync")


def missing(what):
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing; .ci/run and `make heavy` install it")
    pytest.skip(f"{what} is missing; see CONTRIBUTING.md")


@pytest.fixture(scope="session")
def chromium():
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  (an extra)
    except ImportError:
        missing("playwright")
    if path is None:
        missing("Chromium")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium):
    """Open tabs; each fails the test where a script fails, a dialog of the browser opens, or something outside is asked for."""
    seen, contexts = [], []

    def opened(width=1440, height=900, scheme="light", **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: seen.append(f"error: {error}"))
        page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: seen.append(request.url) if not _own(request.url) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not seen


def _own(url):
    return url.startswith(("file:", "data:", "about:", "http://127.0.0.1:"))


@pytest.fixture(scope="session")
def extractor():
    return Extractor()


@pytest.fixture(scope="session")
def mediation(extractor):
    return extractor.read((FIXTURES / "mediation.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def sample(extractor):
    return extractor.read((EXAMPLES / "sample.txt").read_text(encoding="utf-8"))


@pytest.fixture
def shown(tab, tmp_path):
    """Open a page of HTML as a file."""

    def show(html, **options):
        path = tmp_path / f"page{len(list(tmp_path.iterdir()))}.html"
        path.write_text(html, encoding="utf-8")
        page = tab(**options)
        page.goto(path.as_uri())
        return page

    return show


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    (folder / "in").mkdir()
    shutil.copy(FIXTURES / "mediation.txt", folder / "in")
    shutil.copy(EXAMPLES / "sample.txt", folder / "in")
    command = [sys.executable, "-m", "cnreport_extract", "batch", folder / "in", "--to", folder / "facts.db", "--quiet", "--workers", "1"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "facts.db"


@contextmanager
def _serving(*options):
    """`cnreport serve` as a user starts it, on a port that is free; gives its address."""
    command = [sys.executable, "-m", "cnreport_extract", "serve", "--port", "0", "--lang", "zh", *map(str, options)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        line = server.stderr.readline()
        assert "the workbench is open at" in line, line + server.stderr.read()
        try:
            yield next(word for word in line.split() if word.startswith("http"))
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def serving():
    return _serving


@pytest.fixture(scope="session")
def workbench(archive, tmp_path_factory, serving):
    with serving("--archive", archive, "--reviews", tmp_path_factory.mktemp("reviews") / "reviews.db", "--per-minute", 1000) as address:
        yield address


@pytest.fixture
def accessible():
    """Check a page with axe-core: nothing serious."""
    try:
        from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  (an extra)
    except ImportError:
        missing("axe-playwright-python")

    def check(page):
        found = Axe().run(page).response["violations"]
        told = [(one["id"], [(node["html"][:200], node["failureSummary"]) for node in one["nodes"][:3]]) for one in found]
        assert not [one for one, full in zip(told, found, strict=True) if full["impact"] in {"serious", "critical"}]

    return check
