"""The analyst's page for blind coding: one answer at a time, what to talk over, how far people agree.

Made for the keyboard: type a part of a code's name, Enter, then Tab to save and go on. Each answer is
saved at once, so whoever stops goes on where they were. Nothing here shows what another coder or the
machine said of an answer before all have coded it: the service does not hand it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from analysis.code_frame import POLARITIES
from survey import double_coding, wave
from survey.double_coding import CodingProblem, Disagreement, Progress, ToCode
from survey.house import House
from survey.permissions import Actor
from survey.team import coding_words, frame, moving
from survey.team.moving import Address
from survey.team.sitting_words import day_and_time
from survey.team.theme_words import POLARITY, plain

NEWS: Final = "coding_news"
TROUBLE: Final = "coding_trouble"
LOOKED_BACK: Final = "coding_looked_back"  # the id of the answer somebody went back to
CODES: Final = "coding-codes"  # the fields keep their keys, so the focus stays where the hands are
WAY: Final = "coding-way"
ALONE: Final = "nobody: the machine only"
PRECISION: Final = {0.2: "A rough look", 0.15: "The usual", 0.1: "A close look"}


@dataclass(frozen=True)
class Room:
    """What every part of the page needs."""

    house: House
    actor: Actor
    names: Mapping[str, str]  # of codes


def draw(house: House, actor: Actor) -> None:
    found = double_coding.samples(house, actor)
    frame.title(
        "Coding", coding_words.waits(found, actor.account_id) or "People and machine, each on their own."
    )
    _tell()
    codes = double_coding.codes(house, actor)
    if not codes:
        frame.draw_notice(
            "No code frame", "This office has no list of codes, so there is nothing to code by."
        )
        return
    room = Room(house, actor, {one.code: one.name for one in codes})
    questions = _questions(house, actor)
    if not questions:
        frame.draw_notice("Nothing to read yet", "No question of this wave asks for written answers.")
        return
    question = st.radio(
        "Question", list(questions), format_func=lambda name: plain(questions[name]), horizontal=True
    )
    sample = next((one for one in found if one.question == question), None)
    if sample is None:
        _draw_new(room, question)
        return
    _draw_sample(room, sample)


def _questions(house: House, actor: Actor) -> dict[str, str]:
    gathered = wave.gather(house, actor)
    return {name: gathered.data.by_question[name].label for name in gathered.open_questions}


def _tell() -> None:
    if news := st.session_state.pop(NEWS, ""):
        st.success(news)
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(trouble)


def _act(deed: Callable[[], object], news: str = "") -> bool:
    """Do it, and say what came of it at the top of the page."""
    try:
        deed()
    except CodingProblem as problem:
        st.session_state[TROUBLE] = str(problem)
        return False
    if news:
        st.session_state[NEWS] = news
    return True


# --- drawing a sample ---


def _draw_new(room: Room, question: str) -> None:
    there_are = double_coding.to_draw_from(room.house, room.actor, question)
    if not there_are:
        frame.draw_notice(
            "Find the themes first", "The answers to code are drawn by the codes the machine found."
        )
        moving.link(Address.THEMES, "To the themes")
        return
    frame.quiet(
        "Two people code the same answers, and neither sees the other’s codes or the machine’s. It shows "
        "which codes can be relied on, corrects the figures, and the machine learns from it."
    )
    sizes = dict(double_coding.suggested(there_are))
    others = {
        account: name
        for account, name in double_coding.analysts(room.house, room.actor)
        if account != room.actor.account_id
    }
    with st.form("draw", border=False):
        margin = st.radio(
            "How closely do you need to know?",
            list(sizes),
            index=1,
            format_func=lambda one: f"{PRECISION[one]}: {sizes[one]} answers, kappa give or take {one}",
        )
        beside = st.selectbox(
            "Who codes them beside you?", [*others, ""], format_func=lambda one: others.get(one, ALONE)
        )
        wanted = st.form_submit_button(f"Draw from {there_are} answers", type="primary")
    if not others:
        frame.quiet(
            "This office has one analyst. What is measured then is you beside the machine; "
            "the report says so."
        )
    if wanted:
        coders = [room.actor.account_id, *([beside] if beside else [])]
        _act(
            lambda: double_coding.draw(
                room.house, room.actor, question, coders, size=sizes[margin or max(sizes)]
            ),
            "Drawn. Begin whenever you like; each answer is saved at once.",
        )
        st.rerun()


# --- a sample ---


def _draw_sample(room: Room, sample: Progress) -> None:
    st.html(f'<p class="says">{escape(coding_words.who_codes(sample))}</p>')
    done = round(100 * sample.finished / sample.answers) if sample.answers else 0
    st.html(f'<div class="reviewed" aria-hidden="true"><span style="width:{done}%"></span></div>')
    if sample.frame_is_old:
        st.info(
            "The code frame has changed since this sample was drawn. Codes are given by the frame of today."
        )
    # No number in the words of a choice: when it changed, the choice would be lost.
    views: dict[str, tuple[str, Callable[[], None]]] = {
        "code": ("Code answers", lambda: _draw_coding(room, sample)),
        "over": ("Talk over", lambda: _draw_talk(room, sample)),
        "agreement": ("Agreement", lambda: _draw_agreement(room, sample)),
    }
    view = st.radio(
        "Show",
        list(views),
        format_func=lambda key: views[key][0],
        horizontal=True,
        key=f"coding-view-{sample.id}",
        label_visibility="collapsed",
    )
    views[view or "code"][1]()


def _draw_coding(room: Room, sample: Progress) -> None:
    if sample.place_of(room.actor) is None:
        frame.draw_notice(
            "Not given to you", "This sample is coded by others. You can talk it over with them."
        )
        return
    shown = _shown(room, sample)
    if shown is None:
        waits_for = [one.name for one in sample.coders if one.done < sample.answers]
        frame.draw_notice(
            "You have coded all of them",
            f"Still coding: {', '.join(waits_for)}."
            if waits_for
            else "So has everybody. See what to talk over.",
        )
    else:
        _draw_answer(room, shown)
    st.button(
        "Look at the one before again",
        type="tertiary",
        on_click=_back,
        args=(room, sample.id, shown),
        key="coding-back",
    )
    _draw_definitions(room)


def _shown(room: Room, sample: Progress) -> ToCode | None:
    """The answer somebody went back to, or the next."""
    again: str | None = st.session_state.get(LOOKED_BACK)
    if again and (one := double_coding.this_answer(room.house, room.actor, sample.id, again)):
        return one
    return double_coding.next_answer(room.house, room.actor, sample.id)


def _draw_answer(room: Room, shown: ToCode) -> None:
    st.html(
        f'<p class="quiet">Answer {shown.number} of {shown.of}</p>'
        f'<blockquote class="quote large">{escape(shown.text)}</blockquote>'
    )
    if shown.locked:
        frame.quiet("All have coded this answer, so it stays as it is. Where you differ, talk it over.")
        st.button("Go on", type="primary", on_click=_clear, key="coding-on")
        return
    with st.form("coding", border=False):
        _draw_fields(room, CODES, WAY)
        with st.container(horizontal=True):
            for label, kind in (
                ("Save and go on", "codes"),
                (coding_words.NONE_OF_THESE, "none"),
                ("Needs somebody else", "somebody"),
            ):
                st.form_submit_button(
                    label,
                    type="primary" if kind == "codes" else "secondary",
                    on_click=_give,
                    args=(room, shown, kind),
                    key=f"coding-give-{kind}",
                )


def _draw_fields(room: Room, codes_key: str, way_key: str) -> None:
    st.multiselect(
        "What does it speak of?",
        list(room.names),
        format_func=room.names.__getitem__,
        key=codes_key,
        placeholder="Type a part of a code’s name, then Enter",
        help="Several codes may be right. What each means is written below.",
    )
    st.radio(
        "How is it meant?",
        list(POLARITIES),
        format_func=POLARITY.__getitem__,
        index=None,
        key=way_key,
        horizontal=True,
    )


def _draw_definitions(room: Room) -> None:
    with st.expander("What each code means"):
        st.html(
            "<dl class='meanings'>"
            + "".join(
                f"<dt>{escape(one.name)}</dt><dd>{escape(one.definition)}</dd>"
                for one in double_coding.codes(room.house, room.actor)
            )
            + "</dl>"
        )


def _give(room: Room, shown: ToCode, kind: str) -> None:
    codes = list(st.session_state.get(CODES) or ()) if kind == "codes" else []
    if kind == "codes" and not codes:
        st.session_state[TROUBLE] = "Choose a code first, or say “None of these”."
        return
    way = st.session_state.get(WAY) or ""
    if _act(
        lambda: double_coding.give(
            room.house, room.actor, shown.sample_id, shown.text_id, codes,
            polarity=way if codes else "", needs_somebody=kind == "somebody",
        )
    ):  # fmt: skip
        _clear()


def _back(room: Room, sample_id: str, shown: ToCode | None) -> None:
    before = double_coding.answer_before(room.house, room.actor, sample_id, shown.text_id if shown else None)
    if before is None or before.mine is None:
        st.session_state[NEWS] = "This is the first answer."
        return
    st.session_state[LOOKED_BACK] = before.text_id
    st.session_state[CODES] = [code for code in before.mine.codes if code in room.names]
    st.session_state[WAY] = before.mine.polarity or None


def _clear() -> None:
    st.session_state.pop(LOOKED_BACK, None)
    st.session_state[CODES] = []
    st.session_state[WAY] = None


# --- talking it over ---


def _draw_talk(room: Room, sample: Progress) -> None:
    found = double_coding.disagreements(room.house, room.actor, sample.id)
    open_ = [one for one in found if one.agreed is None]
    if not open_:
        frame.draw_notice(
            "Nothing to talk over", "Answers all have coded, and not alike, come up here, until you agree."
        )
    for one in open_[:1]:
        _draw_differing(room, sample, one, len(open_))
    settled = [one for one in found if one.agreed is not None]
    if settled:
        with st.expander(f"Talked over ({len(settled)})"):
            st.html("".join(_settled(room, one) for one in settled))


def _draw_differing(room: Room, sample: Progress, one: Disagreement, left: int) -> None:
    rows = "".join(
        f"<li><strong>{escape(name)}</strong>: {escape(coding_words.said(saying, room.names))}</li>"
        for name, saying in one.sayings
    )
    st.html(
        f'<p class="quiet">{"The last one" if left == 1 else f"One of {left}"}</p>'
        f'<blockquote class="quote large">{escape(one.text)}</blockquote><ul class="plain">{rows}</ul>'
    )
    codes_key, way_key = f"over-codes-{one.text_id}", f"over-way-{one.text_id}"
    if codes_key not in st.session_state:  # begin with what nobody doubts
        both = set.intersection(*(set(saying.codes) for _, saying in one.sayings))
        ways = {saying.polarity for _, saying in one.sayings if saying.polarity}
        st.session_state[codes_key] = [code for code in room.names if code in both]
        st.session_state[way_key] = ways.pop() if len(ways) == 1 else None
    with st.form("over", border=False):
        _draw_fields(room, codes_key, way_key)
        with st.container(horizontal=True):
            st.form_submit_button(
                "We agree on this", type="primary",
                on_click=_agree, args=(room, sample.id, one.text_id, False), key="over-codes",
            )  # fmt: skip
            st.form_submit_button(
                "We agree: none of these",
                on_click=_agree,
                args=(room, sample.id, one.text_id, True),
                key="over-none",
            )
    _draw_definitions(room)


def _agree(room: Room, sample_id: str, text_id: str, none: bool) -> None:
    codes = [] if none else list(st.session_state.get(f"over-codes-{text_id}") or ())
    if not none and not codes:
        st.session_state[TROUBLE] = "Choose a code first, or say that it is none of these."
        return
    way = st.session_state.get(f"over-way-{text_id}") or ""
    _act(
        lambda: double_coding.agree(
            room.house, room.actor, sample_id, text_id, codes, polarity=way if codes else ""
        ),
        "Kept. What each had said stays beside it.",
    )


def _settled(room: Room, one: Disagreement) -> str:
    agreed = coding_words.said(one.agreed, room.names) if one.agreed else ""
    words = f'<blockquote class="quote">{escape(one.text)}</blockquote>'
    return f'{words}<p class="quiet">Agreed: {escape(agreed)}</p>'


# --- agreement ---


def _draw_agreement(room: Room, sample: Progress) -> None:
    found = next(
        one for one in double_coding.agreement(room.house, room.actor) if one.question == sample.question
    )
    st.html(f'<p class="says large">{escape(coding_words.in_a_sentence(found))}</p>')
    if sample.finished < sample.answers or sample.to_settle:
        frame.quiet("So far: the figures of themes are corrected once all is coded and talked over.")
    if weak := coding_words.weak(found, room.names):
        st.warning(weak)
    if found.people is not None or found.machine is not None:
        st.html(coding_words.table(found, room.names))
    if found.polarity is not None:
        frame.quiet(
            f"Worry, help or ask: the same in {100 * found.polarity.identical:.0f}% of answers both coded."
        )
    frame.quiet(f"Drawn by {sample.drawn_by}, {day_and_time(sample.drawn_at)}, seed {sample.seed}.")
    if sample.is_done:
        with st.expander("Draw another sample"):
            _draw_new(room, sample.question)
    else:
        _draw_hand_over(room, sample)


def _draw_hand_over(room: Room, sample: Progress) -> None:
    coding = {one.account_id for one in sample.coders}
    free = {
        account: name
        for account, name in double_coding.analysts(room.house, room.actor)
        if account not in coding
    }
    if not free:
        return
    with st.expander("Hand the rest over to somebody else"), st.form("hand-over", border=False):
        who = st.selectbox(
            "Whose answers",
            [one.place for one in sample.coders],
            format_func=lambda place: sample.coders[place - 1].name,
        )
        to = st.selectbox("To whom", list(free), format_func=free.__getitem__)
        if st.form_submit_button("Hand over") and who and to:
            _act(
                lambda: double_coding.hand_over(room.house, room.actor, sample.id, who, to),
                "Handed over. What was coded stays.",
            )
            st.rerun()
