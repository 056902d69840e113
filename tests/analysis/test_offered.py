"""A choice that only some were offered is a share of those who could choose it, and of nobody else."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace

import pytest

from analysis import charts, exports
from analysis.archive import wave_from_json, wave_to_json
from analysis.disclosure import PARTNER, PLAYBACK, PUBLIC, publish
from analysis.findings import Findings
from analysis.published import NO_SHARE, NOT_OFFERED
from analysis.puzzle import State
from analysis.report import words
from analysis.summary import summarise
from analysis.tables import ALL, tables
from analysis.verify import verify
from analysis.wave import OfferedTo, Option, Respondent, WaveData
from tests.analysis import invented
from tests.benchmarks.linked_tables import readings

CHOICE, QUESTION = "police_nearby", "help_most"
OLDER = ("14-15", "16-17", "18-24")


def offered_to(wave: WaveData, values: tuple[str, ...], choice: str = CHOICE) -> WaveData:
    """The same where only these ages were offered one choice, so that nobody else made it."""

    def marked(option: Option) -> Option:
        return replace(option, offered=OfferedTo("age_band", values)) if option.name == choice else option

    def answered(person: Respondent) -> Respondent:
        if person.age_band in values:
            return person
        chosen = tuple(one for one in person.answers[QUESTION] if one != choice) or ("listen",)
        return replace(person, answers={**person.answers, QUESTION: chosen})

    return replace(
        wave,
        questions=tuple(
            replace(q, options=tuple(map(marked, q.options))) if q.name == QUESTION else q
            for q in wave.questions
        ),
        respondents=tuple(map(answered, wave.respondents)),
    )


@pytest.fixture(scope="module")
def wave() -> WaveData:
    return offered_to(invented.short_wave(600, 36), OLDER)


@pytest.fixture(scope="module")
def findings(wave: WaveData) -> Findings:
    return summarise(wave, PARTNER).findings


def test_its_share_is_one_of_those_who_could_choose_it(wave: WaveData, findings: Findings) -> None:
    able = [p for p in wave.respondents if p.age_band in OLDER]
    said = sum(CHOICE in p.answers[QUESTION] for p in able)
    table = findings.table(QUESTION)
    assert table is not None
    cell = table.at[ALL, CHOICE]
    assert abs((cell.count or 0) - said) <= 2
    assert abs((table.base_of(ALL, CHOICE) or 0) - len(able)) <= 2 * len(OLDER)
    assert cell.percent == pytest.approx(100 * said / len(able), abs=1.5)
    assert table.base_of(ALL, "lighting") == table.rows[0].base
    entry = next(e for e in findings.ledger if (e.table, e.category, e.group) == (QUESTION, CHOICE, ALL))
    assert entry.denominator == table.base_of(ALL, CHOICE)


def test_its_base_tells_nothing_that_the_ages_do_not(findings: Findings) -> None:
    table = findings.table(QUESTION)
    assert table is not None
    told = [row.base for row in table.rows if row.group.by == "age_band" and row.group.value in OLDER]
    assert table.base_of(ALL, CHOICE) == sum(base or 0 for base in told)


def test_groups_say_that_they_could_not_choose_it_or_how_many_did(findings: Findings) -> None:
    table = findings.table(QUESTION)
    assert table is not None
    younger = table.at["age_band=10-11", CHOICE]
    assert (younger.words, younger.percent) == (NOT_OFFERED, None)
    older = table.at["age_band=16-17", CHOICE]
    assert older.percent is not None
    district = table.at["area=peterborough", CHOICE]
    assert (district.words, district.percent) == (NO_SHARE, None)
    assert words.figure(district) == f"({district.count})"
    assert table.base_of("area=peterborough", CHOICE) is None


@pytest.mark.parametrize("values", [OLDER, ("18-24",), ("16-17",)])
def test_it_is_proven_in_both_tiers_and_nothing_hidden_follows(values: tuple[str, ...]) -> None:
    wave = offered_to(invented.short_wave(400, 30, seed=3), values)
    partner = summarise(wave, PARTNER).findings
    public = summarise(wave, PUBLIC, inner=partner.tables).findings
    assert verify(partner, wave) == ()
    assert verify(public, wave) == ()
    assert [one for one in readings([partner, public]) if one.told] == []


def test_a_share_of_everybody_is_found_to_be_false(wave: WaveData, findings: Findings) -> None:
    table = findings.table(QUESTION)
    assert table is not None
    of_all = tuple(replace(one, offered=()) for one in table.categories)
    base = table.rows[0].base or 1
    cells = tuple(
        replace(cell, percent=(200 * (cell.count or 0) + base) // (2 * base))
        if (cell.group, cell.category) == (ALL, CHOICE)
        else cell
        for cell in table.cells
    )
    for changed in (replace(table, categories=of_all, cells=cells), replace(table, cells=cells)):
        tables_ = tuple(changed if each is table else each for each in findings.tables)
        assert verify(replace(findings, tables=tables_), wave, afresh=False)
    other = tuple(replace(table, categories=of_all) if each is table else each for each in findings.tables)
    assert verify(replace(findings, tables=other), wave)


def test_where_its_ages_are_not_told_neither_is_a_share(wave: WaveData) -> None:
    without = replace(wave, breakdowns=("area",))
    findings = summarise(without, PARTNER).findings
    table = findings.table(QUESTION)
    assert table is not None
    cell = table.at[ALL, CHOICE]
    assert (cell.words, cell.percent) == (NO_SHARE, None)
    assert verify(findings, without) == ()


def test_of_a_choice_too_few_could_make_no_share_is_told() -> None:
    whole = invented.short_wave(600, 36)
    few = {p.response_id for p in [p for p in whole.respondents if p.age_band == "18-24"][:12]}
    people = tuple(p for p in whole.respondents if p.age_band != "18-24" or p.response_id in few)
    kept = {p.response_id for p in people}
    wave = offered_to(
        replace(
            whole,
            respondents=people,
            texts=tuple(t for t in whole.texts if t.response_id in kept),
            themes=(),
        ),
        ("18-24",),
    )
    findings = summarise(wave, PARTNER).findings
    table = findings.table(QUESTION)
    assert table is not None
    assert table.at[ALL, CHOICE].percent is None
    assert verify(findings, wave) == ()


def test_an_age_keeps_its_share_though_another_is_too_small_to_be_told() -> None:
    wave = offered_to(invented.short_wave(60, 5, seed=102), ("16-17", "18-24", "14-15"))
    findings = summarise(wave, PARTNER).findings
    table = findings.table(QUESTION)
    assert table is not None
    bases = {row.group.value: row.base for row in table.rows if row.group.by == "age_band"}
    assert None in bases.values() and bases["14-15"]
    assert table.at[ALL, CHOICE].percent is None
    assert table.at["age_band=14-15", CHOICE].percent is not None
    assert verify(findings, wave) == ()


def test_who_was_not_offered_it_and_chose_it_all_the_same_makes_it_everybodys(wave: WaveData) -> None:
    young = next(p for p in wave.respondents if p.age_band == "10-11")
    changed = replace(young, answers={**young.answers, QUESTION: (CHOICE,)})
    people = tuple(changed if p is young else p for p in wave.respondents)
    odd = replace(wave, respondents=people)
    findings = summarise(odd, PARTNER).findings
    table = findings.table(QUESTION)
    assert table is not None
    assert table.base_of(ALL, CHOICE) == table.rows[0].base
    assert verify(findings, odd) == ()


def test_a_choice_of_one_answer_alone_has_its_base_too() -> None:
    whole = invented.short_wave(600, 36)
    asked = replace(
        whole.by_question[QUESTION],
        name="least_safe_place",
        kind="select_one",
        options=tuple(
            replace(o, offered=OfferedTo("age_band", ("18-24",))) if o.name == CHOICE else o
            for o in whole.by_question[QUESTION].options
        ),
    )
    draw = random.Random(5)

    def answered(person: Respondent) -> Respondent:
        others = [one.name for one in asked.options if one.name != CHOICE]
        able = person.age_band == "18-24" and draw.random() < 0.5
        chosen = CHOICE if able else draw.choice(others)
        return replace(person, answers={**person.answers, "least_safe_place": chosen})

    people = tuple(map(answered, whole.respondents))
    wave = replace(whole, questions=(*whole.questions, asked), respondents=people)
    findings = summarise(wave, PARTNER).findings
    table = findings.table("least_safe_place")
    assert table is not None
    able = sum(p.age_band == "18-24" for p in people)
    assert abs((table.base_of(ALL, CHOICE) or 0) - able) <= 2
    assert 30 < (table.at[ALL, CHOICE].percent or 0) < 70
    assert verify(findings, wave) == ()


def test_files_and_charts_say_of_whom_it_is_a_share(findings: Findings) -> None:
    table = findings.table(QUESTION)
    assert table is not None
    lines = list(csv.DictReader(io.StringIO(exports.tables_csv(findings).lstrip("\ufeff"))))
    of = {(x["group_value"], x["answer_value"]): x for x in lines if x["table"] == QUESTION}
    assert of["all", CHOICE]["base"] == str(table.base_of(ALL, CHOICE))
    assert of["10-11", CHOICE]["sign"] == NOT_OFFERED
    assert of["peterborough", CHOICE]["base"] == ""
    book = {
        (x["question"], x["value"]): x for x in csv.DictReader(io.StringIO(exports.codebook_csv(findings)))
    }
    assert book[QUESTION, CHOICE]["base"] == str(table.base_of(ALL, CHOICE))
    assert charts.OF_SOME in charts.charts(findings)["would_help"].note


def test_a_room_is_shown_its_own_answers_as_before(wave: WaveData) -> None:
    room = replace(wave, themes=(), texts=())
    table = next(one for one in tables(room) if one.key == QUESTION)
    shown = publish(table, PLAYBACK).table
    assert all(cell.percent is not None for cell in shown.cells if cell.state is State.SHOWN)
    assert not any(one.offered for one in shown.categories)


def test_a_wave_written_down_keeps_who_was_offered_what(wave: WaveData) -> None:
    assert wave_from_json(wave_to_json(wave)).by_question[QUESTION] == wave.by_question[QUESTION]
