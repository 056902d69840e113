"""Words as numbers: what an answer uses can be read back, and counting it changes nothing."""

from __future__ import annotations

import numpy as np

from analysis.lexicon import Lexicon, WordRows, word_row

TEXTS = ["the feds in Wisbech", "", "dunno the bus", "The BUS the bus"]


def read_back(lexicon: Lexicon, rows: WordRows) -> list[list[str]]:
    said = [lexicon.words[number] for number in rows.words]
    return [said[rows.ends[at] : rows.ends[at + 1]] for at in range(len(rows))]


def test_the_numbers_of_an_answers_words_read_back_as_its_words() -> None:
    lexicon = Lexicon({})
    assert read_back(lexicon, lexicon.rows(TEXTS)) == [word_row(text) for text in TEXTS]


def test_a_word_keeps_its_number_when_others_are_met_later() -> None:
    lexicon = Lexicon({})
    first = lexicon.rows(TEXTS)
    before = read_back(lexicon, first)
    lexicon.rows(["an aardvark on the bus"])
    assert read_back(lexicon, first) == before
    assert read_back(lexicon, lexicon.rows(TEXTS)) == before


def test_a_slip_is_mended_before_it_is_numbered() -> None:
    lexicon = Lexicon({"wisbehc": "Wisbech"})
    assert read_back(lexicon, lexicon.rows(["in Wisbehc"])) == [["in", "Wisbech"]]


def test_counting_words_leaves_the_rows_as_they_were() -> None:
    lexicon = Lexicon({})
    rows = lexicon.rows(TEXTS)
    once = rows.counts(len(lexicon.words)).toarray()
    assert np.array_equal(rows.counts(len(lexicon.words)).toarray(), once)
    assert once[3, lexicon.words.index("the")] == 1
    assert once.sum(axis=1).tolist() == [len(word_row(text)) for text in TEXTS]


def test_the_opening_counts_double_and_an_empty_answer_has_none() -> None:
    lexicon = Lexicon({})
    counts = lexicon.rows(["who was king", "", "who"]).counts(3, opening=2).toarray()
    assert dict(zip(lexicon.words, counts[0], strict=True)) == {"king": 1, "was": 2, "who": 2}
    assert counts.sum(axis=1).tolist() == [5, 0, 2]


def test_a_kind_of_word_is_used_or_not_however_often() -> None:
    lexicon = Lexicon({})
    rows = lexicon.rows(["bus bus late", "late", "no"])
    kind = np.array([{"bus": 1, "late": 0}.get(word, -1) for word in lexicon.words], dtype=np.int32)
    assert rows.uses(kind, 2).toarray().tolist() == [[1, 1], [1, 0], [0, 0]]


def test_not_safe_is_the_word_unsafe_and_shares_no_word_with_safe() -> None:
    lexicon = Lexicon({})
    one, other, plain = read_back(lexicon, lexicon.rows(["don't feel safe", "feel unsafe", "feel safe"]))
    assert one[-1] == other[-1] == "unsafe"
    assert plain[-1] == "safe"
