"""Reviews → gold facts, as `cnreport evaluate` reads them: one `ID.json` with its `ID.txt` a document, in one ZIP file.

Accepted, corrected and added facts are gold; rejected ones are left out, so that finding them again counts as spurious. What the
extractor finds and nobody has looked at is gold of the kind `optional`: it neither helps nor harms a score.
"""

import hashlib
import io
import json
import zipfile
from collections import defaultdict
from typing import Any

from cnreport_extract.models import Fact
from cnreport_extract.pipeline import Extractor
from cnreport_extract.server.reviews import Review, ReviewStore, fact_key


def gold_archive(store: ReviewStore, extractor: Extractor) -> bytes:
    """All reviewed documents as a ZIP file of gold files and texts; the same reviews give the same bytes."""
    said: dict[str, dict[str, Review]] = defaultdict(dict)
    for review in store.all():
        said[review.document][review.key] = review
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, title, published, text in store.documents():
            if not said[key]:
                continue
            data = text.encode()
            unseen = [fact for fact in extractor.read(text, published).facts if fact_key(fact) not in said[key]]
            gold = {
                "id": key,
                "title": title or "",
                "published": published.isoformat() if published else None,
                "sha256": hashlib.sha256(data).hexdigest(),
                "facts": gold_facts(said[key].values(), unseen),
            }
            _write(archive, f"{key}.json", (json.dumps(gold, ensure_ascii=False, indent=1) + "\n").encode())
            _write(archive, f"{key}.txt", data)
    return packed.getvalue()


def gold_facts(reviews: Any, unseen: list[Fact]) -> list[dict[str, Any]]:
    """Gold facts in the order of the text."""
    sure = [gold_fact(review.fact, optional=False) for review in reviews if review.fact is not None]
    return sorted([*sure, *(gold_fact(fact, optional=True) for fact in unseen)], key=lambda fact: (fact["span"], fact["optional"]))


def gold_fact(fact: Fact, *, optional: bool) -> dict[str, Any]:
    """One fact in the shape of gold files: fields that may have several answers are lists.

    Example:
        >>> from cnreport_extract import extract
        >>> gold_fact(extract("去年受理案件90件。", "2025-04-02")[0], optional=False)["metric"]
        ['受理案件']
    """
    form = fact.model_dump(mode="json")
    kept = {name: form[name] for name in ("span", "text", "value", "value_max", "qualifier", "unit", "direction", "basis", "frequency")}
    answers = {name: [form[name]] for name in ("metric", "aspect", "entity", "date")}
    return {**kept, **answers, "optional": optional}


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
