"""What is the same on every page of one visit: language, colours, help, where Leave goes, and what is
invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from survey import languages
from survey.house import House
from survey.office import HelpLine, Office
from survey.questionnaire import Questionnaire, translate
from survey.respond import assets
from survey.respond.palette import Accent, palette
from survey.respond.words import SOURCE, Words, words


@dataclass(frozen=True)
class Look:
    words: Words
    office: Office
    help_lines: tuple[HelpLine, ...]
    example: bool
    help_elsewhere: tuple[HelpLine, ...] = ()  # for somebody who says they live in another area
    draft: bool = False  # nobody who speaks this language has checked the translation
    languages: tuple[str, ...] = (SOURCE,)  # what the page can be read in

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def direction(self) -> str:
        return self.words.direction

    @property
    def leave_to(self) -> str:
        return self.office.leave_to

    @property
    def script(self) -> dict[str, bool]:
        """Which parts of the script this page needs."""
        return {"languages": len(self.languages) > 1, "translated": self.language != SOURCE}

    @property
    def style(self) -> assets.Inline:
        return assets.style(colours(self.office.accent))


def look(
    house: House,
    language: str = SOURCE,
    *,
    area: str | None = None,
    age_band: str | None = None,
    topics: Iterable[str] = (),
    asked: Questionnaire | None = None,
) -> Look:
    """The look of a page for somebody in this area, as far as it is known."""
    topics = tuple(topics)
    lines = house.help_lines.for_card(area=area, age_band=age_band, topics=topics)
    anywhere = house.help_lines.for_card(age_band=age_band, topics=topics) if asked else ()
    folder = house.settings.questionnaires_dir
    domains = (languages.INTERFACE, languages.OFFICE, *([asked.name] if asked else []))
    return Look(
        words=words(language, folder, *domains[2:]),
        office=house.office,
        help_lines=tuple(line for line in lines if line.audience == "young_people"),
        help_elsewhere=tuple(
            line for line in anywhere if line.audience == "young_people" and line not in lines
        ),
        example=house.is_example,
        draft=language != SOURCE and languages.is_draft(folder / "locale", language, *domains),
        languages=spoken_for(house, asked) if asked else (SOURCE,),
    )


def spoken_for(house: House, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages this questionnaire is offered in, here and now."""
    return languages.offered(house.office, house.settings.questionnaires_dir / "locale", questionnaire)


def translated(house: House, questionnaire: Questionnaire, language: str) -> Questionnaire:
    """The questionnaire in a language it speaks."""
    return translate(questionnaire, language, locale=house.settings.questionnaires_dir / "locale")


# The grounds are ours, so that they are calm whatever the accent is; light first, then dark.
GROUNDS = (
    {
        "page": "#fbf8f3",
        "card": "#ffffff",
        "ink": "#20232b",
        "soft": "#575c68",
        "line": "#e2dbd0",
        "edge": "#85807a",
        "notice": "#fdeec2",
        "on-notice": "#4a3800",
        "floor": "#ffffff",
        "top": "#000000",
    },
    {
        "page": "#15171c",
        "card": "#22262e",
        "ink": "#eceae6",
        "soft": "#b3b7c0",
        "line": "#343944",
        "edge": "#858b98",
        "notice": "#40340f",
        "on-notice": "#ffe9a8",
        "floor": "#000000",
        "top": "#ffffff",
    },
)


# High contrast, by the switch on the page or the phone's own setting: every colour is one of two.
SHARP = {
    "floor": ("page", "card", "wash", "on-fill", "on-notice"),
    "top": ("ink", "soft", "line", "edge", "words", "fill", "notice"),
}


@cache
def colours(accent: str) -> str:
    """The style's variables."""
    both = palette(accent, light=GROUNDS[0], dark=GROUNDS[1])
    light, dark = (
        _rule(ground | _named(one)) for ground, one in zip(GROUNDS, (both.light, both.dark), strict=True)
    )
    sharp = ";".join(f"--{name}:var(--{one})" for one, names in SHARP.items() for name in names)
    return (
        f"{light}\n@media (prefers-color-scheme:dark){{{dark}}}\n"
        f"@media (prefers-contrast:more){{:root{{{sharp}}}}}:root[data-sharp]{{{sharp}}}\n"
    )


def _rule(variables: dict[str, str]) -> str:
    return ":root{" + ";".join(f"--{name}:{colour}" for name, colour in variables.items()) + "}"


def _named(accent: Accent) -> dict[str, str]:
    return {"fill": accent.fill, "on-fill": accent.on_fill, "words": accent.words, "wash": accent.wash}
