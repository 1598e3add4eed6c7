"""What reading a web page costs and what it loses, beside trafilatura alone, on the pages of tests/fixtures/web_pages.

    python benchmarks/pages.py

A line of the story that is not found is missed, any other line is too many; blanks and bars do not count. The title and the
line with source and date are left out, because trafilatura does not promise them. Pages are measured as they are and with
menus, scripts and headlines around them, as real pages have.
"""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import trafilatura

from cnreport_extract.batch.readers.pages import article_reader

PAGES = sorted((Path(__file__).parents[1] / "tests" / "fixtures" / "web_pages").glob("*.html"))
SCRIPT = "<script>" + "document.getElementById('x').hidden = 9;" * 600 + "</script>"
MENU = "<div class='menu'><ul>" + "".join(f"<li><a href='/{n}'>栏目名称{n}</a></li>" for n in range(250)) + "</ul></div>"
ROUNDS = 3
META = re.compile(r"(?:19|20)\d\d[-年]|来源|发布")

Reader = Callable[[str], str]


def ours(html: str) -> str:
    """The text that this library takes out of a page."""
    return article_reader().read(html).text


def alone(*, fast: bool) -> Reader:
    """Trafilatura as it comes."""
    return lambda html: trafilatura.extract(html, fast=fast, include_comments=False) or ""


def bare(text: str) -> set[str]:
    """The lines of a text without what writers put between words and cells."""
    return {line for each in text.splitlines() if (line := re.sub(r"^- |[\s|]", "", each))}


def wrapped(html: str) -> str:
    """A page with a menu and scripts around it."""
    return re.sub("(?i)<body[^>]*>", lambda start: start[0] + MENU + SCRIPT, html, count=1)


def losses(read: Reader, pages: Sequence[Path]) -> tuple[int, int, int]:
    """Lines of the stories, lines missed, lines too many."""
    total = missed = extra = 0
    for path in pages:
        title, *lines = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
        info = lines[:1] if META.search(lines[0][:40]) else []
        story, beside = bare("\n".join(lines[len(info) :])), bare("\n".join([title, *info]))
        found = bare(read(path.read_text(encoding="utf-8"))) - beside
        total, missed, extra = total + len(story), missed + len(story - found), extra + len(found - story)
    return total, missed, extra


def rate(read: Reader, pages: Sequence[str]) -> float:
    """Pages a second of processor time."""
    begun = time.process_time()
    for _ in range(ROUNDS):
        for html in pages:
            read(html)
    return ROUNDS * len(pages) / (time.process_time() - begun)


def main() -> None:
    """Print one row for each reader."""
    small = [path.read_text(encoding="utf-8") for path in PAGES]
    large = [wrapped(html) for html in small]
    sizes = [sum(len(html.encode()) for html in pages) / len(pages) / 1000 for pages in (small, large)]
    print(f"| reader | lines | missed | too many | pages/s of {sizes[0]:.0f} kB | of {sizes[1]:.0f} kB |\n|---|---|---|---|---|---|")
    for name, read in {"cnreport_extract": ours, "trafilatura fast": alone(fast=True), "trafilatura": alone(fast=False)}.items():
        total, missed, extra = losses(read, PAGES)
        print(f"| {name} | {total} | {missed} | {extra} | {rate(read, small):.0f} | {rate(read, large):.0f} |")


if __name__ == "__main__":
    main()
