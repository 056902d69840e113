"""The gate keeps its promises on every small table, judged by trying every table that could lie behind it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.audit import Known, Sum, too_narrow
from analysis.disclosure import (
    BASE,
    PARTNER,
    PLAYBACK,
    PUBLIC,
    DisclosureRules,
    Published,
    Reason,
    publish,
    publish_all,
)
from analysis.proof import open_gaps
from analysis.puzzle import State, rounded
from analysis.tables import ALL, Category, Group, Table, Tally, tables
from tests.analysis import invented

SESSIONS = 5


def spread(people: int, sessions: int = SESSIONS) -> Tally:
    """So many people over sessions as evenly as can be, so that the sessions rules stay out of the way."""
    each, more = divmod(people, sessions)
    return Tally.of({n: each + (n < more) for n in range(sessions)})


def one_way(counts: Iterable[int], sensitive: bool = False) -> Table:
    """One question, everyone, categories a, b, c, ..."""
    return two_way([list(counts)], sensitive=sensitive)


def two_way(rows: list[list[int]], sensitive: bool = False) -> Table:
    """Districts by categories; a single row is the county alone."""
    categories = tuple(Category(name, name.upper()) for name in "abcdef"[: len(rows[0])])
    districts = [] if len(rows) == 1 else [Group("area", f"d{n}", f"District {n}") for n in range(len(rows))]
    groups = (Group(ALL, ALL, "Everyone"), *districts)
    by_key = {ALL: [sum(column) for column in zip(*rows, strict=True)]}
    by_key |= {group.key: row for group, row in zip(districts, rows, strict=False)}
    return Table(
        "t",
        "A question",
        "parts",
        groups,
        categories,
        {key: spread(sum(row)) for key, row in by_key.items()},
        {
            (key, c.key): spread(n)
            for key, row in by_key.items()
            for c, n in zip(categories, row, strict=True)
        },
        sensitive=sensitive,
    )


def small(rules: DisclosureRules) -> DisclosureRules:
    """The same rules with no base too small and nobody a small group, so that cells themselves are tested."""
    return replace(
        rules,
        smallest_base=1,
        fewest_sessions=0,
        dominance_hides=False,
        everyone_below=0,
        round_if_it_hides_less=None,
    )


def looks(published: Published) -> tuple[object, ...]:
    """Everything the reader sees."""
    return (
        published.withheld,
        tuple((row.group.key, row.base, row.state) for row in published.rows),
        tuple((c.group, c.category, c.state, c.count, c.percent, c.words) for c in published.cells),
    )


def all_one_way(cells: int, most: int) -> Iterator[Table]:
    return (one_way(counts) for counts in itertools.product(range(most + 1), repeat=cells) if any(counts))


def readings(every: Iterable[Table], rules: DisclosureRules) -> dict[object, list[Table]]:
    """All tables that look alike once published, together."""
    found: dict[object, list[Table]] = defaultdict(list)
    for table in every:
        found[looks(publish(table, rules).table)].append(table)
    return found


def uniquely_solved(behind: list[Table], rules: DisclosureRules) -> list[tuple[str, str]]:
    """Hidden cells which are the same in every table that looks so."""
    published = publish(behind[0], rules).table
    return [
        (cell.group, cell.category)
        for cell in published.cells
        if cell.state is not State.SHOWN
        and len({table.cells[cell.group, cell.category].people for table in behind}) == 1
    ]


@pytest.mark.parametrize("rules", [small(PUBLIC), small(PARTNER)], ids=["public", "partner"])
@pytest.mark.parametrize(("cells", "most", "beyond"), [(2, 20, 8), (3, 6, 4)])
def test_no_hidden_cell_of_a_small_one_way_table_can_be_worked_out(
    rules: DisclosureRules, cells: int, most: int, beyond: int
) -> None:
    """By someone who knows every rule we use: only tables that look the same after the whole gate count."""
    for behind in readings(all_one_way(cells, most + beyond), rules).values():
        if max(sum(t.people for t in table.cells.values()) for table in behind) > most:
            continue  # its look-alikes lie partly outside what was enumerated
        assert not uniquely_solved(behind, rules), {str(t.cells) for t in behind}


def possible(published: Published, most: int) -> Iterator[dict[tuple[str, str], int]]:
    """Every one-way table that agrees with what is printed, tried one after the other, without a solver."""
    row = published.rows[0]
    ranges = []
    for cell in published.cells:
        if cell.state is State.SHOWN:
            ranges.append([n for n in range(most + 1) if rounded(n, published.round_to) == cell.count])
        else:
            ranges.append(list(range(1 if cell.state is State.CONFIDENTIAL else 0, most + 1)))
    for counts in itertools.product(*ranges):
        if row.base is None or rounded(sum(counts), published.round_to) == row.base:
            yield {(c.group, c.category): n for c, n in zip(published.cells, counts, strict=True)}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=3), st.sampled_from([PUBLIC, PARTNER]))
def test_enough_values_stay_possible_for_each_hidden_cell(counts: list[int], tier: DisclosureRules) -> None:
    rules = small(tier)
    published = publish(one_way(counts), rules).table
    hidden = [(c.group, c.category) for c in published.cells if c.state is State.CONFIDENTIAL]
    if not hidden or published.rows[0].base is None:
        return
    seen: dict[tuple[str, str], set[int]] = defaultdict(set)
    for table in possible(published, sum(counts) + 3):
        for node in hidden:
            seen[node].add(table[node])
    wanted = min(
        rules.possible_values(published.round_to), rules.smallest_count - 1 if len(hidden) == 1 else 99
    )
    assert all(len(values) >= wanted for values in seen.values())


@settings(max_examples=120, deadline=None)
@given(
    st.integers(2, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=2, max_size=2
        )
    ),
    st.sampled_from([PUBLIC, PARTNER]),
)
def test_no_hidden_cell_of_a_two_way_table_is_fixed_by_the_margins(
    rows: list[list[int]], tier: DisclosureRules
) -> None:
    """2x2 and 2x3: every pair of rows with the same published margins and cells is tried."""
    rules = small(tier)
    published = publish(two_way(rows), rules).table
    if published.withheld or published.round_to > 1:
        return
    columns = [sum(column) for column in zip(*rows, strict=True)]
    keep = {(c.group, c.category): c.count for c in published.cells if c.state is State.SHOWN}
    seen: dict[tuple[str, str], set[int]] = defaultdict(set)
    names = [c.key for c in published.categories]
    districts = [row.group.key for row in published.rows[1:]]
    if len(districts) < 2 or any((ALL, name) not in keep for name in names):
        return
    first_base = published.row(districts[0]).base  # type: ignore[union-attr]
    for first in itertools.product(*(range(column + 1) for column in columns)):
        if first_base is not None and sum(first) != first_base:
            continue
        second = [c - f for c, f in zip(columns, first, strict=True)]
        table = {(districts[0], n): v for n, v in zip(names, first, strict=True)}
        table |= {(districts[1], n): v for n, v in zip(names, second, strict=True)}
        if all(table[node] == count for node, count in keep.items() if node in table):
            for node, value in table.items():
                seen[node].add(value)
    for cell in published.cells:
        if cell.state is not State.SHOWN and cell.group != ALL and sum(columns):
            nobody = keep.get((ALL, cell.category)) == 0
            assert nobody or len(seen[cell.group, cell.category]) > 1


def test_rounding_alone_is_not_trusted_where_it_gives_a_cell_away() -> None:
    """`[c], 10, 10, total 15` forces the hidden one to be 1: the example in the rules."""
    published = publish(one_way([1, 8, 8]), small(PUBLIC)).table
    shown = [cell for cell in published.cells if cell.state is State.SHOWN]
    assert len(shown) < 2


def test_a_small_count_is_hidden_and_takes_company_where_a_total_would_tell() -> None:
    table = two_way([[40, 3], [30, 30], [30, 20]])
    gated = publish(table, replace(PARTNER, round_if_it_hides_less=None))
    assert gated.table.at["area=d0", "b"].state is State.CONFIDENTIAL
    assert gated.reasons["area=d0", "b"] is Reason.SMALL_COUNT
    others = [node for node, reason in gated.reasons.items() if reason is Reason.TO_PROTECT_ANOTHER]
    assert {group for group, _ in others} >= {"area=d0"}
    assert len([node for node in others if node[1] == "b"]) >= 1


def test_printing_a_number_that_was_hidden_to_protect_another_is_found() -> None:
    table = two_way([[40, 3], [30, 30], [30, 20]])
    gated = publish(table, replace(PARTNER, round_if_it_hides_less=None))
    assert open_gaps(table, gated.table, PARTNER) == ()
    for node, reason in gated.reasons.items():
        if reason is Reason.TO_PROTECT_ANOTHER:
            printed = replace(gated.table.at[node], state=State.SHOWN, count=table.cells[node].people)
            cells = tuple(printed if (c.group, c.category) == node else c for c in gated.table.cells)
            assert open_gaps(table, replace(gated.table, cells=cells), PARTNER)


def test_a_nought_is_shown_and_never_used_to_hide_something_else() -> None:
    published = publish(two_way([[40, 3, 0], [30, 30, 0]]), PARTNER).table
    assert published.at["area=d0", "c"].count in (0, None)
    assert published.at[ALL, "c"].count == 0


def test_a_row_with_too_few_people_shows_no_cell() -> None:
    published = publish(two_way([[10, 5], [60, 60], [55, 70]]), PARTNER).table
    assert published.row("area=d0").state is State.TOO_FEW  # type: ignore[union-attr]
    assert all(c.count is None and c.percent is None for c in published.cells if c.group == "area=d0")


def test_people_from_two_sessions_are_not_shown() -> None:
    table = two_way([[40, 30], [40, 30], [40, 40]])
    crowded = replace(table, cells={**table.cells, ("area=d0", "a"): Tally.of({0: 20, 1: 20})})
    gated = publish(crowded, PARTNER)
    assert gated.table.at["area=d0", "a"].state is State.CONFIDENTIAL
    assert gated.reasons["area=d0", "a"] is Reason.FEW_SESSIONS


def test_one_session_making_up_most_of_a_cell_hides_it_for_the_public_and_flags_it_for_partners() -> None:
    table = two_way([[40, 40], [60, 60]])
    uneven = replace(table, cells={**table.cells, ("area=d0", "a"): Tally.of({0: 30, 1: 5, 2: 5})})
    assert publish(uneven, PUBLIC).table.at["area=d0", "a"].state is not State.SHOWN
    partner = publish(uneven, PARTNER).table.at["area=d0", "a"]
    assert partner.state is State.SHOWN
    assert partner.dominated


def test_everybody_in_a_small_group_saying_the_same_is_told_as_a_range() -> None:
    published = publish(two_way([[40, 0], [60, 60], [60, 50]]), PARTNER).table
    assert published.at["area=d0", "a"].words == "95% or more"
    assert published.at["area=d0", "b"].words == "5% or fewer"
    assert published.at["area=d0", "a"].count is None


def test_everybody_and_nearly_everybody_in_a_small_group_are_told_alike() -> None:
    """Were “95% or more” kept for everybody, it would mean everybody to whoever knows the rules."""
    everybody = publish(two_way([[40, 0], [60, 60], [60, 50]]), PARTNER).table
    nearly = publish(two_way([[39, 1], [61, 59], [60, 50]]), PARTNER).table
    assert looks(everybody) == looks(nearly)


def test_the_parts_of_an_answer_that_a_whole_small_group_gave_are_not_called_everybody() -> None:
    """All 40 feel safe: 20 very, 20 fairly. Neither is “95% or more”, and neither adds up to it in print."""
    table = two_way([[20, 20, 0, 40], [60, 50, 60, 110], [60, 50, 55, 110]])
    *leaves, total = table.categories
    parted = replace(table, categories=(*leaves, replace(total, members=("a", "b"))))
    bases = {
        group: spread(sum(parted.cells[group, leaf.key].people for leaf in leaves)) for group in table.base
    }
    published = publish(replace(parted, base=bases), PARTNER).table
    assert published.at["area=d0", "d"].words == "95% or more"
    for leaf in "ab":
        assert published.at["area=d0", leaf].state is State.CONFIDENTIAL
    assert published.at["area=d0", "c"].words == "5% or fewer"


def test_nobody_in_a_small_group_saying_something_sensitive_is_told_as_a_range() -> None:
    published = publish(two_way([[20, 20, 0], [60, 50, 60], [60, 50, 55]], sensitive=True), PARTNER).table
    assert published.at["area=d0", "c"].words == "5% or fewer"


def test_the_public_sees_multiples_of_five_and_whole_percentages_of_them() -> None:
    published = publish(one_way([52, 61, 38]), PUBLIC).table
    assert [cell.count for cell in published.cells] == [50, 60, 40]
    assert published.rows[0].base == 150
    assert [cell.percent for cell in published.cells] == [33, 40, 27]


def test_playback_shows_bars_without_counts_and_no_groups() -> None:
    published = publish(two_way([[6, 5], [4, 5]]), PLAYBACK).table
    assert [row.group.key for row in published.rows] == [ALL]
    assert all(cell.count is None and cell.percent is not None for cell in published.cells)


def test_playback_waits_for_ten_answers() -> None:
    assert all(cell.percent is None for cell in publish(one_way([5, 4]), PLAYBACK).table.cells)


def test_a_group_of_a_handful_does_not_follow_from_the_others() -> None:
    """Three people did not state their gender: the two genders’ bases must not add up to all but three."""
    counted = {t.key: t for t in tables(invented.wave(400, 24, seed=3))}["safe_day"]
    published = publish(counted, PARTNER).table
    genders = [row.base for row in published.rows if row.group.by == "gender"]
    unseen = counted.base.get("gender=not_stated")
    assert unseen is not None
    if 0 < unseen.people < PARTNER.smallest_count and all(base is not None for base in genders):
        assert published.round_to > 1


def test_a_table_and_the_table_of_how_it_was_answered_are_rounded_together() -> None:
    gated = publish_all(tables(invented.wave(400, 24, seed=3)), PARTNER)
    round_to = {each.table.key: each.table.round_to for each in gated}
    assert any(value > 1 for value in round_to.values())
    for key, value in round_to.items():
        if f"states:{key}" in round_to:
            assert round_to[f"states:{key}"] == value


def test_the_audit_finds_what_a_total_gives_away() -> None:
    known = {("x", "a"): Known(1, 50), ("x", "b"): Known(40, 40), ("x", BASE): Known(43, 43)}
    sums = [Sum(("x", BASE), (("x", "a"), ("x", "b")))]
    (gap,) = too_narrow(known, sums, {("x", "a"): 5})
    assert (gap.low, gap.high) == (3, 3)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(40, 300), st.integers(3, 30), st.sampled_from([PUBLIC, PARTNER]))
def test_no_shown_cell_of_a_whole_wave_is_below_its_thresholds(
    seed: int, people: int, sessions: int, rules: DisclosureRules
) -> None:
    counted = {t.key: t for t in tables(invented.wave(people, sessions, seed=seed))}
    table = counted[("safe_dark", "tell", "themes:unsafe_why", "act_on_this")[seed % 4]]
    published = publish(table, rules).table
    sensitive = {c.key: c.sensitive or table.sensitive for c in table.categories}
    for cell in published.cells:
        if cell.state is State.SHOWN:
            tally, base = table.cells[cell.group, cell.category], table.base[cell.group]
            assert tally.people == 0 or tally.people >= rules.smallest(sensitive[cell.category])
            assert tally.people == 0 or tally.sessions >= rules.fewest_sessions
            assert base.people >= rules.smallest_base
        else:
            assert cell.count is cell.percent is cell.low is cell.high is None


def test_the_same_table_gives_the_same_release() -> None:
    table = {t.key: t for t in tables(invented.wave(300, 18))}["themes:unsafe_why"]
    assert publish(table, PARTNER) == publish(table, PARTNER)


@pytest.mark.parametrize("counts", [(23, 23, 1), (38, 38, 1), (1, 28, 28)])
def test_who_knows_the_search_learns_nothing_from_which_companion_a_cell_was_given(
    counts: tuple[int, int, int],
) -> None:
    """25, 25, [c] of 45 gives the hidden one away; with only one 25 hidden beside it, the reason still would."""
    rules = small(PUBLIC)
    seen = looks(publish(one_way(counts), rules).table)
    others = [tuple(turned) for turned in set(itertools.permutations(counts))]
    alike = [one_way(turned) for turned in others if looks(publish(one_way(turned), rules).table) == seen]
    assert not uniquely_solved(alike, rules)


@pytest.mark.parametrize(
    ("counts", "tier"),
    [
        ((7, 7, 12, 12), PUBLIC),  # [c] [c] 10 10 of 40: both hidden ones under 8 would have to be 7
        ((17, 7, 7, 7), PUBLIC),
        ((0, 4, 4, 5), PARTNER),  # [c] + [c] = 8, both under 5, would be 4 and 4
        ((0, 4, 8, 8), PARTNER),  # were the smallest companion taken, 12 - 8 would be the only way
        ((1, 4, 9, 9), PARTNER),
    ],
)
def test_who_knows_why_cells_are_hidden_learns_nothing_from_which_are(
    counts: tuple[int, ...], tier: DisclosureRules
) -> None:
    """Tables that agree with what is printed are put through the gate until two look like this one."""
    rules = small(tier)
    published = publish(one_way(counts), rules).table
    seen = looks(published)
    still = {(c.group, c.category) for c in published.cells if c.state is State.CONFIDENTIAL}
    assert still
    true = one_way(counts).cells
    for values in possible(published, sum(counts) + 3):
        differs = {node for node in still if values[node] != true[node].people}
        if differs and looks(publish(one_way(values.values()), rules).table) == seen:
            still -= differs
        if not still:
            return
    raise AssertionError(f"worked out: {still}")


def test_the_companion_of_a_hidden_cell_is_chosen_without_looking_at_what_it_holds() -> None:
    """A small cell may go with either of two others: which, depends on what is printed anyway."""
    rules = small(PARTNER)
    hidden = {
        tuple(c.category for c in publish(one_way(counts), rules).table.cells if c.state is not State.SHOWN)
        for counts in ([3, 20, 9, 40], [3, 40, 20, 9], [3, 9, 40, 20])
    }
    assert len(hidden) == 1
