"""One text in every format, compressed and packed in every way: the same text comes out."""

import bz2
import csv
import gzip
import io
import json
import lzma
import pickle
import sys
import tarfile
import zipfile
from datetime import date

import docx
import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

from cnreport_extract.batch.documents import Failure, Item
from cnreport_extract.batch.readers import Fields, Limits, ReadOptions, TextReader, formats, items

TITLE, STORY = "市总工会送清凉", "7月3日，市总工会慰问一线环卫职工300人，送去防暑降温物资，折合12.6万元。"
TEXT = f"{TITLE}\n{STORY}"
RECORD = {"id": "a7", "title": TITLE, "published": "2024-07-04", "text": TEXT}
PAGE = f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><div id="zoom"><p>{STORY}</p></div></body></html>'


def made_docx():
    document = docx.Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def made_pdf(cmap="UniGB-UCS2-H", encoding="utf-16-be"):
    """A page in a font that is not embedded, as Chinese offices make them."""
    shown = [
        f"1 0 0 1 50 {700 - 20 * n} Tm <{line.encode(encoding).hex()}> Tj"
        for n, line in enumerate((TITLE, STORY[:30], STORY[30:], "- 1 -"))
    ]
    stream = f"BT /F1 12 Tf {' '.join(shown)} ET"
    system = "<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        f"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/{cmap}/DescendantFonts[6 0 R]>>",
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo{system}/FontDescriptor 7 0 R/DW 1000>>",
        "<</Type/FontDescriptor/FontName/SimSun/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80>>",
    ]
    data, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return f"{data}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def made_csv(delimiter=","):
    data = io.StringIO()
    rows = csv.DictWriter(data, list(RECORD), delimiter=delimiter)
    rows.writeheader()
    rows.writerow(RECORD)
    return data.getvalue()


def made_parquet():
    data = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([{**RECORD, "published": date(2024, 7, 4)}]), data)
    return data.getvalue()


DOCUMENTS = {
    "a.txt": TEXT.encode(),
    "a.html": PAGE.encode(),
    "a.htm": PAGE.replace("utf-8", "gb2312").encode("gbk"),
    "a.md": f"---\ntitle: {TITLE}\ndate: 2024-07-04\n---\n# {TITLE}\n\n{STORY.replace('300', '**300**')}\n".encode(),
    "a.docx": made_docx(),
    "a.pdf": made_pdf(),
    "no_ending": PAGE.encode(),
    "page.txt": PAGE.encode(),
}
DUMPS = {
    "a.jsonl": json.dumps(RECORD, ensure_ascii=False).encode() + b"\n",
    "gbk.jsonl": json.dumps(RECORD, ensure_ascii=False).encode("gbk") + b"\n",
    "utf16.jsonl": (json.dumps(RECORD, ensure_ascii=False) + "\n").encode("utf-16"),
    "record.json": json.dumps(RECORD).encode(),
    "array.json": b" [" + json.dumps(RECORD, indent=2).encode() + b"\n]\n",
    "utf16.json": json.dumps([RECORD], ensure_ascii=False).encode("utf-16"),
    "lines.json": (json.dumps(RECORD) + "\n" + json.dumps(RECORD) + "\n").encode(),
    "a.csv": made_csv().encode("utf-8-sig"),
    "gbk.csv": made_csv().encode("gbk"),
    "a.tsv": made_csv("\t").encode(),
    "a.parquet": made_parquet(),
    "dump": json.dumps(RECORD).encode() + b"\n",
}
COMPRESSIONS = {".gz": gzip.compress, ".zst": zstandard.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(files):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def warced(pages, *, compressed=True):
    """As crawlers write it: each record is a gzip member of its own."""
    records = []
    for number, (url, (status, media_type, content)) in enumerate(pages.items()):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n".encode() + content
        fields = {
            "WARC-Type": "response",
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>",
            "WARC-Target-URI": url,
            "WARC-Date": "2024-07-05T00:00:00Z",
            "Content-Type": "application/http; msgtype=response",
            "Content-Length": len(answer),
        }
        head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(map(gzip.compress, records) if compressed else records)


def texts(path, options=None):
    reader = TextReader(options)
    found = list(items([str(path)]))
    assert not [item for item in found if isinstance(item, Failure)]
    return [reader.read(item) for item in found]


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name, tmp_path):
    (found,) = texts(put(tmp_path, name, DOCUMENTS[name]))
    assert found.text == TEXT
    assert found.place == str(tmp_path / name)


@pytest.mark.parametrize(
    ("cmap", "encoding"),
    [("GB-EUC-H", "gb2312"), ("GBK-EUC-H", "gbk"), ("GBKp-EUC-H", "gbk"), ("GBK2K-H", "gb18030"), ("UniGB-UTF16-H", "utf-16-be")],
)
def test_encodings_of_old_pdf_files(cmap, encoding, tmp_path):
    (found,) = texts(put(tmp_path, "a.pdf", made_pdf(cmap, encoding)))
    assert found.text == TEXT


@pytest.mark.parametrize("name", DUMPS)
def test_dumps(name, tmp_path):
    found = texts(put(tmp_path, name, DUMPS[name]))[0]
    assert (found.text, found.key, found.title, found.published) == (TEXT, "a7", TITLE, date(2024, 7, 4))


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize("name", [*DOCUMENTS, *DUMPS])
def test_compressed(name, suffix, tmp_path):
    data = (DOCUMENTS | DUMPS)[name]
    assert texts(put(tmp_path, name + suffix, COMPRESSIONS[suffix](data)))[0].text == TEXT


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize("suffix", ["", *COMPRESSIONS])
def test_packed(pack, suffix, tmp_path):
    data = pack(DOCUMENTS | DUMPS)
    path = put(tmp_path, f"archive.{pack.__name__[:3]}{suffix}", COMPRESSIONS[suffix](data) if suffix else data)
    found = texts(path)
    assert {one.text for one in found} == {TEXT}
    assert [one.place.removeprefix(f"{path}!").partition("#")[0] for one in found][:3] == ["a.txt", "a.html", "a.htm"]
    assert len({one.place for one in found}) == len(found) == len(DOCUMENTS) + len(DUMPS) + 1


def test_a_compressed_tar_under_its_short_name_and_archives_in_archives(tmp_path):
    path = put(tmp_path, "a.tgz", gzip.compress(tarred({"b.zip": zipped({"c.txt.gz": gzip.compress(TEXT.encode())})})))
    (found,) = texts(path)
    assert (found.place, found.text) == (f"{path}!b.zip!c.txt.gz", TEXT)


@pytest.mark.parametrize("compressed", [True, False])
def test_answers_of_servers(compressed, tmp_path):
    ok = "200 OK"
    pages = {
        "http://example.org/a.html": (ok, "text/html; charset=gbk", PAGE.replace('<meta charset="utf-8">', "").encode("gbk")),
        "http://example.org/b.pdf": (ok, "application/pdf", DOCUMENTS["a.pdf"]),
        "http://example.org/gone.html": ("404 Not Found", "text/html", PAGE.encode()),
        "http://example.org/logo.png": (ok, "image/png", b"\x89PNG"),
    }
    path = put(tmp_path, "crawl.warc.gz" if compressed else "crawl.warc", warced(pages, compressed=compressed))
    found = texts(path)
    assert [one.place.removeprefix(f"{path}!") for one in found] == ["http://example.org/a.html", "http://example.org/b.pdf"]
    assert {one.text for one in found} == {TEXT}


def test_names_of_chinese_windows(tmp_path):
    data = zipped({"工会/送清凉.txt": TEXT.encode()})
    gbk, utf8 = "工会/送清凉.txt".encode("gbk"), "工会/送清凉.txt".encode()
    old = zipped({"x" * len(gbk): TEXT.encode()}).replace(b"x" * len(gbk), gbk)
    assert utf8 in data
    for number, archive in enumerate((data, old)):
        (found,) = items([str(put(tmp_path, f"{number}.zip", archive))])
        assert found.place.endswith("!工会/送清凉.txt")


def test_standard_input_is_told_by_its_beginning(monkeypatch):
    for data in [
        *DOCUMENTS.values(),
        DUMPS["a.jsonl"],
        DUMPS["array.json"],
        DUMPS["a.parquet"],
        gzip.compress(DUMPS["a.jsonl"]),
        zipped(DOCUMENTS),
    ]:
        if data in (DOCUMENTS["a.md"], DOCUMENTS["a.docx"]):
            continue
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
        found = [TextReader().read(item) for item in items(["-"])]
        assert found[0].text == TEXT
        assert found[0].place.partition("!")[0].partition("#")[0] == "stdin"


@pytest.mark.parametrize(
    ("fields", "record"),
    [
        (Fields(), {"标题": TITLE, "正文": TEXT, "发布时间": "2024年7月4日 09:30", "编号": 7}),
        (Fields(), {"headline": TITLE, "content": TEXT, "pubtime": 1720054800, "_id": "7"}),
        (Fields(text="页面.正文", key="页面.号", title="t", published="d"), {"页面": {"正文": TEXT, "号": 7}, "t": TITLE, "d": "20240704"}),
        (Fields(), {"title": TITLE, "text": TEXT.splitlines(), "date": "2024/07/04", "id": 7}),
        (
            Fields(),
            {
                "html": f"<h1>{TITLE}</h1><p>{STORY.replace('300', '<b>300</b>')}</p><script>9</script>",
                "id": 7,
                "title": TITLE,
                "date": "2024.7.4",
            },
        ),
        (Fields(), {"html": PAGE, "id": 7, "date": "2024-07-04T00:00:00Z"}),
    ],
)
def test_names_of_fields(fields, record):
    item = Item("a.jsonl#1", "application/json", json.dumps(record).encode())
    found = TextReader(ReadOptions(fields=fields)).read(item)
    assert (found.text, found.title, found.published, found.key) == (TEXT, TITLE, date(2024, 7, 4), "7")


def test_records_of_a_long_array_are_cut_where_they_end(tmp_path):
    tricky = [{"text": '引号"括号]}{["'}, {"text": "\\" * 99}, {"text": "x" * 200_000}, {"a": {"b": [1, {"c": "]"}]}}, {"text": "末"}]
    found = list(items([str(put(tmp_path, "a.json", json.dumps(tricky, ensure_ascii=False).encode()))]))
    assert [json.loads(item.data) for item in found] == tricky
    assert [item.place.rpartition("#")[2] for item in found] == ["1", "2", "3", "4", "5"]


def test_pictures_beside_pages_are_passed_over_and_old_word_files_told(tmp_path):
    for name in ("a.txt", "logo.png", "style.css", "old.doc", "sheet.xlsx", "~$lock.docx"):
        put(tmp_path, name, b"PK\x03\x04" if name.endswith("x") else TEXT.encode())
    found = {one.place.rpartition("/")[2]: getattr(one, "kind", "item") for one in items([str(tmp_path)])}
    assert found == {"a.txt": "item", "old.doc": "unsupported", "sheet.xlsx": "unsupported"}


def test_every_ending_in_the_table_belongs_to_one_format():
    suffixes = [suffix for group in formats.FORMATS.values() for suffix in group]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)


def test_reader_can_be_sent_to_a_worker():
    reader = pickle.loads(pickle.dumps(TextReader(ReadOptions(Fields(text="x"), limits=Limits(max_depth=7)))))  # noqa: S301
    assert reader.options == ReadOptions(Fields(text="x"), limits=Limits(max_depth=7))
