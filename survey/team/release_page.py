"""Letting the findings out: one person prepares, another reads the very draft and decides."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final, TypeVar

import pandas as pd
import streamlit as st

from analysis.differencing import TALKS, breakdown_of
from analysis.report import to_html
from survey import released, releases
from survey.house import House
from survey.permissions import Actor, Permission, may
from survey.released import Line, ReleaseProblem
from survey.releases import Draft
from survey.store.tables import ReleaseState
from survey.team import frame, moving, reader, told
from survey.team.moving import Address
from survey.team.sitting_words import day_and_time

Made = TypeVar("Made")
NEWS: Final = "release_news"
STATES: Final = {
    ReleaseState.PREPARED: "Waits for a second person",
    ReleaseState.SENT_BACK: "Sent back",
    ReleaseState.PUT_ASIDE: "Put aside",
    ReleaseState.APPROVED: "Let out",
}
TIER_WORDS: Final = {"partner": "For partners", "public": "For the public"}


def draw(house: House, actor: Actor) -> None:
    frame.title(
        "Release", "One person prepares. Another reads exactly that, and lets it out or sends it back."
    )
    if news := st.session_state.pop(NEWS, ""):
        st.success(news)
    try:
        draft = releases.waiting(house, actor)
    except ReleaseProblem as problem:
        st.error(str(problem))
        draft = None
    if draft is not None:
        _draw_draft(house, actor, draft)
    elif not may(actor, Permission.RELEASE):
        frame.draw_notice(
            "Nothing waits for you", "When an analyst has prepared a release, you read it here."
        )
    lines = released.history(house, actor)
    if may(actor, Permission.RELEASE):
        _draw_prepare(house, actor, draft, lines)
    _draw_history(lines)


def _draw_prepare(house: House, actor: Actor, draft: Draft | None, lines: tuple[Line, ...]) -> None:
    back = draft is None and bool(lines) and lines[0].state is ReleaseState.SENT_BACK
    if back:
        frame.draw_notice(
            f"Release {lines[0].number} was sent back",
            f"{lines[0].decided_by} wrote: “{lines[0].reason}” Then prepare it again.",
        )
    elif draft is None:
        frame.draw_notice(
            "Nothing waits to be approved",
            "Prepare a release from the answers, themes and asks as they stand now. That can take a minute.",
        )
    words = "Prepare it again" if draft or back else "Prepare a release"
    with st.container(horizontal=True):
        wanted = st.button(words, type="secondary" if draft else "primary")
        without = bool(
            draft is not None
            and draft.figures_stand
            and st.button("Prepare new figures without the groups that changed too little")
        )
    if wanted or without:
        with st.spinner("Counting, checking what may be shown, proving every figure"):
            _do(lambda: releases.prepare(house, actor, leave_out=without), _of_the_draft)


def _draw_draft(house: House, actor: Actor, draft: Draft) -> None:
    st.header(f"Release {draft.number}, as it would be let out", anchor=False)
    frame.quiet(f"Prepared by {draft.prepared_by}, {day_and_time(draft.prepared_at)}.")
    _draw_proof(draft)
    gone = releases.gone_since(house, draft)
    if gone:
        st.error(" ".join((*gone, "It has to be prepared again.")))
    _draw_standing(draft)
    _draw_not_looked_at(draft)
    tier = st.segmented_control(
        "Which of the two",
        list(TIER_WORDS),
        format_func=TIER_WORDS.__getitem__,
        default="partner",
        required=True,
    )
    _draw_findings(house, draft, tier)
    _draw_hidden(draft, tier)
    if draft.may_be_decided_by(actor):
        _draw_decision(house, actor, draft, can_be_approved=not (gone or draft.faults))
    else:
        st.info("You prepared this. Another analyst or a safeguarding lead has to read it and let it out.")


def _draw_proof(draft: Draft) -> None:
    if not draft.faults:
        frame.ticks(
            [(True, "Every figure counted again, every quote found word for word, every sentence made again")]
        )
        return
    faults = list(dict.fromkeys((one.where, one.problem) for one in draft.faults))  # of both versions
    many = "One thing" if len(faults) == 1 else f"{len(faults)} things"
    st.error(
        f"{many} could not be proven. It cannot be let out like this. Prepare it again. "
        "If it says so again, show this to whoever looks after the program."
    )
    rows = [{"Where": where, "What": problem} for where, problem in faults]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)


def _draw_standing(draft: Draft) -> None:
    """Why figures do not move, or what is missing so that they can."""
    partner = draft.tiers["partner"]
    if partner.figures_from:
        only_talks = {breakdown_of(one) for one in partner.carried} == {TALKS}
        few, single = ("talks with groups", "groups") if only_talks else ("people", "people")
        st.info(
            f"Too few {few} came or left since the last release, so its figures stand: the difference would "
            f"tell on single {single}. Words of people who took their answers back are gone."
        )
    if TALKS in partner.left_out:
        st.info("New figures, without what groups raised in talks. Too few talks were added or changed.")
    if groups := [one for one in partner.left_out if one != TALKS]:
        asked = {one.name: one.label for one in partner.wave.questions} | {
            "area": "district",
            "age_band": "age",
        }
        out = ", ".join(asked.get(one, one) for one in groups)
        st.info(f"New figures, not shown by: {out}. Too few people changed in some of these groups.")


def _draw_not_looked_at(draft: Draft) -> None:
    if draft.not_looked_at:
        st.warning(_themes_words(draft.not_looked_at))
        moving.link(Address.THEMES, "Look at the themes")


def _themes_words(number: int) -> str:
    if number == 1:
        return "One theme is as the machine put it together. Nobody has looked at it."
    return f"{number} themes are as the machine put them together. Nobody has looked at them."


def _draw_findings(house: House, draft: Draft, tier: str) -> None:
    findings = draft.findings(tier)
    reader.show(told.sentences(findings.first_page, large=True))
    with st.expander("The themes, as readers see them", expanded=True):
        reader.show(told.cards(findings) or '<p class="too-few">No theme may be shown.</p>')
    with st.expander("Districts, who was heard, asks, and how it was made"):
        reader.show(
            told.districts(findings) + told.sentences(findings.heard) + told.sentences(findings.method)
        )
        if findings.asks:
            reader.show(told.asks(findings.asks, house.today()))
    st.download_button(
        "Read the whole report (draft)",
        lambda: to_html(findings),
        f"draft-{draft.wave}-{tier}.html",
        "text/html",
        on_click="ignore",
    )


def _draw_hidden(draft: Draft, tier: str) -> None:
    evidence = draft.tiers[tier].evidence
    with st.expander("What is hidden, and why"):
        hidden = draft.hidden_for(tier)
        if hidden:
            rows = [{"Why": why, "Numbers hidden": str(number)} for why, number in hidden.items()]
            st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)
        else:
            frame.quiet("No number is hidden, or the reasons stand with the release whose figures these are.")
        if evidence.quotes_refused:
            labels = {card.key: card.label for card in draft.findings(tier).cards}
            rows = [{"Theme": labels.get(key, key), "Why": why} for key, _, why in evidence.quotes_refused]
            st.markdown("**Quotes left out**", anchors=False)
            st.table(pd.DataFrame(rows), border="horizontal", hide_index=True)


def _draw_decision(house: House, actor: Actor, draft: Draft, *, can_be_approved: bool) -> None:
    st.header("Your decision", anchor=False)
    if can_be_approved:
        frame.quiet("Both versions go out together. It can be superseded later, never changed.")
        agreed = bool(draft.not_looked_at) and st.checkbox(
            "I have read the themes nobody looked at, and they may go out. This is noted with my name.",
            key=f"agreed-{draft.id}",
        )
        waits = bool(draft.not_looked_at) and not agreed
        if st.button("Let it out", type="primary", disabled=waits):
            with st.spinner("Proving it once more, and making every file"):
                _do(
                    lambda: releases.approve(
                        house, actor, draft.id, digest=draft.digest, with_themes_not_looked_at=agreed
                    ),
                    "It is out. Viewers read exactly this now.",
                )
    with st.form("send-back", border=False):
        reason = st.text_area("Why it goes back", max_chars=releases.LONGEST_REASON)
        if st.form_submit_button("Send it back"):
            _do(
                lambda: releases.send_back(house, actor, draft.id, reason, digest=draft.digest),
                "Sent back, with your reason.",
            )


def _draw_history(lines: tuple[Line, ...]) -> None:
    if not lines:
        return
    st.header("So far", anchor=False)
    rows = "".join(
        f'<tr><th scope="row">{one.number}</th><td>{_state(one)}</td>'
        f"<td>{escape(one.prepared_by)}, {day_and_time(one.prepared_at)}</td><td>{_decided(one)}</td></tr>"
        for one in lines
    )
    st.html(
        '<table class="asks"><caption>Every release of this wave</caption><thead><tr>'
        '<th scope="col">Number</th><th scope="col">State</th>'
        '<th scope="col">Prepared</th><th scope="col">Decided</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    if any(one.state is ReleaseState.APPROVED for one in lines):
        moving.link(Address.SUMMARY, "Read it as viewers do")


def _state(one: Line) -> str:
    words = "Superseded" if one.superseded else STATES[one.state]
    return escape(f"{words}. {one.reason}" if one.reason else words)


def _decided(one: Line) -> str:
    if one.decided_at is None:
        return ""
    return escape(", ".join(filter(None, (one.decided_by, day_and_time(one.decided_at)))))


def _of_the_draft(draft: Draft) -> str:
    return "" if draft.faults else "Prepared. Somebody else reads it now."


def _do(act: Callable[[], Made], news: str | Callable[[Made], str]) -> None:
    try:
        made = act()
    except ReleaseProblem as problem:
        st.error(str(problem))
    else:
        st.session_state[NEWS] = news if isinstance(news, str) else news(made)
        st.rerun()
