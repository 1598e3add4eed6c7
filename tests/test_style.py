"""The rules of the house that ruff cannot check; each failure says where and what to do."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "cnreport_extract"

FILE_LINES = 400
FUNCTION_LINES = 40
SHORT_FUNCTION_LINES = 15
SHORT_SHARE = 0.6
BANNED_NAMES = {"common", "helper", "helpers", "misc", "util", "utils"}
HAN = re.compile("[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
MAY_HOLD_HAN = ("chars.py", "cli/")

CODE = sorted([*SOURCE.rglob("*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("tools/**/*.py"), *ROOT.glob("training/**/*.py")])
MODULES = sorted(PACKAGE.rglob("*.py"))


def relative(path):
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function):
    return function.end_lineno - function.lineno + 1


def docstrings(module):
    """The nodes of all docstrings: those of modules, classes and functions, and strings under an attribute."""
    for node in ast.walk(module):
        for statement in getattr(node, "body", None) or [] if not isinstance(node, ast.Lambda | ast.IfExp) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield statement.value


def han_literals(path):
    """Line and text of each string literal with Han characters that is no docstring."""
    documentation = set(map(id, docstrings(tree(path))))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation and HAN.search(node.value):
            yield node.lineno, node.value


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_file_is_short(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= FILE_LINES, f"{relative(path)} has {lines} lines, {FILE_LINES} at most: split it by what it is about"


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_functions_are_short(path):
    long = [f"{relative(path)}:{f.lineno} {f.name}: {length(f)} lines" for f in functions(path) if length(f) > FUNCTION_LINES]
    assert not long, f"{FUNCTION_LINES} lines at most, docstring included: {long}"


def test_most_functions_are_very_short():
    lengths = [length(function) for path in MODULES for function in functions(path)]
    short = sum(lines <= SHORT_FUNCTION_LINES for lines in lengths)
    assert short >= SHORT_SHARE * len(lengths), f"only {short} of {len(lengths)} functions have {SHORT_FUNCTION_LINES} lines or fewer"


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_file_name_says_what_is_inside(path):
    assert path.stem not in BANNED_NAMES, f"{relative(path)}: name the file after what it holds"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if not path.relative_to(PACKAGE).as_posix().startswith(MAY_HOLD_HAN)], ids=relative
)
def test_words_are_data(path):
    found = [f"{relative(path)}:{line}: {text!r}" for line, text in han_literals(path)]
    assert not found, f"words belong into patterns/ or gazetteers/: {found}"


def test_rule_against_words_sees_what_it_must(tmp_path):
    file = tmp_path / "module.py"
    file.write_text('"""文档"""\n\n\ndef f(x):\n    """例"""\n    # 注释\n    return f"第{x}" + "，、。" + "万"\n', encoding="utf-8")
    assert {text for _, text in han_literals(file)} == {"第", "万"}


def test_records_are_records():
    classes = [node for node in tree(PACKAGE / "records.py").body if isinstance(node, ast.ClassDef)]
    assert classes
    for node in classes:
        assert [ast.unparse(one) for one in node.decorator_list] == ["record"], f"records.py:{node.lineno} {node.name}: needs @record"


def test_the_type_checker_sees_who_changes_a_record(tmp_path):
    script = tmp_path / "changes.py"
    script.write_text("from cnreport_extract.records import Span\n\nSpan(1, 2).start = 3\n", encoding="utf-8")
    checked = subprocess.run([sys.executable, "-m", "mypy", "--strict", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert "read-only" in checked.stdout


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_no_global_state_is_changed(path):
    found = [f"{relative(path)}:{node.lineno}" for node in ast.walk(tree(path)) if isinstance(node, ast.Global)]
    assert not found, f"no global state; pass it as an argument: {found}"


def test_errors_import_nothing():
    assert not [node for node in ast.walk(tree(PACKAGE / "errors.py")) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_data_is_not_copied_into_the_source():
    assert not (PACKAGE / "_data").exists(), "src/cnreport_extract/_data would hide patterns/ and gazetteers/: delete it"


def test_nothing_that_a_tool_made_is_tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    made = [name for name in listed.stdout.splitlines() if re.search(r"(^|/)(__pycache__|\.venv|dist|\.hypothesis)/|\.pyc$", name)]
    assert not made
