"""Where the time goes: each step of the extractor, per text and per fact; a part of `speed.py`."""

from collections.abc import Callable, Sequence
from time import process_time
from typing import Any

from cnreport_extract import Extractor

PUBLISHED = "2025-04-02"
NAMES = {
    "_pages": "page: blocks, sentences",
    "_periods": "periods",
    "_names": "names",
    "_quantities": "quantities",
    "_resolver": "short names, pronouns",
    "_facts": "facts",
}
ROUNDS = 5


class Timed:
    """A step that adds up the seconds of its calls."""

    def __init__(self, step: object) -> None:
        self.step, self.seconds = step, 0.0

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """The method of the step, timed."""
        call = getattr(self.step, method)

        def timed(*arguments: Any, **named: Any) -> Any:
            began = process_time()
            try:
                return call(*arguments, **named)
            finally:
                self.seconds += process_time() - began

        return timed


def steps(texts: Sequence[str]) -> None:
    """Print the least seconds of several rounds, step by step; what is left makes the records of the document."""
    extractor = Extractor()
    found = sum(len(extractor.read(text, PUBLISHED).facts) for text in texts)
    parts = {name: Timed(part) for name, part in vars(extractor).items() if name in NAMES}
    vars(extractor).update(parts)
    rounds = []
    for _ in range(ROUNDS):
        before = {name: part.seconds for name, part in parts.items()}
        began = process_time()
        for text in texts:
            extractor.read(text, PUBLISHED)
        whole = process_time() - began
        rounds.append((whole, {name: part.seconds - before[name] for name, part in parts.items()}))
    whole, least = min(rounds, key=lambda one: one[0])
    print(f"\nwhere the time goes: {len(texts)} texts, {found} facts")
    print(f"{'':26}{'share':>8}{'ms a text':>12}{'ms a fact':>12}")
    rows = {**{NAMES[name]: seconds for name, seconds in least.items()}, "records": whole - sum(least.values()), "all": whole}
    for name, seconds in rows.items():
        print(f"{name:26}{seconds / whole:8.1%}{1000 * seconds / len(texts):12.3f}{1000 * seconds / max(found, 1):12.3f}")
