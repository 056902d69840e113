"""Every message a young person can get instead of the questions, in one place to be read and weighed as a
whole.

Each is kind, short, says what is the matter and what to do next, and blames nobody. The words are English
here and translated like every other word of the page (`words.py`). `status` is for machines.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Message:
    status: int
    title: str
    lines: tuple[str, ...]
    type_code: bool = False  # offer the box for a code
    try_again: bool = False  # offer to load the same page again


def _(text: str) -> str:
    """Marks words for the translators' tools; they are looked up when they are shown."""
    return text


MESSAGES: Final = MappingProxyType(
    {
        "unknown": Message(
            404,
            _("We do not know that code"),
            (_("Codes have six letters and numbers."), _("Please check it and type it again.")),
            type_code=True,
        ),
        "draft": Message(
            403,
            _("Not open yet"),
            (_("The person running this session has not opened it yet."), _("Try again in a minute.")),
            try_again=True,
        ),
        "paused": Message(
            403,
            _("We are having a short break"),
            (
                _("The person running this session has paused it."),
                _("Keep this page open. Your answers stay on it."),
                _("Try again in a few minutes."),
            ),
            try_again=True,
        ),
        "closed": Message(
            410,
            _("This session has ended"),
            (_("It does not take answers any more."), _("Thank you for wanting to take part.")),
        ),
        "expired": Message(
            410,
            _("This session has ended"),
            (_("The time for this code is over."), _("If you are still in the session, ask for a new code.")),
        ),
        "full": Message(
            403,
            _("This session is full"),
            (_("It has all the answers it can take."), _("Ask the person running it for a new code.")),
        ),
        "too_large": Message(
            413,
            _("That is more than we can take"),
            (_("Please make your longest answer shorter, then send again."),),
        ),
        "throttled": Message(
            429,
            _("Let us slow down a little"),
            (_("That was tried many times in a short while."), _("Please wait ten minutes, then try again.")),
        ),
        "invalid": Message(
            422,
            _("One answer needs another look"),
            (_("Nothing is lost. Please look at the answers we marked, then send again."),),
        ),
        "wrong_version": Message(
            422,
            _("The questions have changed"),
            (_("Please load this page again, then send."), _("The answers on this page stay.")),
        ),
        "conflict": Message(
            409,
            _("We already have your answers"),
            (_("They were sent before. What you changed after that was not added."),),
        ),
        "screened_out": Message(422, _("Thank you"), (_("We have not kept any of your answers."),)),
        "unreadable": Message(
            400,
            _("We could not read that"),
            (_("Something went wrong on the way to us."), _("Please load this page again.")),
        ),
        "not_opened": Message(
            400,
            _("We could not open that"),
            (_("It was kept for too long, or it was changed on the way."),),
        ),
        "wrong_type": Message(
            415,
            _("We could not read that"),
            (_("Answers come from the page with the questions."), _("Please open that page again.")),
        ),
        "elsewhere": Message(
            403,
            _("That came from another place"),
            (_("Answers can only be sent from our own page."), _("Please open it with your code.")),
            type_code=True,
        ),
        "not_there": Message(
            404,
            _("There is nothing here"),
            (_("Check the address, or type your code."),),
            type_code=True,
        ),
        "not_allowed": Message(
            405, _("That does not work here"), (_("Type your code to begin."),), type_code=True
        ),
        "receipt_given": Message(
            409, _("That code was already shown"), (_("We show it once, so that nobody else can see it."),)
        ),
        "no_answers": Message(
            404,
            _("We cannot give a code now"),
            (_("A code is shown once, right after sending."),),
        ),
        "wrong_pin": Message(403, _("That is not the PIN"), (_("It is on the session’s page."),)),
        "leaders_only": Message(
            403,
            _("This form is for the person running the session"),
            (_("Open it from your session’s page."),),
        ),
        "number_wrong": Message(422, _("That is not a form number"), (_("Use a number from 1 up."),)),
        "number_taken": Message(
            409,
            _("Another form has this number"),
            (_("Write the next number on this form, then keep it again. Nothing is lost."),),
        ),
        "not_in_sample": Message(
            404, _("This form is not to be typed twice"), (_("Take one of the numbers shown."),)
        ),
        "typed_twice": Message(
            409, _("This form was typed twice before"), (_("Take another of the numbers shown."),)
        ),
        "already_written": Message(
            409,
            _("This group’s record is there already"),
            (_("To put this one in its place, press the button again."),),
        ),
        "not_a_group_form": Message(
            404, _("This session asks people, not groups"), (_("Nothing was kept."),)
        ),
        "not_found": Message(
            404,
            _("We do not know that code"),
            (
                _("Please check every letter and number."),
                _("If the answers were deleted before, there is nothing left to delete."),
            ),
        ),
    }
)
