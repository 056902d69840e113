"""The code frame: read with located errors, and its seeds found where they stand and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.code_frame import (
    DEFAULT_FRAME,
    CodeFrame,
    CodeFrameError,
    SeedIndex,
    folded_words,
    load_code_frame,
    load_examples,
)

OFFICE_CODES = {
    "knives_weapons", "fights_attacks", "robbery_theft", "gangs_intimidating_groups", "drugs_in_public",
    "exploitation_county_lines", "sexual_harassment", "sexual_violence_images", "relationship_home_harm",
    "bullying", "online_harm", "hate_discrimination", "antisocial_behaviour_alcohol", "roads_vehicles",
    "dark_run_down_places", "transport_travel", "school_safety", "police_contact_trust", "nothing_to_do",
    "worry_mental_health", "reporting_not_heard", "being_followed_strangers", "friends_trusted_adults",
    "safe_places_activities", "guardianship_lighting_cctv_patrols", "feels_safe", "off_topic", "needs_review",
}  # fmt: skip


def frame_of(**codes: dict[str, list[str]]) -> CodeFrame:
    return CodeFrame.model_validate(
        {
            "name": "tiny",
            "version": "1",
            "codes": [
                {"code": code, "kind": "concern", "name": code, "definition": code, **lists}
                for code, lists in codes.items()
            ],
        }
    )


def found(frame: CodeFrame, text: str) -> set[tuple[str, str]]:
    return {(match.code, match.seed) for match in SeedIndex(frame).find(text)}


def test_the_shipped_frame_has_every_code_the_product_names_with_an_owner_and_a_strand() -> None:
    frame = load_code_frame()
    assert {code.code for code in frame.codes} == OFFICE_CODES
    for code in frame.codes:
        if code.kind != "reserved":
            assert code.owner, code.code
            assert code.strand, code.code
            assert code.seeds, code.code


def test_every_shipped_example_names_codes_of_the_frame_and_says_it_is_invented() -> None:
    examples = load_examples(load_code_frame())
    assert examples.invented is True
    assert {code for _, codes, _ in examples.rows() for code in codes} >= OFFICE_CODES - {"needs_review"}


def test_a_writers_examples_can_be_set_apart_from_everybody_elses() -> None:
    examples = load_examples(load_code_frame())
    assert len(examples.hands) >= 3
    for hand in examples.hands:
        others, theirs = examples.parted(hand)
        assert theirs.hands == (hand,)
        assert hand not in others.hands
        assert sorted([*others.rows(), *theirs.rows()]) == sorted(examples.rows())


def test_a_seed_is_found_whatever_its_ending_or_spelling() -> None:
    frame = frame_of(lights={"seeds": ["street light*"]})
    for text in ("street lights", "Street lighting!", "no STREET LIGHT here"):
        assert found(frame, text) == {("lights", "street light*")}, text
    assert not found(frame, "light street")


def test_a_seed_in_two_parts_needs_both_in_any_order() -> None:
    frame = frame_of(lines={"seeds": ["drop off + money"]})
    assert found(frame, "they give you money to drop off bags")
    assert not found(frame, "my mum will drop off my brother")


def test_a_phrase_the_frame_excludes_hides_the_seed_inside_it_only() -> None:
    frame = frame_of(weapons={"seeds": ["knife"], "not": ["knife and fork"]})
    assert not found(frame, "eating with a knife and fork")
    assert found(frame, "a knife and fork on the table and a knife in his pocket")


def test_numbers_and_short_words_are_seeds_as_written(tmp_path: Path) -> None:
    path = tmp_path / "frame.yaml"
    path.write_text(
        "name: f\nversion: '1'\ncodes:\n- {code: police, kind: concern, name: p, definition: p, seeds: [101, 999]}\n"
    )
    assert found(load_code_frame(path), "rang 101") == {("police", "101")}


@given(st.lists(st.sampled_from(["dark", "path", "and", "the", "lads", "bus"]), max_size=12))
def test_every_match_stands_on_the_words_of_its_seed(words: list[str]) -> None:
    frame = frame_of(dark={"seeds": ["dark path", "dark"]}, bus={"seeds": ["bus"]})
    plain = folded_words(" ".join(words))
    for match in SeedIndex(frame).find(" ".join(words)):
        assert plain[match.start : match.end] == match.seed.split()
    assert sum(m.seed == "bus" for m in SeedIndex(frame).find(" ".join(words))) == words.count("bus")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("name: f\n  codes: [", "line 2"),
        ("name: f\nversion: '1'\ncodes: []\n", "codes"),
        ("name: f\nversion: '1'\ncodes:\n- {code: A b, kind: concern, name: a, definition: a}\n", "codes.0.code"),
        ("name: f\nversion: '1'\ncodes:\n- {code: a, kind: odd, name: a, definition: a}\n", "codes.0.kind"),
        ("name: f\nversion: '1'\ncodes:\n- {code: a, kind: concern, name: a, definition: a, sedes: [x]}\n", "sedes"),
        (
            "name: f\nversion: '1'\ncodes:\n"
            "- {code: a, kind: concern, name: a, definition: a}\n- {code: a, kind: concern, name: b, definition: b}\n",
            "“a” is there twice",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_frame_is_named_with_its_place(tmp_path: Path, text: str, wanted: str) -> None:
    path = tmp_path / "frame.yaml"
    path.write_text(text)
    with pytest.raises(CodeFrameError, match=wanted) as raised:
        load_code_frame(path)
    assert "frame.yaml" in str(raised.value)


def test_a_missing_frame_and_one_in_another_encoding_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CodeFrameError, match="is not there"):
        load_code_frame(tmp_path / "nowhere.yaml")
    path = tmp_path / "latin.yaml"
    path.write_bytes("name: caf\xe9".encode("latin-1"))
    with pytest.raises(CodeFrameError, match="UTF-8"):
        load_code_frame(path)


def test_examples_that_are_not_said_to_be_invented_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "examples.yaml"
    path.write_text("name: e\ninvented: false\nexamples: []\n")
    with pytest.raises(CodeFrameError, match="invented"):
        load_examples(load_code_frame(), path)


def test_examples_of_a_code_the_frame_does_not_have_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "examples.yaml"
    path.write_text(
        "name: e\ninvented: true\nexamples:\n- {codes: [dragons], polarity: worry, answers: [a dragon]}\n"
    )
    with pytest.raises(CodeFrameError, match="dragons"):
        load_examples(load_code_frame(), path)


def test_an_owner_is_not_named_again_among_the_partners(tmp_path: Path) -> None:
    path = tmp_path / "frame.yaml"
    path.write_text(
        "name: f\nversion: '1'\ncodes:\n"
        "  - {code: a, kind: concern, name: A, definition: a, owner: police, partners: [schools, police]}\n"
    )
    with pytest.raises(CodeFrameError, match=r"frame\.yaml: “police” owns the code “a”"):
        load_code_frame(path)


def test_every_body_the_shipped_frame_names_is_one_of_the_office() -> None:
    partners = yaml.safe_load((DEFAULT_FRAME.with_name("office.yaml")).read_text(encoding="utf-8"))[
        "partners"
    ]
    known = {name for one in partners for name in (one["name"], one.get("group"))}
    for code in load_code_frame().codes:
        assert {code.owner, *code.partners} - {""} <= known, code.code
