"""The small model is what its training makes, and disagrees only with rules that allow it."""

from __future__ import annotations

import gzip
import json
import math

import pytest

from survey.levels import HarmLevel
from survey.screening import harm_kinds as kinds
from survey.screening import harm_signs
from survey.screening.harm_model import DISAGREES, THRESHOLD, HarmModel, harm_model
from survey.screening.lexicon import RESOURCES
from tests.benchmarks import train_harm_model as training

BROAD = [(HarmLevel.CONCERN, kinds.FOLLOWED)]
LOOKS_LIKE = [(HarmLevel.CONCERN, kinds.LOOKS_LIKE)]


def sure_of(likelihood: float) -> HarmModel:
    """A model that says the same of every text."""
    return HarmModel(math.log(likelihood / (1 - likelihood)), {}, [], [])


def test_the_model_was_trained_on_the_invented_answers_and_ideas_as_they_are_now() -> None:
    document = json.loads(gzip.decompress((RESOURCES / "harm_model.json.gz").read_bytes()))
    assert document["learned_from"] == training.learned_from()


def test_training_twice_makes_the_same_file_and_tells_harm_from_the_rest() -> None:
    learned = training.answers("writer_5.tsv")
    model = training.fit(learned)
    assert training.written(model) == training.written(training.fit(learned))
    told = [(model.likelihood(a.words) > THRESHOLD) == a.serious for a in learned]
    assert sum(told) > 0.95 * len(told)


def test_every_gram_has_its_two_numbers() -> None:
    model = harm_model()
    assert list(model.places.values()) == list(range(len(model.telling))) == list(range(len(model.weights)))


@pytest.mark.parametrize(
    ("likelihood", "broad", "said"),
    [
        (THRESHOLD + 0.01, [], LOOKS_LIKE),
        (THRESHOLD - 0.01, [], []),
        (DISAGREES + 0.01, BROAD, BROAD),
        (DISAGREES - 0.01, BROAD, []),
        (0.999, BROAD, BROAD),
    ],
)
def test_a_broad_rule_stands_unless_the_text_reads_as_harmless(
    likelihood: float, broad: list[tuple[HarmLevel, str]], said: list[tuple[HarmLevel, str]]
) -> None:
    assert sure_of(likelihood).signs(["any", "words"], broad) == said


def test_the_model_takes_nothing_from_a_firm_rule_nor_from_another_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(harm_signs, "harm_model", lambda: sure_of(0.001))
    assert harm_signs.find_harm("my dad hits me", "en").level is HarmLevel.CONCERN
    assert harm_signs.find_harm("someone followed me home", "en").level is not HarmLevel.CONCERN
    assert harm_signs.find_harm("someone followed me home", "pl").level is HarmLevel.CONCERN


def test_one_sentence_counts_as_much_as_all_the_rest() -> None:
    calm, grim = ["the", "buses", "are", "late"], ["the", "grim", "thing", "happened"]
    model = HarmModel(-1.0, {"w:grim": 0, "w:buses": 1}, [1.0, 1.0], [4.0, -4.0])
    alone = model.likelihood(grim)
    amid = model.likelihood([*calm, "|", *grim])
    assert model.likelihood(calm) < amid < alone
