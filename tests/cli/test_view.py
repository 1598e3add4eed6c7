"""`cnreport view`: one page out of files."""

import pytest

TEXT = "去年,平江县总工会共受理劳动争议案件90件,成功调解82件。\n"


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "017.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_writes_one_page(run, release, tmp_path):
    result = run("view", release, "-o", "report.html", "--published", "2025-04-02", "--lang", "zh")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "90 件" in html
    assert "2025-04-02" in html


def test_facts_that_are_not_sure_enough_are_left_out(run, release):
    assert "90 件" in run("view", release, "--min-confidence", 0).stdout
    shown = run("view", release, "--min-confidence", 1)
    assert (shown.exit_code, "90 件" in shown.stdout, "<!doctype html>" in shown.stdout) == (0, False, True)


def test_the_language_is_that_of_the_environment_or_the_one_told(run, release, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert '<html lang="zh-Hans">' in run("view", release).stdout
    assert '<html lang="en">' in run("view", release, "--lang", "en").stdout
    monkeypatch.setenv("LC_ALL", "C")
    assert '<html lang="en">' in run("view", release).stdout


def test_what_cannot_be_read_is_one_line_and_the_rest_is_shown(run, release, tmp_path):
    result = run("view", release, "missing.txt", "-o", "report.html")
    assert result.exit_code == 1
    assert result.stderr == "cnreport: missing.txt: no such file or folder; check the path\n"
    assert "90 件" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_where_nothing_can_be_read_an_old_page_stays(run, tmp_path):
    old = tmp_path / "report.html"
    old.write_text("old", encoding="utf-8")
    assert run("view", "missing.txt", "-o", "report.html").exit_code == 1
    assert old.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html"]


def test_without_the_extra_one_line_says_what_to_install(run, release, monkeypatch):
    monkeypatch.setattr("cnreport_extract.view.page.find_spec", lambda _: None)
    result = run("view", release, "-o", "report.html")
    assert result.exit_code == 1
    assert result.stderr == "cnreport: the page needs Jinja2; install it with: pip install 'cnreport-extract[view]'\n"
