"""What a person decides about a theme: appended, never overwritten, and refused when somebody was faster.

Every function takes `seen`: how many decisions the run had when the person looked (`QuestionThemes.seen`). A
decision that would build on a theme as it no longer is raises `ThemeConflict`, says who changed it, and
changes nothing. Two who decide at the same moment queue: the run is held until the first is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session

from analysis.decisions import Decision, DecisionConflict, DecisionError
from analysis.themes import check, replay
from analysis.wave import Polarity
from survey import audit
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import themes as rows
from survey.store.tables import AnalysisRun
from survey.themes.stored import (
    ThemeConflict,
    ThemeProblem,
    decision,
    frame_of,
    proposals,
    result_of,
    stored,
)

LONGEST_NAME: Final = 80
LONGEST_SUMMARY: Final = 240
NEW: Final = "own-{number:03d}"  # the key of a theme a person made, by the number of their decision


def accept(house: House, actor: Actor, run_id: str, topic: str, *, seen: int | None = None) -> None:
    """This is a theme, and this is what it is called."""
    decide(house, actor, run_id, Decision("", "accept", topic, seen=seen))


def rename(
    house: House, actor: Actor, run_id: str, topic: str, name: str, *, seen: int | None = None
) -> None:
    """Call a theme by a person's name for it."""
    decide(house, actor, run_id, Decision("", "rename", topic, _name(name), seen=seen))


def describe(
    house: House, actor: Actor, run_id: str, topic: str, sentence: str, *, seen: int | None = None
) -> None:
    """Say in one sentence, for the theme's card, what people said. An empty one takes it away."""
    sentence = " ".join(sentence.split())
    if len(sentence) > LONGEST_SUMMARY:
        raise ThemeProblem(
            f"One sentence of {LONGEST_SUMMARY} characters or fewer. Yours has {len(sentence)}."
        )
    decide(house, actor, run_id, Decision("", "describe", topic, sentence, seen=seen))


def merge(
    house: House, actor: Actor, run_id: str, topic: str, others: Sequence[str], *, seen: int | None = None
) -> None:
    """Join other themes into this one. Each person still counts once."""
    decide(house, actor, run_id, Decision("", "merge", topic, themes=tuple(others), seen=seen))


def split(
    house: House,
    actor: Actor,
    run_id: str,
    topic: str,
    name: str,
    answers: Sequence[str],
    *,
    seen: int | None = None,
) -> str:
    """Give some of a theme's answers a theme of their own. Returns its key."""
    wanted = Decision("", "split", topic, _name(name), themes=(NEW,), answers=tuple(answers), seen=seen)
    return decide(house, actor, run_id, wanted).themes[0]


def add(
    house: House, actor: Actor, run_id: str, name: str, answers: Sequence[str], *, seen: int | None = None
) -> str:
    """A theme a person saw and the machine did not. Returns its key."""
    wanted = Decision("", "add", NEW, _name(name), answers=tuple(answers), seen=seen)
    return decide(house, actor, run_id, wanted).theme


def move(
    house: House,
    actor: Actor,
    run_id: str,
    topic: str,
    to: str,
    answers: Sequence[str],
    *,
    seen: int | None = None,
) -> None:
    """These answers belong in another theme instead."""
    decide(
        house,
        actor,
        run_id,
        Decision("", "move", topic, themes=(to,), answers=tuple(answers), seen=seen),
    )


def take_out(
    house: House, actor: Actor, run_id: str, topic: str, answers: Sequence[str], *, seen: int | None = None
) -> None:
    """These answers do not belong here. Those in no other theme are left over."""
    decide(house, actor, run_id, Decision("", "take_out", topic, answers=tuple(answers), seen=seen))


def put_in(
    house: House, actor: Actor, run_id: str, topic: str, answers: Sequence[str], *, seen: int | None = None
) -> None:
    """These answers belong here too, wherever else they are."""
    decide(house, actor, run_id, Decision("", "put_in", topic, answers=tuple(answers), seen=seen))


def hide(house: House, actor: Actor, run_id: str, topic: str, *, seen: int | None = None) -> None:
    """Leave a theme out of the summary: it says nothing."""
    decide(house, actor, run_id, Decision("", "hide", topic, seen=seen))


def show(house: House, actor: Actor, run_id: str, topic: str, *, seen: int | None = None) -> None:
    """Put a hidden theme back."""
    decide(house, actor, run_id, Decision("", "show", topic, seen=seen))


def map_to(
    house: House, actor: Actor, run_id: str, topic: str, code: str, *, seen: int | None = None
) -> None:
    """A theme stands for this code of the frame, with its owner, tier and strand. Empty: for none."""
    require(actor, Permission.ANALYSE)
    frame = frame_of(house)
    if code and (frame is None or code not in {one.code for one in frame.assignable}):
        raise ThemeProblem(f"The code frame has no code “{code}”. Choose one that it has.")
    decide(house, actor, run_id, Decision("", "map", topic, code, seen=seen))


def set_polarity(
    house: House, actor: Actor, run_id: str, topic: str, polarity: Polarity, *, seen: int | None = None
) -> None:
    """Whether people told of a worry, of what helps, or of what they ask for."""
    decide(house, actor, run_id, Decision("", "polarity", topic, polarity, seen=seen))


def undo(house: House, actor: Actor, run_id: str, decision_id: str, *, seen: int | None = None) -> None:
    """Take a decision back, one's own or somebody else's. It stays in the history; so does this."""
    decide(house, actor, run_id, Decision("", "undo", "", decision_id, seen=seen))


def decide(
    house: House, actor: Actor, run_id: str, wanted: Decision, *, needs: Permission = Permission.ANALYSE
) -> Decision:
    """Append a decision if, played back after all others, it can be carried out. Returns it as made."""
    require(actor, needs)
    with house.database.session() as session:
        run = rows.run_to_decide_about(session, run_id)
        if run is None or run_id not in {one.id for one in rows.latest_runs(session, run.wave)}:
            raise ThemeConflict("Somebody has run the engine again meanwhile. These are the themes now.")
        before = rows.decisions(session, [run_id])
        number = len(before) + 1
        made = _made(wanted, actor, house, number, {one.id: one.topic for one in before})
        _check_readable(session, run, made)
        earlier = [decision(one) for one in before]
        found = proposals(result_of(run))
        try:
            check(replay(found, earlier), made)
            replay(found, [*earlier, made])
        except DecisionConflict as conflict:
            raise ThemeConflict(_who_was_faster(session, conflict)) from None
        except DecisionError as problem:
            raise ThemeProblem(str(problem)) from None
        session.add(stored(made, run_id, number))
        session.flush()
        audit.record(session, house, actor, f"theme {made.action}", run_id, topic=made.theme, number=number)
    return made


def _made(wanted: Decision, actor: Actor, house: House, number: int, theme_of: dict[str, str]) -> Decision:
    """The decision with its author and moment, and the key of the theme it makes."""
    key = NEW.format(number=number)
    theme = theme_of.get(wanted.value, "") if wanted.action == "undo" else wanted.theme
    return Decision(
        key=f"number {number}",
        action=wanted.action,
        theme=key if theme == NEW else theme,
        value=wanted.value,
        themes=tuple(key if one == NEW else one for one in wanted.themes),
        answers=wanted.answers,
        by=actor.account_id,
        at=house.now(),
        seen=wanted.seen,
    )


def _check_readable(session: Session, run: AnalysisRun, made: Decision) -> None:
    wanted = {*made.answers, *((made.value,) if made.action in ("quote", "clear_quote") else ())}
    if wanted and not wanted <= rows.readable(session, run.wave, run.question):
        raise ThemeProblem("Some of these answers may not be read any more. Please look again.")


def _who_was_faster(session: Session, conflict: DecisionConflict) -> str:
    name = rows.names_of(session, [conflict.by]).get(conflict.by, "somebody else")
    return (
        f"“{conflict.label}” was changed by {name} while you were looking at it. Nothing was overwritten. "
        "Look again, then decide."
    )


def _name(words: str) -> str:
    name = " ".join(words.split())
    if not name:
        raise ThemeProblem("Give the theme a name of one word or more.")
    if len(name) > LONGEST_NAME:
        raise ThemeProblem(f"A theme's name has {LONGEST_NAME} characters or fewer. Yours has {len(name)}.")
    return name
