"""`cnreport extract` reads what `cnreport batch` reads: pages, dumps, folders, archives; what was mended is told."""

import gzip
import json
import zipfile
from pathlib import Path

STORY = "7月3日，市总工会慰问一线环卫职工300人，折合12.6万元。"
PAGE = f"""<html><head><meta charset="gb2312"><meta name="PubDate" content="2024-07-04"><title>市总工会送清凉</title></head><body>
<div class="nav">首页 今日访问2356人</div><div id="zoom"><p>{STORY}</p></div>
<div class="related">相关新闻 全市新增就业3.2万人</div></body></html>"""


def documents(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_page_gives_the_facts_of_its_story_and_its_own_date(run):
    Path("page.html").write_bytes(PAGE.encode("gbk"))
    result = run("extract", "page.html", "--format", "jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    (document,) = documents(result)
    assert (document["id"], document["title"], document["published"]) == ("page", "市总工会送清凉", "2024-07-04")
    assert [fact["text"] for fact in document["facts"]] == ["300人", "12.6万元"]


def test_the_date_of_the_command_line_beats_that_of_the_page(run):
    Path("page.html").write_text(PAGE, encoding="utf-8")
    (document,) = documents(run("extract", "page.html", "--format", "jsonl", "--published", "2025-01-02"))
    assert document["published"] == "2025-01-02"


def test_dumps_folders_and_archives_give_a_line_for_each_document(run):
    Path("folder").mkdir()
    Path("folder/a.txt").write_text(STORY, encoding="utf-8")
    lines = [json.dumps({"id": key, "text": STORY}) for key in ("x", "y")]
    Path("folder/b.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    with zipfile.ZipFile("folder/c.zip", "w") as archive:
        archive.writestr("内/页.html", PAGE)
    result = run("extract", "folder", "--format", "jsonl")
    assert result.exit_code == 0
    assert [document["id"] for document in documents(result)] == ["a", "x", "y", "页"]


def test_a_text_cut_in_a_character_is_read_with_a_note(run):
    Path("cut.txt").write_bytes(f"{STORY}又".encode()[:-1])
    result = run("extract", "cut.txt", "--format", "jsonl")
    assert result.exit_code == 0
    assert result.stderr == "cnreport: note: cut.txt: broken utf-8: characters lost: 1\n"
    assert len(documents(result)[0]["facts"]) == 2


def test_one_bad_member_is_told_and_the_others_are_done(run):
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("bad.txt", b"\x00\x01\x02" * 99)
        archive.writestr("good.txt", STORY)
    result = run("extract", "a.zip", "--format", "jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("cnreport: a.zip!bad.txt: this is no text but a binary file")
    assert [document["id"] for document in documents(result)] == ["good"]


def test_own_patterns_name_the_article_of_a_site(run):
    lines = ("全市受理案件90件，调解成功率达91%。", "帮扶困难职工560名，发放慰问金12.6万元，其余事项另行通知。")
    Path("page.html").write_text(
        f"<div class='xw-left'><p>{lines[0]}</p></div><div class='xw-side'><p>{lines[1]}</p></div>", encoding="utf-8"
    )
    Path("mine").mkdir()
    cue = '[[cue]]\nid = "article"\nextend = true\nwords = ["xw-left"]\nexamples = [\'<p class="xw-left">\']\ncounterexamples = ["<p>"]\n'
    Path("mine/pages.toml").write_text(f"# Sites of ours.\n\n{cue}", encoding="utf-8")
    every, named = run("extract", "page.html", "--format", "jsonl"), run("extract", "page.html", "--format", "jsonl", "--patterns", "mine")
    assert [len(documents(result)[0]["facts"]) for result in (every, named)] == [4, 2]
