"""A topic is called what its own answers call it."""

from __future__ import annotations

import numpy as np

from analysis.names import most_different, nearest_topics, representative, word_topics

LIGHTS = [
    "street lights please",
    "more street lights",
    "the street lights are off",
    "no street lights at night",
]
DOGS = ["groups of dogs", "a group of dogs barking", "dogs", "dogs in Wisbech", "dogs all over Wisbech"]


def labelled(*groups: list[str]) -> tuple[list[str], np.ndarray]:
    texts = [text for group in groups for text in group]
    return texts, np.array([at for at, group in enumerate(groups) for _ in group], dtype=np.intp)


def test_a_pair_of_words_that_belong_together_names_the_topic() -> None:
    wordings = word_topics(*labelled(LIGHTS, DOGS), 2)
    assert wordings[0].label.startswith("Street lights")
    assert wordings[1].label.startswith("Dogs")


def test_no_stem_is_ever_shown() -> None:
    texts, labels = labelled(["harassment daily", "harassment", "constant harassment"] * 4, DOGS)
    shown = " ".join(word_topics(texts, labels, 2)[0].words)
    assert "harassment" in shown
    assert "harass " not in shown + " "


def test_place_names_keep_their_capital() -> None:
    assert "Wisbech" in word_topics(*labelled(LIGHTS, DOGS), 2)[1].words


def test_a_topic_whose_answers_share_no_word_says_so() -> None:
    apart = [f"{one} {two}" for one, two in zip("abcdefghijklmnopqrst", range(20), strict=True)]
    assert word_topics(apart, np.zeros(20, dtype=np.intp), 1)[0].label == "No words in common"
    known = word_topics(apart, np.zeros(20, dtype=np.intp), 1, ["Safe places and things to do"])
    assert known[0].label == "Safe places and things to do"
    rare = [f"word{at // 2}x" for at in range(40)]
    assert word_topics(rare, np.zeros(40, dtype=np.intp), 1)[0].label == "Other answers"


def test_two_topics_never_share_a_label() -> None:
    wordings = word_topics(*labelled(LIGHTS, list(LIGHTS), list(LIGHTS)), 3)
    assert len({wording.label for wording in wordings}) == 3


def test_answers_in_no_topic_name_nothing() -> None:
    texts, labels = labelled(LIGHTS, DOGS)
    labels[len(LIGHTS) :] = -1
    assert "dogs" not in word_topics(texts, labels, 1)[0].words


def test_representative_answers_fit_best_and_differ_from_each_other() -> None:
    meaning = np.array([[1, 0, 0], [1, 0, 0], [0.8, 0.6, 0], [0.8, 0, 0.6], [0, 1, 0]], dtype=np.float32)
    fit = meaning @ np.array([0.9, 0.3, 0.3], dtype=np.float32)
    chosen = representative(meaning, fit[:5], np.arange(5), 3)
    assert len(set(chosen)) == 3
    assert not {0, 1} <= set(chosen)
    assert most_different(meaning, np.arange(5), np.ones(5, dtype=bool), 1) == [4]


def test_nearest_topics_are_never_the_topic_itself() -> None:
    centres = np.array([[1, 0], [0.9, 0.1], [0, 1]], dtype=np.float32)
    assert nearest_topics(centres, 1) == [(1,), (0,), (1,)]
    assert nearest_topics(centres[:1]) == [()]


def test_a_word_too_broad_to_name_a_topic_gives_way_to_one_that_does() -> None:
    said = ["people drinking by the river", "people drinking", "drunk people drinking", "people at the river"]
    assert word_topics(*labelled(said, LIGHTS), 2)[0].label.split(",")[0] != "People"
    assert word_topics(*labelled(["people", "people", "the people"], LIGHTS), 2)[0].label == "People"


def test_a_topic_of_two_subjects_is_called_both() -> None:
    mixed = ["taxes quarterly", "taxes due", "taxes", "cats purring", "cats asleep"]
    both, lights = word_topics(*labelled(mixed, LIGHTS), 2)
    assert both.label == "Taxes, cats"
    assert "," not in lights.label


def test_a_second_word_that_few_further_answers_say_names_nothing() -> None:
    mostly = ["knives"] * 8 + ["bullying here", "bullying there"]
    assert word_topics(*labelled(mostly, LIGHTS), 2)[0].label == "Knives"


def test_a_name_that_few_of_its_answers_share_is_none() -> None:
    apart = [f"word{at}x thing{at}y" for at in range(40)] + ["lads"] * 3
    assert word_topics(*labelled(apart, LIGHTS), 2)[0].label == "Other answers"


def test_a_topic_of_being_unsafe_is_not_called_safe() -> None:
    said = ["I don't feel safe", "not safe", "it isn't safe", "never safe here"]
    assert word_topics(*labelled(said, LIGHTS), 2)[0].label == "Not safe"
