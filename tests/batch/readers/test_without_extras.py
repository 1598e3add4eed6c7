"""Without the extra `batch` text and JSON are read as ever, and every other format says in one line what to install."""

import gzip
import json
import subprocess
import sys

import pytest

TEXT = "去年，平江县总工会受理劳动争议案件90件。"
MISSING = ["docx", "lxml", "markdown_it", "pyarrow", "pypdfium2", "trafilatura", "warcio", "zstandard"]
PROGRAM = f"""
import sys
sys.modules.update(dict.fromkeys({MISSING!r}))
from cnreport_extract.cli import main
sys.argv = ["cnreport", "extract", "--format", "jsonl", *sys.argv[1:]]
main()
"""
NEEDS = {
    "a.html": b"<p>" + TEXT.encode(),
    "a.md": TEXT.encode(),
    "a.docx": b"PK\x03\x04",
    "a.pdf": b"%PDF-1.7",
    "a.parquet": b"PAR1",
    "a.warc": b"WARC/1.0\r\n",
    "a.txt.zst": b"\x28\xb5\x2f\xfd",
}
DOES_NOT = {
    "a.txt": TEXT.encode("gbk"),
    "a.txt.gz": gzip.compress(TEXT.encode()),
    "a.jsonl": json.dumps({"text": TEXT}).encode(),
    "a.json": json.dumps([{"text": TEXT}]).encode(),
    "a.csv": f"id,text\n1,{TEXT}\n".encode(),
}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for name, data in (NEEDS | DOES_NOT).items():
        (folder / name).write_bytes(data)
    command = [sys.executable, "-c", PROGRAM, *NEEDS, *DOES_NOT]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("name", NEEDS)
def test_what_needs_it_says_so(done, name):
    (line,) = [line for line in done.stderr.splitlines() if line.startswith(f"cnreport: {name}: ")]
    assert line.endswith("pip install 'cnreport-extract[batch]'")


def test_the_rest_is_read(done):
    assert done.returncode == 1
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [[fact["text"] for fact in document["facts"]] for document in documents] == [["90件"]] * len(DOES_NOT)
