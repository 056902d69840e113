"""In which languages may this page be read, and how far can each be trusted?

For the page and for whoever takes answers in. The office decides in `office.yaml` (`languages:`), a
translator's file says in its header whether a speaker has checked it (`survey.catalogues`); a draft is
shown only where the office said so, and the page then says that it is one. What is offered never decides
what is accepted: answers are codes, the same in every language.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from survey.catalogues import NOTHING, Translations, babel_locale, catalogue_path, read_translations
from survey.located import LocatedError
from survey.office import Offer, Office
from survey.questionnaire import Questionnaire

INTERFACE: Final = "interface"
"""The page's own words: buttons, messages, everything around the questions."""
OFFICE: Final = "office"
"""What the office says of itself, and its help lines."""

# What a language calls itself, where the common tables have another name than its readers use.
_OWN_NAMES: Final = {"ckb": "کوردیی سۆرانی"}


def offered(office: Office, locale: Path, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages of this questionnaire's page, the one it is written in first."""
    made_from = questionnaire.translation
    source = made_from.language if made_from else questionnaire.language
    others = dict.fromkeys([*(one.code for one in office.languages), *questionnaire.languages])
    others.pop(source, None)
    own = set(questionnaire.languages)
    return (
        source,
        *(one for one in others if _may_offer(office, locale, one, questionnaire.name, named=one in own)),
    )


def speaks(office: Office, locale: Path, language: str) -> bool:
    """Whether pages that belong to no questionnaire may be in this language."""
    if babel_locale(language) is None:
        return False
    return _may_offer(office, locale, language, INTERFACE, named=office.offer(language) is None)


def is_draft(locale: Path, language: str, *domains: str) -> bool:
    """Whether any of these files still waits for a speaker to check it."""
    return not all(_read(locale, language, domain).provenance.approved for domain in domains)


def accepts(office: Office, questionnaire: Questionnaire, language: str) -> bool:
    """Whether answers may come in this language: also in one that was offered when the page was opened."""
    return language in questionnaire.languages or office.offer(language) is not None


def own_name(language: str) -> str:
    """What a language calls itself: the only name its readers can be sure to know."""
    if language in _OWN_NAMES:
        return _OWN_NAMES[language]
    known = babel_locale(language)
    name = known.get_display_name() if known else None
    return name[:1].upper() + name[1:] if name else language


def _may_offer(office: Office, locale: Path, language: str, domain: str, *, named: bool) -> bool:
    """`named`: the questionnaire itself names the language, which counts where the office says nothing."""
    match office.offer(language):
        case Offer.AS_DRAFT:
            return _read(locale, language, domain) is not NOTHING
        case Offer.WHEN_APPROVED:
            return not is_draft(locale, language, domain, INTERFACE, OFFICE)
        case Offer.NOT_OFFERED:
            return False
    return named and _read(locale, language, domain) is not NOTHING


def _read(locale: Path, language: str, domain: str) -> Translations:
    """A broken file is no translation; what is wrong with it is said by `python -m survey check`."""
    try:
        return read_translations(catalogue_path(locale, language, domain))
    except LocatedError:
        return NOTHING
