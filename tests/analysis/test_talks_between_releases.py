"""Nobody learns what one group said in a talk by subtracting one release from the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import report
from analysis.differencing import TALKED, TALKS, Member, group_members, would_tell_on_somebody
from analysis.disclosure import PARTNER, PUBLIC
from analysis.findings import Findings
from analysis.frozen import MEMBERS, Release, frozen, hash_of, members_to_json
from analysis.release import Prepared, approve, prepare
from analysis.wave import Talk, WaveData
from tests.analysis.test_groups_heard import talks
from tests.analysis.test_release import joined_by
from tests.analysis.test_talks_in_report import SAID, with_talks

DAY = date(2026, 11, 20)
HELD = talks(*SAID)  # five groups: the fewest partners are told of
KEY = f"{TALKED}raised_worries"


@pytest.fixture(autouse=True)
def short_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(findings: Findings, approved: bool) -> dict[str, bytes]:
        return {"report.md": report.to_markdown(findings, approved=approved).encode()}

    monkeypatch.setattr(report, "files", told)


def of_talks(held: tuple[Talk, ...]) -> WaveData:
    """The wave with one breakdown, in which every group is large."""
    return replace(with_talks(held), breakdowns=("area",))


def made(wave: WaveData, *earlier: Release, leave_out: bool = False) -> Prepared:
    return prepare(wave, by="analyst", on=DAY, earlier=earlier, leave_out=leave_out)


def let_out(wave: WaveData, *earlier: Release, leave_out: bool = False) -> Release:
    before = earlier[-1] if earlier else None
    return approve(made(wave, *earlier, leave_out=leave_out), by="lead", on=DAY, before=before)


def more(number: int, said: tuple[str, ...] = ("fights",)) -> tuple[Talk, ...]:
    one = HELD[0]
    return tuple(
        replace(one, session=f"new-{n}", answers={**one.answers, "raised_worries": said})
        for n in range(number)
    )


def told(findings: Findings) -> list[str]:
    return [each.text for each in findings.talks.sentences]


@pytest.fixture
def first() -> Release:
    return let_out(of_talks(HELD))


def test_one_more_talk_leaves_the_last_figures_as_they_are(first: Release) -> None:
    again = made(of_talks((*HELD, *more(1, ("home",)))), first)
    assert again.carried == (KEY,)
    assert told(again.findings) == told(first.findings)
    approved = approve(again, by="lead", on=DAY, before=first)
    assert "Too few talks with groups were added or changed" in approved.files["report.md"].decode()


@pytest.mark.parametrize(("number", "stands"), [(1, True), (4, True), (5, False), (9, False)])
def test_talks_are_told_anew_once_enough_came(first: Release, number: int, stands: bool) -> None:
    assert bool(made(of_talks((*HELD, *more(number))), first).carried) is stands


def test_a_talk_taken_away_or_written_down_again_is_as_telling_as_a_new_one() -> None:
    six = (*HELD, *more(1))
    before = let_out(of_talks(six))
    assert made(of_talks(HELD), before).carried == (KEY,)
    again = (replace(six[0], answers={"raised_worries": ("home",)}, record="second"), *six[1:])
    assert made(of_talks(again), before).carried == (KEY,)
    assert made(of_talks(six), before).carried == ()


def test_new_figures_of_people_can_go_out_without_the_talks(first: Release) -> None:
    wave = joined_by(of_talks((*HELD, *more(1))), 240, 24, "more")
    held_back = made(wave, first)
    assert held_back.carried == (KEY,)
    moved = made(wave, first, leave_out=True)
    assert (moved.carried, moved.left_out) == ((), (TALKS,))
    assert told(moved.findings) == []
    assert moved.findings.first_page.sentences[0].text.startswith("480 ")
    text = " ".join(each.text for each in moved.findings.method.sentences)
    assert "What groups raised in talks is not shown" in text
    assert "Nothing is shown by" not in text
    assert approve(moved, by="lead", on=DAY, before=first).manifest.number == 2


def test_talks_left_out_once_are_still_held_against_the_release_that_told_them(first: Release) -> None:
    wave = joined_by(of_talks((*HELD, *more(1))), 240, 24, "more")
    second = let_out(wave, first, leave_out=True)
    third = joined_by(replace(wave, talks=(*wave.talks, *more(2)[1:])), 240, 24, "again")
    assert made(third, first, second).carried == (KEY,)
    enough = replace(third, talks=(*HELD, *more(5)))
    assert made(enough, first, second).carried == ()


def test_nothing_was_told_of_too_few_talks_so_nothing_can_be_subtracted() -> None:
    four = let_out(of_talks(HELD[:4]))
    now = made(of_talks(HELD), four)
    assert now.carried == ()
    assert told(now.findings)


def test_the_public_is_told_of_eight_and_more() -> None:
    then, now = of_talks((*HELD, *more(2))), of_talks((*HELD, *more(3)))
    assert would_tell_on_somebody(group_members(then), group_members(now), PUBLIC) == ()
    later = of_talks((*HELD, *more(4)))
    assert would_tell_on_somebody(group_members(now), group_members(later), PUBLIC) == (KEY,)
    assert (
        would_tell_on_somebody(group_members(now), group_members(of_talks((*HELD, *more(11)))), PUBLIC) == ()
    )


def test_a_release_that_does_not_say_which_talks_it_told_of_cannot_be_compared(first: Release) -> None:
    """As releases were made before talks were held against each other."""
    people = {key: one for key, one in (first.members or {}).items() if not key.startswith(TALKED)}
    body = members_to_json(people)
    manifest = replace(first.manifest, files={**first.manifest.files, MEMBERS: hash_of(body)})
    old = frozen(manifest, {**first.files, MEMBERS: body})
    assert made(of_talks(HELD), old).carried == (TALKED,)
    without = made(joined_by(of_talks(HELD), 240, 24, "more"), old, leave_out=True)
    assert (without.carried, without.left_out) == ((), (TALKS,))
    assert made(of_talks(()), old).carried == ()


@given(st.sets(st.integers(0, 25)), st.sets(st.integers(0, 25)))
def test_between_two_told_sets_are_no_talks_or_enough(then: set[int], now: set[int]) -> None:
    """Whatever came and went: where both are told and talks came, as many came as are told of at all."""
    old, new = ({KEY: Member(frozenset(map(str, ids)), frozenset(map(str, ids)))} for ids in (then, now))
    if min(len(then), len(now)) >= 5 and not would_tell_on_somebody(old, new, PARTNER):
        between = now - then or then - now
        assert not between or len(between) >= 5
