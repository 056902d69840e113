"""Whoever may read a release gets its files as they were frozen, and the part that is theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from analysis import release as making
from analysis import report
from analysis.findings import Findings
from survey import released, reports
from survey.house import House
from survey.permissions import NotAllowed
from survey.released import Released
from survey.reports import ReportProblem
from tests.analysis import invented
from tests.conftest import People

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def let_out() -> Released:
    def only_tables(findings: Findings, *, approved: bool = False) -> dict[str, bytes]:
        return {"tables.xlsx": report.to_xlsx(findings, approved=approved)}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "files", only_tables)
        prepared = making.prepare(invented.short_wave(150, 12), by="Ann", on=DAY)
        frozen = making.approve(prepared, by="Bob", on=DAY)
    return Released("r1", "partner", datetime(2026, 11, 20, tzinfo=UTC), "Ann", "Bob", frozen)


@pytest.fixture
def latest(let_out: Released, monkeypatch: pytest.MonkeyPatch) -> Released:
    monkeypatch.setattr(released, "latest", lambda *_: let_out)
    return let_out


def test_a_viewer_gets_the_part_for_a_partner_as_the_file_they_want(
    house: House, people: People, latest: Released
) -> None:
    one = next(one for one in reports.cuts(house, people.viewer) if one.label == "Youth services")
    page = reports.part(house, people.viewer, one, "html")
    assert page.name == "autumn-2026-partner-youth-services.html"
    assert "What this means for Youth services" in page.body.decode()
    assert "Draft" not in page.body.decode()
    assert reports.part(house, people.viewer, one, "docx").body.startswith(b"PK")
    assert reports.part(house, people.viewer, one, "pdf").body.startswith(b"%PDF")


def test_a_file_of_the_release_is_the_frozen_one(house: House, people: People, latest: Released) -> None:
    given = reports.file(house, people.viewer, "tables.xlsx")
    assert given.body == latest.files["tables.xlsx"]
    assert given.media.endswith("spreadsheetml.sheet")
    with pytest.raises(ReportProblem, match="has no file “office/"):
        reports.file(house, people.viewer, "office/wave.json")


def test_a_part_that_is_gone_from_the_newest_release_is_said_kindly(
    house: House, people: People, latest: Released
) -> None:
    gone = report.Cut("partner", "moon", "The moon", 1)
    with pytest.raises(ReportProblem, match="nothing for The moon"):
        reports.part(house, people.viewer, gone, "html")


def test_while_nothing_is_released_there_is_nothing_to_hand_over(house: House, people: People) -> None:
    assert reports.cuts(house, people.viewer) == ()
    with pytest.raises(ReportProblem, match="Nothing has been released yet"):
        reports.file(house, people.viewer, "report.pdf")


def test_a_session_leader_gets_none_of_it(house: House, people: People, latest: Released) -> None:
    with pytest.raises(NotAllowed):
        reports.cuts(house, people.leader)
    with pytest.raises(NotAllowed):
        reports.file(house, people.leader, "tables.xlsx")
