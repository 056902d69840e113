"""Can this translation be shown? One entry of a translator's file at a time.

For the office that takes a file in, and for `survey check`. What a machine can see: words in curly brackets
lost or changed, lengths out of reason, missing plural forms, mark-up, direction signs, a header that does
not fit. Whether it is good is for a speaker to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message

from survey.catalogues import Provenance, Status
from survey.located import Finding, Severity

PLACEHOLDER: Final = re.compile(r"\{[a-z_]+\}")
NUMBERS: Final = re.compile(r"\d+")
LONGEST: Final = 2.5  # times the source; languages differ by up to twice in what a sentence needs
SHORTEST: Final = 0.2
SPARE: Final = 24  # characters that a short string may be longer by, whatever its length
DIRECTION_SIGNS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def faults(file: Path, message: Message, catalogue: Catalog, known: Container[str]) -> Iterator[Finding]:
    """What is wrong with one entry; errors keep it out, warnings are for a person to weigh."""
    source = message.id if isinstance(message.id, str) else message.id[0]
    line = message.lineno or 1

    def finding(problem: str, mend: str, severity: Severity = Severity.ERROR) -> Finding:
        return Finding(str(file), line, f"“{_short(source)}”", problem, mend, severity)

    if source not in known:
        mend = "Nothing on the page says this now; leave it out, or export again."
        yield finding("is not among the words to translate", mend, Severity.WARNING)
        return
    if not isinstance(message.id, str):
        yield from _plurals(message, catalogue, finding)
        return
    said = message.string if isinstance(message.string, str) else ""
    if not said:
        yield finding(
            "has no translation", "Translate it; until then it is shown in English.", Severity.WARNING
        )
        return
    if message.fuzzy:
        yield finding(
            "is marked fuzzy", "Check it against the source and take the mark off.", Severity.WARNING
        )
    if not said.strip():
        yield finding("is empty", "Translate it.")
    for problem, mend in _wrong(source, said):
        yield finding(problem, mend)
    for problem, mend in _doubtful(source, said):
        yield finding(problem, mend, Severity.WARNING)


def header_faults(file: Path, language: str, catalogue: Catalog, provenance: Provenance) -> Iterator[Finding]:
    """What is wrong with what a file says of itself."""
    said = str(catalogue.locale_identifier or "").replace("_", "-")
    if said and said != language:
        mend = f"Take in the file for {language}, or correct its header."
        yield Finding(str(file), 1, "Language", f"is {said}, not {language}", mend)
    if provenance.status is Status.APPROVED and not provenance.approved:
        mend = "Give X-Checked-By a speaker’s name and X-Checked-On the day, or set X-Status to draft."
        yield Finding(str(file), 1, "X-Status", "is approved by nobody, or on no day", mend)


def _plurals(
    message: Message, catalogue: Catalog, finding: Callable[[str, str], Finding]
) -> Iterator[Finding]:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    needed = catalogue.num_plurals
    filled = sum(bool(form) for form in forms)
    if filled < needed:
        yield finding(f"has {filled} of {needed} plural forms", "Write every form of this language.")


def _wrong(source: str, said: str) -> Iterator[tuple[str, str]]:
    expected, found = sorted(PLACEHOLDER.findall(source)), sorted(PLACEHOLDER.findall(said))
    if expected != found:
        wanted = " ".join(expected) or "none"
        yield f"has {' '.join(found) or 'no words'} in curly brackets", f"Keep exactly these: {wanted}."
    if re.search(r"<[a-zA-Z/!]", said):
        yield "holds mark-up", "Write plain words only."
    if DIRECTION_SIGNS.search(said) or any(ord(sign) < 32 for sign in said):
        yield "holds invisible signs", "Remove them; the page sets the direction itself."


def _doubtful(source: str, said: str) -> Iterator[tuple[str, str]]:
    if len(said) > LONGEST * len(source) + SPARE:
        yield f"is {len(said)} characters for {len(source)}", "See whether it can be shorter."
    elif len(source) > SPARE and len(said) < SHORTEST * len(source):
        yield f"is only {len(said)} characters for {len(source)}", "See whether something was left out."
    if said == source and " " in source:
        yield "is still the source", "Translate it, unless it is a name."
    if len(NUMBERS.findall(said)) < len(NUMBERS.findall(source)):  # in any script's digits
        yield "has fewer numbers than the source", "See whether one was lost."


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
