"""What a leader’s page says of paper: print the questions, and where to type the forms in."""

from __future__ import annotations

import streamlit as st

from survey import printing
from survey.house import House
from survey.invitation import Invitation
from survey.permissions import Actor
from survey.printing import PaperProblem
from survey.store.tables import Sitting


def draw(house: House, actor: Actor, sitting: Sitting, shown: Invitation) -> None:
    with st.expander("On paper"):
        st.write(
            f"For when the Wi-Fi dies. Every sheet says batch **{printing.batch_of(house, sitting)}**, "
            "so that the forms of this session stay together. Young people put them in an envelope."
        )
        _draw_print(house, actor, sitting)


def _draw_print(house: House, actor: Actor, sitting: Sitting) -> None:
    names = dict(printing.languages_of(house, house.questionnaire(sitting.questionnaire_version)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        language = st.selectbox(
            "Language of the paper",
            list(names),
            format_func=lambda one: names[one],
            key=f"paper-{sitting.id}",
        )
        easy_read = st.toggle("Large type with pictures", key=f"paper-easy-{sitting.id}")
    try:
        made = _printed(house, actor, sitting, language or printing.SOURCE, easy_read)
    except PaperProblem as problem:
        st.warning(str(problem))
        return
    st.download_button(
        "Print the questions (PDF)", made.pdf, file_name=made.name, mime="application/pdf", on_click="ignore"
    )


def _printed(
    house: House, actor: Actor, sitting: Sitting, language: str, easy_read: bool
) -> printing.Printable:
    """Drawn again only when something else is wanted: a page like this one runs many times a minute."""
    wanted = (sitting.id, language, easy_read, house.today())
    kept: dict[object, printing.Printable] = st.session_state.setdefault("papers", {})
    if wanted not in kept:
        made = printing.for_leader(house, actor, sitting.id, language=language, easy_read=easy_read)
        kept.clear()
        kept[wanted] = made
    return kept[wanted]
