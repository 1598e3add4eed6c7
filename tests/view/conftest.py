"""One extractor and the fixture texts for all tests of the page."""

from pathlib import Path

import pytest

from cnreport_extract.pipeline import Extractor

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "view"


@pytest.fixture(scope="session")
def extractor():
    return Extractor()


@pytest.fixture(scope="session")
def mediation(extractor):
    return extractor.read((FIXTURES / "mediation.txt").read_text(encoding="utf-8"))
