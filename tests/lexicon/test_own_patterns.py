"""Folders of patterns of one's own over the built-in ones: who wins, what is added, what is refused."""

import pickle
from pathlib import Path

import pytest

from cnreport_extract.errors import DataError, InputError, UnitError
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.pipeline import Extractor

SENTENCES = 'examples = ["甲"]\ncounterexamples = ["乙"]\n'
CLASSROOMS = f"""
[[metric]]
id = "own.classrooms"
zh = "车间课堂"
en = "classrooms"
dimensions = ["count"]
aliases = ["车间课堂", "建成车间课堂"]
{SENTENCES}"""
LAST_YEAR = """
triggers = "客"
lead = "客岁"

[[period]]
id = "own.last_year"
pattern = "客岁"
production = "year"
args = { relative_year = -1 }
examples = []
counterexamples = []
"""
TEXT = "客岁，平江县建成车间课堂36个，开课120堂。"


def folder(root, **files):
    """A folder of patterns: `units_own="…"` is its file units/own.toml."""
    for name, content in files.items():
        path = root / f"{name.replace('_', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def unit(name, *aliases, more=""):
    return f'[[unit]]\nid = "{name}"\naliases = {list(aliases or [name])}\n{more}{SENTENCES}'.replace("'", '"')


def readings(lexicon, alias):
    return {entry.id: entry.file for entry in lexicon.units if alias in entry.aliases}


def test_new_entries_are_read_and_the_built_in_ones_stay(tmp_path):
    mine = folder(
        tmp_path,
        metrics_own=CLASSROOMS,
        units_own='dimension = "count"\n' + unit("堂"),
        dates_own=LAST_YEAR,
    )
    facts = Extractor(patterns=mine).read(TEXT, "2025-04-02").facts
    assert [(fact.text, fact.metric_id, str(fact.date.start)) for fact in facts] == [
        ("36个", "own.classrooms", "2024-01-01"),
        ("120堂", None, "2024-01-01"),
    ]
    assert len(Lexicon(layers=(mine,)).units) == len(Lexicon().units) + 1


def test_other_extractors_are_not_touched(tmp_path):
    mine = folder(tmp_path, metrics_own=CLASSROOMS)
    before, own, after = Extractor(), Extractor(patterns=str(mine)), Extractor()
    found = [[fact.metric_id for fact in extractor.read(TEXT).facts] for extractor in (before, own, after)]
    assert found[0] == found[2] != found[1]


def test_a_change_is_seen_by_the_next_extractor_alone(tmp_path):
    before = Extractor(patterns=folder(tmp_path, metrics_own=CLASSROOMS))
    after = Extractor(patterns=folder(tmp_path, metrics_own=CLASSROOMS.replace("own.classrooms", "own.rooms")))
    found = [extractor.read(TEXT).facts[0].metric_id for extractor in (before, after, before)]
    assert found == ["own.classrooms", "own.rooms", "own.classrooms"]


def test_an_extractor_with_own_patterns_can_be_pickled(tmp_path):
    own = Extractor(patterns=[folder(tmp_path, metrics_own=CLASSROOMS)])
    copy = pickle.loads(pickle.dumps(own))  # noqa: S301 - our own bytes
    assert copy.read(TEXT).facts == own.read(TEXT).facts
    assert copy.read(TEXT).facts[0].metric_id == "own.classrooms"


def test_an_entry_with_the_id_of_a_built_in_one_replaces_it(tmp_path):
    mine = folder(tmp_path, units_own='dimension = "mass"\n' + unit("吨", more='factor = "5"\n'))
    (entry,) = (entry for entry in Lexicon(layers=(mine,)).units if entry.id == "吨")
    assert (entry.aliases, entry.factor) == (("吨",), "5")


def test_extend_adds_to_lists_and_replaces_other_keys(tmp_path):
    ours = next(entry for entry in Lexicon().metrics if entry.id == "skills.advanced_workers_trained")
    mine = folder(
        tmp_path, metrics_own=f'[[metric]]\nid = "{ours.id}"\nextend = true\nen = "senior"\naliases = ["带出高级工", "{ours.aliases[0]}"]\n'
    )
    (entry,) = (entry for entry in Lexicon(layers=(mine,)).metrics if entry.id == ours.id)
    assert (entry.aliases, entry.en, entry.zh, entry.units) == ((*ours.aliases, "带出高级工"), "senior", ours.zh, ours.units)


def test_cues_are_told_apart_by_file_and_id(tmp_path):
    mine = folder(tmp_path, targets='[[cue]]\nid = "forecast"\nextend = true\nwords = ["料将"]\n')
    lexicon = Lexicon(layers=(mine,))
    assert lexicon.cues("targets")["forecast"].words == (*Lexicon().cues("targets")["forecast"].words, "料将")
    assert lexicon.cues("changes") == Lexicon().cues("changes")


def test_an_alias_of_the_user_is_taken_from_the_built_in_unit(tmp_path):
    mine = folder(tmp_path, units_own='dimension = "count"\n' + unit("堂", "堂", "节"))
    assert len(readings(Lexicon(), "节")) > 1
    assert readings(Lexicon(layers=(mine,)), "节") == {"堂": "units/own.toml"}


def test_a_unit_with_when_shares_the_alias(tmp_path):
    mine = folder(tmp_path, units_own='dimension = "count"\n' + unit("堂", "堂", "节", more='when = ["开课"]\ndisambiguate = "课"\n'))
    assert readings(Lexicon(layers=(mine,)), "节") == {**readings(Lexicon(), "节"), "堂": "units/own.toml"}
    read = lambda text: [fact.dimension for fact in Extractor(patterns=mine).read(text).facts]  # noqa: E731
    assert read("全校开课36节。") == ["count"]


def test_a_metric_takes_an_alias_only_within_its_dimensions(tmp_path):
    alias = "培养高级工"
    text = CLASSROOMS.replace("车间课堂", alias)
    holders = lambda lexicon: {metric.id for metric in lexicon.metrics if alias in metric.aliases}  # noqa: E731
    assert holders(Lexicon(layers=(folder(tmp_path / "a", metrics_own=text),))) == {"own.classrooms"}
    money = folder(tmp_path / "b", metrics_own=text.replace('["count"]', '["money"]'))
    assert holders(Lexicon(layers=(money,))) == {"own.classrooms", "skills.advanced_workers_trained"}


def test_a_later_folder_beats_an_earlier_one(tmp_path):
    folders = [folder(tmp_path / name, metrics_own=CLASSROOMS.replace('en = "classrooms"', f'en = "{name}"')) for name in "ab"]
    labels = [metric.en for metric in Lexicon(layers=tuple(folders)).metrics if metric.id == "own.classrooms"]
    assert labels == ["b"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"metrics_own": '[[metric]]\nid = "own.none"\nextend = true\n'}, "metrics/own.toml: own.none: extends an entry that is not there"),
        (
            {"metrics_own": '[[metric]]\nid = "skills.certificates_issued"\nextend = true\naliases = "证"\n'},
            "metrics/own.toml: skills.certificates_issued: aliases = '证'; expected a list",
        ),
        ({"metrics_own": CLASSROOMS + "colour = 1\n"}, "metrics/own.toml: own.classrooms: unknown key colour"),
        ({"units_own": "[[unit]"}, "units/own.toml: whole file: "),
        ({"targets": 'cue = "("'}, "targets.toml: cue: cue = '('; expected tables, each under [[cue]]"),
    ],
)
def test_mistakes_name_the_file_of_the_user(tmp_path, files, says):
    with pytest.raises(DataError) as error:
        Extractor(patterns=folder(tmp_path, **files))
    assert str(error.value).startswith(f"{tmp_path.as_posix()}/{says}")


def test_a_folder_that_is_none_or_holds_no_patterns_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        Extractor(patterns=tmp_path / "nowhere")
    (tmp_path / "metric").mkdir()
    Path(tmp_path / "metric" / "own.toml").write_text(CLASSROOMS, encoding="utf-8")
    with pytest.raises(InputError, match=r"no patterns here; expected metrics/\*\.toml, units/\*\.toml"):
        Extractor(patterns=tmp_path)


def test_an_extractor_converts_units_of_its_own(tmp_path):
    (ton,) = (entry for entry in Lexicon().units if entry.id == "吨")
    own = Extractor(patterns=folder(tmp_path, units_own='dimension = "mass"\n' + unit("甑", more=f'factor = "{ton.factor}"\n')))
    (fact,) = own.read("去年，平江县共酿酒26甑。", "2025-04-02").facts
    with pytest.raises(UnitError, match="甑"):
        fact.to("吨")
    assert (own.convert(fact, "吨").value, own.convert(fact, "吨").unit, fact.unit) == (26, "吨", "甑")
