"""Bad input: one clear line on standard error, exit status 1, and the other files are still done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = "去年,平江县总工会共受理劳动争议案件90件。\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"
NO_TEXT = bytes(range(0x81, 0xFF)) * 40

CASES = {
    "missing file": ("bad.txt", None, (), "bad.txt: no such file or folder; check the path"),
    "empty folder": ("bad.txt", "folder", (), "bad.txt: there is no document in it; name a file"),
    "empty": ("bad.txt", b"", (), "bad.txt: the file is empty"),
    "white space": ("bad.txt", b" \r\n\xe3\x80\x80\n", (), "bad.txt: the file is empty"),
    "picture": ("bad.png", PNG, (), "bad.png: this is no text but a binary file (PNG image); convert it"),
    "office file": ("bad.docx", b"PK\x03\x04" + NO_TEXT, (), "bad.docx: no DOCX file (File is not a zip file); fetch it again"),
    "NUL bytes": ("bad.txt", b"\x00\x01\x02\x00" * 100, (), "bad.txt: this is no text but a binary file"),
    "no text": ("bad.txt", NO_TEXT, (), "bad.txt: the bytes are no text in UTF-8, GB18030, Big5, UTF-16"),
    "too large": (
        "bad.txt",
        b"9" * 3000,
        ("--max-bytes", "2000"),
        "bad.txt: more than 2,000 bytes, the limit for one document; split it, or raise the limit with --max-bytes",
    ),
    "told wrong encoding": ("bad.txt", GOOD.encode("gb18030"), ("--encoding", "utf-8"), "bad.txt: byte 0x"),
}


@pytest.fixture(autouse=True)
def good(tmp_path):
    for name in ("a", "z"):
        (tmp_path / f"{name}.txt").write_text(GOOD, encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_one_line_and_the_other_files_are_done(run, case):
    name, content, options, message = CASES[case]
    if content == "folder":
        Path(name).mkdir()
    elif content is not None:
        Path(name).write_bytes(content)
    result = run("extract", "--format", "jsonl", *options, "a.txt", name, "z.txt")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"cnreport: {message}")
    assert result.stderr.count("\n") == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "z"]


def test_default_limit_refuses_fifty_megabytes_of_digits(run):
    with Path("digits.txt").open("wb") as file:
        file.truncate(50_000_000)
    result = run("extract", "--format", "jsonl", "digits.txt", "a.txt")
    assert result.exit_code == 1
    assert "digits.txt: more than 20,000,000 bytes, the limit for one document; split it" in result.stderr
    assert json.loads(result.stdout)["id"] == "a"


def test_utf8_that_is_declared_as_something_else_is_not_read_as_rubbish(run):
    Path("a.txt").write_text(GOOD, encoding="utf-8")
    for encoding in ("gb18030", "latin-1", "big5"):
        result = run("extract", "--encoding", encoding, "a.txt")
        assert result.exit_code == 1
        assert result.stderr.startswith("cnreport: a.txt: ")
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "", "undefined"])
def test_unknown_encoding_names_the_ones_to_use(run, name):
    result = run("extract", "--encoding", name or " ", "a.txt")
    assert result.exit_code == 1
    assert "encoding" in result.stderr
    assert "utf-8, gb18030, big5" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("value", ["yesterday", "2025-13-01", "02.04.2025", "", "2025年4月2日"])
def test_published_must_be_a_date(run, value):
    result = run("extract", "--published", value, "a.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"cnreport: --published: {value!r} is no date; write year-month-day, such as 2025-04-02\n"


def test_empty_standard_input(run):
    result = run("extract", "-", stdin="")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "cnreport: standard input: the file is empty; there is nothing to read\n"


def test_output_that_cannot_be_written(run):
    result = run("extract", "a.txt", "-o", "no/such/folder/facts.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("cnreport: no/such/folder/facts.jsonl: cannot be written")
    assert result.stderr.count("\n") == 1


def test_output_never_overwrites_an_input(run):
    result = run("extract", "a.txt", "z.txt", "-o", "./z.txt")
    assert result.exit_code == 1
    assert "one of the inputs" in result.stderr
    assert Path("z.txt").read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("arguments", [(), ("--format", "xml", "a.txt"), ("--min-confidence", "2", "a.txt"), ("--no-such-option", "a.txt")])
def test_wrong_usage_is_exit_status_2(run, arguments):
    result = run("extract", *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_a_mistake_of_ours_is_one_line_too(run, extractor, monkeypatch):
    monkeypatch.setattr(extractor, "read", lambda *_: {}["missing"])
    result = run("extract", "a.txt")
    assert result.exit_code == 1
    assert result.stderr.startswith("cnreport: internal error: KeyError('missing')")
    assert result.stderr.count("\n") == 1


def test_file_names_cannot_drive_the_terminal(run):
    result = run("extract", "\x1b[31mred\nfile.txt")
    assert result.stderr == "cnreport:  [31mred file.txt: no such file or folder; check the path\n"


def command(*arguments):
    return [sys.executable, "-m", "cnreport_extract", *arguments]


def test_reader_that_goes_away_is_no_traceback(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("".join(f"{year}年,平江县总工会受理劳动争议案件{year}件。\n" for year in range(1900, 2025)), encoding="utf-8")
    with subprocess.Popen(command("extract", "--format", "jsonl", *[path] * 9), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read().decode()
    assert process.returncode == 1
    assert all(line.startswith("cnreport: note: ") for line in errors.splitlines())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_full_disk_is_one_line(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(GOOD, encoding="utf-8")
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command("extract", path), stdout=full, stderr=subprocess.PIPE, env=buffered, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("cnreport: output: no space left on device")
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.count(b"\n") == 1
