"""One extractor for all runs of the command: building it is what takes time."""

import pytest
from click.testing import CliRunner

from cnreport_extract.cli.app import program
from cnreport_extract.pipeline import Extractor


@pytest.fixture(scope="session")
def extractor():
    return Extractor()


@pytest.fixture
def run(extractor, monkeypatch, tmp_path):
    """Run `cnreport` with arguments, in an empty folder; gives exit_code, stdout and stderr."""
    made = lambda **options: Extractor(**options) if any(options.values()) else extractor  # noqa: E731
    monkeypatch.setattr("cnreport_extract.pipeline.Extractor", made)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*arguments, stdin=None):
        return CliRunner().invoke(program, list(map(str, arguments)), input=stdin, prog_name="cnreport")

    return invoke
