"""The scripts in training/: the same texts give the same weights, and weights say what the texts say."""

import importlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnreport_extract.evaluation.gold import read_gold

ROOT = Path(__file__).resolve().parents[2]
RELEASES = ROOT / "tests" / "fixtures" / "releases" / "synthetic"
FEW = sorted(RELEASES.glob("*.json"))[:3]


@pytest.fixture(scope="module")
def scripts():
    """The two modules of training/, which is no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "training")
        yield importlib.import_module("softmax"), importlib.import_module("train_attribution")


def choice(softmax, right, rivals):
    """A choice whose right candidate, alone, has the feature `right`."""
    return softmax.Example((*(("any", f"rival{rival}") for rival in rivals), ("any", *right)), frozenset({len(rivals)}))


@given(rivals=st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), min_size=5, max_size=12))
@settings(deadline=None)
def test_feature_of_the_right_candidates_alone_speaks_for_them(scripts, rivals):
    softmax, _ = scripts
    weights = softmax.fit([choice(softmax, ["sign"], found) for found in rivals])
    assert weights["sign"] > 0
    assert all(weight < 0 for name, weight in weights.items() if name.startswith("rival"))


def test_feature_that_all_candidates_have_decides_nothing(scripts):
    softmax, _ = scripts
    assert "any" not in softmax.fit([choice(softmax, ["sign"], [0, 1])] * 10)


def test_feature_of_too_few_choices_is_left_out(scripts):
    softmax, _ = scripts
    examples = [*[choice(softmax, ["often"], [0])] * 10, *[choice(softmax, ["seldom"], [0])] * 4]
    assert "seldom" not in softmax.fit(examples, least=5)
    assert softmax.fit(examples, least=4)["seldom"] > 0


def test_choice_without_a_right_candidate_teaches_nothing(scripts):
    softmax, _ = scripts
    examples = [choice(softmax, ["sign"], [0])] * 10
    hopeless = softmax.Example((("sign",), ("rival0",)), frozenset())
    assert softmax.fit([*examples, *[hopeless] * 10]) == softmax.fit(examples)


def test_choice_counts_as_its_weight_says(scripts):
    softmax, _ = scripts
    for_it, against = choice(softmax, ["sign"], [0]), softmax.Example((("sign", "any"), ("any", "rival0")), frozenset({1}))
    half = softmax.Example(against.candidates, against.right, 0.5)
    assert softmax.fit([*[for_it] * 10, *[half] * 20]) == softmax.fit([*[for_it] * 10, *[against] * 10])


def test_penalty_holds_weights_down(scripts):
    softmax, _ = scripts
    examples = [choice(softmax, ["sign"], [0])] * 50
    assert softmax.fit(examples, penalty=0.5)["sign"] < softmax.fit(examples, penalty=0.001)["sign"]


def test_refitting_gives_the_same_weights(scripts):
    _, training = scripts
    first, again = (training.train(training.load_lessons(FEW), rounds=1) for _ in range(2))
    assert first == again
    assert all(first[task] for task in training.TASKS)


def test_confidence_never_falls_with_the_probability(scripts):
    _, training = scripts
    seen = sorted((place / 40, place % 3 != 0) for place in range(41))
    points = [share for _, share in sorted((float(product), share) for product, share in training.rising(seen).items())]
    assert points == sorted(points)
    assert 0 <= points[0] <= points[-1] <= 1


def test_releases_unpack_into_pairs_whose_facts_stand_where_they_say(tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "training")
        count = importlib.import_module("unpack_releases").unpack(tmp_path)
    documents = read_gold([tmp_path])
    assert len(documents) == count > 0
    for name, document in documents.items():
        text = (tmp_path / f"{name}.txt").read_bytes().decode("utf-8")
        assert all(text[fact.span[0] : fact.span[1]] == fact.text for fact in document.facts), name
