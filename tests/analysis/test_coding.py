"""The coder: what it gives an answer, why, and what it does with people's codes and with bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from analysis import coding_counts, coding_evidence
from analysis.__main__ import main
from analysis.code_frame import POLARITIES, load_code_frame, load_examples
from analysis.coding import Coder, CodingParameters, NotFittedError, question_leaning
from analysis.coding_counts import WeighedCounts, pieces
from analysis.coding_evidence import Landmarks, Rows
from analysis.coding_learning import (
    LearningParameters,
    RidgeRegression,
    calibration,
    platt,
    threshold,
    to_judge_by,
)
from analysis.coding_polarity import PolarityRegression
from analysis.places_times import WhereWhenFinder

FRAME = load_code_frame()
EXAMPLES = load_examples(FRAME)
FEWER = EXAMPLES.model_copy(update={"examples": EXAMPLES.examples[::6]})  # quick, where any will do

# Invented for this test, and not in the examples the coder starts from.
ANSWERS: list[tuple[str, str, str]] = [
    (
        "none of the lamp posts on our cut through have worked since easter",
        "unsafe_why",
        "dark_run_down_places",
    ),
    ("a lad from the other estate flashed a blade at my cousin", "unsafe_why", "knives_weapons"),
    ("girls in my form get catcalled walking past the garage", "unsafe_why", "sexual_harassment"),
    ("my grandad waits for me at the corner", "safe_what", "friends_trusted_adults"),
    ("put some cctv up near the skate ramps", "one_change", "guardianship_lighting_cctv_patrols"),
    ("cars doing 60 past the nursery", "unsafe_why", "roads_vehicles"),
    ("they call me names every dinner time and hide my coat", "unsafe_why", "bullying"),
    ("the number 9 bus is always cancelled so im stuck", "unsafe_why", "transport_travel"),
    ("people i dont know adding me on snapchat", "unsafe_why", "online_harm"),
    ("a bloke was following me round the shops", "unsafe_why", "being_followed_strangers"),
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(FRAME, EXAMPLES).fit([text for text, _, _ in ANSWERS])


@pytest.mark.parametrize(("text", "question", "code"), ANSWERS)
def test_a_plain_answer_gets_its_code_before_anybody_has_coded(
    coder: Coder, text: str, question: str, code: str
) -> None:
    assert code in coder.predict([text], [question])[0]


def test_every_code_is_explained_by_words_of_the_answer(coder: Coder) -> None:
    for text, question, _ in ANSWERS:
        for given in coder.assign([text], [question])[0]:
            assert given.evidence, (text, given.code)
            for evidence in given.evidence:
                assert all(word in text.lower() for word in evidence.words.split())


def test_what_somebody_says_they_are_not_afraid_of_is_not_coded(coder: Coder) -> None:
    assert "knives_weapons" not in coder.predict(["im not scared of knives, its the dark"])[0]
    assert "dark_run_down_places" in coder.predict(["there are no street lights"])[0]


def test_the_question_leads_which_way_an_answer_is_meant(coder: Coder) -> None:
    asked, feared = coder.assign(
        ["police"] * 2, ["What would make you feel safer?", "What makes you feel unsafe?"]
    )
    assert {given.polarity for given in asked} == {"ask"}
    assert "worry" in {given.polarity for given in feared}


def test_an_answer_that_says_nothing_is_off_topic_and_alone(coder: Coder) -> None:
    assert coder.predict(["idk", "asdfgh"]) == [("off_topic",), ("off_topic",)]


def test_probabilities_are_between_nought_and_one_and_keep_the_order_of_scores(coder: Coder) -> None:
    texts = [text for text, _, _ in ANSWERS]
    scores, chances = coder.decision_function(texts), coder.predict_proba(texts)
    assert ((chances > 0) & (chances < 1)).all()
    assert (np.argsort(scores, axis=1) == np.argsort(chances, axis=1)).all()


def test_it_learns_a_word_from_people_that_the_frame_does_not_know() -> None:
    def codes_of(people: Sequence[tuple[str, ...] | None]) -> tuple[str, ...]:
        texts = [
            f"the wibblers {tail}" for tail in ("again", "outside", "by mine", "at it", "out late", "here")
        ]
        return Coder(FRAME, FEWER).fit(texts, people).predict(["wibblers by the shop"])[0]

    assert "robbery_theft" not in codes_of([None] * 6)
    assert "robbery_theft" in codes_of([("robbery_theft",)] * 6)


def some_rows(number: int, seed: int) -> Rows:
    rng = np.random.default_rng(seed)
    return Rows(
        sp.csr_matrix(rng.normal(size=(number, 6)).astype(np.float32)),
        rng.normal(size=(number, 6)).astype(np.float32),
        rng.normal(size=(number, 3)).astype(np.float32),
    )


def test_the_regression_is_what_solving_the_whole_system_gives() -> None:
    rows = some_rows(40, 1)
    targets = np.random.default_rng(2).normal(size=(40, 3))
    evidence = np.hstack([rows.counted.toarray(), rows.full, rows.led, np.ones((40, 1))]).astype(float)
    likeness = evidence @ evidence.T
    exact = likeness @ np.linalg.solve(likeness + 0.15 * np.eye(40), targets)
    told = RidgeRegression(0.15, 1e-6).fit(rows, targets).scores(rows)
    assert np.allclose(told, exact, atol=1e-3)


def test_leave_one_out_scores_are_those_of_fitting_without_the_row() -> None:
    """The closed form is exact: compare with really leaving a row out."""
    rows = some_rows(30, 0)
    targets, judged = np.random.default_rng(3).normal(size=(30, 2)), np.arange(0, 30, 3)
    whole = RidgeRegression(0.15, 1e-6).fit(rows, targets, judged)
    for place, left in enumerate(judged.tolist()):
        keep = [row for row in range(30) if row != left]
        part = RidgeRegression(0.15, 1e-6).fit(rows[keep], targets[keep])
        assert np.allclose(part.scores(rows[[left]])[0], whole.held_out_[place], atol=1e-3)


def test_the_answers_people_coded_judge_all_of_them_or_an_even_share_and_none_of_ours() -> None:
    coded = np.arange(2_000) >= 1_600
    assert to_judge_by(coded, 400).tolist() == list(range(1_600, 2_000))
    share = to_judge_by(coded, 100)
    assert len(share) == 100 and share[0] == 1_600 and share[-1] == 1_999 and np.diff(share).max() <= 5
    assert len(to_judge_by(np.zeros(10, dtype=bool), 100)) == 0


def test_the_threshold_goes_from_the_frames_to_the_peoples_as_they_code_more() -> None:
    ours, parameters = LearningParameters().prior_threshold, LearningParameters()
    assert threshold(np.empty((0, 1)), np.empty((0, 1)), parameters) == ours
    for generous in (True, False):  # a person who gives a code at 0.22 already, or at 0.6 only
        scores = np.linspace(0, 1, 400)[:, None]
        wanted = (scores >= (0.22 if generous else 0.6)).astype(float)
        few, many = (threshold(scores[::step], wanted[::step], parameters) for step in (40, 1))
        assert (many < few < ours) if generous else (many > few > ours)


def test_common_words_count_the_same_in_full_rows_as_among_the_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for text, _, _ in ANSWERS]
    exact = CodingParameters(learning=LearningParameters(precision=1e-5))
    fast = Coder(FRAME, FEWER, exact).fit(texts)
    monkeypatch.setattr(coding_evidence, "_COMMON", 2.0)  # none is in more than all
    plain = Coder(FRAME, FEWER, exact).fit(texts)
    assert np.allclose(fast.decision_function(texts), plain.decision_function(texts), atol=1e-3)
    assert fast.predict(texts) == plain.predict(texts)


def test_products_of_likeness_to_landmarks_are_the_square_of_the_likeness_of_two_answers() -> None:
    meant = np.random.default_rng(7).normal(size=(60, 8)).astype(np.float32)
    meant /= np.linalg.norm(meant, axis=1)[:, None]
    exact = (meant @ meant.T) ** 2
    all_of_them = Landmarks(meant, 100).likeness(meant)
    assert np.allclose(all_of_them @ all_of_them.T, exact, atol=0.01)
    few = Landmarks(meant, 20).likeness(meant)
    assert few.shape == (60, 20)
    assert np.corrcoef((few @ few.T).ravel(), exact.ravel())[0, 1] > 0.8


def test_an_example_leans_as_its_question_does_where_it_says_what_was_asked() -> None:
    group = FEWER.examples[0]
    asked = group.model_copy(update={"question": "unsafe_why", "polarity": "ask", "answers": ("more light",)})
    unsaid = asked.model_copy(update={"question": ""})
    unsure = asked.model_copy(update={"question": "anything_else"})
    some = FEWER.model_copy(update={"examples": (asked, unsaid, unsure)})
    assert list(some.questions()) == ["unsafe_why", "", "anything_else"]
    told = Coder(FRAME, some)._known([], None, None).leanings
    assert told[:3] == ("worry", "ask", None)


def test_as_many_steps_are_taken_as_decide_anything() -> None:
    texts = [text for text, _, _ in ANSWERS]
    exact = CodingParameters(learning=LearningParameters(precision=1e-5))
    near, far = (Coder(FRAME, FEWER, which).fit(texts).decision_function(texts) for which in (None, exact))
    assert np.abs(near - far).max() < 0.03


def test_terms_are_weighed_as_scikit_learn_weighs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding_counts, "_CHUNK", 1)  # a corpus counted in several goes
    texts = [text for text, _, _ in EXAMPLES.rows()][:300]
    words = [text.lower().split() for text in texts]
    ours, theirs = (
        WeighedCounts(pieces),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    assert np.allclose(ours.fit_transform(words, ()).toarray(), theirs.fit_transform(texts).toarray())
    known = TfidfVectorizer(
        vocabulary=theirs.vocabulary_, analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True
    )
    ours.fit_transform(words, [["more", "lights"], ["zzz"]])
    known.fit([*texts, "more lights", "zzz"])
    new = ["lights zqxv", "", "ok"]
    assert np.allclose(
        ours.transform([text.split() for text in new]).toarray(), known.transform(new).toarray()
    )


def test_probabilities_are_platts() -> None:
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(4_000, 1))
    wanted = (rng.random((4_000, 1)) < 1 / (1 + np.exp(3 - 2 * scores))).astype(float)
    theirs = LogisticRegression(C=1e6).fit(scores, wanted.ravel())
    assert np.allclose(platt(scores, wanted), (theirs.coef_[0, 0], theirs.intercept_[0]), atol=0.05)


def test_probabilities_go_from_the_frames_to_the_peoples_as_they_code_more() -> None:
    parameters = LearningParameters()
    rng = np.random.default_rng(6)
    scores = rng.random((800, 1))
    wanted = (rng.random((800, 1)) < 1 / (1 + np.exp(3 - 4 * scores))).astype(float)
    assert calibration(scores[:0], wanted[:0], parameters) == parameters.prior_line
    few, many, theirs = (
        np.array(line)
        for line in (
            calibration(scores[::40], wanted[::40], parameters),
            calibration(scores, wanted, parameters),
            platt(scores, wanted),
        )
    )
    assert abs(many - theirs).max() < abs(few - theirs).max() < abs(parameters.prior_line - theirs).max()


@pytest.mark.parametrize("yes", [[0.0] * 6, [1.0] * 6, [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]])
def test_scores_that_part_cleanly_or_know_one_side_only_still_make_probabilities(yes: list[float]) -> None:
    slope, intercept = platt(np.linspace(0, 1, 6)[:, None], np.array(yes)[:, None])
    assert np.isfinite([slope, intercept]).all()
    assert 0 < 1 / (1 + np.exp(-(slope * 0.5 + intercept))) < 1


def test_a_coder_can_be_cloned_like_any_estimator() -> None:
    copy = clone(Coder(FRAME, FEWER))
    assert copy.get_params()["examples"] == FEWER


def test_the_command_needs_no_learning_library() -> None:
    check = "import sys, analysis.code_command; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], cwd=Path(__file__).parents[2]).returncode == 0


def test_the_way_an_answer_is_meant_is_learned_without_the_question_which_then_leads() -> None:
    rows = some_rows(40, 4)
    ways = [POLARITIES[way] for way in np.random.default_rng(5).integers(3, size=40)]
    told = PolarityRegression(0.15, 1e-6).fit(rows, ways)
    others = Rows(rows.counted, rows.full, rows.led + 1)
    assert np.allclose(told.scores(rows, [None] * 40), told.scores(others, [None] * 40))
    asked = told.scores(rows, ["ask"] * 40) - told.scores(rows, [None] * 40)
    assert (asked[:, POLARITIES.index("ask")] > 0).all()
    assert np.allclose(np.delete(asked, POLARITIES.index("ask"), axis=1), 0)


def test_without_seeds_the_words_that_pulled_most_are_shown(coder: Coder) -> None:
    given = coder.assign(["the goblins shoved everybody into a puddle and laughed"])[0]
    learned = [one for code in given for one in code.evidence if one.seed is None]
    assert {one.words for one in learned}.isdisjoint({"the", "and", "a", "into"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("wieczorem na naszej ulicy jest ciemno", "dark_run_down_places"),
        ("у парку мало світла", "dark_run_down_places"),
        ("زیادہ پولیس", "guardianship_lighting_cctv_patrols"),
        ("a minha mãe e os amigos", "friends_trusted_adults"),
    ],
)
def test_answers_in_other_languages_get_their_codes_too(coder: Coder, text: str, code: str) -> None:
    assert code in coder.predict([text])[0]


def test_the_word_school_alone_does_not_make_an_answer_about_school(coder: Coder) -> None:
    given = coder.predict(["i walk home from school and there are no lights by the brook"])[0]
    assert "dark_run_down_places" in given
    assert "school_safety" not in given


def test_the_order_of_answers_changes_nothing() -> None:
    texts = [text for text, _, _ in ANSWERS]
    forwards, backwards = Coder(FRAME, FEWER).fit(texts), Coder(FRAME, FEWER).fit(texts[::-1])
    assert np.allclose(forwards.decision_function(texts), backwards.decision_function(texts))


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="2 answers but 1 codes"):
        Coder(FRAME, FEWER).fit(["a", "b"], [("bullying",)])
    with pytest.raises(ValueError, match="no code “dragons”"):
        Coder(FRAME, FEWER).fit(["a"], [("dragons",)])
    with pytest.raises(ValueError, match="nothing to learn from"):
        Coder(FRAME).fit(["a"])
    with pytest.raises(NotFittedError):
        Coder(FRAME, FEWER).predict(["a"])


@pytest.mark.parametrize("text", ["", "🙂", "word " * 50_000, "\x00", "آئی ڈی کے"])
def test_odd_answers_are_coded_without_falling_over(coder: Coder, text: str) -> None:
    assert len(coder.predict([text])) == 1


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("unsafe_why", "worry"),
        ("safer_what", "ask"),
        ("safe_what", "helps"),
        ("one_change", "ask"),
        ("q7", None),
    ],
)
def test_a_question_says_which_way_it_is_usually_answered(question: str, way: str | None) -> None:
    assert question_leaning(question) == way


def test_places_come_from_the_office_and_times_from_their_usual_words() -> None:
    where = WhereWhenFinder(["St Ives", "Ely"]).find("bus stop in ely on saturday night, near 4 Elm Row")
    assert where.named_places == ("Ely",)
    assert "stop or station" in where.places
    assert {"after dark", "weekend"} <= set(where.times)


def write_answers(path: Path) -> Path:
    lines = [{"id": f"a{n}", "text": text, "question": q} for n, (text, q, _) in enumerate(ANSWERS)]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def fewer_examples(folder: Path) -> str:
    """Every sixth group of the examples as a file of its own: enough for what is not about agreement."""
    path = folder / "examples.yaml"
    path.write_text(FEWER.model_dump_json(), encoding="utf-8")  # JSON is YAML
    return str(path)


def code_file(source: Path, target: Path, *more: str) -> int:
    arguments = ["code", str(source), "--text-column", "text", "--question-column", "question"]
    return main([*arguments, "--examples", fewer_examples(source.parent), "--output", str(target), *more])


def test_the_command_writes_a_line_for_each_answer_in_order(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert code_file(write_answers(tmp_path / "in.jsonl"), out) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [f"a{n}" for n in range(len(ANSWERS))]
    assert sum(code in row["codes"] for row, (_, _, code) in zip(rows, ANSWERS, strict=True)) >= 8
    for row in rows:
        assert set(row["polarity"]) == set(row["evidence"]) == set(row["codes"])


def test_the_command_learns_from_a_coded_file_and_names_what_is_wrong_in_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out, coded = (
        write_answers(tmp_path / "in.jsonl"),
        tmp_path / "out.jsonl",
        tmp_path / "coded.jsonl",
    )
    coded.write_text(
        '{"id": "a0", "codes": ["dark_run_down_places"]}\n{"text": "wibblers", "codes": "robbery_theft"}\n'
    )
    assert code_file(source, out, "--coded", str(coded)) == 0
    for text, wanted in [
        ('{"id": "a0", "codes": ["dragons"]}', "dragons"),
        ('{"id": "zz", "codes": ["bullying"]}', "line 1"),
        ('{"id": "a0"}', "no list of codes"),
        ("{not json", "not JSON"),
    ]:
        coded.write_text(text)
        assert code_file(source, out, "--coded", str(coded)) == 2
        assert wanted in capsys.readouterr().err


def test_the_same_file_is_coded_to_the_same_bytes_whatever_the_thread_count(tmp_path: Path) -> None:
    source = write_answers(tmp_path / "in.jsonl")
    written = []
    for threads in ("1", "2"):
        out = tmp_path / f"out{threads}.jsonl"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "analysis",
                "code",
                str(source),
                "--text-column",
                "text",
                "--examples",
                fewer_examples(tmp_path),
                "--output",
                str(out),
            ],
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            cwd=Path(__file__).parents[2],
        )
        written.append(out.read_bytes())
    assert written[0] == written[1]
