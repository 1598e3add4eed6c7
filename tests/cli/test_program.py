"""The program as a whole: version, help, quick start."""

import subprocess
import sys

import pytest

import cnreport_extract

HEAVY = ("charset_normalizer", "pydantic", "rich", "rjieba")


def loaded_by(program):
    """Which slow packages a program has imported when it ends."""
    code = (
        f"import sys\ntry:\n    {program}\nexcept SystemExit:\n    pass\nprint(*(m for m in {HEAVY} if m in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stderr.split("\n")[-2].split()


def test_version(run):
    assert run("--version").stdout == f"cnreport, version {cnreport_extract.__version__}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("extract", "--help"), ("evaluate", "--help")])
def test_help_has_examples(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 0
    assert "Examples:\n" in result.stdout
    assert "cnreport extract " in result.stdout or "cnreport evaluate " in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["extract", "--help"], ["extract", "--no-such-option"]])
def test_start_imports_nothing_slow(arguments):
    assert loaded_by(f"from cnreport_extract.cli import main; sys.argv[1:] = {arguments}; main()") == []


def test_import_of_the_package_does_no_work():
    assert loaded_by("import cnreport_extract; cnreport_extract.__version__; cnreport_extract.CnreportError") == []


def test_module_runs_like_the_command():
    done = subprocess.run([sys.executable, "-m", "cnreport_extract", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"cnreport, version {cnreport_extract.__version__}\n"
