"""The encoding matrix: encodings and defects × texts. What can be read is read, and a note says what was mended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnreport_extract.batch.documents import Item
from cnreport_extract.batch.readers import TextReader
from cnreport_extract.batch.readers.encodings import decoded
from cnreport_extract.errors import DecodingError, InputError, ReadError

TEXTS = {
    "release": "去年，平江县总工会共受理劳动争议案件126件，涉及金额215.6万元。\n今年以来又受理24件，调解成功率达91%。",
    "figures": "2024年，全市GDP为1,286.4亿元，同比增长5.6%；CPI上涨0.3%。\r\nR&D经费投入强度2.71%，居全省第3位。",
    "names": "“王国祥劳模创新工作室”有成员27人，其中高级技师9人；刘畅、冯立、方圆3人获奖。\n奖金共计5万元。",
    "list": "一、就业\n城镇新增就业3.2万人。\n二、社保\n参保人数达41.6万人，基金结余18.9亿元。\n三、维权\n追回工资860万元。",
    "short": "全市工会职工书屋增至260家，藏书54万册。",
}
TRADITIONAL = {
    "release": "去年，清溪縣總工會共受理勞動爭議案件90件，調解成功率達91%。\n今年以來又受理24件，為職工挽回經濟損失215.6萬元。",
    "figures": "2024年，全縣實現增加值185億元，同比增長8.5%，增速比上年提高1.5個百分點。",
    "names": "「陳志遠勞模創新工作室」現有成員27人，其中高級技師9人。",
    "list": "一、就業\n城鎮新增就業3.2萬人。\n二、社保\n參保人數達41.6萬人。",
    "short": "全縣職工書屋增至260家，藏書54萬冊。",
}
ENCODINGS = ["utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
PAGE = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'


def half(text):
    return len(text) // 2


def with_foreign_line(text, main, other):
    return f"{text}\n".encode(main) + "来源：江城市总工会\n".encode(other) + text.encode(main), f"{text}\n来源：江城市总工会\n{text}"


# What happens to bytes on their way → (bytes, text that must come out, word that must be in a note).
DEFECTS = {
    "UTF-8 labelled gb2312": lambda text: (PAGE.format("gb2312", text).encode(), PAGE.format("gb2312", text), "declared gb2312"),
    "GBK labelled UTF-8": lambda text: (PAGE.format("utf-8", text).encode("gbk"), PAGE.format("utf-8", text), "declared utf-8"),
    "GBK labelled Latin-1": lambda text: (
        PAGE.format("iso-8859-1", text).encode("gbk"),
        PAGE.format("iso-8859-1", text),
        "declared iso8859-1",
    ),
    "GBK labelled Big5": lambda text: (PAGE.format("big5", text).encode("gbk"), PAGE.format("big5", text), "declared big5"),
    "GBK labelled with no encoding": lambda text: (PAGE.format("chinese!", text).encode("gbk"), PAGE.format("chinese!", text), ""),
    "HZ with its label": lambda text: (PAGE.format("hz-gb-2312", text).encode("hz"), PAGE.format("hz-gb-2312", text), ""),
    "a GBK line in UTF-8": lambda text: (*with_foreign_line(text, "utf-8", "gbk"), "mixed encodings"),
    "a UTF-8 line in GBK": lambda text: (*with_foreign_line(text, "gbk", "utf-8"), "mixed encodings"),
    "cut in a character": lambda text: (f"{text}\n工".encode()[:-1], f"{text}\n\ufffd", "characters lost: 1"),
    "a byte is missing": lambda text: (f"{text}\n".encode() + "工会".encode()[1:] + f"\n{text}".encode(), None, "characters lost"),
    "NUL bytes": lambda text: (text.encode()[:30] + b"\0" + text.encode()[30:] + text.encode(), text * 2, "NUL bytes left out: 1"),
    "UTF-8 decoded as Latin-1": lambda text: (text.encode().decode("latin-1").encode(), text, "decoded as"),
    "GBK decoded as Latin-1": lambda text: (text.encode("gbk").decode("latin-1").encode(), text, "decoded as"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_simplified_text_comes_out_whole_and_without_a_note(encoding, text):
    assert decoded(text.encode(encoding)) == (text, ())


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "cp950", "big5hkscs", "gb18030", "utf-16"])
@pytest.mark.parametrize("text", TRADITIONAL.values(), ids=TRADITIONAL)
def test_traditional_text_comes_out_whole_and_without_a_note(encoding, text):
    assert decoded(text.encode(encoding)) == (text, ())


@pytest.mark.parametrize("defect", DEFECTS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_defects_are_survived_and_told(defect, text):
    data, wanted, note = DEFECTS[defect](text)
    found, notes = decoded(data)
    if wanted is None:
        assert found.startswith(text)
        assert found.endswith(text)
    else:
        assert found == wanted
    assert note in " ".join(notes)
    assert bool(note) == bool(notes)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_label_of_the_server_decides_where_bytes_would_pass_for_several(text):
    assert decoded(text.encode("gbk"), label="GBK") == (text, ())
    assert decoded(text.encode("gbk"), label='"no such"') == (text, ())


def test_what_the_user_says_is_taken_at_its_word():
    with pytest.raises(DecodingError):
        decoded(TEXTS["release"].encode("gb18030"), told="utf-8")


@pytest.mark.parametrize(
    ("data", "kind"), [(b"\x89PNG\r\n\x1a\n", "binary"), (b"\x00\x01\x02" * 99, "binary"), (bytes(range(0x81, 0xFF)) * 40, "encoding")]
)
def test_what_is_no_text_is_a_failure_with_a_kind(data, kind):
    with pytest.raises(ReadError) as caught:
        TextReader().read(Item("a.txt", "text/plain", data))
    assert caught.value.kind == kind


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_an_input_error(data):
    try:
        text, _ = decoded(data)
    except InputError:
        return
    text.encode()


@given(st.text(st.sampled_from("去年全市受理案件90件，。\n"), min_size=20, max_size=200), st.integers(0, 600), st.integers(1, 255))
def test_one_wrong_byte_costs_a_few_characters_at_most(text, at, value):
    data = bytearray(f"{TEXTS['release']}{text}".encode())
    data[at % len(data)] ^= value
    found, _ = decoded(bytes(data))
    assert abs(len(found) - len(TEXTS["release"] + text)) <= 4
