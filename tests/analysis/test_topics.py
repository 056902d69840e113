"""Topics of short answers: the same every time, honest about what they cannot tell, and kind to bad input."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.metrics import adjusted_rand_score

from analysis.number_of_topics import voices_of_their_own
from analysis.topic_reader import SET_ASIDE
from analysis.topics import TopicModel

THINGS = {
    "lights": [
        "street lights",
        "lamp posts",
        "lighting",
        "lights on the path",
        "the lights",
        "a broken street light",
    ],
    "bus": ["the bus", "buses", "the bus stop", "bus drivers", "the last bus home", "the late bus"],
    "dogs": ["big dogs", "dogs", "a dog off its lead", "barking dogs", "dogs without a lead", "angry dogs"],
    "teachers": [
        "teachers",
        "my teacher",
        "our head teacher",
        "the teachers at school",
        "a teacher",
        "school staff",
    ],
}
SAID = [
    "{} near the shops", "I worry about {}", "{} by the river", "always {}", "{} every single day", "it is {} for me",
    "{} after six", "mostly {}", "{} in winter", "you know, {}",
]  # fmt: skip


def invented() -> tuple[list[str], list[int]]:
    """240 answers about four things, and which."""
    pairs = [
        (pattern.format(thing), about)
        for about, things in enumerate(THINGS.values())
        for thing in things
        for pattern in SAID
    ]
    random.Random(3).shuffle(pairs)
    return [text for text, _ in pairs], [about for _, about in pairs]


@pytest.fixture(scope="module")
def answers() -> list[str]:
    return invented()[0]


@pytest.fixture(scope="module")
def model(answers: list[str]) -> TopicModel:
    return TopicModel(4).fit(answers)


def test_answers_about_one_thing_share_a_topic(answers: list[str], model: TopicModel) -> None:
    assert adjusted_rand_score(invented()[1], model.labels_) > 0.85


def test_every_topic_is_named_by_words_of_its_own_answers(answers: list[str], model: TopicModel) -> None:
    for topic in model.topics_:
        members = " ".join(answers[at] for at in np.flatnonzero(model.labels_ == topic.number)).lower()
        assert topic.label
        for word in topic.words:
            assert word.lower() in members
    assert len({topic.label for topic in model.topics_}) == 4
    assert any("light" in topic.label.lower() for topic in model.topics_)


def test_representative_and_different_answers_belong_to_their_topic(model: TopicModel) -> None:
    for topic in model.topics_:
        shown = topic.representative + topic.different
        assert len(topic.representative) == 3
        assert len(set(shown)) == len(shown)
        assert all(model.labels_[at] == topic.number for at in shown)


def test_topics_are_numbered_by_size_and_sizes_add_up(answers: list[str], model: TopicModel) -> None:
    sizes = [topic.size for topic in model.topics_]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) + model.set_aside_ == len(answers)
    assert all(0.0 <= topic.stability <= 1.0 for topic in model.topics_)


def test_memberships_are_shares_led_by_the_first_topic(model: TopicModel) -> None:
    soft = model.memberships_.toarray()
    assert np.all(soft >= 0)
    assert np.all(soft.sum(axis=1) <= 1 + 1e-5)
    assert np.array_equal(soft.argmax(axis=1), model.labels_)


def test_an_answer_about_two_things_has_both_topics(model: TopicModel) -> None:
    both = "There are no street lights on the path near us. The bus drivers never stop at the bus stop."
    light, bus = (
        model.predict([text])[0] for text in ("street lights on the path", "bus drivers at the bus stop")
    )
    shares = model.transform([both])[0]
    assert light != bus
    assert shares[light] > 0.2
    assert shares[bus] > 0.2


def test_the_order_of_answers_changes_nothing(answers: list[str], model: TopicModel) -> None:
    order = np.random.default_rng(1).permutation(len(answers))
    again = TopicModel(4).fit([answers[at] for at in order])
    assert np.array_equal(again.labels_, model.labels_[order])
    assert [topic.label for topic in again.topics_] == [topic.label for topic in model.topics_]


def test_every_answer_given_twice_gives_the_same_topics(answers: list[str], model: TopicModel) -> None:
    again = TopicModel(4).fit(answers + answers)
    assert np.array_equal(again.labels_[: len(answers)], model.labels_)
    assert np.array_equal(again.labels_[len(answers) :], model.labels_)


def test_another_seed_finds_the_same_topics(answers: list[str], model: TopicModel) -> None:
    assert adjusted_rand_score(TopicModel(4, random_state=9).fit(answers).labels_, model.labels_) >= 0.95


def test_the_number_of_topics_is_found_near_the_truth(answers: list[str]) -> None:
    assert 3 <= TopicModel().fit(answers).n_components_ <= 9


def test_later_answers_go_to_the_topic_of_their_like(answers: list[str], model: TopicModel) -> None:
    later = ["please mend the street lighting", "buses that are late", "idk", ""]
    found = model.predict(later)
    assert found[0] == model.labels_[answers.index("always street lights")]
    assert found[1] == model.labels_[answers.index("always buses")]
    assert list(found[2:]) == [SET_ASIDE, SET_ASIDE]
    assert np.all(model.transform(later)[2:] == 0)


def test_predicting_what_was_fitted_gives_much_the_same(answers: list[str], model: TopicModel) -> None:
    assert np.mean(model.predict(answers) == model.labels_) > 0.95


def test_more_answers_move_a_topic_and_keep_its_number(answers: list[str]) -> None:
    model = TopicModel(4).fit(answers)
    labels = [topic.label for topic in model.topics_]
    before = model.profiles_
    model.partial_fit(["torches would be good for the lights"] * 30)
    assert [topic.label for topic in model.topics_] == labels
    assert model.profiles_.sizes.sum() == pytest.approx(before.sizes.sum() + 30)
    assert not np.array_equal(model.profiles_.centres, before.centres)


def test_partial_fit_on_nothing_yet_is_a_first_fit(answers: list[str]) -> None:
    assert TopicModel(4).partial_fit(answers).n_components_ == 4


def test_a_warm_start_keeps_last_waves_numbers(answers: list[str]) -> None:
    model = TopicModel(4, warm_start=True).fit(answers)
    first = dict(zip(answers, model.labels_, strict=True))
    half = answers[: len(answers) // 2]
    model.fit(half)
    assert np.mean([first[text] == label for text, label in zip(half, model.labels_, strict=True)]) > 0.9


def test_answers_that_say_nothing_are_set_aside_and_counted(answers: list[str]) -> None:
    model = TopicModel(4).fit([*answers, "idk", "", "asdfghjkl", "👍"])
    assert list(model.labels_[-4:]) == [SET_ASIDE] * 4
    assert model.set_aside_ == 4
    assert np.all(model.unclear_[-4:])


def test_another_language_is_marked_unclear_and_makes_no_topic(answers: list[str]) -> None:
    foreign = ["Boję się chodzić wieczorem koło parku, bo jest ciemno", "Мені страшно ввечері на вулиці"]
    model = TopicModel(4).fit(answers + foreign)
    assert model.other_language_ == 2
    assert np.all(model.unclear_[-2:])
    assert adjusted_rand_score(invented()[1], model.labels_[:-2]) > 0.85


@pytest.mark.parametrize(
    ("texts", "topics"),
    [
        (["dark streets"], 1),
        (["dark streets"] * 50, 1),
        (["idk", "", "n/a"], 0),
        (["dark streets", "idk"], 1),
        (["dark streets", "late buses"], 1),
    ],
)
def test_little_to_go_on_gives_an_honest_small_result(texts: list[str], topics: int) -> None:
    model = TopicModel().fit(texts)
    assert model.n_components_ == topics
    assert len(model.labels_) == len(model.unclear_) == len(texts)
    assert sum(topic.size for topic in model.topics_) == sum(label >= 0 for label in model.labels_)
    assert isinstance(model.describe(), str)


def test_more_topics_than_answers_gives_as_many_as_there_are() -> None:
    model = TopicModel(50).fit(["dark streets", "late buses", "angry dogs"])
    assert model.n_components_ == 3
    assert sorted(model.labels_) == [0, 1, 2]


def test_a_hundred_thousand_words_in_one_answer_are_read() -> None:
    model = TopicModel(2).fit(["dark streets " * 50_000, "late buses", "buses", "streets at night"])
    assert len(model.labels_) == 4


@pytest.mark.parametrize("wrong", [0, -1, 2.5, "many", True])
def test_a_number_of_topics_that_makes_no_sense_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="n_components"):
        TopicModel(wrong).fit(["dark"])  # type: ignore[arg-type]


def test_what_is_not_a_list_of_texts_is_refused_without_being_quoted() -> None:
    with pytest.raises(ValueError, match="no answers"):
        TopicModel().fit([])
    with pytest.raises(TypeError, match="not one string"):
        TopicModel().fit("secret words")
    with pytest.raises(TypeError, match="Answer 2 is not text but NoneType") as raised:
        TopicModel().fit(["secret words", None])  # type: ignore[list-item]
    assert "secret" not in str(raised.value)


def test_the_model_is_a_scikit_learn_estimator() -> None:
    copy = clone(TopicModel(7, random_state=3))
    assert copy.get_params()["n_components"] == 7
    assert copy.set_params(n_components="auto").n_components == "auto"


def test_the_result_does_not_depend_on_the_number_of_threads(answers: list[str]) -> None:
    program = (
        "import sys, hashlib; from analysis.topics import TopicModel;"
        "m = TopicModel(5).fit(sys.stdin.read().split('\\n'));"
        "print(hashlib.sha256(m.memberships_.toarray().tobytes() + m.describe().encode()).hexdigest())"
    )
    digests = set()
    for threads in ("1", "2"):
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        done = subprocess.run(
            [sys.executable, "-c", program],
            input="\n".join(answers),
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=25), st.one_of(st.just("auto"), st.integers(1, 6)))
def test_no_answers_are_too_strange(texts: list[str], topics: int | str) -> None:
    model = TopicModel(topics).fit(texts)  # type: ignore[arg-type]
    assert len(model.labels_) == len(texts)
    assert np.all(np.isfinite(model.memberships_.toarray()))


def test_a_copy_that_weighs_nothing_is_read_but_moves_no_topic(answers: list[str], model: TopicModel) -> None:
    copies = [answers[0]] * 40
    again = TopicModel(4).fit(answers + copies, sample_weight=[1] * len(answers) + [0] * 40)
    assert np.array_equal(again.labels_[: len(answers)], model.labels_)
    assert np.array_equal(again.profiles_.centres, model.profiles_.centres)
    assert set(again.labels_[len(answers) :]) == {model.labels_[0]}


def test_weights_that_make_no_sense_are_refused(answers: list[str]) -> None:
    for wrong in ([1.0], [-1.0] * len(answers), [float("nan")] * len(answers)):
        with pytest.raises(ValueError, match="sample_weight"):
            TopicModel(4).fit(answers, sample_weight=wrong)


def test_progress_is_told_until_all_are_read(answers: list[str]) -> None:
    told: list[tuple[int, int]] = []
    TopicModel(4).fit(answers, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (len(answers), len(answers))


def test_a_fitted_model_keeps_nobodys_answers(model: TopicModel) -> None:
    assert b"a broken street light near the shops" not in pickle.dumps(model)


def test_a_sentence_that_went_round_is_one_voice() -> None:
    streets = [
        "Mill Lane",
        "Church Road",
        "the tannery",
        "Fen End",
        "the market",
        "Abbey Close",
        "the chapel",
    ]
    said = sorted(f"the street lights are broken by {street}" for street in streets)
    assert list(voices_of_their_own([*said, "drivers never stop at the crossing"])) == [0, len(streets)]


def test_a_form_sentence_with_many_endings_makes_no_more_topics(answers: list[str]) -> None:
    usual = TopicModel().fit(answers).n_components_
    went_round = [f"street lights broken outside number {number} again" for number in range(60)]
    assert TopicModel().fit(answers + went_round).n_components_ <= usual + 1


def test_somebody_can_say_how_many_topics_they_will_read(answers: list[str]) -> None:
    assert TopicModel(max_components=3).fit(answers).n_components_ <= 3
    with pytest.raises(ValueError, match="max_components is a number from 1 up"):
        TopicModel(max_components=0).fit(answers)


def test_background_answers_help_and_make_no_topic(answers: list[str]) -> None:
    model = TopicModel(4, background=["the swimming pool is cold", "bees in the garden"]).fit(answers)
    assert adjusted_rand_score(invented()[1], model.labels_) > 0.85
    assert len(model.labels_) == len(answers)
    assert not any("bees" in topic.words for topic in model.topics_)


def test_a_background_in_another_language_changes_nothing(answers: list[str], model: TopicModel) -> None:
    polish = [
        "Boję się chodzić wieczorem koło parku, bo jest ciemno",
        "Nie czuję się bezpiecznie w autobusie",
    ]
    with_it = TopicModel(4, background=polish).fit(answers)
    assert np.array_equal(with_it.labels_, model.labels_)
    assert np.array_equal(with_it.memberships_.toarray(), model.memberships_.toarray())


def test_a_background_much_larger_than_the_answers_is_drawn_from(answers: list[str]) -> None:
    few = answers[:20]
    much = [f"{text}, as I said {times} times" for times in range(2, 14) for text in answers]
    learned: list[int] = []

    class Seen(TopicModel):
        def _beside(self, distinct: Sequence[str]) -> list[str]:
            found = super()._beside(distinct)
            learned.append(len(found))
            return found

    assert Seen(2, background=much).fit(few).n_components_ == 2
    assert learned == [10 * len(few)]


def test_a_plain_no_is_in_no_topic(answers: list[str]) -> None:
    model = TopicModel(4).fit([*answers, "no", "Nothing really", "nope", "no I feel safe by the river"])
    assert list(model.labels_[-4:-1]) == [SET_ASIDE] * 3
    assert model.labels_[-1] != SET_ASIDE
    assert model.set_aside_ == 3
