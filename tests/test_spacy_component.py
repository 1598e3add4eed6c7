"""spaCy: the library as a component of its pipelines, and its pipelines as recognisers."""

import random
import tomllib
import warnings
from importlib import import_module
from pathlib import Path

import pytest

from cnreport_extract.pipeline import Extractor

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    spacy = pytest.importorskip("spacy")
    component = import_module("cnreport_extract.spacy_component")
    training = import_module("spacy.training")

pytestmark = pytest.mark.filterwarnings("ignore")
TEXT = "去年,赤壁市总工会培训职工2300人次。市总工会主席李子荣出席。"


@pytest.fixture(scope="module")
def doc():
    nlp = spacy.blank("zh")
    nlp.add_pipe("cnreport_extract", config={"published": "2025-04-02"})
    return nlp(TEXT)


def test_the_entry_point_names_the_factory():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, attribute = project["entry-points"]["spacy_factories"][component.NAME].partition(":")
    assert getattr(import_module(module), attribute) is component.make


def test_facts_are_those_of_the_extractor(doc):
    assert list(doc._.facts) == list(Extractor().read(TEXT, "2025-04-02").facts)
    assert [(fact.entity, str(fact.value)) for fact in doc._.facts] == [("赤壁市总工会", "2300")]


def test_names_are_spans_and_entities(doc):
    wanted = [("赤壁市总工会", "ORG", "421281/union"), ("市总工会", "ORG", "421281/union"), ("李子荣", "PERSON", "")]
    assert [(span.text, span.label_, span.kb_id_) for span in doc.spans["cnreport_extract"]] == wanted
    assert [(entity.text, entity.label_, entity.kb_id_) for entity in doc.ents] == wanted


def test_entities_that_are_there_already_stay():
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": [{"ORTH": letter} for letter in "赤壁市"]}])
    nlp.add_pipe("cnreport_extract")
    entities = [(entity.text, entity.label_) for entity in nlp(TEXT).ents]
    assert ("赤壁市", "GPE") in entities
    assert ("李子荣", "PERSON") in entities


def test_a_trained_pipeline_takes_the_place_of_the_recogniser():
    nlp = spacy.blank("zh")
    nlp.add_pipe("ner").add_label("ORG")
    names = ["维澜力", "科信达", "恒远通", "瑞泽丰"]
    texts = [f"去年,{name}{rest}" for name in names for rest in ("培训职工2300人次", "建成车间3座", "投产项目12个")]
    examples = [training.Example.from_dict(nlp.make_doc(text), {"entities": [(3, 6, "ORG")]}) for text in texts]
    spacy.util.fix_random_seed(1)
    random.seed(1)
    nlp.initialize(lambda: examples)
    for _ in range(25):
        nlp.update(examples)
    text = "去年,科信达培训职工2300人次。"
    assert [fact.entity for fact in Extractor(ner=nlp).read(text, "2025-04-02").facts] == ["科信达"]
    assert [fact.entity for fact in Extractor().read(text, "2025-04-02").facts] == [None]
