"""One theme on the review desk: what it is, and the ways to change it.

Each way is a panel of its own, so that only one is drawn at a time: its answers, its name and owner, joining
it with others, splitting it, and how it came to be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final, get_args

import streamlit as st

from analysis.code_frame import CodeFrame
from analysis.wave import Polarity
from survey import themes
from survey.team import frame, theme_answers
from survey.team.theme_acts import TROUBLE, Desk, act, typed
from survey.team.theme_words import (
    POLARITY,
    STATUS,
    history_words,
    owner_words,
    plain,
    stability_words,
    what_words,
)
from survey.themes import Part, Past, Theme, ThemeProblem

CODES_SHOWN: Final = 4
EXAMPLES_SHOWN: Final = 3
MOST_PARTS: Final = 6
NO_CODE: Final = "None of these"


def draw(desk: Desk, theme: Theme, codes: CodeFrame | None, people: str) -> None:
    """The theme chosen, what it says, the two decisions made most, and the panel wanted."""
    _draw_head(desk, theme, codes, people)
    _draw_acceptance(desk, theme, codes)
    panels: dict[str, Callable[[], None]] = {
        "Answers": lambda: theme_answers.draw_of_theme(desk, theme),
        "Name and owner": lambda: _draw_name(desk, theme, codes),
        "Join": lambda: _draw_join(desk, theme),
        "Split": lambda: _draw_split(desk, theme),
        "History": lambda: draw_history(desk, desk.question.about(theme.topic), codes, theme.topic),
    }
    wanted = st.radio("Look at", list(panels), horizontal=True, key="panel", label_visibility="collapsed")
    panels[wanted or "Answers"]()


def draw_history(desk: Desk, lines: Sequence[Past], codes: CodeFrame | None, place: str) -> None:
    """Everything decided, the newest first, for ever; what nothing builds on can be taken back."""
    if not lines:
        frame.quiet("Nobody has decided anything here yet. What stands is what the machine proposes.")
        return
    for past in lines:
        gone = ' <span class="badge">Taken back</span>' if past.undone and past.action != "undo" else ""
        with st.container(horizontal=True, vertical_alignment="center", key=f"past-{place}-{past.id}"):
            st.html(f'<p class="past">{escape(history_words(past, codes))}{gone}</p>')
            if past.can_undo and not past.undone:
                _draw_undo(desk, past, codes, f"undo-{place}-{past.id}", "Take back")
            elif past.can_undo:
                redo = _undo_of(desk, past)
                if redo is not None:
                    _draw_undo(desk, redo, codes, f"redo-{place}-{past.id}", "Do it again")


# --- what it is ---


def _draw_head(desk: Desk, theme: Theme, codes: CodeFrame | None, people: str) -> None:
    named = "" if theme.named_by_person else '<span class="quiet"> (suggested name)</span>'
    summary = f'<p class="says">{escape(theme.summary)}</p>' if theme.summary else ""
    words = "".join(f"<li>{escape(word)}</li>" for word in theme.words[:8])
    shares = themes.codes_of(desk.house, desk.question, theme)[:CODES_SHOWN]
    spoken = ", ".join(f"{one.name} ({one.percent}%)" for one in shares)
    speaks = f'<p class="quiet">Its answers speak of: {escape(spoken)}.</p>' if spoken else ""
    sessions = "session" if theme.sessions == 1 else "sessions"
    st.html(
        f'<h2 class="theme">{escape(theme.label)}{named}</h2>'
        f'<p class="says"><span class="badge {theme.status}">{STATUS[theme.status]}</span> '
        f"{escape(people)}, from {theme.sessions} {sessions}. {POLARITY[theme.polarity]}.</p>{summary}"
        f'<ul class="topic-words" aria-label="Words that set it apart">{words}</ul>'
        f'<p class="quiet">{escape(owner_words(codes, desk.house.office.labels, theme))} '
        f"{escape(stability_words(theme.stability))}</p>{speaks}"
    )


def _draw_acceptance(desk: Desk, theme: Theme, codes: CodeFrame | None) -> None:
    with st.container(horizontal=True):
        if theme.status != "accepted":
            label = "Put it back" if theme.hidden else "Accept this theme"
            st.button(label, type="primary", key="accept", on_click=_accept, args=(desk, theme))
        if not theme.hidden:
            st.button("Leave it out", key="hide", on_click=_hide, args=(desk, theme))
        latest = next(
            (past for past in desk.question.about(theme.topic) if past.can_undo and not past.undone), None
        )
        if latest is not None:
            _draw_undo(desk, latest, codes, "undo", "Take back")


def _accept(desk: Desk, theme: Theme) -> None:
    decide, news = (themes.show, "It is back.") if theme.hidden else (themes.accept, "Accepted.")
    act(lambda: decide(desk.house, desk.actor, desk.run_id, theme.topic, seen=desk.question.seen), news)


def _hide(desk: Desk, theme: Theme) -> None:
    act(
        lambda: themes.hide(desk.house, desk.actor, desk.run_id, theme.topic, seen=desk.question.seen),
        f"“{theme.label}” is left out of the summary.",
    )


# --- taking back ---


def _draw_undo(desk: Desk, past: Past, codes: CodeFrame | None, key: str, label: str) -> None:
    what = f"{past.by or 'Somebody'} {what_words(past, codes)}"
    st.button(label, key=key, help=plain(what), on_click=_undo, args=(desk, past.id, label))


def _undo_of(desk: Desk, past: Past) -> Past | None:
    """The latest taking back of a decision that still holds."""
    return next(
        (
            one
            for one in desk.question.history
            if one.action == "undo" and not one.undone and one.of_id == past.id
        ),
        None,
    )


def _undo(desk: Desk, decision_id: str, label: str) -> None:
    news = "Taken back. It stays in the history." if label == "Take back" else "Done again."
    act(lambda: themes.undo(desk.house, desk.actor, desk.run_id, decision_id, seen=desk.question.seen), news)


# --- name and owner ---


def _draw_name(desk: Desk, theme: Theme, codes: CodeFrame | None) -> None:
    mark = f"{theme.topic}-{desk.question.seen}"
    with st.form(f"rename-{mark}", border=False):
        key = f"name-{mark}"
        st.text_input("What would you call it?", theme.label, max_chars=themes.LONGEST_NAME, key=key)
        st.form_submit_button("Rename", on_click=_rename, args=(desk, theme, key))
    with st.form(f"describe-{mark}", border=False):
        key = f"sentence-{mark}"
        st.text_area(
            "What did people say, in one sentence for its card?",
            theme.summary,
            max_chars=themes.LONGEST_SUMMARY,
            key=key,
            height=80,
        )
        st.form_submit_button("Keep this sentence", on_click=_describe, args=(desk, theme, key))
    with st.form(f"polarity-{mark}", border=False):
        key, ways = f"polarity-of-{mark}", list(get_args(Polarity))
        st.radio(
            "What is it?",
            ways,
            ways.index(theme.polarity),
            format_func=POLARITY.__getitem__,
            horizontal=True,
            key=key,
        )
        st.form_submit_button("Keep what it is", on_click=_turn, args=(desk, theme, key))
    if codes is not None:
        _draw_code(desk, theme, codes, mark)


def _draw_code(desk: Desk, theme: Theme, codes: CodeFrame, mark: str) -> None:
    names = {"": NO_CODE} | {one.code: one.name for one in codes.assignable}
    with st.form(f"map-{mark}", border=False):
        key = f"code-{mark}"
        st.selectbox(
            "Which code of the frame does it stand for?",
            list(names),
            list(names).index(theme.code) if theme.code in names else 0,
            format_func=names.__getitem__,
            key=key,
            help="The code gives a theme its owner, prevention tier and strand.",
        )
        st.form_submit_button("Keep this code", on_click=_map, args=(desk, theme, key, names))


def _rename(desk: Desk, theme: Theme, key: str) -> None:
    name = typed(key)
    act(
        lambda: themes.rename(
            desk.house, desk.actor, desk.run_id, theme.topic, name, seen=desk.question.seen
        ),
        f"It is called “{name}” now.",
        typed=name,
    )


def _describe(desk: Desk, theme: Theme, key: str) -> None:
    sentence = typed(key)
    act(
        lambda: themes.describe(
            desk.house, desk.actor, desk.run_id, theme.topic, sentence, seen=desk.question.seen
        ),
        "Its card says so now." if sentence else "Its card has no sentence now.",
        typed=sentence,
    )


def _turn(desk: Desk, theme: Theme, key: str) -> None:
    way: Polarity = st.session_state[key]
    act(
        lambda: themes.set_polarity(
            desk.house, desk.actor, desk.run_id, theme.topic, way, seen=desk.question.seen
        ),
        f"{POLARITY[way]}: so it will be told.",
    )


def _map(desk: Desk, theme: Theme, key: str, names: dict[str, str]) -> None:
    code = str(st.session_state[key])
    act(
        lambda: themes.map_to(
            desk.house, desk.actor, desk.run_id, theme.topic, code, seen=desk.question.seen
        ),
        f"It stands for “{names[code]}” now, with that owner." if code else "It stands for no code now.",
    )


# --- join ---


def _draw_join(desk: Desk, theme: Theme) -> None:
    others = {one.topic: one.label for one in desk.question.themes if one.topic != theme.topic}
    if not others:
        frame.quiet("There is no other theme to join with this one.")
        return
    key = f"join-{theme.topic}-{desk.question.seen}"
    with st.form(f"{key}-form", border=False):
        st.multiselect(
            f"Which themes go into “{theme.label}”?", list(others), format_func=others.__getitem__, key=key
        )
        st.form_submit_button("Join them into this one", on_click=_join, args=(desk, theme, key))
    frame.quiet("Somebody who wrote about both still counts once. You can take it back.")


def _join(desk: Desk, theme: Theme, key: str) -> None:
    others = tuple(st.session_state[key])
    number = "One theme has" if len(others) == 1 else f"{len(others)} themes have"
    act(
        lambda: themes.merge(
            desk.house, desk.actor, desk.run_id, theme.topic, others, seen=desk.question.seen
        ),
        f"{number} gone into “{theme.label}”.",
    )


# --- split ---


def _draw_split(desk: Desk, theme: Theme) -> None:
    frame.quiet(
        "Tick answers under “Answers” to split them off by hand. Or have its answers grouped for you."
    )
    place = f"parts-{theme.topic}-{desk.question.seen}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Into how many parts?", list(range(2, MOST_PARTS + 1)), key=f"{place}-n", width=200)
        st.button(
            "What could it be split into?", key=f"{place}-go", on_click=_find_parts, args=(desk, theme, place)
        )
    parts: tuple[Part, ...] = st.session_state.get(place, ())
    if len(parts) == 1:
        frame.quiet("The engine finds no parts in it: its answers say much the same.")
        return
    for number, part in enumerate(parts):
        draw_part(desk, part, f"{place}-{number}", "Split this part off", _split, theme)


def draw_part(
    desk: Desk,
    part: Part,
    place: str,
    label: str,
    do: Callable[..., None],
    theme: Theme | None = None,
) -> None:
    """Some answers the engine put together: what they say, and a name to keep them by."""
    texts = [
        desk.gathered.data.by_text[one].text for one in part.text_ids if one in desk.gathered.data.by_text
    ]
    quotes = "".join(
        f'<blockquote class="quote">{escape(words)}</blockquote>' for words in texts[:EXAMPLES_SHOWN]
    )
    words = "".join(f"<li>{escape(word)}</li>" for word in part.words[:8])
    with st.container(border=True, key=f"card-{place}"), st.form(place, border=False):
        st.html(
            f'<h3 class="part-name">{len(texts)} answers</h3>'
            f'<ul class="topic-words" aria-label="Words that set them apart">{words}</ul>{quotes}'
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                "Its name",
                part.label[: themes.LONGEST_NAME],
                key=f"{place}-name",
                max_chars=themes.LONGEST_NAME,
            )
            st.form_submit_button(
                label, on_click=do, args=(desk, theme, part, f"{place}-name"), key=f"{place}-do"
            )


def _find_parts(desk: Desk, theme: Theme, place: str) -> None:
    try:
        st.session_state[place] = themes.parts_of(
            desk.house, desk.actor, desk.gathered, theme, int(st.session_state[f"{place}-n"])
        )
    except ThemeProblem as problem:
        st.session_state[TROUBLE] = str(problem)


def _split(desk: Desk, theme: Theme, part: Part, key: str) -> None:
    name = typed(key)
    done = act(
        lambda: themes.split(
            desk.house, desk.actor, desk.run_id, theme.topic, name, part.text_ids, seen=desk.question.seen
        ),
        f"Split off. “{name}” is a theme of its own now.",
        typed=name,
    )
    if done is not None:
        st.session_state[desk.chosen_key] = done
