"""Write `docs/examples/`: whole releases of our own with all their facts, in both languages; `make docs` does it.

Each page shows the text with its numbers marked, then every fact, and what the gold facts of the release say about it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from cnreport_extract.batch.beside import text_of
from cnreport_extract.evaluation.compare import Comparison
from cnreport_extract.evaluation.gold import predicted, read_gold
from cnreport_extract.evaluation.scorer import outcomes
from cnreport_extract.evaluation.tolerances import Tolerances
from cnreport_extract.models import Document, Fact
from cnreport_extract.pipeline import Extractor
from cnreport_extract.sinks.protocol import record
from cnreport_extract.view.amounts import amount, days

ROOT = Path(__file__).resolve().parents[1]
RELEASES = ROOT / "tests" / "fixtures" / "releases" / "synthetic"
FOLDER = ROOT / "docs" / "examples"
EXAMPLES = {"union-legal-aid": "A05", "spring-travel": "B03", "power-company": "C01"}
HEADS = {
    "en": ("#", "printed", "entity", "metric", "value", "aspect", "period", "gold"),
    "zh": ("#", "原文", "主体", "指标", "数值", "性质", "时间", "标准答案"),
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {},
    "zh": {
        "level": "水平",
        "change": "变化",
        "share": "占比",
        "rank": "位次",
        "target": "目标",
        "up": "↑",
        "down": "↓",
        "yoy": "同比",
        "mom": "环比",
        "each day": "每日",
        "each week": "每周",
        "each month": "每月",
        "each quarter": "每季",
        "each year": "每年",
        "right": "对",
        "optional": "可有可无",
        "missed": "漏",
        "spurious": "多",
        "value": "数值错",
        "unit": "单位错",
        "qualifier": "限定词错",
        "metric": "指标错",
        "entity": "主体错",
        "date": "时间错",
        "aspect": "性质错",
        "direction": "方向错",
        "sum agrees": "合计相符",
        "sum disagrees": "合计不符",
        "contradiction": "矛盾",
    },
}
ABOUT = {
    "en": """\
[中文]({name}.zh.md)

A release of our own ([text]({release}.txt), [gold facts]({release}.json)), published {published}, as it is read now.
The last column compares with the gold facts: `right`, or what is wrong.

## Text

{text}

## All {count} facts

{table}
""",
    "zh": """\
[English]({name}.md)

一篇自拟的新闻稿（[原文]({release}.txt)、[标准答案]({release}.json)），发布日期{published}，以下是目前的读取结果。
末列与标准答案比较：“对”，或错在何处。

## 原文

{text}

## 全部{count}条事实

{table}
""",
}
MISSED = {"en": "\nMissed: {}.\n", "zh": "\n遗漏：{}。\n"}


@cache
def read(name: str) -> tuple[Document, dict[tuple[int, int], str], tuple[str, ...]]:
    """A release, what is right or wrong about each of its facts by their spans, and what was missed."""
    path = RELEASES / f"{EXAMPLES[name]}.json"
    gold = next(iter(read_gold([path]).values()))
    document = Extractor().read(text_of(path, gold.sha256), gold.published)
    found = predicted(record(gold.id, document), path.name).facts
    verdicts = dict.fromkeys((fact.span for fact in found), "optional")
    missed = []
    for outcome in outcomes(gold, found, Comparison(Tolerances.load())):
        if outcome.predicted is not None:
            verdicts[outcome.predicted.span] = outcome.kind or "right"
        elif outcome.gold is not None:
            missed.append(outcome.gold.text)
    return document, verdicts, tuple(missed)


def page(name: str, language: str) -> str:
    """One page, as the file holds it."""
    document, verdicts, missed = read(name)
    head = HEADS[language]
    rows = [row(number, fact, verdicts[fact.span], WORDS[language]) for number, fact in enumerate(document.facts, 1)]
    body = ABOUT[language].format(
        name=name,
        release=f"../../tests/fixtures/releases/synthetic/{EXAMPLES[name]}",
        published=document.published,
        text="\n>\n".join(paragraphs(document)),
        count=len(rows),
        table="\n".join("| " + " | ".join(cells) + " |" for cells in (head, ("---",) * len(head), *rows)),
    )
    return f"# {escaped(document.title or name)}\n\n{body}" + (MISSED[language].format(", ".join(missed)) if missed else "")


def row(number: int, fact: Fact, verdict: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The cells of one fact."""
    aspect = " ".join(words.get(word, word) for word in (fact.aspect, fact.direction, fact.basis) if word)
    period = ", ".join(
        filter(None, [days(fact.date), words.get(f"each {fact.frequency}", f"each {fact.frequency}") if fact.frequency else ""])
    )
    kinds = [note.kind if note.kind == "contradiction" else f"sum {'agrees' if note.agrees else 'disagrees'}" for note in fact.notes]
    said = ", ".join(words.get(word, word) for word in (verdict, *dict.fromkeys(kinds)))
    cells = (str(number), fact.text, fact.entity or "", fact.metric or "", amount(fact), aspect, period, said)
    return tuple(map(escaped, cells))


def paragraphs(document: Document) -> Iterator[str]:
    """The lines of the text as a quotation, each number in bold with the number of its fact."""
    text, at, marked = document.text, 0, ""
    for number, fact in enumerate(document.facts, 1):
        start, end = fact.span
        marked += f"{escaped(text[at:start])}**{escaped(text[start:end])}**<sup>{number}</sup>"
        at = end
    lines = (marked + escaped(text[at:])).splitlines()
    yield from (f"> {line.strip()}" for line in lines if line.strip())


def escaped(text: str) -> str:
    r"""What Markdown would read as its own.

    Example:
        >>> escaped("a|b*")
        'a\\|b\\*'
    """
    return re.sub(r"([\\*_|<>\[\]`#~])", r"\\\1", text)


def write(folder: Path) -> None:
    """Write all pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in EXAMPLES:
        for language, ending in (("en", ""), ("zh", ".zh")):
            (folder / f"{name}{ending}.md").write_text(page(name, language), encoding="utf-8")


if __name__ == "__main__":
    write(FOLDER)
