"""Which documents are copies of which: what comes out depends on the set of documents alone, and is what the definition says."""

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnreport_extract.errors import TargetError
from cnreport_extract.sinks import comparison
from cnreport_extract.sinks.comparison import Comparison, Signed
from cnreport_extract.sinks.duplicates import ALIKE, likeness, signature

SIGNS = "去年全县各级工会共受理劳动争议案件成功调解涉及金额万元培训职工人次发放慰问金新建组织家帮助实现就业"


def release(number, changes):
    """Text number N, with some of its signs changed."""
    chance = random.Random(number)  # noqa: S311
    signs = [chance.choice(SIGNS) for _ in range(120)]
    for place in random.Random(changes).sample(range(120), changes):  # noqa: S311
        signs[place] = "新"
    return "".join(signs)


def links(documents, sizes=(1_000,)):
    with Comparison() as found:
        rest = list(documents)
        for size in (*sizes, len(rest)):
            found.add(rest[:size])
            rest = rest[size:]
        return dict(found.changes())


def defined(documents):
    """One after the other against all originals before it."""
    originals, found = [], {}
    for document in sorted(documents, key=lambda one: (one.published or "9999", one.id)):
        shares = [(likeness(document.state, original.state), -rank) for rank, original in enumerate(originals)]
        most, rank = max(shares, default=(0.0, 0))
        if most >= ALIKE:
            found[document.id] = originals[-rank].id
        else:
            originals.append(document)
    return found


texts = st.tuples(st.integers(0, 3), st.integers(0, 12), st.sampled_from([None, "2025-04-01", "2025-04-02"]))


@given(st.lists(texts, max_size=12, unique=True), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_links_are_those_of_the_definition_in_any_order_of_arrival(drawn, chance):
    documents = [
        Signed(f"{number:03}", published, signature(release(text, changes))) for number, (text, changes, published) in enumerate(drawn)
    ]
    expected = defined(documents)
    chance.shuffle(documents)
    assert links(documents, (chance.randrange(5),)) == expected


def test_a_thousand_copies_of_one_page_have_one_original():
    state = signature(release(1, 0))
    documents = [Signed(f"{number:04}", None, state) for number in range(1_000)]
    assert links(documents) == {document.id: "0000" for document in documents[1:]}


def test_only_what_changes_is_told():
    state, other = signature(release(1, 0)), signature(release(2, 0))
    documents = [Signed("a", None, state), Signed("b", None, state, "a"), Signed("c", None, other, "a"), Signed("d", None, None, "a")]
    assert links(documents) == {"c": None, "d": None}


def test_no_room_for_temporary_files_is_one_line(monkeypatch):
    monkeypatch.setattr(comparison, "_SCHEMA", f"PRAGMA max_page_count = 20; {comparison._SCHEMA}")
    with pytest.raises(TargetError, match=r"near-duplicates: .*full.*; make room in the folder of temporary files"):
        links(Signed(f"{number:04}", None, signature(release(number, 0))) for number in range(1_000))


COMPARE = """
import random, resource, sys
from cnreport_extract.sinks.comparison import Comparison, Signed
from cnreport_extract.sinks.duplicates import signature
chance, signs = random.Random(1), [chr(sign) for sign in range(0x4E00, 0x5E00)]
with Comparison() as comparison:
    comparison.add(Signed(f"{number:06}", None, signature("".join(chance.choices(signs, k=40)))) for number in range(int(sys.argv[1])))
    assert not list(comparison.changes())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000)
"""


def test_many_documents_need_no_more_memory_than_few():
    few, many = (
        int(subprocess.run([sys.executable, "-c", COMPARE, count], capture_output=True, text=True, check=True).stdout)
        for count in ("3000", "20000")
    )
    assert many < few + 10, "an index in memory would take 3 KB a document"
