"""What was asked of whom and what they answered, as it was released: late ones first."""

from __future__ import annotations

import streamlit as st

from survey.house import House
from survey.permissions import Actor
from survey.team import frame, reader, told


def draw(house: House, actor: Actor) -> None:
    latest = reader.opened(house, actor, "Asks and answers")
    if latest is None:
        return
    made = latest.findings.asks
    if not made:
        frame.draw_notice("Nothing has been asked yet", "What partners are asked to do appears here.")
        return
    late = sum(1 for one in made if told.is_overdue(one, house.today()))
    if late:
        st.warning(told.overdue_words(late))
    reader.show(told.asks(made, house.today()))
    frame.quiet("As it stood when it was released. Answers since then come with the next release.")
