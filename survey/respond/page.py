"""What does each page say? Values in, HTML out; no request, no database, no clock.

For `routes.py`, which knows what was asked for, and for whoever changes the words or the drawing of a
page: the words are in `templates/` and `messages.py`, the questions' own in the questionnaire. One
template draws a question, whoever looks at it and however.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from analysis.playback import Share
from survey.languages import own_name
from survey.playback import Playback, in_words
from survey.questionnaire import Choice, Note, Page, Questionnaire, RatingGrid, SelectMultiple, SelectOne
from survey.respond import assets
from survey.respond.look import Look
from survey.respond.messages import MESSAGES, Message

Given = Mapping[str, Sequence[str]]
"""What stands in the form, field by field, as a browser would send it."""

TEMPLATES = Path(__file__).parent / "templates"


def _(text: str) -> str:
    """Marks words for the translators' tools; they are looked up when they are shown."""
    return text


NO_PAGE = Page(title=_("Your say"), lines=(_("You can skip every question."),))
# What everybody may do instead when a questionnaire names nothing else.
QUIET = Page(
    title=_("Something quiet"),
    lines=(
        _("Find three things near you that are blue."),
        _("Think of a song. Hear it in your head."),
        _("Count back from 20 to 1, slowly."),
        _("Think of somewhere you like to be."),
        _("Take three slow breaths."),
        _("Think of one thing you want to do this week."),
    ),
)
# How many of those who answered, and how far an ask has come, in words for a young person.
SHARES = {
    Share.NEARLY_ALL: _("Nearly all or all"),
    Share.MOST: _("Most"),
    Share.ABOUT_HALF: _("About half"),
    Share.SOME: _("Some"),
    Share.A_FEW: _("A few or none"),
}
STANDING = {
    "asked": _("We asked them. No answer yet."),
    "will_do": _("They will do it."),
    "doing": _("They are doing it now."),
    "done": _("It is done."),
    "cannot": _("They cannot do it."),
}
THANKED = _("Thank you to everyone who took part.")
HEAR_BACK = _("{reader} will say what they will do by {answer_due}.")
_WORDS_OF_OURS = frozenset(word for page in (NO_PAGE, QUIET) for word in (page.title, *page.lines))


@dataclass(frozen=True)
class Filling:
    """What already stands in the form: filled in from the session, or sent and in need of another look."""

    given: Given = field(default_factory=dict)
    prefilled: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)
    kiosk: bool = False  # a shared tablet

    @property
    def key(self) -> Hashable:
        """What tells one opened form from another."""
        return self.kiosk, tuple(sorted((name, tuple(values)) for name, values in self.given.items()))


def survey(look: Look, questionnaire: Questionnaire, filling: Filling) -> str:
    """The survey itself, without its `tail`."""
    sensitive = (question.name for question in questionnaire.questions if question.sensitive)
    return _render(
        "survey.html",
        look,
        questionnaire,
        questions=questionnaire.questions,
        opening=questionnaire.opening or NO_PAGE,
        thanks=questionnaire.thanks or NO_PAGE,
        quiet=questionnaire.quiet or QUIET,
        languages=[(code, own_name(code)) for code in look.languages],
        screen_outs=[
            {"when": out.when.as_data(), "message": out.message}
            for out in questionnaire.screen_out
            if out.when is not None
        ],
        first_sensitive=next(sensitive, None),
        symbols=_symbols(questionnaire),
        pictured=_is_pictured(questionnaire),
        given=filling.given,
        prefilled=filling.prefilled,
        problems={name: look.words.reason(reason) for name, reason in filling.problems.items()},
        labels={question.name: question.label for question in questionnaire.questions},
        first_script=assets.first_script(),
        script=assets.script(**look.script, kiosk=filling.kiosk),
        kiosk=filling.kiosk,
        later_version=assets.later_version(),
        mine_address="/s/mine",
    )


def keying(look: Look, questionnaire: Questionnaire, *, batch: str, forms_in: Mapping[str, str]) -> str:
    """All questions at once, for typing in: paper forms, or a leader’s record of a talk."""
    return _whole(
        "keying.html",
        look,
        questionnaire,
        questions=questionnaire.questions,
        opening=questionnaire.opening or NO_PAGE,
        thanks=questionnaire.thanks or NO_PAGE,
        group=questionnaire.answered_by == "leader",
        batch=batch,
        forms_in=forms_in,
        screen_outs=[{"when": out.when.as_data()} for out in questionnaire.screen_out],
        version=questionnaire.version,
        symbols={},
        given={},
        prefilled=frozenset(),
        problems={},
        first_script=assets.first_script(),
        script=assets.keying_script(),
        style=assets.keying_style(),
    )


def tail(submission_id: str, version: str, language: str) -> str:
    """The end of the survey's page, the only part that differs from one phone to the next."""
    fields = {"submission_id": submission_id, "version": version, "language": language}
    inputs = (
        Markup('<input type="hidden" form="questions" name="{}" value="{}">\n').format(name, value)
        for name, value in fields.items()
    )
    return "".join(inputs) + "</body>\n</html>\n"


def thanks(
    look: Look,
    questionnaire: Questionnaire,
    *,
    code: str,
    submission_id: str,
    receipt: str = "",
    host: str = "",
) -> str:
    """The thank-you page for those without a script, with the receipt once it was asked for."""
    return _whole(
        "thanks.html",
        look,
        questionnaire,
        thanks=questionnaire.thanks or NO_PAGE,
        code=code,
        submission_id=submission_id,
        receipt=receipt,
        mine_address=host + "/s/mine",
    )


def offline_parts(look: Look, *, hours: float, kiosk: bool) -> str:
    """What is put into an open page after its first view, for when there is no signal."""
    return _render("offline.html", look, None, hours=hours, kiosk=kiosk, mine_address="/s/mine")


def with_told(drawn: str, look: Look, *, hours: float) -> str:
    """A page that is not the survey, for a phone on which answers may wait. `hours`: how late they may be."""
    told = _render("told_page.html", look, None, hours=hours, script=assets.other_page_script())
    return drawn.replace("</body>", told + "</body>")


def quiet(look: Look, questionnaire: Questionnaire | None = None) -> str:
    page = questionnaire.quiet if questionnaire and questionnaire.quiet else QUIET
    return _whole("quiet_page.html", look, questionnaire, quiet=page)


def message(look: Look, shown: Message, *, own_words: str = "", again: bool = False) -> str:
    """A message instead of the questions. `own_words` are the questionnaire's, put before ours."""
    lines = [*([own_words] if own_words else []), *(look.words.say(line) for line in shown.lines)]
    return _whole("message.html", look, None, message=shown, lines=lines, again=again)


def closed(look: Look, questionnaire: Questionnaire, shown: Message, told: Playback) -> str:
    """The page of a session that is over, with what it may hear of itself."""
    return _whole(
        "closed.html",
        look,
        questionnaire,
        message=shown,
        lines=(*shown.lines[: 2 if shown is MESSAGES["expired"] else 1], THANKED),
        heard_back=told.heard_back,
        said=[in_words(questionnaire, one) for one in told.heard],
        shares=SHARES,
        standing=STANDING,
        hear_back=HEAR_BACK,
        labels=look.office.labels,
        languages=[(code, own_name(code)) for code in look.languages],
        kiosk=False,
        style=assets.closed_style(),
    )


def front(look: Look) -> str:
    return _whole("front.html", look, None)


def mine(look: Look, step: str, *, receipt: str = "", problem: str = "") -> str:
    """Taking answers back: `ask` for the receipt, `confirm`, `done`."""
    return _whole("mine.html", look, None, step=step, receipt=receipt, problem=problem)


# --- drawing --------------------------------------------------------------------------------------------


def _whole(template: str, look: Look, questionnaire: Questionnaire | None, **values: Any) -> str:
    return _render(template, look, questionnaire, **values) + "</body>\n</html>\n"


def _render(template: str, look: Look, questionnaire: Questionnaire | None, **values: Any) -> str:
    translation = questionnaire.translation if questionnaire else None
    untranslated = frozenset(translation.untranslated) if translation else frozenset()

    def tr(text: str) -> Markup:
        """Words of the questionnaire, marked when they are still in English."""
        if text in _WORDS_OF_OURS:
            return look.words.say(text)
        return look.words.filled(text, look.office.own_words, english=text in untranslated)

    def filled(text: str) -> Markup:
        """Words of ours with the office's own put in."""
        english = not look.words.knows(text)
        return look.words.filled(look.words.plain(text), look.office.own_words, english=english)

    context = {
        "look": look,
        "filled": filled,
        "_": look.words.say,
        "say": look.words.say,
        "plain": look.words.attribute,
        "tr": tr,
        "office": look.words.of_office,
        "help_lines": look.help_lines,
        "scene": _scene(),
    }
    drawn = _environment().get_template(template).render(context | values)
    return re.sub(r"\n\s*\n+", "\n", drawn)


def _choices(question: Any) -> tuple[Choice, ...]:
    match question:
        case RatingGrid():
            return (*question.rows, *question.choices)
        case SelectOne() | SelectMultiple():
            return question.choices
        case Note():
            return ()
    return ()


def _is_pictured(questionnaire: Questionnaire) -> bool:
    """Whether there is a picture beside every choice: then the page is drawn larger."""
    choices = [choice for question in questionnaire.questions for choice in _choices(question)]
    return bool(choices) and all(choice.picture for choice in choices)


def _symbols(questionnaire: Questionnaire) -> dict[str, str]:
    """The drawings this questionnaire uses, and no others: each costs bytes."""
    used = {choice.picture for question in questionnaire.questions for choice in _choices(question)}
    return {name: symbol for name, symbol in assets.pictures().items() if name in used}


@cache
def _scene() -> str:
    return re.sub(r">\s+<", "><", (TEMPLATES / "scene.svg").read_text("utf-8").strip())


def _tight(data: Any) -> Markup:
    """JSON for a single-quoted attribute, without spaces."""
    return htmlsafe_json_dumps(data, separators=(",", ":"), ensure_ascii=False)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )
    environment.tests["kept_aside"] = lambda choice: choice.set_apart or choice.exclusive
    environment.filters["tight"] = _tight
    environment.filters["dial"] = lambda number: re.sub(r"[^\d+]", "", number)
    environment.filters["host"] = lambda url: urlsplit(url).netloc.removeprefix("www.")
    return environment
