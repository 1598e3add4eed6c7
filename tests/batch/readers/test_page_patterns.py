"""The names in patterns/pages.toml: each entry fires on its examples and not on its counterexamples."""

import pytest

from cnreport_extract.batch.readers.page_data import PageData
from cnreport_extract.batch.readers.page_markup import Pruner, names, parsed
from cnreport_extract.lexicon.lexicon import Lexicon

LEXICON = Lexicon()
CUES = list(LEXICON.cues("pages").values())
PRUNER, DATA = Pruner(LEXICON), PageData(LEXICON)


def element(html):
    body = parsed(f"<html><body>{html}", 100).find("body")
    return body[0] if len(body) else None


def fires(cue, html):
    if cue.id.startswith("meta_"):
        tree = parsed(f"<html><head>{html}</head><body>甲</body></html>", 100)
        return (DATA.title(tree) if cue.id == "meta_title" else DATA.published(tree)) is not None
    if cue.id == "date":
        return DATA.published(element(html)) is not None
    if cue.id == "article":
        return bool(names(element(html)) & set(cue.words))
    return PRUNER.is_furniture(element(html)) is (cue.id == "furniture")


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_examples_fire_and_counterexamples_do_not(cue):
    assert [html for html in cue.examples if not fires(cue, html)] == []
    assert [html for html in cue.counterexamples if fires(cue, html)] == []


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.id)
def test_names_are_in_lower_case_and_stand_once(cue):
    assert [word for word in cue.words if word != word.lower() or cue.words.count(word) > 1] == []


def test_no_name_of_the_story_is_one_of_furniture_too():
    cues = LEXICON.cues("pages")
    assert not set(cues["article"].words) & set(cues["furniture"].words)
