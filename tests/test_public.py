"""The public face: what a user imports, calls and gets back."""

import copy
import pickle
from datetime import date

import pytest

import cnreport_extract
from cnreport_extract import Document, Extractor, Fact, InputError, extract

TEXT = "去年,平江县总工会共受理劳动争议案件90件。"


@pytest.mark.parametrize("name", cnreport_extract.__all__)
def test_every_public_name_can_be_imported(name):
    assert getattr(cnreport_extract, name) is not None
    assert name in dir(cnreport_extract)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'Facts'"):
        _ = cnreport_extract.Facts


def test_extract_and_read_and_pipe_agree():
    facts = extract(TEXT, published="2025-04-02")
    document = Extractor().read(TEXT, published="2025-04-02")
    assert isinstance(document, Document)
    assert all(isinstance(fact, Fact) for fact in facts)
    assert facts == list(document.facts) == list(next(Extractor().pipe([TEXT], "2025-04-02")).facts)
    assert [fact.text for fact in facts] == ["90件"]


@pytest.mark.parametrize("nothing", [None, b"text", 90, ["text"]])
def test_what_is_no_text_is_a_type_error_that_says_what_was_expected(nothing):
    with pytest.raises(TypeError, match=f"str, got {type(nothing).__name__}"):
        extract(nothing)


def test_empty_text_has_no_facts():
    assert extract("") == []


def test_publish_date_is_a_date_or_an_iso_string():
    told = extract(TEXT, date(2025, 4, 2))
    assert told == extract(TEXT, "2025-04-02")
    assert told[0].date.model_dump(mode="json") == {"start": "2024-01-01", "end": "2024-12-31"}
    assert extract(TEXT)[0].date is None, "relative dates are never guessed"


@pytest.mark.parametrize("published", ["yesterday", "", "2025-02-30", 20250402])
def test_publish_date_that_is_none_is_an_input_error(published):
    with pytest.raises(InputError, match="expected a date such as 2025-04-02"):
        extract(TEXT, published)


LOOKS = {
    "an attribute": lambda document: document.mentions,
    "comparing": lambda document: (document, document == document.model_copy(), hash(document)),
    "writing": lambda document: (document.model_dump(), document.model_dump_json(), repr(document), list(dict(document)), vars(document)),
    "copying": lambda document: (copy.copy(document), copy.deepcopy(document), document.model_copy(update={"title": "…"})),
    "pickling": lambda document: pickle.loads(pickle.dumps(document)),  # noqa: S301
    "reading again": lambda document: (type(document).model_validate_json(document.model_dump_json()), document.read_by(Extractor())),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_document_holds_its_mentions_whichever_way_it_is_looked_at(look):
    extractor = Extractor()
    asked, untouched = extractor.read(TEXT, "2025-04-02"), extractor.read(TEXT, "2025-04-02")
    assert [mention.kind for mention in asked.mentions] == ["period", "organisation", "quantity"]
    assert LOOKS[look](untouched) == LOOKS[look](asked)


def test_a_document_without_all_its_fields_still_lacks_the_others():
    with pytest.raises(AttributeError, match="mentions"):
        _ = Document.model_construct(text="").mentions
    with pytest.raises(AttributeError, match="mention"):
        _ = Extractor().read(TEXT).mention
