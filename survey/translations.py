"""What is there to translate, how does it reach a translator, and what comes back?

For the office, by `python -m survey translations`. The words are gathered from where they are written: the
page's own from its templates and messages, each questionnaire's from its file, the office's from
`office.yaml` and `help.yaml`. A translator gets one file with each string once and with where it stands, and
sends it back; every entry is checked alone (`survey.translation_check`), so one mistake costs one string.
How a file looks is left to `survey.catalogues`, which language is offered to `survey.languages`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from survey.catalogues import (
    Provenance,
    babel_locale,
    catalogue_path,
    read_catalogue,
    read_provenance,
    usable,
    written,
)
from survey.languages import INTERFACE, OFFICE, own_name
from survey.located import Finding, LocatedError, Severity
from survey.office import load_help, load_office
from survey.questionnaire.answers import REASONS
from survey.questionnaire.load import load_questionnaire, questionnaire_paths
from survey.questionnaire.translate import keyed_strings
from survey.translation_check import faults, header_faults

RESPOND: Final = Path(__file__).parent / "respond"
KEYWORDS: Final = {"_": None, "plain": None}
SOURCE: Final = "en"


@dataclass(frozen=True)
class Source:
    """One string to translate and where it stands."""

    text: str
    places: tuple[str, ...]
    is_name: bool = False  # a place's own name, which may stay as it is


@dataclass(frozen=True)
class TakenIn:
    """What became of a translator's file."""

    entries: int
    left_out: int
    findings: tuple[Finding, ...]


# --- what there is to translate -------------------------------------------------------------------------


def sources(folder: Path) -> dict[str, tuple[Source, ...]]:
    """Every string by the file it belongs to, in the order in which it is read."""
    names = load_office(folder / "office.yaml").place_names
    found = {INTERFACE: _gathered(_interface()), OFFICE: _gathered(_office(folder))}
    for path in questionnaire_paths(folder):
        questionnaire = load_questionnaire(path)
        found[questionnaire.name] = _gathered(
            ((text, key) for key, text in keyed_strings(questionnaire)), names
        )
    return found


def languages_of(folder: Path) -> list[str]:
    """The languages somebody has begun."""
    return sorted({path.parts[-3] for path in folder.glob("locale/*/LC_MESSAGES/*.po")})


def known_language(code: str) -> str:
    """The code itself. Raises `ValueError` for one that nobody has described."""
    if babel_locale(code) is None or code == SOURCE:
        raise ValueError(f"{code!r} is no language to translate into. Use a code such as pl, ps or ckb.")
    return code


def extract(folder: Path, to: Path) -> list[Path]:
    """Every domain as a template without translations."""
    to.mkdir(parents=True, exist_ok=True)
    paths = []
    for domain, strings in sources(folder).items():
        path = to / f"{domain}.pot"
        path.write_text(written(_catalogue(SOURCE, strings), SOURCE, Provenance()), "utf-8")
        paths.append(path)
    return paths


# --- keeping up with the source -------------------------------------------------------------------------


def update(folder: Path, language: str) -> None:
    """Bring a language's files up to the words as they are now. What was said stays.

    A string that changed a little keeps its old translation, marked “fuzzy” until somebody has looked.
    New or changed words make an approved file a draft again: nobody has checked those.
    """
    for domain, strings in sources(folder).items():
        path = catalogue_path(folder / "locale", language, domain)
        catalogue = _existing(path, language)
        provenance = read_provenance(path) if path.is_file() else Provenance()
        before = {message.id for message in catalogue if message.id}
        own_places = [one for one in catalogue if isinstance(one.id, str) and one.id and one.context]
        catalogue.update(_catalogue(language, strings))
        keys = {place for one in strings for place in one.places}
        for message in own_places:
            if message.context in keys:
                catalogue.add(message.id, message.string, context=message.context)
        if {one.text for one in strings if not one.is_name} - before:
            provenance = Provenance()
        _save(path, catalogue, language, provenance, domain)


def put(folder: Path, language: str, said: dict[str, str], provenance: Provenance | None = None) -> None:
    """Put translations by source string into every file that has that string."""
    for domain, strings in sources(folder).items():
        path = catalogue_path(folder / "locale", language, domain)
        old = usable(_existing(path, language))
        catalogue = _catalogue(language, strings)
        for one in strings:
            catalogue[one.text].string = said.get(one.text) or old.get(("", one.text), "")
        for (context, text), words in old.items():
            if context:
                catalogue.add(text, said.get(text) or words, context=context)
        stands = provenance or (read_provenance(path) if path.is_file() else Provenance())
        _save(path, catalogue, language, stands, domain)


# --- to a translator and back ---------------------------------------------------------------------------


def export(folder: Path, language: str) -> str:
    """One file with everything there is to say in a language, each string once."""
    catalogue = Catalog(locale=babel_locale(language))
    approved: list[Provenance] = []
    for domain, strings in sources(folder).items():
        path = catalogue_path(folder / "locale", language, domain)
        known = usable(_existing(path, language))
        approved.append(read_provenance(path) if path.is_file() else Provenance())
        for one in strings:
            places = [(f"{domain}/{place}", 0) for place in one.places]
            earlier = catalogue.get(one.text)
            said = (earlier.string if earlier else "") or known.get(("", one.text), "")
            comments = ["a name; may stay as it is"] if one.is_name else []
            catalogue.add(one.text, said, locations=places, auto_comments=comments)
    together = approved[0] if len(set(approved)) == 1 else Provenance()
    return written(catalogue, language, together, about="everything a young person can read")


def take_in(folder: Path, language: str, file: Path) -> TakenIn:
    """Take a translator's file in. An entry with a fault is left out and named; what was there stays."""
    catalogue = read_catalogue(file)
    provenance = read_provenance(file)
    by_text = {one.text: one for strings in sources(folder).values() for one in strings}
    found: list[Finding] = list(header_faults(file, language, catalogue, provenance))
    refused = any(finding.severity is Severity.ERROR for finding in found)
    taken: dict[str, str] = {}
    left_out = 0
    for message in catalogue:
        if not message.id:
            continue
        here = list(faults(file, message, catalogue, by_text))
        found += here
        if any(finding.severity is Severity.ERROR for finding in here):
            left_out += 1
        elif isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            taken[message.id] = message.string
    missing = {one.text for one in by_text.values() if not one.is_name} - set(taken)
    if provenance.approved and (missing or left_out):
        problem = f"is approved, but {len(missing)} strings are missing or left out"
        found.append(Finding(str(file), 1, "X-Status", problem, "It is taken in as a draft."))
        provenance = Provenance()
    if refused:
        return TakenIn(0, len(taken) + left_out, tuple(found))
    put(folder, language, taken, provenance)
    return TakenIn(len(taken), left_out, tuple(found))


# --- how far it is --------------------------------------------------------------------------------------


def missing(folder: Path, language: str) -> dict[str, tuple[Source, ...]]:
    """What a language cannot say yet, file by file. Names of places may stay as they are."""
    lacking = {}
    for domain, strings in sources(folder).items():
        known = {
            text
            for _, text in usable(_existing(catalogue_path(folder / "locale", language, domain), language))
        }
        lacking[domain] = tuple(one for one in strings if one.text not in known and not one.is_name)
    return lacking


def status(folder: Path) -> str:
    """One line a language: how much is said, whether it is offered, who has checked it."""
    office = load_office(folder / "office.yaml")
    everything = sources(folder)
    total = sum(not one.is_name for strings in everything.values() for one in strings)
    lines = []
    for language in dict.fromkeys([*(one.code for one in office.languages), *languages_of(folder)]):
        lacking = sum(len(strings) for strings in missing(folder, language).values())
        offer = office.offer(language)
        stands = [
            read_provenance(path) if path.is_file() else Provenance()
            for path in (catalogue_path(folder / "locale", language, domain) for domain in everything)
        ]
        checked = ", ".join(sorted({f"{one.checked_by}, {one.checked_on}" for one in stands if one.approved}))
        trust = f"checked by {checked}" if all(one.approved for one in stands) else "draft"
        decided = offer.value if offer else "not in office.yaml"
        lines.append(
            f"{language:4} {total - lacking:4} of {total}  {decided:13}  {trust:6}  {own_name(language)}"
        )
    return "\n".join(lines) or "No language has been begun. Use: translations update CODE"


def findings(folder: Path) -> Iterator[Finding]:
    """What has to be mended before a language that is switched on can be shown, for `survey check`."""
    try:
        office = load_office(folder / "office.yaml")
        everything = sources(folder)
    except LocatedError:
        return  # the checks of those files say what is wrong with them
    by_text = {one.text: one for strings in everything.values() for one in strings}
    for language in languages_of(folder):
        offer = office.offer(language)
        for domain in everything:
            path = catalogue_path(folder / "locale", language, domain)
            if not path.is_file():
                continue
            try:
                catalogue = read_catalogue(path)
            except LocatedError as error:
                yield from error.findings
                continue
            provenance = read_provenance(path)
            yield from header_faults(path, language, catalogue, provenance)
            for message in catalogue:
                if message.id and message.string:
                    yield from faults(path, message, catalogue, by_text)
            lacking = missing_in(catalogue, everything[domain])
            if lacking and (provenance.approved or (offer and offer.value == "as_draft")):
                severity = Severity.ERROR if provenance.approved else Severity.WARNING
                problem = f"lacks {len(lacking)} strings, the first “{lacking[0].text}”"
                mend = f"Run: translations update {language}. Until then the page shows them in English."
                yield Finding(str(path), 1, "file", problem, mend, severity)


def missing_in(catalogue: Catalog, strings: tuple[Source, ...]) -> tuple[Source, ...]:
    known = {text for _, text in usable(catalogue)}
    return tuple(one for one in strings if one.text not in known and not one.is_name)


# --- gathering ------------------------------------------------------------------------------------------


def _interface() -> Iterator[tuple[str, str]]:
    """The page's own words, with the file they stand in."""
    options = {"trimmed": "true", "silent": "false"}
    for path in sorted(RESPOND.glob("templates/*.html")):
        for _, text, *_rest in extract_from_file("jinja2.ext:babel_extract", path, KEYWORDS, options=options):
            yield str(text), path.name
    paper = (RESPOND.parent / "questionnaire" / name for name in ("paper.py", "skips.py"))
    for path in (RESPOND / "messages.py", RESPOND / "page.py", *paper):
        for _, text, *_rest in extract_from_file("python", path, KEYWORDS):
            yield str(text), path.name
    for text in REASONS.values():
        yield text, "answers.py"


def _office(folder: Path) -> Iterator[tuple[str, str]]:
    for name, text in load_office(folder / "office.yaml").own_words.items():
        yield text, name
    for line in load_help(folder / "help.yaml").lines:
        for field in ("label", "who_for", "hours"):
            text = getattr(line, field)
            if text and not text.replace(" ", "").isdigit():
                yield text, f"help.{line.name}.{field}"


def _gathered(found: Iterator[tuple[str, str]], names: frozenset[str] = frozenset()) -> tuple[Source, ...]:
    places: dict[str, list[str]] = {}
    for text, place in found:
        if place not in places.setdefault(text, []):
            places[text].append(place)
    return tuple(Source(text, tuple(where), text in names) for text, where in places.items())


def _catalogue(language: str, strings: tuple[Source, ...]) -> Catalog:
    catalogue = Catalog(locale=babel_locale(language))
    for one in strings:
        locations = [(place, 0) for place in one.places]
        comments = ["a name; may stay as it is"] if one.is_name else []
        catalogue.add(one.text, "", locations=locations, auto_comments=comments)
    return catalogue


def _existing(path: Path, language: str) -> Catalog:
    return read_catalogue(path) if path.is_file() else Catalog(locale=babel_locale(language))


def _save(path: Path, catalogue: Catalog, language: str, provenance: Provenance, domain: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(catalogue, language, provenance, about=domain), "utf-8")
