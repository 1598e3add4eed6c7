"""The name lists: complete, consistent, and every name in them found in a sentence with its code."""

from collections import Counter
from functools import cache

import pytest

from cnreport_extract.errors import DataError
from cnreport_extract.lexicon.gazetteers import Gazetteer
from cnreport_extract.lexicon.lexicon import Lexicon
from cnreport_extract.mentions.names import NameFinder

LEXICON = Lexicon()
GAZETTEER = LEXICON.gazetteer
DIVISIONS = [place for place in GAZETTEER.places.values() if place.level in (1, 2, 3) and place.kind != "former"]


@cache
def finder():
    return NameFinder(LEXICON)


def upper(place):
    codes = [code for code in reversed(GAZETTEER.line(place.code)[1:]) if code != "100000"]
    return "".join(GAZETTEER.places[code].name for code in codes)


def test_counts_of_the_divisions():
    assert Counter(place.level for place in DIVISIONS) == {1: 34, 2: 333, 3: 2847}
    assert sum(map(len, GAZETTEER.township_codes.values())) == 38749


@pytest.mark.parametrize(
    ("code", "name", "short"),
    [
        ("420000", "湖北省", "湖北"),
        ("150000", "内蒙古自治区", "内蒙古"),
        ("421281", "赤壁市", "赤壁"),
        ("422800", "恩施土家族苗族自治州", "恩施"),
        ("500157", "两江新区", "两江"),
        ("659012", "白杨市", "白杨"),
        ("653228", "和康县", "和康"),
        ("710000", "台湾省", "台湾"),
        ("500233", "忠县", ""),
        ("622926", "东乡族自治县", ""),
    ],
)
def test_spot_values(code, name, short):
    assert (GAZETTEER.places[code].name, GAZETTEER.places[code].short) == (name, short)


def test_every_parent_exists_and_is_one_of_the_levels_above():
    wrong = [place.code for place in DIVISIONS if place.level > 1 and GAZETTEER.places[place.parent].level >= place.level]
    assert wrong == []
    assert {code[:6] for codes in GAZETTEER.township_codes.values() for code in codes} <= GAZETTEER.places.keys()


def test_every_division_is_found_behind_the_names_of_those_above():
    missed = []
    for place in DIVISIONS:
        text = f"记者在{upper(place)}{place.name}采访,当天下雨。"
        if not any(name.name_id == place.code and name.name == place.name for name in finder().find(text)):
            missed.append(place.name)
    assert missed == []


def test_every_name_that_is_no_word_is_found_alone_or_kept_with_its_candidates():
    missed = []
    for place in DIVISIONS:
        names = finder().find(f"记者在{place.name}采访,当天下雨。")
        if place.use == "free" and not any(place.code in (name.name_id, *name.candidates) for name in names):
            missed.append(place.name)
    assert missed == []


def test_townships_are_found_below_their_county():
    first = {code[:6]: (code, name) for name, codes in sorted(GAZETTEER.township_codes.items(), reverse=True) for code in codes}
    sample = [(county, name, code) for county, (code, name) in sorted(first.items())]
    missed = [
        name
        for county, name, code in sample[::7]
        if not any(found.name_id == code for found in finder().find(f"记者在{GAZETTEER.places[county].name}{name}采访,当天下雨。"))
    ]
    assert len(missed) <= len(sample[::7]) * 0.03, missed


def test_names_of_organisations_are_unique():
    names = [name for entry in GAZETTEER.organisations for name in (entry.name, *entry.aliases)]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert len({entry.id for entry in GAZETTEER.organisations}) == len(GAZETTEER.organisations) > 400


def test_every_organisation_is_found():
    missed = [
        name
        for entry in GAZETTEER.organisations
        for name in (entry.name, *entry.aliases)
        if len(name) > 2 and not any(found.name_id == entry.id for found in finder().find(f"记者从{name}获悉,项目启动。"))
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("code,name\n", "no column short"),
        ("code,name,short,aliases,kind,level,parent,use\n110000,北京市\n", "2 fields"),
        ("code,name,short,aliases,kind,level,parent,use\n110000,北京市,北京,,municipality,x,100000,free\n", "level 'x'"),
        ("code,name,short,aliases,kind,level,parent,use\n110000,北京市,北京,,municipality,1,100000,often\n", "use 'often'"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path, content, found):
    (tmp_path / "places.csv").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=rf"places\.csv: line [12]: .*{found}"):
        _ = Gazetteer(tmp_path).places
