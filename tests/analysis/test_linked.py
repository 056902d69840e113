"""Tables are of the same people: what one hides, no other one prints, for the same readers or for others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest

from analysis import disclosure
from analysis.audit import Known, extremes
from analysis.disclosure import (
    PARTNER,
    PUBLIC,
    TIERS,
    Published,
    Reason,
    bases_puzzle,
    cell_puzzles,
    publish,
    publish_all,
)
from analysis.linked import ANSWERED, BASE, SILENT, STATES, TOOK_PART, beside, beyond
from analysis.proof import open_gaps
from analysis.puzzle import State, known
from analysis.summary import summarise
from analysis.tables import ALL, ARRIVAL, PEOPLE, Category, Table
from analysis.wave import NOT_STATED
from tests.analysis import invented
from tests.analysis.test_disclosure import one_way, spread, two_way
from tests.benchmarks.linked_tables import readings


def a_question_and_how_it_was_answered(answers: Sequence[int], missing: Sequence[int]) -> tuple[Table, ...]:
    """Who took part, what they answered, and how many did not: three tables of the same people."""
    asked = replace(one_way(answers), key="q", question="q")
    categories = (Category(ANSWERED, "Answered"), *(Category(name, name) for name in "xyz"[: len(missing)]))
    everybody, counts = sum(answers) + sum(missing), (sum(answers), *missing)
    people = replace(asked, key=PEOPLE, categories=(), cells={}, base={ALL: spread(everybody)})
    states = replace(
        asked,
        key=f"{STATES}q",
        categories=categories,
        base={ALL: spread(everybody)},
        cells={(ALL, one.key): spread(count) for one, count in zip(categories, counts, strict=True)},
    )
    return people, asked, states


def printed(counted: Sequence[Table]) -> dict[str, Published]:
    return {each.table.key: each.table for each in publish_all(counted, PARTNER)}


def left_to_a_reader(found: dict[str, Published], missing: Sequence[int]) -> list[set[int]]:
    """Tried outright: what each missing number may be, for whoever lays the three tables side by side."""
    everybody, base = found[PEOPLE].rows[0].base, found["q"].rows[0].base
    states = found[f"{STATES}q"]
    assert everybody is not None
    assert base is not None
    half = found["q"].round_to // 2
    names = [one.key for one in states.categories[1:]]
    left: list[set[int]] = [set() for _ in names]
    for values in product(range(31), repeat=len(names)):
        fits = base - half <= everybody - sum(values) <= base + half
        for name, value in zip(names, values, strict=True):
            cell = states.at[ALL, name]
            if cell.state is State.SHOWN and cell.count is not None:
                near = states.round_to // 2 if cell.count else 0
                fits &= abs(value - cell.count) <= near
            elif cell.state is State.CONFIDENTIAL:
                fits &= value >= 1
        if fits:
            for place, value in zip(left, values, strict=True):
                place.add(value)
    return left


@pytest.mark.parametrize("missing", [(2,), (2, 0), (3, 0, 0), (2, 20), (1, 1), (4, 0, 9)])
def test_a_number_of_those_who_did_not_answer_does_not_follow_from_the_base_of_those_who_did(
    missing: tuple[int, ...],
) -> None:
    """348 of 350 answered, as two tables say: hiding “answered” in a third would hide nothing."""
    found = printed(a_question_and_how_it_was_answered((100, 120, 128), missing))
    states = found[f"{STATES}q"]
    assert states.withheld is (sum(missing) < 5), "that one more than four did not answer may be said"
    if states.withheld:
        return
    for name, values in zip(states.categories[1:], left_to_a_reader(found, missing), strict=True):
        if states.at[ALL, name.key].state is not State.SHOWN:
            assert len(values) >= PARTNER.possible_values(states.round_to)
    answered = states.at[ALL, ANSWERED]
    assert answered.state is State.SHOWN
    assert answered.count == found["q"].rows[0].base


def test_who_is_missing_of_each_group_says_how_many_did_not_answer() -> None:
    """97 took part and about 95 answered. But of 50 girls about 45 did: three or more of them did not."""
    took_part = replace(two_way([[20, 30], [20, 27]]), key=PEOPLE, categories=(), cells={})
    answered = replace(two_way([[20, 27], [20, 27]]), key="q")
    found = {
        PEOPLE: publish(took_part, PARTNER, round_to=1).table,
        "q": publish(answered, PARTNER, round_to=5).table,
    }
    tied = beside(f"{STATES}q", found, PARTNER)
    assert [row.base for row in found["q"].rows] == [95, 45, 45]
    assert tied.known[ALL, ANSWERED] == Known(93, 97 - 3)
    assert tied.known[ALL, SILENT] == Known(3, 4)


def test_the_cells_of_a_question_say_how_many_answered_it() -> None:
    """About 120 answered. But about 95 said one thing and about 30 the other, so 121 or more did."""
    everybody = replace(one_way((93, 28, 2)), key=PEOPLE, categories=(), cells={})
    asked = replace(one_way((93, 28)), key="q")
    tables = {
        PEOPLE: publish(everybody, PARTNER, round_to=1).table,
        "q": publish(asked, PARTNER, round_to=5).table,
    }
    assert [cell.count for cell in tables["q"].cells] == [95, 30]
    assert beside(f"{STATES}q", tables, PARTNER).known[ALL, ANSWERED] == Known(121, 122)


def test_a_hidden_base_does_not_follow_from_who_is_missing_in_the_other_groups() -> None:
    """78 of 82 answered, and 36 of 38 boys: so of 40 girls 38 or more, were their number hidden."""
    took_part = replace(two_way([[20, 20], [20, 18], [2, 1], [1, 0]]), key=PEOPLE, categories=(), cells={})
    answered = replace(two_way([[20, 18], [18, 18], [2, 1], [1, 0]]), key="q")
    found = {PEOPLE: publish(took_part, PARTNER, round_to=1).table}
    girls = "area=d0"
    assert found[PEOPLE].row(girls) == replace(found[PEOPLE].rows[1], base=40)
    tied = beside("q", found, PARTNER)
    alone = publish(answered, PARTNER, round_to=1).table
    rows = tuple(
        replace(row, base=None, state=State.TOO_FEW) if row.group.key == girls else row for row in alone.rows
    )
    hidden = replace(alone, rows=rows)
    assert (girls, BASE) not in {gap.node for gap in open_gaps(answered, hidden, PARTNER)}
    assert (girls, BASE) in {gap.node for gap in open_gaps(answered, hidden, PARTNER, tied)}
    assert not open_gaps(answered, publish(answered, PARTNER, round_to=1, beside=tied).table, PARTNER, tied)


def test_the_proof_sees_what_another_table_gives_away() -> None:
    """The very figures that were let out once: 348 of 350, [c], [c]."""
    counted = a_question_and_how_it_was_answered((100, 120, 128), (2, 0))
    by_key = {table.key: table for table in counted}
    alone = publish(by_key[f"{STATES}q"], PARTNER, round_to=1).table
    found = {key: publish(by_key[key], PARTNER, round_to=1).table for key in (PEOPLE, "q")}
    tied = beside(f"{STATES}q", found, PARTNER)
    assert alone.at[ALL, ANSWERED].state is State.CONFIDENTIAL
    assert not open_gaps(by_key[f"{STATES}q"], alone, PARTNER)
    assert any(gap.node == (ALL, "x") for gap in open_gaps(by_key[f"{STATES}q"], alone, PARTNER, tied))


def test_a_group_too_small_to_count_is_hidden_in_every_table_and_with_the_same_companion() -> None:
    groups = two_way([[30, 30], [31, 35], [3, 1], [60, 60]])
    people = replace(groups, key=PEOPLE, categories=(), cells={})
    some_skipped = replace(two_way([[30, 30], [20, 10], [3, 1], [60, 60]]), key="q")
    found = {each.table.key: each.table for each in publish_all((people, some_skipped), PARTNER)}
    hidden = {
        key: {row.group.key for row in table.rows if row.base is None and row.group.key != ALL}
        for key, table in found.items()
    }
    assert len(hidden[PEOPLE]) >= 2
    assert hidden[PEOPLE] <= hidden["q"]


def test_what_partners_may_not_see_the_public_does_not_see_either() -> None:
    """Exact, partners read [c] [c] 60 of 78. A public 15 for the second would leave 1 to 5 for the first."""
    table = one_way((1, 17, 60))
    exact = publish(table, replace(PARTNER, round_if_it_hides_less=None)).table
    (for_all,) = publish_all([table], PUBLIC, {"t": exact})
    hidden = {cell.category for cell in exact.cells if cell.state is not State.SHOWN}
    assert hidden == {cell.category for cell in for_all.table.cells if cell.state is not State.SHOWN}
    assert Reason.HIDDEN_FROM_PARTNERS in for_all.reasons.values()
    alone = publish(table, PUBLIC).table
    assert list(beyond([alone], {"t": exact}, PUBLIC)), "nothing would have been given away"


def test_a_rounded_number_is_not_told_from_where_on_it_lies() -> None:
    """Partners read 10, which may be 8 to 12. The public read a sensitive 10 only from 10 on, so not at all."""
    plain = one_way((11, 60, 40))
    table = replace(
        plain, sensitive=True, categories=tuple(replace(one, sensitive=True) for one in plain.categories)
    )
    coarse, exact = (publish(table, PARTNER, round_to=round_to).table for round_to in (5, 1))
    assert coarse.at[ALL, "a"].count == 10
    assert publish_all([table], PUBLIC, {"t": coarse})[0].table.at[ALL, "a"].state is State.CONFIDENTIAL
    assert publish_all([table], PUBLIC, {"t": exact})[0].table.at[ALL, "a"].count == 10
    assert list(beyond([publish(table, PUBLIC).table], {"t": coarse}, PUBLIC)) == [("t", (ALL, "a"))]
    assert publish_all([plain], PUBLIC, {"t": coarse})[0].table.at[ALL, "b"].count == 60


@pytest.mark.parametrize(("people", "sessions", "seed"), [(90, 8, 0), (240, 14, 1), (700, 30, 2)])
def test_no_table_of_a_whole_summary_shows_the_public_more_than_partners(
    people: int, sessions: int, seed: int
) -> None:
    wave = invented.wave(people, sessions, seed=seed)
    found = {tier: summarise(wave, rules).findings for tier, rules in TIERS.items() if tier != "playback"}
    within = {table.key: table for table in found["partner"].tables}
    assert not list(beyond(found["public"].tables, within, PUBLIC))
    assert {table.key for table in found["public"].tables} <= within.keys()


def test_when_answers_came_is_of_the_very_people_another_table_counts() -> None:
    """Rounded by itself it would seem that “in time” could be 43 to 47; of exactly 47 people it could not."""
    counted = replace(
        one_way((44, 3)),
        key=ARRIVAL,
        categories=(Category("in_time", "In time"), Category("late", "Late")),
        cells={(ALL, "in_time"): spread(44), (ALL, "late"): spread(3)},
    )
    people = replace(counted, key=PEOPLE, categories=(), cells={})
    found = printed((people, counted))
    tied = beside(ARRIVAL, found, PARTNER)
    assert tied.known[ALL, BASE].low == tied.known[ALL, BASE].high == 47
    assert not open_gaps(counted, found[ARRIVAL], PARTNER, tied)


def test_a_rounded_base_is_no_wider_than_the_number_of_people_who_took_part_leaves_it() -> None:
    """30 of a group of 29? Whoever read that there are 29 knows better, and how many did not answer at all."""
    people = replace(two_way([[29], [300]]), key=PEOPLE, categories=(), cells={})
    asked = replace(two_way([[14, 14], [150, 148]]), key="q")
    found = {PEOPLE: publish(people, PARTNER).table}
    silent = beside("q", found, PARTNER).silent(asked.groups)
    assert silent.known["area=d0", TOOK_PART] == Known(29, 29)
    (puzzle, _), *_ = cell_puzzles(
        asked, PARTNER, 5, dict.fromkeys(bases_puzzle(asked, PARTNER, 5).state, State.SHOWN),
        beside("q", found, PARTNER),
    )  # fmt: skip
    assert known(puzzle, ("area=d0", BASE)) == Known(28, 29)


def test_a_question_that_few_answered_is_read_beside_the_many_who_took_part() -> None:
    """Nine in ten did not answer: of each group far more took part than anybody answered altogether."""
    took_part = replace(two_way([[100, 110], [90, 90]]), key=PEOPLE, categories=(), cells={})
    answered = replace(two_way([[10, 11], [2, 1]]), key="q")
    found = {each.table.key: each.table for each in publish_all((took_part, answered), PUBLIC)}
    assert not open_gaps(answered, found["q"], PUBLIC, beside("q", found, PUBLIC))


def not_stated(table: Table, district: str) -> Table:
    """The same, but this district is those who did not say where they live."""
    unsaid = {district: f"area={NOT_STATED}"}
    return replace(
        table,
        groups=tuple(replace(one, value=NOT_STATED) if one.key == district else one for one in table.groups),
        base={unsaid.get(key, key): people for key, people in table.base.items()},
        cells={(unsaid.get(key, key), name): people for (key, name), people in table.cells.items()},
    )


@pytest.mark.parametrize("elsewhere", [30, 2])  # printed among those who took part, or hidden there
def test_a_group_of_which_nobody_answered_is_missing_there_with_all_its_people(elsewhere: int) -> None:
    rows = [[100], [40], [elsewhere], [60]]
    took_part = replace(not_stated(two_way(rows), "area=d1"), key=PEOPLE, categories=(), cells={})
    few = replace(not_stated(two_way([[4, 3], [1, 0]]), "area=d1"), key="q")
    found = {each.table.key: each.table for each in publish_all((took_part, few), PARTNER)}
    tied = beside("q", found, PARTNER)
    silent = tied.silent(few.groups)
    assert silent.known["area=d3", SILENT] == Known(60, 60)
    assert ("area=d2", SILENT) in silent.known
    bases = {
        (ALL, BASE): Known(8, 8),
        ("area=d0", BASE): Known(7, 7),
        (f"area={NOT_STATED}", BASE): Known(1, 1),
    }
    missing = extremes({**bases, **silent.known}, silent.sums, [(ALL, SILENT)])
    assert missing[ALL, SILENT] == Known(192 + elsewhere, 192 + elsewhere)
    assert not open_gaps(few, found["q"], PARTNER, tied)


def test_who_did_not_say_their_group_may_have_answered_though_no_row_says_so() -> None:
    """40 did not say where they live; the question's own table has no row for them, and 35 of them answered it."""
    took_part = replace(not_stated(two_way([[100], [40]]), "area=d1"), key=PEOPLE, categories=(), cells={})
    asked = replace(not_stated(two_way([[50, 40], [20, 15]]), "area=d1"), key="q")
    found = {PEOPLE: publish(took_part, PARTNER, round_to=1).table}
    found["q"] = publish(asked, PARTNER, round_to=1, beside=beside("q", found, PARTNER)).table
    assert [row.group.key for row in found["q"].rows] == [ALL, "area=d0"]
    assert found[PEOPLE].row(f"area={NOT_STATED}") is not None
    assert beside(f"{STATES}q", found, PARTNER).known[ALL, SILENT] == Known(15, 15)


def test_in_a_small_wave_why_somebody_did_not_answer_does_not_follow_from_all_its_tables() -> None:
    """One integer programme over every table of both tiers of 123 people (`tests/benchmarks/linked_tables`)."""
    wave = invented.wave(123, 10, 107)
    partner = summarise(wave, PARTNER).findings
    public = summarise(wave, PUBLIC, inner=partner.tables).findings
    found = readings([partner, public], STATES)
    assert found
    assert [one for one in found if one.told] == []


def a_sensitive_question_of_a_small_district(rows: list[list[int]], bases: list[int]) -> Table:
    table = two_way(rows, sensitive=True)
    base = {group.key: spread(people) for group, people in zip(table.groups[1:], bases, strict=True)}
    return replace(table, shape="choices", base={**base, ALL: spread(sum(bases))})


def test_the_smallest_group_goes_before_its_whole_breakdown(monkeypatch: pytest.MonkeyPatch) -> None:
    """25 people and 134: told as too few, the 25 take nothing from the others."""
    table = a_sensitive_question_of_a_small_district([[1, 3], [0, 26]], [25, 134])
    published = publish(table, PARTNER).table
    assert not published.left_out
    small = published.row("area=d0")
    assert small is not None
    assert small.state is State.TOO_FEW
    assert not open_gaps(table, published, PARTNER)
    monkeypatch.setattr(disclosure, "_stricter", lambda table, rules: [rules])
    assert publish(table, PARTNER).table.left_out == ("area",)


def test_with_groups_told_as_too_few_no_hidden_number_can_be_worked_out() -> None:
    chance = random.Random(5)
    tried = 0
    while tried < 40:
        bases = [chance.randint(20, 60), chance.randint(60, 200), chance.randint(60, 200)]
        rows = [[chance.randint(0, min(base // 3, 40)) for _ in range(2)] for base in bases]
        table = a_sensitive_question_of_a_small_district(rows, bases)
        published = publish(table, PARTNER).table
        tried += 1
        assert not open_gaps(table, published, PARTNER), rows
