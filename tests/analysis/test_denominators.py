"""Everybody is accounted for: in every table of a release, bases and answers add up as far as they are printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.disclosure import PARTNER, PUBLIC, Published, whole_percent
from analysis.findings import Findings
from analysis.linked import own_table
from analysis.puzzle import State
from analysis.summary import summarise
from analysis.tables import (
    ALL,
    IN_A_THEME,
    IN_NONE,
    NOT_USABLE,
    PEOPLE,
    UNREAD,
    tables,
)
from analysis.verify import verify
from analysis.wave import NOT_STATED, Missing, WaveData
from tests.analysis import invented

WAVES = {"usual": invented.wave(700, 34), "small": invented.wave(120, 9, seed=4)}


def faults(findings: Findings) -> list[str]:
    """Everything that does not add up, by as much as rounding explains."""
    printed = {table.key: table for table in findings.tables}
    return [fault for table in findings.tables for fault in (*_inside(table), *_beside(table, printed))]


def _inside(table: Published) -> list[str]:
    found = []
    near = table.round_to // 2
    count = {node: cell.count for node, cell in table.at.items() if cell.state is State.SHOWN}
    bases = {row.group.key: row.base for row in table.rows}
    leaves = [one.key for one in table.categories if not one.members]

    def whole(where: str, total: int | None, parts: list[int | None]) -> None:
        if total is None or any(part is None for part in parts) or not parts:
            return
        if abs(total - sum(part or 0 for part in parts)) > near * (1 + len(parts)):
            found.append(f"{table.key}, {where}: {parts} is not {total}")

    for group, base in bases.items():
        if table.shape == "parts" and leaves:
            whole(group, base, [count.get((group, leaf)) for leaf in leaves])
        for one in table.categories:
            if one.members:
                parts = [count.get((group, name)) for name in one.members]
                whole(f"{group} {one.key}", count.get((group, one.key)), parts)
            told = count.get((group, one.key))
            if told is not None and (base is None or told > base):
                found.append(f"{table.key}, {group} {one.key}: {told} of {base}")
            cell = table.at.get((group, one.key))
            if told is not None and cell and base and cell.percent != whole_percent(told, base):
                found.append(
                    f"{table.key}, {group} {one.key}: {cell.percent} per cent is not {told} of {base}"
                )
    for by in {row.group.by for row in table.rows} - {ALL}:
        groups = [row.group.key for row in table.rows if row.group.by == by]
        if f"{by}={NOT_STATED}" in groups:
            whole(by, bases[ALL], [bases[group] for group in groups])
        elif (parts := [bases[group] for group in groups]) and None not in parts:
            most = (bases[ALL] or 0) + near * (1 + len(parts))
            if bases[ALL] is not None and sum(part or 0 for part in parts) > most:
                found.append(f"{table.key}, {by}: more in its groups than altogether")
    return found


def _beside(table: Published, printed: dict[str, Published]) -> list[str]:
    own = own_table(table.key, printed)
    if own is None:
        return []
    found = []
    everybody, base = printed[PEOPLE].rows[0].base, own.rows[0].base
    near = (table.round_to + printed[PEOPLE].round_to) // 2
    if (
        None not in (everybody, table.rows[0].base)
        and abs((everybody or 0) - (table.rows[0].base or 0)) > near
    ):
        found.append(f"{table.key}: not of everybody")
    answered = table.at[ALL, "answered"].count
    if None not in (answered, base) and answered != base:
        found.append(f"{table.key}: {answered} answered, and the base of {own.key} is {base}")
    return found


@pytest.mark.parametrize("rules", [PARTNER, PUBLIC], ids=["partner", "public"])
@pytest.mark.parametrize("wave", WAVES)
def test_every_table_of_a_release_adds_up(wave: str, rules: object) -> None:
    findings = summarise(WAVES[wave], rules).findings  # type: ignore[arg-type]
    assert faults(findings) == []
    assert all(f"states:{one.name}" in {t.key for t in findings.tables} for one in WAVES[wave].questions
               if one.kind == "text")  # fmt: skip


def test_a_table_that_does_not_add_up_is_noticed() -> None:
    findings = summarise(WAVES["usual"], PARTNER).findings
    table = next(t for t in findings.tables if t.key == "states:unsafe_why")
    wrong = tuple(
        replace(cell, count=cell.count + 40)
        if cell.category == "skipped" and cell.count is not None
        else cell
        for cell in table.cells
    )
    assert faults(replace(findings, tables=(*findings.tables, replace(table, cells=wrong)))) != []


def of_everybody(wave: WaveData) -> dict[str, int]:
    table = next(t for t in tables(wave) if t.key == "states:unsafe_why")
    return {one.key: table.cells[ALL, one.key].people for one in table.categories}


def test_what_became_of_each_persons_words_is_counted_once() -> None:
    wave = WAVES["usual"]
    told = of_everybody(wave)
    assert told["answered"] == told[IN_A_THEME] + told[IN_NONE] == len(wave.wrote("unsafe_why"))
    once = sum(count for name, count in told.items() if name not in (IN_A_THEME, IN_NONE))
    assert once == len(wave.respondents)


def test_a_text_held_withheld_or_of_no_use_is_not_among_those_that_say_something() -> None:
    wave = WAVES["usual"]
    before = of_everybody(wave)
    first, second, *rest = [text for text in wave.texts if text.question == "unsafe_why" and text.usable]
    other = [text for text in wave.texts if text.question != "unsafe_why" or not text.usable]
    ids = {first.response_id, second.response_id}
    themes = tuple(replace(t, response_ids=t.response_ids - ids, quotes=()) for t in wave.themes)
    after = of_everybody(replace(wave, texts=(*other, replace(second, usable=False), *rest), themes=themes))
    assert after["answered"] == before["answered"] - 2
    assert after[UNREAD] == before[UNREAD] + 1
    assert after[NOT_USABLE] == before[NOT_USABLE] + 1
    assert after[Missing.SKIPPED] == before[Missing.SKIPPED]


def test_what_became_of_words_is_proven_by_going_through_them_again() -> None:
    wave = WAVES["usual"]
    findings = summarise(wave, PARTNER).findings
    assert verify(findings, wave) == ()
    table = next(t for t in findings.tables if t.key == "states:unsafe_why")
    cells = tuple(
        replace(one, count=(one.count or 0) + 5) if one.category == NOT_USABLE else one for one in table.cells
    )
    moved = tuple(replace(t, cells=cells) if t is table else t for t in findings.tables)
    assert any("states:unsafe_why" in fault.where for fault in verify(replace(findings, tables=moved), wave))
