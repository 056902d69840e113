"""Is everything the office wrote fit to use? The check of the whole folder, for `python -m survey check`.

Each questionnaire is checked on its own (`check`), the office and its help lines on theirs
(`survey.office`), and then what they say about each other: help that an answer brings up must exist, and
so must the districts and age bands that help is for. Findings are printed one a line, so that an editor
can jump to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from survey.located import Finding, Located, LocatedError, Severity, fill, read_located
from survey.office import HelpLines, Office, help_warnings, load_help_located, load_office_located
from survey.questionnaire.check import check_questionnaire
from survey.questionnaire.checked import Checked, office_names
from survey.questionnaire.load import load_located, questionnaire_paths
from survey.questionnaire.model import Questionnaire, SelectMultiple, SelectOne
from survey.questionnaire.readability import reading_ages

if TYPE_CHECKING:
    from analysis.code_frame import CodeFrame


def findings(folder: Path | str, *, today: date | None = None) -> list[Finding]:
    """Everything to mend in a folder of questionnaires, file by file."""
    folder = Path(folder)
    on = today or datetime.now(UTC).date()
    paths = questionnaire_paths(folder)
    found: list[Finding] = []
    if not paths:
        found.append(Finding(str(folder), 1, "folder", "holds no questionnaire", "Add one, as a .yaml file."))
    for path in paths:
        found += check_questionnaire(path)
    office = _office(folder, found)
    help_lines = _help(folder, found, on)
    asked = list(_loadable(paths))
    if help_lines is not None:
        found += _help_nobody_gets(*help_lines, office[0] if office else None, [one for one, _ in asked])
        for questionnaire, located in asked:
            found += _help_there_is_not(questionnaire, located, help_lines[0])
    if office is not None:
        found += _census_of_nothing(*office, [one for one, _ in asked])
    found += _code_frame(folder, office[0] if office else None)
    found += _translations(folder)
    return found


def run_check(
    folder: Path | str, stream: TextIO, *, show_reading_ages: bool = False, today: date | None = None
) -> int:
    """Print every finding. 0: fit to use, perhaps with warnings. 1: something must be mended."""
    found = findings(folder, today=today)
    for finding in found:
        note = " (warning)" if finding.severity is Severity.WARNING else ""
        stream.write(f"{finding}{note}\n")
    stream.writelines(f"{line}\n" for line in _reading_lines(Path(folder), every=show_reading_ages))
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    warnings = len(found) - errors
    stream.write(f"{_number(errors, 'error')}, {_number(warnings, 'warning')} in {folder}\n")
    return 1 if errors else 0


def _number(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _reading_lines(folder: Path, *, every: bool) -> Iterator[str]:
    """The reading age of the hardest string of each variant, or of every string."""
    for path in questionnaire_paths(folder):
        for questionnaire, located in _loadable([path]):
            hardest: dict[str, tuple[float, str]] = {}
            checked = Checked(questionnaire, located, folder / "locale", office_names(folder))
            for measured in reading_ages(checked):
                where = f"{located.file}:{located.line(measured.place)}"
                if every:
                    yield f"{where} reading age {measured.age:g} ({measured.readers.label}): {measured.text}"
                label = f"{measured.readers.label} (at most {measured.readers.reading_age:g})"
                hardest[label] = max(hardest.get(label, (0.0, "")), (measured.age, where))
            for label, (age, where) in hardest.items():
                yield f"{questionnaire.name}, {label}: hardest reading age {age:g}, {where}"


def _loadable(paths: Iterable[Path]) -> Iterator[tuple[Questionnaire, Located]]:
    for path in paths:
        try:
            yield load_located(path)
        except LocatedError:
            continue  # its own check has already said why


def _office(folder: Path, found: list[Finding]) -> tuple[Office, Located] | None:
    try:
        return load_office_located(folder / "office.yaml")
    except LocatedError as error:
        found += error.findings
        return None


def _help(folder: Path, found: list[Finding], today: date) -> tuple[HelpLines, Located] | None:
    try:
        lines, located = load_help_located(folder / "help.yaml")
    except LocatedError as error:
        found += error.findings
        return None
    found += help_warnings(lines, located, today)
    return lines, located


# --- what the files say about each other ----------------------------------------------------------------


def _help_nobody_gets(
    lines: HelpLines, located: Located, office: Office | None, asked: list[Questionnaire]
) -> Iterator[Finding]:
    districts = {district.name for district in office.districts} if office else None
    bands = _choices(asked, "age_band")
    for number, line in enumerate(lines.lines):
        for field, names, known in (("areas", line.areas, districts), ("age_bands", line.age_bands, bands)):
            for name in names:
                if known and name not in known:
                    place = ("lines", number, field)
                    mend = f"Use {', '.join(sorted(known))}."
                    yield located.finding(place, f"names “{name}”, which there is not", mend)


def _help_there_is_not(questionnaire: Questionnaire, located: Located, lines: HelpLines) -> Iterator[Finding]:
    topics = {topic for line in lines.lines for topic in line.topics}
    for number, question in enumerate(questionnaire.questions):
        if not isinstance(question, SelectOne | SelectMultiple):
            continue
        for position, choice in enumerate(question.choices):
            for topic in choice.help_topics:
                if topic not in topics:
                    place = ("questions", number, "choices", position)
                    mend = f"Use {', '.join(sorted(topics))}, or give a line in help.yaml that topic."
                    yield located.finding(place, f"brings up help on “{topic}”, which there is not", mend)


def _census_of_nothing(office: Office, located: Located, asked: list[Questionnaire]) -> Iterator[Finding]:
    for number, share in enumerate(office.census):
        known = _choices(asked, share.question)
        if share.choice not in known:
            place = ("census", number, "choice")
            problem = f"is about “{share.choice}”, which “{share.question}” does not offer"
            yield located.finding(place, problem, "Use the names of a question and one of its choices.")


def _translations(folder: Path) -> Iterator[Finding]:
    """Every translator’s file. It gathers words from the whole page, which only this needs."""
    from survey import translations

    yield from translations.findings(folder)


def _code_frame(folder: Path, office: Office | None) -> Iterator[Finding]:
    """The code frame and its examples: whether `analysis` can use them, and what they say of the office."""
    # Not at the top of the module: it brings the whole text engine with it, which only this needs.
    from analysis.code_frame import CodedExamples, CodeFrame

    if not (folder / "code_frame.yaml").exists():
        return
    try:
        located = read_located(folder / "code_frame.yaml", numbers_are_words=True)
        frame = fill(CodeFrame, located)
        codes = [code.code for code in frame.codes]
        yield from _codes_twice(codes, located)
        yield from _codes_for_nobody(frame, located, office) if office is not None else ()
        if (folder / "code_frame_examples.yaml").exists():
            examples_located = read_located(folder / "code_frame_examples.yaml", numbers_are_words=True)
            examples = fill(CodedExamples, examples_located)
            for number, group in enumerate(examples.examples):
                for code in set(group.codes).difference(codes):
                    problem = f"names “{code}”, which code_frame.yaml does not have"
                    mend = "Correct its spelling, or add the code to the frame."
                    yield examples_located.finding(("examples", number, "codes"), problem, mend)
    except LocatedError as error:
        yield from error.findings


def _codes_twice(codes: list[str], located: Located) -> Iterator[Finding]:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            mend = "Keep one of the two."
            yield located.finding(("codes", number, "code"), f"uses the code “{code}” again", mend)


def _codes_for_nobody(frame: CodeFrame, located: Located, office: Office) -> Iterator[Finding]:
    strands = {"", "none", *(one.name for one in office.strands)}
    pillars = {"", "none", *(one.name for one in office.pillars)}
    partners = {name for one in office.partners for name in (one.name, one.group) if name}
    for number, code in enumerate(frame.codes):
        said = (("strand", (code.strand,), strands), ("pillar", (code.pillar,), pillars))
        for field, names, known in (*said, ("partners", code.partners, partners)):
            for name in names:
                if name not in known:
                    problem = f"names “{name}”, which office.yaml does not have"
                    mend = f"Use {', '.join(sorted(known - {'', 'none'}))}."
                    yield located.finding(("codes", number, field), problem, mend)


def _choices(asked: list[Questionnaire], name: str) -> set[str]:
    return {
        choice.name
        for questionnaire in asked
        for question in questionnaire.questions
        if question.name == name and isinstance(question, SelectOne | SelectMultiple)
        for choice in question.choices
    }
