"""The package as a stranger gets it: built, installed into an empty environment outside the checkout, and used."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.install

ROOT = Path(__file__).resolve().parents[1]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "__pycache__", "dist", ".hypothesis", ".*_cache")
SENTENCE = "去年，清溪县总工会共受理案件90件。"
PROGRAM = f"""
import json, cnreport_extract
facts = cnreport_extract.extract({SENTENCE!r}, published="2025-04-02")
print(json.dumps([cnreport_extract.__file__, [fact.model_dump(mode="json") for fact in facts]]))
"""


class Environment:
    """An empty virtual environment in which a user's commands run: no variable of ours gets in."""

    def __init__(self, folder):
        self.folder = folder
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        venv.create(folder, with_pip=True)

    def run(self, *command):
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CNREPORT", "VIRTUAL_ENV"))}
        variables["PATH"] = f"{self.bin}{os.pathsep}{variables['PATH']}"
        program = self.bin / command[0]
        done = subprocess.run([program, *command[1:]], cwd=self.folder, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def install(self, *what):
        self.run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what)

    def extract(self):
        """Where the package was imported from, and the facts of the sentence."""
        return json.loads(self.run("python", "-c", PROGRAM))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the checkout, so that a build leaves nothing in ours."""
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "checkout", ignore=NOT_COPIED)


@pytest.fixture(scope="module")
def sdist(checkout):
    folder = checkout.parent / "dist"
    subprocess.run(
        [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder, checkout], check=True, capture_output=True
    )
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist):
    """The wheel, built from the unpacked sdist and from nothing else."""
    with tarfile.open(sdist) as archive:
        archive.extractall(sdist.parent, filter="data")
    source = sdist.parent / sdist.name.removesuffix(".tar.gz")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", sdist.parent, source], check=True, capture_output=True
    )
    return next(sdist.parent.glob("*.whl"))


def data_files(root):
    return {
        path.relative_to(root).as_posix()
        for name in ("gazetteers", "models", "patterns")
        for path in (root / name).rglob("*")
        if path.is_file()
    }


def test_wheel_holds_the_package_its_data_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    prefix = "cnreport_extract/_data/"
    assert {name.removeprefix(prefix) for name in names if name.startswith(prefix)} == data_files(ROOT)
    assert {"cnreport_extract/py.typed", "cnreport_extract/__init__.py"} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"cnreport_extract"}


def test_wheel_works_in_an_empty_environment(wheel, tmp_path):
    environment = Environment(tmp_path / "venv")
    environment.install(wheel)
    origin, facts = environment.extract()
    assert Path(origin).is_relative_to(environment.folder)
    assert [(fact["value"], fact["unit"], fact["text"], fact["span"]) for fact in facts] == [("90", "件", "90件", [14, 17])]
    assert facts[0]["date"] == {"start": "2024-01-01", "end": "2024-12-31"}
    assert environment.run("python", "-c", "import cnreport_extract") == ""
    version = environment.run("python", "-c", "import cnreport_extract as c; print(c.__version__)").strip()
    assert wheel.name.startswith(f"cnreport_extract-{version}-")
    assert version in environment.run("cnreport", "--version")


def test_editable_install_sees_an_edited_pattern(checkout, tmp_path):
    environment = Environment(tmp_path / "venv")
    environment.install("--editable", checkout)
    origin, facts = environment.extract()
    assert Path(origin).is_relative_to(checkout)
    assert [fact["text"] for fact in facts] == ["90件"]
    program = PROGRAM.replace("90件", "90畹")
    assert "畹" not in [fact["unit"] for fact in json.loads(environment.run("python", "-c", program))[1]]
    add_unit(checkout / "patterns" / "units", "畹")
    assert [fact["unit"] for fact in json.loads(environment.run("python", "-c", program))[1]] == ["畹"]


def add_unit(folder, unit):
    """Add an entry for a unit that nobody uses to a file of counting units, as a user would."""
    file = next(path for path in sorted(folder.glob("*.toml")) if 'dimension = "count"' in path.read_text(encoding="utf-8"))
    entry = f'\n[[unit]]\nid = "{unit}"\naliases = ["{unit}"]\nexamples = ["种植兰草3{unit}。"]\ncounterexamples = ["兰{unit}路"]\n'
    file.write_text(file.read_text(encoding="utf-8") + entry, encoding="utf-8")
