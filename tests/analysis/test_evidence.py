"""What is known about an answer: its meaning, its words, and what a question asks for."""

from __future__ import annotations

import numpy as np

from analysis.embedding import StaticEmbedding
from analysis.evidence import EvidenceReader, share_of_questions, used_here
from analysis.lexicon import Lexicon, word_row
from analysis.word_table import unit_rows, word_vectors


def test_answers_near_in_meaning_are_near_without_a_word_in_common() -> None:
    rows = StaticEmbedding().fit_transform(["more police", "constables on patrol", "chocolate cake"])
    assert rows.shape == (3, 256)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_an_answer_without_a_known_word_has_no_meaning() -> None:
    assert np.all(StaticEmbedding().fit_transform(["", "😰"]) == 0)
    assert np.all(unit_rows(np.zeros((2, 3), dtype=np.float32)) == 0)


def test_every_word_has_a_vector_even_a_misspelt_one() -> None:
    assert np.all(np.abs(word_vectors(["police", "pollliss", "ਸੜਕਾਂ"])).sum(axis=1) > 0)


def test_words_keep_their_capitals_and_slang_is_folded() -> None:
    assert word_row("the feds in Wisbech") == ["the", "police", "in", "Wisbech"]


def test_reading_in_one_go_or_one_by_one_is_the_same() -> None:
    texts = ["dark streets", "late buses", "dark alleys", "buses again"]
    reader = EvidenceReader().fit(texts)
    together = reader.transform(texts)
    for at, text in enumerate(texts):
        alone = reader.transform([text])
        assert np.allclose(alone.meaning[0], together.meaning[at], atol=1e-6)
        assert np.array_equal(alone.stems.toarray()[0], together.stems.toarray()[at])


def test_a_slip_of_the_pen_is_read_as_the_word_the_corpus_means() -> None:
    texts = [f"harassment by {who}" for who in ("men", "boys", "strangers", "lads", "people")] * 3
    texts += ["harassment again", "harasmment on the bus"]
    reader = EvidenceReader().fit(texts)
    right, slip = reader.transform(["harassment on the bus", "harasmment on the bus"]).meaning
    assert float(right @ slip) > 0.99


def test_questions_are_known_by_how_they_open() -> None:
    assert share_of_questions(["Who was he?", "what is it", "I think so", "How many?"]) == 0.75
    assert share_of_questions([]) == 0.0


def test_the_opening_of_questions_weighs_more_only_where_nearly_all_are_questions() -> None:
    asked = [
        f"{word} {rest}" for word in ("who was", "how many", "where is") for rest in ("king", "cats", "river")
    ]
    reader = EvidenceReader().fit(asked)
    near, far = reader.transform(["who was king", "who was river", "how many king"]).meaning[1:]
    plain = EvidenceReader().fit([*asked, *["the king", "cats", "a river"] * 4])
    base = reader.transform(["who was king"]).meaning[0]
    other = plain.transform(["who was king", "who was river", "how many king"]).meaning
    assert float(base @ near - base @ far) > float(other[0] @ other[1] - other[0] @ other[2])


def moved(texts: list[str]) -> dict[str, np.ndarray]:
    lexicon = Lexicon({})
    counts = lexicon.rows(texts).counts(len(lexicon.words))
    return dict(zip(lexicon.words, used_here(counts, word_vectors(lexicon.words)), strict=True))


def test_a_word_moves_towards_the_words_it_is_used_beside() -> None:
    moves = moved(["the zorbak barked dog", "a zorbak dog lead", "late bus stop"] * 40)
    before, after = word_vectors(["zorbak"])[0], word_vectors(["zorbak"])[0] + moves["zorbak"]
    dog, bus = word_vectors(["dog", "bus"])

    def nearer_the_dog(vector: np.ndarray) -> float:
        return float(
            vector @ dog / np.linalg.norm(vector) / np.linalg.norm(dog)
            - vector @ bus / np.linalg.norm(vector) / np.linalg.norm(bus)
        )

    assert nearer_the_dog(after) > nearer_the_dog(before)


def test_in_few_answers_words_stay_where_the_table_has_them() -> None:
    assert not np.any(list(moved(["dark streets", "late buses"]).values()))
    assert moved([]) == {}
