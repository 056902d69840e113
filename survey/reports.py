"""The files of a release for whoever may read it, and what it means for one district, strand or partner.

For a viewer with one meeting to prepare. Everything comes from what was let out (`survey.released`): the
whole report as it was frozen, a part chosen from it by `analysis.report.cut`, which computes no number. Which
page offers them is left to `survey.team`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from analysis.findings import Findings
from analysis.report import Cut, cut, to_docx, to_html, to_pdf
from analysis.report import cuts as cuts_of
from analysis.report.cuts import NoSuchCut
from survey import released
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.released import Released

Form = Literal["html", "docx", "pdf"]

MEDIA: Final[Mapping[str, str]] = {
    "html": "text/html",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ReportProblem(Exception):
    """There is no such report. The message can be shown."""


@dataclass(frozen=True)
class Document:
    """One file to be handed over: what to call it, what it is, and its bytes."""

    name: str
    media: str
    body: bytes


def cuts(house: House, actor: Actor, wave_name: str | None = None, tier: str = "partner") -> tuple[Cut, ...]:
    """Every part the newest release can be read as. None, while nothing is released."""
    require(actor, Permission.SEE_SUMMARY)
    latest = released.latest(house, actor, wave_name, tier)
    return cuts_of(latest.findings) if latest else ()


def part(
    house: House, actor: Actor, one: Cut, form: Form, wave_name: str | None = None, tier: str = "partner"
) -> Document:
    """What the newest release means for one reader, as the file they want."""
    require(actor, Permission.SEE_SUMMARY)
    latest = _latest(house, actor, wave_name, tier)
    try:
        chosen = cut(latest.findings, one.kind, one.key)
    except NoSuchCut:
        raise ReportProblem(f"The newest release has nothing for {one.label}. Look at it again.") from None
    name = f"{latest.manifest.wave}-{one.file.removesuffix('.html')}.{form}"
    return Document(name, MEDIA[form], _DRAWN[form](chosen))


def file(
    house: House, actor: Actor, name: str, wave_name: str | None = None, tier: str = "partner"
) -> Document:
    """A file of the newest release, exactly as it was frozen."""
    require(actor, Permission.SEE_SUMMARY)
    latest = _latest(house, actor, wave_name, tier)
    if name not in latest.files:
        raise ReportProblem(f"This release has no file “{name}”.")
    media = MEDIA.get(name.rpartition(".")[2], "application/octet-stream")
    return Document(f"{latest.manifest.wave}-{name}", media, latest.files[name])


def _latest(house: House, actor: Actor, wave_name: str | None, tier: str) -> Released:
    latest = released.latest(house, actor, wave_name, tier)
    if latest is None:
        raise ReportProblem("Nothing has been released yet.")
    return latest


_DRAWN: Final[Mapping[str, Callable[[Findings], bytes]]] = {
    "html": lambda findings: to_html(findings, approved=True).encode(),
    "docx": lambda findings: to_docx(findings, approved=True),
    "pdf": lambda findings: to_pdf(findings, approved=True),
}
