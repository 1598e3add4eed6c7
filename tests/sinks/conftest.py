"""Results of a small archive, targets of every kind, and what is in them."""

import functools
import uuid

import pytest
from servers import mysql, no_network, postgres  # noqa: F401  (fixtures)
from sqlalchemy import select

from cnreport_extract import Extractor
from cnreport_extract.sinks.engines import engine
from cnreport_extract.sinks.outcomes import Origin
from cnreport_extract.sinks.rows import result
from cnreport_extract.sinks.schema import documents, entities, facts, failures, metrics, sources

TEXTS = {
    "a.txt": "2024年,清溪县总工会受理劳动争议案件90件,调解成功率达91%。",
    "b.txt": "2024年,清溪县总工会培训职工2300人次,发放慰问金1.66亿元。",
    "c.txt": "2024年,清溪县总工会培训职工2300人次,发放慰问金1.66亿元。",
    "d.txt": "今天天气很好。",
}


@pytest.fixture(scope="session")
def results():
    extractor = Extractor()
    return {
        place: result(Origin(place, f"digest of {place}"), extractor.read(text), "rules-1", extractor.labels)
        for place, text in TEXTS.items()
    }


def made(request, tmp_path, kind):
    """A new, empty target of a kind; returns its name."""
    if kind == "sqlite":
        return str(tmp_path / f"{uuid.uuid4().hex}.db")
    server, database = request.getfixturevalue(kind), f"t{uuid.uuid4().hex}"
    server.ask(f"CREATE DATABASE {database}")
    return server.address(database)


@pytest.fixture
def make(request, tmp_path):
    return functools.partial(made, request, tmp_path)


@pytest.fixture(params=["sqlite", "postgres", "mysql"])
def name(request, make):
    return make(request.param)


@pytest.fixture(scope="session")
def stored():
    """What a database holds: the rows of each table, runs and schema steps aside."""

    def read(name):
        made = engine(name if "://" in name else f"sqlite:///{name}")
        try:
            with made.connect() as connection:
                return {
                    table.name: list(map(tuple, connection.execute(select(table).order_by(*table.primary_key))))
                    for table in (documents, sources, facts, entities, metrics, failures)
                }
        finally:
            made.dispose()

    return read
