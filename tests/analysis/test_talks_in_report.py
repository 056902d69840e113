"""What groups raised is a part of its own in every file of the report, and is proven like the rest."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from analysis.disclosure import PARTNER, PUBLIC
from analysis.findings import Findings, from_json, to_json
from analysis.report import to_html, to_markdown
from analysis.report.cuts import cut, cuts
from analysis.report.outline import Words, outline
from analysis.summary import summarise
from analysis.verify import verify
from analysis.wave import Talk, WaveData
from tests.analysis import invented
from tests.analysis.test_groups_heard import WORRIES, talks

PEOPLE = invented.wave(240, 24)
SAID = (("roads",), ("fights", "roads"), ("fights", "roads"), ("fights",), ("roads", "home"))


def with_talks(held: tuple[Talk, ...]) -> WaveData:
    kept = tuple(one for one in PEOPLE.questions if one.name in ("age_band", "area", "safe_dark"))
    return replace(PEOPLE, questions=kept, themes=(), talks=held, talk_questions=(WORRIES,))


WAVE = with_talks(talks(*SAID))


@cache
def made() -> Findings:
    return summarise(WAVE, PARTNER).findings


def test_groups_are_counted_in_groups_in_a_part_of_their_own() -> None:
    texts = [one.text for one in made().talks.sentences]
    assert "Roads: raised in 4 of 5 groups." in texts
    assert "Fights: raised in 3 of 5 groups." in texts
    assert "In too few of 5 groups to say how many, or in none: Home." in texts
    alone = summarise(with_talks(()), PARTNER).findings
    assert [table.cells for table in alone.tables] == [table.cells for table in made().tables]


def test_every_file_of_the_report_tells_it() -> None:
    findings = from_json(to_json(made()))
    blocks = outline(findings, approved=True)  # what the Word file and the PDF draw
    texts = [block.text for block in blocks if isinstance(block, Words)]
    for told in (to_html(findings), to_markdown(findings), "\n".join(texts)):
        assert "raised in 4 of 5 groups." in told
    assert 'href="#talks"' in to_html(findings)


@pytest.mark.parametrize("source", ["talks", "raised_in"])
def test_another_number_of_groups_is_found(source: str) -> None:
    findings = made()
    assert verify(findings, WAVE) == ()
    one = next(entry for entry in findings.ledger if entry.source == source)
    wrong = replace(one, numerator=(one.numerator or 0) + 1)
    ledger = tuple(wrong if entry is one else entry for entry in findings.ledger)
    faults = verify(replace(findings, ledger=ledger), WAVE, afresh=False)
    assert any(one.key in fault.where for fault in faults)


def test_too_few_talks_and_parts_of_a_report_tell_nothing_of_groups() -> None:
    fewer = summarise(with_talks(talks(*SAID[:4])), PARTNER).findings
    assert fewer.talks.sentences == ()
    assert "What groups raised" not in to_html(fewer)
    public = summarise(WAVE, PUBLIC).findings
    assert public.talks.sentences == ()
    with_themes = summarise(replace(PEOPLE, talks=WAVE.talks, talk_questions=(WORRIES,)), PARTNER).findings
    assert with_themes.talks.sentences
    one = cuts(with_themes)[0]
    assert cut(with_themes, one.kind, one.key).talks.sentences == ()
