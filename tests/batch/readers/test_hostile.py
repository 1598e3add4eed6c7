"""Hostile and broken files: each is a failure with its kind, none is a crash, a hang or a wrong row, and the rest goes on."""

import contextlib
import gzip
import hashlib
import io
import json
import tarfile
import time
import tracemalloc
import zipfile

import pytest
import zstandard

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import Limits, TextReader, items
from cnreport_extract.errors import ReadError

TEXT = "7月3日，市总工会慰问一线职工300人。"


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def nested(depth):
    data, name = TEXT.encode(), "a.txt"
    for level in range(depth):
        data, name = zipped([(name, data)]), f"{level}.zip"
    return data


def odd_tar():
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("device", tarfile.CHRTYPE), ("pipe", tarfile.FIFOTYPE), ("hard", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("../../escape.txt")
        info.size = len(TEXT.encode())
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    return data.getvalue()


def docx_with(xml):
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}" Target="word/document.xml"/></Relationships>'
    )
    return zipped([("[Content_Types].xml", types), ("_rels/.rels", rels), ("word/document.xml", xml)])


def noise(seed, size):
    return hashlib.shake_256(bytes([seed % 256, seed // 256])).digest(size)


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body>"
EXPANDING = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "哈哈">{LOL}]><w:document {WORD}>{BODY}</w:document>'
BROKEN = [
    ("a.txt", b"", "empty"),
    ("a.html", b"   ", "empty"),
    ("a.txt", b"\x00" * 500, "binary"),
    ("a.html", b"\x00\x01\x02" * 500, "binary"),
    ("a.json", b"{", "malformed"),
    ("a.json", b"[" * 100_000, "malformed"),
    ("a.json", b'[{"text": "a"', "malformed"),
    ("a.jsonl", b"[1]", "malformed"),
    ("a.jsonl", b'{"x": 1}', "field"),
    ("a.jsonl", b'{"text": ' + b"[" * 5000, "malformed"),
    ("a.parquet", b"PAR1 none", "malformed"),
    ("a.docx", b"none", "malformed"),
    ("a.docx", b"\xd0\xcf\x11\xe0" * 99, "encrypted"),
    ("a.pdf", b"%PDF-1.7 none", "malformed"),
    ("a.zip", b"PK\x03\x04 none", "malformed"),
    ("a.tar", b"none" * 500, "malformed"),
    ("a.warc", b"none", "malformed"),
    ("a.txt.gz", gzip.compress(TEXT.encode() * 99)[:-20], "malformed"),
    ("a.txt.zst", b"\x28\xb5\x2f\xfd" + b"none" * 9, "malformed"),
]


BOMB = b"0" * 120_000_000


@pytest.fixture(scope="module")
def bomb():
    return gzip.compress(BOMB, 9), zstandard.compress(BOMB), zipped([("a.txt", BOMB)])


def read_all(path, limits=None):
    """What comes of a file: text, or kind of failure."""
    reader, found = TextReader(), []
    for item in items([str(path)], limits):
        if isinstance(item, Failure):
            found.append(item.kind)
            continue
        try:
            found.append(reader.read(item).text)
        except ReadError as error:
            found.append(error.kind)
    return found


def check(tmp_path, name, data, limits=None):
    """The file lies between two good ones."""
    for good in ("0.txt", "z.txt"):
        (tmp_path / good).write_text(TEXT, encoding="utf-8")
    (tmp_path / name).write_bytes(data)
    first, *found, last = read_all(tmp_path, limits)
    assert first == last == TEXT
    return found


@pytest.mark.parametrize(
    ("which", "name"),
    [(0, "a.txt.gz"), (1, "a.txt.zst"), (2, "a.zip"), (0, "a.jsonl.gz"), (0, "a.csv.gz"), (0, "a.tar.gz"), (0, "a.json.gz")],
)
def test_decompression_bombs_are_given_up_early(which, name, bomb, tmp_path):
    tracemalloc.start()
    begun = time.process_time()
    found = check(tmp_path, name, bomb[which])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found in (["ratio"], ["too-large"], ["malformed"])
    assert peak < len(BOMB) / 2
    assert time.process_time() - begun < 60


def test_a_bomb_of_many_members(tmp_path):
    data = zipped([(f"{number}.txt", b"0" * 1_000_000) for number in range(300)])
    (tmp_path / "a.zip").write_bytes(data)
    found = list(items([str(tmp_path)]))
    assert found[-1].kind == "ratio"
    assert len(found) < 300


def test_containers_in_containers(tmp_path):
    assert check(tmp_path, "a.zip", nested(4)) == [TEXT]
    assert check(tmp_path, "a.zip", nested(5)) == ["nesting"]
    assert check(tmp_path, "a.zip", nested(2), Limits(max_nesting=1)) == ["nesting"]


def test_a_line_of_two_hundred_megabytes(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(200):
            file.write(b"9" * 1_000_000)
        file.write(b'"}\n' + json.dumps({"text": TEXT}).encode() + b"\n")
    tracemalloc.start()
    found = list(items([str(path)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [getattr(one, "kind", one.place.rpartition("#")[2]) for one in found] == ["too-large", "2"]
    assert peak < 100_000_000


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.txt", "a.html"])
def test_a_long_record_without_end(name, tmp_path):
    start = {"a.csv": b'id,text\n1,"', "a.json": b'[{"text": "'}.get(name, b"")
    limits = Limits(max_document_bytes=100_000)
    assert check(tmp_path, name, start + b"9" * 500_000, limits) in (["too-large"], ["malformed"])


def test_names_in_archives_are_names_and_no_paths(tmp_path):
    names = ["../../escape.txt", "/etc/escape.txt", "..\\..\\escape.txt", "a/\x1b[31m.txt", "same.txt", "same.txt"]
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped([(name, TEXT) for name in names])
    assert check(tmp_path, "a.zip", data) == [TEXT] * 6
    places = [item.place for item in items([str(tmp_path / "a.zip")])]
    assert len(set(places)) == 6
    assert all(place.startswith(f"{tmp_path}/a.zip!") for place in places)
    assert not list(tmp_path.parent.rglob("escape.txt"))


def test_links_and_devices_in_archives_are_left_alone(tmp_path):
    assert check(tmp_path, "a.tar", odd_tar()) == ["unsupported"] * 4 + [TEXT]


def test_entities_of_word_files_are_not_expanded(tmp_path):
    (found,) = check(tmp_path, "a.docx", docx_with(EXPANDING))
    assert found in {"malformed", "empty"} or len(found) < 100


def test_a_word_file_that_unpacks_to_too_much(tmp_path):
    assert check(tmp_path, "a.docx", docx_with(f"<w:document {WORD}>{' ' * 30_000_000}</w:document>")) == ["ratio"]


@pytest.mark.parametrize(("name", "data", "kind"), BROKEN, ids=[f"{name} {number}" for number, (name, _, _) in enumerate(BROKEN)])
def test_broken_files(name, data, kind, tmp_path):
    assert check(tmp_path, name, data) == [kind]


def test_half_an_archive_gives_the_records_before_the_break(tmp_path):
    lines = b"".join(json.dumps({"id": number, "text": f"{TEXT}{noise(number, 8).hex()}"}).encode() + b"\n" for number in range(2_000))
    found = check(tmp_path, "a.jsonl.gz", gzip.compress(lines)[:-5_000])
    assert found[-1] == "malformed"
    assert len(found) > 500
    assert all(text.startswith(TEXT) for text in found[:-2])


def test_text_that_is_sql_or_a_formula_is_text(tmp_path):
    for number, text in enumerate(["'; DROP TABLE facts; --", '=HYPERLINK("http://x","去年受理案件90件")', "@SUM(A1:A9) 全市受理案件90件"]):
        assert check(tmp_path, "a.jsonl", json.dumps({"title": text, "text": text, "id": number}).encode()) == [text]


@pytest.mark.parametrize(
    "name", ["a.html", "a.zip", "a.tar", "a.json", "a.csv", "a.parquet", "a.docx", "a.pdf", "a.warc", "a.md", "a.txt.gz", "a.bin"]
)
def test_random_bytes_under_any_name_raise_nothing(name, tmp_path):
    signs = {
        "a.zip": b"PK\x03\x04",
        "a.docx": b"PK\x03\x04",
        "a.pdf": b"%PDF-1.7\n",
        "a.warc": b"WARC/1.0\r\n",
        "a.parquet": b"PAR1",
        "a.txt.gz": b"\x1f\x8b\x08\x00",
    }
    for seed in range(8):
        data = signs.get(name, b"") + noise(seed, 3_000)
        found = check(tmp_path, name, data)
        assert all(isinstance(each, str) for each in found)


def test_a_page_with_endless_attributes_and_tags_ends():
    html = "<p " + "a='1' " * 50_000 + ">" + "<b>去年<i>" * 20_000 + "<table><tr><td>" * 500
    try:
        TextReader().read(Item("a.html", "text/html", html.encode()))
    except ReadError as error:
        assert error.kind in {"nesting", "no-article"}  # noqa: PT017  (either is right, and so is a text)


GROWING = {
    "links in one element": lambda n: f"<div>{''.join(f'<a href={k}>全市受理案件{k}</a>' for k in range(n))}</div>",
    "paragraphs": lambda n: f"<div>{''.join(f'<p>去年，全市受理案件{k}件，调解成功率达91%。</p>' for k in range(n))}</div>",
    "rows": lambda n: f"<table>{''.join(f'<tr><td>甲{k}<td>{k}<td>9</tr>' for k in range(n))}</table>",
    "furniture": lambda n: f"<p>去年，全市受理案件90件。</p>{''.join(f'<div class=hot>{k}</div>' for k in range(n))}",
}


@pytest.mark.parametrize("shape", GROWING)
def test_four_times_the_page_takes_about_four_times_as_long(shape):
    def cost(count):
        begun = time.process_time()
        with contextlib.suppress(ReadError):
            TextReader().read(Item("a.html", "text/html", GROWING[shape](count).encode()))
        return time.process_time() - begun

    cost(100)
    assert min(cost(4_000), cost(4_000)) < 12 * max(cost(1_000), 0.01)
