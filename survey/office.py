"""Whose survey is this? The office, its districts, strands, pillars and partners, and the help it offers.

Everything that differs between offices, or changes when a plan or a commissioner does, is in
`office.yaml` and `help.yaml` and read here, at the door, into frozen types. Nothing of it is ever written
into code. What a questionnaire asks is left to `survey.questionnaire`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from survey.located import Finding, Located, LocatedError, Severity, fill, read_located

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]

HELP_GOOD_FOR_DAYS = 180
"""How long a help line counts as checked (the help card is on every page, so it must be right)."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Part):
    """A town, or a part of one, that a young person may name. `also`: how else it is written."""

    name: Name
    label: Words
    also: tuple[Words, ...] = ()


@dataclass(frozen=True)
class SpokenPlace:
    """A place as it is told, and as it is written. `district` is nothing where the office did not say."""

    name: str
    label: str
    spellings: tuple[str, ...]
    district: str = ""


class District(Part):
    name: Name
    label: Words
    picture: Name | None = None  # a line drawing of `survey/respond/pictures`, for Easy Read
    places: tuple[Place, ...] = ()


class Strand(Part):
    """A line of work of the board that deals with the worst harm."""

    name: Name
    label: Words
    lead: str = ""


class Pillar(Part):
    """A chapter of the police and crime plan."""

    name: Name
    label: Words


class Partner(Part):
    """Somebody who can be asked to act."""

    name: Name
    label: Words
    group: Name | None = None  # names several partners at once, such as all the councils
    districts: tuple[Name, ...] = ()  # empty: the whole area


class CensusShare(Part):
    """What share of young people belongs to a group, so that we can say who we did not hear from."""

    question: Name
    choice: Name
    share: float = Field(ge=0, le=1)
    source: Words


class Wave(Part):
    """One round of asking."""

    name: Name
    label: Words
    starts_on: date
    ends_on: date


class Offer(StrEnum):
    """Whether the page may be read in a language."""

    NOT_OFFERED = "not_offered"
    WHEN_APPROVED = "when_approved"  # once its files name a speaker who has checked them
    AS_DRAFT = "as_draft"  # at once; the page says that nobody has checked the translation


class Language(Part):
    code: LanguageCode
    status: Offer = Offer.WHEN_APPROVED


class Office(Part):
    name: Words
    short_name: Words
    accent: Colour
    reader: Words  # who reads the answers, as told to young people
    answer_due: Words  # when young people hear back, as told to them
    area_name: str = ""  # the whole area, as it stands under quotes; empty: “the county”
    # Where “Leave this page” goes: somewhere ordinary that says nothing about a survey.
    leave_to: str = Field(default="https://www.bbc.co.uk/weather", pattern=r"^https://[^\s]+$")
    bank_holidays: tuple[date, ...] = ()  # no working days, besides Saturdays and Sundays
    wave: Wave
    languages: tuple[Language, ...] = ()  # besides the one a questionnaire is written in
    districts: tuple[District, ...] = Field(min_length=1)
    strands: tuple[Strand, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    partners: tuple[Partner, ...] = ()
    gazetteer: tuple[Words, ...] = ()  # more place names that are not personal details
    not_told_by_name: tuple[Words, ...] = ()  # place names that are words too, or the whole area
    census: tuple[CensusShare, ...] = ()

    def fill(self, words: str) -> str:
        """Words of a questionnaire with this office’s own put in."""
        for name, own in self.own_words.items():
            words = words.replace("{" + name + "}", own)
        return words

    @property
    def own_words(self) -> dict[str, str]:
        """What `fill` puts in, by the name it is put in for."""
        return {name: str(getattr(self, name)) for name in FILLABLE}

    @property
    def labels(self) -> dict[str, str]:
        """What strands, pillars and partners are called, by name; a group of partners by its own name."""
        groups = {one.group: one.group.replace("_", " ").capitalize() for one in self.partners if one.group}
        strands = {one.name: one.label for one in self.strands}
        pillars = {one.name: one.label for one in self.pillars}
        return {**groups, **strands, **pillars, **{one.name: one.label for one in self.partners}}

    def offer(self, language: str) -> Offer | None:
        """What the office decided about a language; nothing when it decided nothing."""
        return next((one.status for one in self.languages if one.code == language), None)

    def district(self, name: str) -> District:
        """The district of this name. Raises `KeyError` when there is none."""
        return self._districts[name]

    @cached_property
    def _districts(self) -> dict[str, District]:
        return {district.name: district for district in self.districts}

    @cached_property
    def place_names(self) -> frozenset[str]:
        """Every place name a text may hold without telling who wrote it."""
        labels = [one.label for one in self.districts]
        places = [place for district in self.districts for place in district.places]
        labels += [name for place in places for name in (place.label, *place.also)]
        return frozenset([*labels, *self.gazetteer])

    @cached_property
    def spoken_places(self) -> tuple[SpokenPlace, ...]:
        """The places finer than a district that may be told by name where enough people write of them.

        A name that two districts use for places of their own is told of neither.
        """
        listed = [
            SpokenPlace(
                f"{district.name}.{place.name}", place.label, (place.label, *place.also), district.name
            )
            for district in self.districts
            for place in district.places
        ]
        written = Counter(name.casefold() for place in listed for name in set(place.spellings))
        listed += [
            SpokenPlace(name, name, (name,))
            for name in dict.fromkeys(self.gazetteer)
            if name.casefold() not in written
        ]
        never = {name.casefold() for name in self.not_told_by_name}
        never |= {name for name, places in written.items() if places > 1}
        kept = (
            replace(one, spellings=tuple(name for name in one.spellings if name.casefold() not in never))
            for one in listed
        )
        return tuple(one for one in kept if one.spellings)


FILLABLE = ("name", "short_name", "reader", "answer_due")
"""What a questionnaire’s words may name as `{reader}` and so on."""


class HelpLine(Part):
    """Somebody to turn to. At least one way to reach them."""

    name: Name
    label: Words
    who_for: Words
    call: str = ""  # a number to ring
    text: str = ""  # a number to text
    url: str = Field(default="", pattern=r"^(https://.+)?$")
    hours: str = ""
    age_bands: tuple[Name, ...] = ()  # empty: everybody
    areas: tuple[Name, ...] = ()  # empty: everywhere
    topics: tuple[Name, ...] = ()  # moves to the top when the answers are about these
    audience: Annotated[str, StringConstraints(pattern="^(young_people|adults)$")] = "young_people"
    order: int = 100
    verified_on: date  # when somebody of the office last checked it

    def stale(self, today: date) -> bool:
        return (today - self.verified_on).days > HELP_GOOD_FOR_DAYS


class HelpLines(Part):
    lines: tuple[HelpLine, ...] = Field(min_length=1)

    def for_card(
        self, *, area: str | None = None, age_band: str | None = None, topics: Iterable[str] = ()
    ) -> tuple[HelpLine, ...]:
        """The lines for this card, the ones about these topics first, each group in the file’s order."""
        wanted = list(topics)

        def rank(line: HelpLine) -> tuple[int, int]:
            about = [wanted.index(topic) for topic in line.topics if topic in wanted]
            return (min(about, default=len(wanted)), line.order)

        fitting = [
            line
            for line in self.lines
            if (area is None or not line.areas or area in line.areas)
            and (age_band is None or not line.age_bands or age_band in line.age_bands)
        ]
        return tuple(sorted(fitting, key=rank))


class OfficeError(LocatedError):
    """An office file that cannot be used as it is, with everything that has to be mended."""


def load_office(path: Path | str) -> Office:
    """Read `office.yaml`. Raises `OfficeError` with every finding."""
    return load_office_located(Path(path))[0]


def load_office_located(path: Path) -> tuple[Office, Located]:
    try:
        located = read_located(path)
        office = fill(Office, located)
        findings = list(_office_findings(office, located))
    except LocatedError as error:
        raise OfficeError(error.findings) from None
    if findings:
        raise OfficeError(findings)
    return office, located


def load_help(path: Path | str) -> HelpLines:
    """Read `help.yaml`. Raises `OfficeError` with every finding. Stale lines load; see `help_warnings`."""
    return load_help_located(Path(path))[0]


def load_help_located(path: Path) -> tuple[HelpLines, Located]:
    try:
        located = read_located(path)
        lines = fill(HelpLines, located)
        findings = list(_help_findings(lines, located))
    except LocatedError as error:
        raise OfficeError(error.findings) from None
    if findings:
        raise OfficeError(findings)
    return lines, located


def help_warnings(lines: HelpLines, located: Located, today: date) -> Iterator[Finding]:
    """Lines that nobody has checked for too long."""
    for number, line in enumerate(lines.lines):
        if line.stale(today):
            yield located.finding(
                ("lines", number, "verified_on"),
                f"was last checked on {line.verified_on}, over {HELP_GOOD_FOR_DAYS} days ago",
                "Check every number and address, then set today’s date.",
                Severity.WARNING,
            )


def _office_findings(office: Office, located: Located) -> Iterator[Finding]:
    for field in ("districts", "strands", "pillars", "partners"):
        names = [one.name for one in getattr(office, field)]
        yield from _twice(names, field, located)
    yield from _twice([one.code for one in office.languages], "languages", located)
    known = {district.name for district in office.districts}
    for number, district in enumerate(office.districts):
        yield from _twice([one.name for one in district.places], f"districts[{number}]", located)
    for number, partner in enumerate(office.partners):
        for district_name in partner.districts:
            if district_name not in known:
                yield located.finding(
                    ("partners", number, "districts"),
                    f"names no district called “{district_name}”",
                    f"Use {', '.join(sorted(known))}.",
                )
    listed = {name.casefold() for name in office.place_names}
    for number, name in enumerate(office.not_told_by_name):
        if name.casefold() not in listed:
            yield located.finding(
                ("not_told_by_name", number),
                f"names no place called “{name}”",
                "Write it as it stands among the districts, their places or the gazetteer.",
            )
    if office.wave.ends_on < office.wave.starts_on:
        yield located.finding(
            ("wave", "ends_on"), "is before the wave starts", "Correct one of the two dates."
        )


def _help_findings(lines: HelpLines, located: Located) -> Iterator[Finding]:
    yield from _twice([line.name for line in lines.lines], "lines", located)
    for number, line in enumerate(lines.lines):
        if not (line.call or line.text or line.url):
            yield located.finding(("lines", number), "has no way to reach it", "Give call, text or url.")


def _twice(names: list[str], field: str, located: Located) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield located.finding((field, number), f"uses the name “{name}” again", "Give it another name.")
