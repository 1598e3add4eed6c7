"""The facts of fixed texts are the ones that were last written down; `tools/fact_digests.py` says why."""

import json

import fact_digests

RECORDED = json.loads(fact_digests.FILE.read_text(encoding="utf-8"))


def test_facts_are_those_last_written_down():
    found = fact_digests.digests()
    assert len(RECORDED) >= 50
    changed = [name for name, recorded in RECORDED.items() if found.get(name) != recorded]
    assert not changed, (
        f"the facts of {len(changed)} texts changed: if that is meant, run `make docs` and commit {fact_digests.FILE.name}: {changed[:9]}"
    )
