"""What the tests of the facts share: one extractor, and the numbers of a text as they were attributed."""

import pytest

from cnreport_extract.pipeline import Extractor


@pytest.fixture(scope="session")
def extractor():
    return Extractor()


@pytest.fixture(scope="session")
def attributions(extractor):
    """A function: text → the attributions of its numbers, read on 2025-04-02."""
    attributor = extractor._facts.attributor
    return lambda text: list(attributor.attribute(extractor.scene(text, "2025-04-02")))
