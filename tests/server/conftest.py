"""The workbench in the process of the tests, and an archive with a few documents of our own."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cnreport_extract.pipeline import Extractor
from cnreport_extract.server.app import make_app
from cnreport_extract.server.settings import Settings
from cnreport_extract.sinks.outcomes import Origin, Run
from cnreport_extract.sinks.rows import result
from cnreport_extract.sinks.targets import open_target

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "view"
COURTS = "2025年一季度,长沙市受理案件{}件,株洲市调解案件{}件,调解成功率达{}%。\n"


@pytest.fixture(scope="session")
def extractor():
    return Extractor()


@pytest.fixture(scope="session")
def documents(extractor):
    texts = [(FIXTURES / "mediation.txt").read_text(encoding="utf-8")]
    texts += [COURTS.format(place + 1, 2 * place, 80 + place) for place in range(19)]
    texts.append("2024年,平江县共受理争议100件,其中欠薪争议60件、工伤争议30件、其他争议20件。\n")
    return [extractor.read(text, "2025-04-02") for text in texts]


@pytest.fixture(scope="session")
def fill(documents):
    """Write the documents to a target."""

    def write(name):
        with open_target(name, Run("rules-1")) as target:
            target.write([result(Origin(f"{place}.txt", f"d{place}"), document, "rules-1") for place, document in enumerate(documents)])
            target.finish()

    return write


@pytest.fixture(scope="session")
def archive(fill, tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "facts.db"
    fill(str(path))
    return path


@pytest.fixture(scope="session")
def fill_texts(extractor):
    """An archive of these texts in a folder."""

    def write(folder, texts):
        name = str(folder / "texts.db")
        with open_target(name, Run("rules-1")) as target:
            read = (extractor.read(text, "2025-04-02") for text in texts)
            target.write([result(Origin(f"{place}.txt", f"d{place}"), document, "rules-1") for place, document in enumerate(read)])
            target.finish()
        return name

    return write


@pytest.fixture
def client(extractor, tmp_path):
    """Make a client of a workbench with these settings; it speaks as a browser on this machine does."""

    def made(base="http://localhost:8500", **changes):
        settings = Settings(**{"reviews": tmp_path / "reviews.db", "per_minute": 1000, **changes})
        return TestClient(make_app(settings, extractor), base, follow_redirects=False)

    return made
