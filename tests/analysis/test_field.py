"""What is known of a field: helps where answers are of it, keeps out of the way where they or their subject are not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from analysis.__main__ import main
from analysis.code_frame import load_code_frame, load_examples
from analysis.evidence import EvidenceReader
from analysis.field import SHIPPED, Field, FieldFileError, TermPlaces, shipped_field
from analysis.field_learning import field_of, fingerprint, learn_field
from analysis.lexicon import Lexicon
from analysis.text import stem
from analysis.topics import TopicModel

# Invented for this test. Nobody said any of these; each line of a subject says it in other words.
SUBJECTS = {
    "Dark or run-down places": [
        "pitch black by the garages", "none of the lamps work behind ours", "you cannot see your feet on the cut through",
        "broken glass all over the underpass", "it is like a cave under the bridge", "bulbs went months ago",
        "the alley stinks and is full of rubbish", "boarded up shops everywhere", "overgrown path nobody looks after",
        "I use my torch because nothing is lit",
    ],
    "Knives and weapons": [
        "someone in my year carries a blade", "boys with machetes", "he had a zombie knife down his joggers",
        "stabbings on the news every week", "people are tooled up", "a lad pulled a shank out", "they keep knives in socks",
        "gun shots last month", "weapons hidden in bushes", "everyone says who is carrying",
    ],
    "Buses, trains and getting about": [
        "the last bus never turns up", "waiting at the station by myself", "rowdy lads upstairs on the 22",
        "train home after college", "no driver says anything when they smoke", "bus stop with no shelter",
        "the railway platform at night", "it got cancelled and I had to wait an hour", "packed carriages",
        "coach home from training comes late",
    ],
}  # fmt: skip
HORSES = [
    "my horse bolts when lorries brake", "ponies left without hay", "the mare kicked the fence", "hacking out on the bridleway",
    "stable doors left open", "our foal was frightened", "riders galloping too near", "saddles go missing from the tack room",
    "the donkey field floods", "horses get spooked by drones", "the farrier never comes", "muck heaps by the paddock",
]  # fmt: skip
BANKING = [
    f"{ask} {thing}"
    for ask in ("how do I cancel", "why was I charged for", "when will I get", "can you explain")
    for thing in ("my refund", "the exchange rate", "a currency transfer", "my new card pin", "the statement fee",
                  "a direct debit", "the top up limit", "my account verification")
]  # fmt: skip


def answers() -> tuple[list[str], list[int]]:
    pairs = [(text, about) for about, texts in enumerate(SUBJECTS.values()) for text in texts]
    return [text for text, _ in pairs], [about for _, about in pairs]


@pytest.fixture(scope="module")
def field() -> Field:
    return shipped_field()


def test_the_shipped_file_is_what_the_shipped_frame_and_examples_teach(field: Field) -> None:
    frame = load_code_frame()
    examples = load_examples(frame)
    assert field.learned_from == fingerprint(frame, examples), "run `python -m analysis field`"
    assert field_of(frame, examples) is field
    learned = learn_field(frame, examples)
    assert learned.terms == field.terms
    assert learned.names == field.names
    np.testing.assert_allclose(learned.term_pulls, field.term_pulls, atol=0.02)


def test_another_frame_is_learned_from_afresh(field: Field) -> None:
    frame = load_code_frame()
    examples = load_examples(frame)
    fewer = examples.model_copy(update={"examples": examples.examples[:40]})
    taught = field_of(frame, fewer)
    assert taught.learned_from != field.learned_from
    assert len(taught.terms) < len(field.terms)


def test_what_is_learned_is_the_same_bytes_and_survives_its_file(tmp_path: Path) -> None:
    frame = load_code_frame()
    examples = load_examples(frame)
    few = examples.model_copy(update={"examples": examples.examples[:40]})
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    first = learn_field(frame, few)
    first.save(one)
    learn_field(frame, few).save(two)
    assert one.read_bytes() == two.read_bytes()
    again = Field.load(one)
    assert (again.codes, again.names, again.terms) == (first.codes, first.names, first.terms)
    assert again.examples == first.examples
    np.testing.assert_array_equal(again.term_pulls, first.term_pulls)
    np.testing.assert_array_equal(again.meaning_pulls, first.meaning_pulls)


def test_subjects_said_in_many_words_are_found_and_named(field: Field) -> None:
    texts, about = answers()
    with_it = TopicModel(3, field=field).fit(texts)
    without = TopicModel(3).fit(texts)
    assert adjusted_rand_score(about, with_it.labels_) > 0.8
    assert adjusted_rand_score(about, with_it.labels_) > adjusted_rand_score(about, without.labels_) + 0.2
    assert with_it.reader_.field_trust_ == 1.0


class Seen(TopicModel):
    """Remembers what stood beside the answers."""

    def _beside(self, distinct: Sequence[str]) -> list[str]:
        self.stood_beside = super()._beside(distinct)
        return self.stood_beside


def test_few_answers_of_the_field_are_grouped_in_the_company_of_its_examples(field: Field) -> None:
    texts, about = answers()
    model = Seen(3, field=field).fit(texts)
    assert len(model.stood_beside) == 10 * len(texts)
    assert set(model.stood_beside) <= set(field.examples) - set(texts)
    assert len(model.labels_) == len(about)
    assert not Seen(4, field=field).fit(BANKING).stood_beside


def test_many_answers_need_less_company(field: Field) -> None:
    several = field.examples[:2500]
    beside = Seen(3, field=field)._beside(sorted(set(several)))
    assert 0 < len(beside) <= 4_000 - len(set(several))
    assert not set(beside) & set(several)


def test_a_topic_without_a_word_in_common_goes_by_the_name_of_its_subject(field: Field) -> None:
    texts, about = answers()
    reader = EvidenceReader(None, field).fit(texts)
    assert reader.subjects(texts, np.array(about), 3) == list(SUBJECTS)
    assert EvidenceReader().fit(texts).subjects(texts, np.array(about), 3) == [""] * 3


def test_a_subject_that_nobody_taught_is_still_a_topic_of_its_own(field: Field) -> None:
    texts, about = answers()
    labels = TopicModel(4, field=field).fit([*texts, *HORSES]).labels_
    horses = np.array([*(False for _ in about), *(True for _ in HORSES)])
    best = max(
        2 * (horses & (labels == topic)).sum() / (horses.sum() + (labels == topic).sum())
        for topic in range(4)
    )
    assert best > 0.8


def test_answers_of_another_field_are_read_as_if_there_were_none(field: Field) -> None:
    with_it, without = TopicModel(4, field=field).fit(BANKING), TopicModel(4).fit(BANKING)
    assert with_it.reader_.field_trust_ == 0.0
    np.testing.assert_array_equal(with_it.labels_, without.labels_)
    assert with_it.describe() == without.describe()


def test_the_order_of_answers_changes_nothing(field: Field) -> None:
    texts, _ = answers()
    there, back = (TopicModel(3, field=field).fit(some).labels_ for some in (texts, texts[::-1]))
    np.testing.assert_array_equal(there, back[::-1])


def test_later_answers_are_read_by_the_field_too(field: Field) -> None:
    texts, about = answers()
    model = TopicModel(3, field=field).fit(texts)
    dark, knives = model.labels_[about.index(0)], model.labels_[about.index(1)]
    assert model.predict(["unlit and full of litter"]).tolist() == [dark]
    assert model.predict(["a boy showed us his machete"]).tolist() == [knives]


@pytest.mark.parametrize("some", [[""], ["lights"], ["lights"] * 5, ["idk", "nothing", "…"]])
def test_next_to_nothing_is_an_honest_small_result(field: Field, some: list[str]) -> None:
    assert TopicModel(field=field).fit(some).n_components_ <= 1


@given(
    st.lists(
        st.lists(st.sampled_from(["lights", "dark", "bus", "the", "zzyzx", "walking"]), max_size=6),
        max_size=5,
    )
)
def test_terms_are_found_as_one_would_by_hand(said: list[list[str]]) -> None:
    terms = ["bus", "dark", f"{stem('walking')} dark", "light", "light dark", "the bus"]
    lexicon = Lexicon({})
    rows = lexicon.rows([" ".join(words) for words in said])
    places = TermPlaces(terms)
    found = places.found(rows, places.stems_of(lexicon.words)).toarray()
    assert found.tolist() == [_by_hand(words, terms) for words in said]


def _by_hand(words: Sequence[str], terms: Sequence[str]) -> list[float]:
    stems = [stem(word) for word in words]
    held = {*stems, *(f"{one} {two}" for one, two in pairwise(stems))}
    return [float(term in held) for term in terms]


# --- from the command line --------------------------------------------------------------------------------


def _topics(folder: Path, texts: Sequence[str], *more: str) -> dict[str, object]:
    folder.mkdir(exist_ok=True)
    source = folder / "in.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    asked = [
        "topics",
        str(source),
        "--text-column",
        "text",
        "--n-topics",
        "3",
        "--output",
        str(folder / "out"),
    ]
    assert main([*asked, *more]) == 0
    told: dict[str, object] = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_the_manifest_says_whether_the_field_was_used(tmp_path: Path) -> None:
    texts, _ = answers()
    used = _topics(tmp_path / "used", texts)
    assert used["field_trust"] == 1.0
    assert used["settings"]["field"]["name"] == SHIPPED.name  # type: ignore[index]
    switched_off = _topics(tmp_path / "off", texts, "--no-field")
    assert switched_off["field_trust"] == 0.0
    assert switched_off["settings"]["field"] is None  # type: ignore[index]
    assert _topics(tmp_path / "banking", BANKING)["field_trust"] == 0.0


def test_an_office_teaches_its_own_words_and_uses_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "name: code_frame_examples\ninvented: true\nexamples:\n"
        "  - {codes: [knives_weapons], polarity: worry, answers: [wobbling flumps, flumps again]}\n",
        encoding="utf-8",
    )
    kept = tmp_path / "own.npz"
    assert main(["field", "--examples", str(own), "--output", str(kept)]) == 0
    assert "27 codes" in capsys.readouterr().out
    field = Field.load(kept)
    assert "flump" in " ".join(field.terms)
    texts, _ = answers()
    told = _topics(tmp_path / "topics", texts, "--field", str(kept))
    assert told["settings"]["field"]["name"] == "own.npz"  # type: ignore[index]


def test_a_file_that_holds_no_field_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in (("notes.npz", b"not a field"), ("cut.npz", SHIPPED.read_bytes()[:5_000])):
        wrong = tmp_path / name
        wrong.write_bytes(content)
        with pytest.raises(FieldFileError, match=name):
            Field.load(wrong)
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "lights"}\n', encoding="utf-8")
    asked = ["topics", str(source), "--text-column", "text", "--output", str(tmp_path / "out")]
    assert main([*asked, "--field", str(tmp_path / "notes.npz")]) == 2
    assert "notes.npz" in capsys.readouterr().err
    assert main([*asked, "--field", str(tmp_path / "nowhere.npz")]) == 2
    assert "nowhere.npz" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
