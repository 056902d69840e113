"""Do the files of a release say what its findings say?

The question this module answers for `python -m analysis verify`: *could a figure in the Word file, the PDF
or the workbook be another than the one that was proven?* The findings are proven by `analysis.verify`; here
every file is drawn from them again and held against the one at hand, part by part, whatever a packing program
did to its outside. Pictures inside a Word file depend on the fonts of the machine that drew them; their
numbers stand in the table under each, so the pictures are left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from analysis import report
from analysis.findings import Findings

PACKAGES = (".docx", ".xlsx")
PRODUCER = b"xmp:CreatorTool"


@dataclass(frozen=True)
class Differs:
    """A file that does not say what the findings say. `part` is the place in it, if it has parts."""

    file: str
    part: str

    @property
    def problem(self) -> str:
        where = f" ({self.part})" if self.part else ""
        return f"it does not say what the findings say{where}"


def differing(
    findings: Findings, files: Mapping[str, bytes], *, approved: bool = True
) -> tuple[Differs, ...]:
    """The files at hand that are not what the findings give. Files that no report makes are not looked at."""
    found: list[Differs] = []
    for name, again in report.files(findings, approved=approved).items():
        if name in files:
            found += [Differs(name, part) for part in _different_parts(name, files[name], again)]
    return tuple(found)


def _different_parts(name: str, body: bytes, again: bytes) -> list[str]:
    if not name.endswith(PACKAGES):
        return [""] if body != again and _comparable(body, again) else []
    try:
        ours, theirs = _parts(again), _parts(body)
    except zipfile.BadZipFile:
        return [""]
    return sorted(part for part in {*ours, *theirs} if ours.get(part) != theirs.get(part))


def _comparable(body: bytes, again: bytes) -> bool:
    """Another version of the program that sets PDFs sets the same words in other bytes."""
    return not body.startswith(b"%PDF") or _producer(body) == _producer(again)


def _producer(pdf: bytes) -> bytes:
    _, _, after = pdf.partition(PRODUCER)
    return after[:40]


def _parts(package: bytes) -> dict[str, bytes]:
    """What a package says: its XML, without pictures."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name.endswith((".xml", ".rels"))}
