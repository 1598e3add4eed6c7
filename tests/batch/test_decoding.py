"""Bytes → text: right encodings are found, wrong ones are refused, nothing is guessed into rubbish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.batch.decoding import decode
from cnreport_extract.batch.sources import read_source
from cnreport_extract.errors import DecodingError, InputError

SIMPLIFIED = "去年,平江县总工会共受理劳动争议案件90件,调解成功率达91%。\r\n今年以来又受理24件。"
TRADITIONAL = "去年,清溪縣總工會共受理勞動爭議案件90件,調解成功率達91%。\r\n今年以來又受理24件。"
RARE = SIMPLIFIED + "𠮷喆㙍"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_simplified_text_is_detected(encoding):
    assert decode(SIMPLIFIED.encode(encoding)) == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "cp950", "big5hkscs", "gb18030", "utf-16", "utf-16-le"])
def test_traditional_text_is_detected(encoding):
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-be"])
def test_rare_characters_survive(encoding):
    assert decode(RARE.encode(encoding)) == RARE


@pytest.mark.parametrize("text", ["案件90件", "受理案件", "9", "OK 90%", "职工之家5个。"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_short_texts(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_line_ends_stay():
    assert decode(b"a\r\nb\rc\n") == "a\r\nb\rc\n"


def test_byte_order_mark_is_no_text_whatever_is_told():
    data = SIMPLIFIED.encode("utf-8-sig")
    assert decode(data) == decode(data, "utf-8") == decode(data, "UTF8") == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("utf-16"), "utf-16") == SIMPLIFIED


def test_told_encoding_is_used():
    assert decode("café".encode("latin-1"), "latin-1") == "café"
    assert decode("𠮷".encode("gb18030"), "gb2312") == "𠮷"


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "latin-1", "cp1252", "utf-16"])
def test_told_encoding_that_makes_no_sense_is_refused(encoding):
    with pytest.raises(DecodingError, match="leave the encoding out"):
        decode(SIMPLIFIED.encode("utf-8"), encoding)


def test_half_characters_are_no_text():
    with pytest.raises(DecodingError):
        decode(b"+2AA-", "utf-7")


@pytest.mark.parametrize(
    "data", [b"\x00" * 50, b"abc\x00def", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7 text", b"\x7fELF\x02\x01\x01\x00", b"\x01\x02\x03\x04" * 9]
)
def test_binary_files_are_named_as_such(data):
    with pytest.raises(InputError, match="binary file"):
        decode(data)


def test_utf8_that_is_cut_off_is_not_taken_for_something_else():
    with pytest.raises(DecodingError):
        decode(SIMPLIFIED.encode()[:-1])


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gb18030", "big5", "utf-16", "utf-7", "latin-1"]))
def test_any_bytes_are_text_or_an_input_error(data, encoding):
    try:
        text = decode(data, encoding)
    except InputError:
        return
    text.encode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_whatever_is_written_as_utf8_is_read_back(text):
    try:
        assert decode(text.encode()) == text.removeprefix("\ufeff")
    except InputError:
        assert any(sign in text for sign in "\ufffe\uffff") or text.startswith("%PDF")


def test_source_of_a_name_that_is_no_text(tmp_path):
    name = (str(tmp_path) + "/\udcff职工.txt").encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(SIMPLIFIED)
    source = read_source(name)
    assert source.identifier == "\\xff职工"
    source.identifier.encode()
