"""Opening a session in a minute: seven answers, and beside them what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from survey import accounts, sessions
from survey.house import House
from survey.office import District
from survey.permissions import Actor
from survey.questionnaire import Questionnaire, SelectOne
from survey.sessions import PermissionRoute, SessionProblem
from survey.team import frame, moving
from survey.team.moving import Address
from survey.team.words import SETTINGS

FIRST_CHOICE: Final = "feelings_of_safety"
NOT_FOR_PHONES: Final = "group_discussion"
ROUTES: Final[dict[str, str]] = {
    PermissionRoute.INFORMED_OPT_OUT: "Parents were told and could say no",
    PermissionRoute.WRITTEN: "A parent signed",
    PermissionRoute.SCHOOL_CARE: "Part of what the school does in its care",
}
HOURS: Final = {2: "2 hours", 4: "4 hours", 8: "A day (8 hours)", 24 * 7: "A week"}


@dataclass(frozen=True)
class Plan:
    """What the leader has filled in so far."""

    questionnaire: str
    area: str | None
    place: str | None
    setting: str
    title: str
    lead: str | None
    contact: str
    routes: dict[str, str]
    cap: int
    hours: int


def draw(house: House, actor: Actor) -> None:
    frame.title("New session", "One group, one place. Nothing is asked until you open it.")
    form, missing = st.columns([7, 4], gap="large")
    with form:
        plan, bands = _ask(house, actor)
    needed = what_is_needed(plan, bands)
    with missing:
        with st.container(border=True, key="card-needed"):
            frame.part("Before it can open")
            frame.ticks(needed)
        _draw_open(house, actor, plan, ready=all(done for done, _ in needed))


def what_is_needed(plan: Plan, bands: tuple[str, ...]) -> list[tuple[bool, str]]:
    """Each thing a session needs to open, and whether it is there."""
    asked = all(band in plan.routes for band in bands)
    return [
        (plan.area is not None, "Where it is"),
        (plan.lead is not None, "Who reads worrying answers"),
        (bool(plan.contact.strip()), "How you reach that person today"),
        (asked, "How permission was asked for everybody under 16"),
    ]


def _ask(house: House, actor: Actor) -> tuple[Plan, tuple[str, ...]]:
    names = [name for name in house.questionnaire_names() if name != NOT_FOR_PHONES]
    names.sort(key=lambda name: name != FIRST_CHOICE)
    titles = {name: house.questionnaire_named(name).title for name in names}
    questionnaire = st.selectbox("Questions", names, format_func=titles.__getitem__) or names[0]
    asked = house.questionnaire_named(questionnaire)
    area, place = _ask_where(house)
    setting = st.selectbox("What kind of place?", list(SETTINGS), format_func=SETTINGS.__getitem__) or "other"
    title = st.text_input(
        "What do you call this session?", placeholder="Friday youth club", help="Young people never see this."
    )
    lead, contact = _ask_safeguarding(house, actor)
    bands = sessions.bands_needing_permission(asked)
    routes = _ask_permission(asked, bands)
    cap, hours = _ask_limits()
    return Plan(questionnaire, area, place, setting, title, lead, contact, routes, cap, hours), bands


def _ask_where(house: House) -> tuple[str | None, str | None]:
    districts: dict[str, District] = {one.name: one for one in house.office.districts}
    area_column, place_column = st.columns(2)
    area = area_column.selectbox(
        "District",
        list(districts),
        index=None,
        format_func=lambda one: districts[one].label,
        placeholder="Choose a district",
    )
    places = {place.name: place.label for place in districts[area].places} if area else {}
    place = place_column.selectbox(
        "Town or part of it (if you like)",
        list(places),
        index=None,
        format_func=lambda one: places.get(one, one),
        placeholder="Any" if places else "Choose the district first",
        key=f"place-{area}",
    )
    return area, place


def _ask_safeguarding(house: House, actor: Actor) -> tuple[str | None, str]:
    leads = {one.account_id: one.display_name for one in accounts.safeguarding_leads(house, actor)}
    if not leads:
        st.warning("No account has the safeguarding lead’s role yet. An administrator can make one.")
    who_column, how_column = st.columns(2)
    lead = who_column.selectbox(
        "Safeguarding lead",
        list(leads),
        index=0 if len(leads) == 1 else None,
        format_func=lambda one: leads.get(one, one),
        placeholder="Who reads worrying answers?",
    )
    contact = how_column.text_input(
        "How you reach them today", placeholder="A phone number, or where they sit"
    )
    return lead, contact


def _ask_permission(asked: Questionnaire, bands: tuple[str, ...]) -> dict[str, str]:
    labels = _band_labels(asked)
    st.markdown("**How was permission asked for young people under 16?**", anchors=False)
    same = st.selectbox(
        "For everybody under 16",
        list(ROUTES),
        index=None,
        format_func=ROUTES.__getitem__,
        placeholder="Choose one",
    )
    routes = dict.fromkeys(bands, same) if same else {}
    if len(bands) > 1:
        with st.expander("It differs by age"):
            for band in bands:
                own = st.selectbox(
                    f"Ages {labels.get(band, band)}",
                    list(ROUTES),
                    index=None,
                    key=f"route-{band}",
                    format_func=ROUTES.__getitem__,
                    placeholder="As above",
                )
                if own:
                    routes[band] = own
    return {band: route for band, route in routes.items() if route}


def _ask_limits() -> tuple[int, int]:
    with st.expander("How many and how long: 60 answers, 4 hours"):
        cap = st.number_input("The most answers it takes", 1, sessions.RULES.most_answers, value=60, step=10)
        hours = st.selectbox("It closes by itself after", list(HOURS), index=1, format_func=HOURS.__getitem__)
    return int(cap), hours or 4


def _band_labels(asked: Questionnaire) -> dict[str, str]:
    question = next((one for one in asked.questions if one.name == "age_band"), None)
    return (
        {choice.name: choice.label for choice in question.choices} if isinstance(question, SelectOne) else {}
    )


def _draw_open(house: House, actor: Actor, plan: Plan, *, ready: bool) -> None:
    if not st.button("Open this session", type="primary", width="stretch"):
        return
    if not ready or plan.area is None:
        st.error("Please fill in what is still missing above.")
        return
    try:
        sitting = sessions.create(
            house,
            actor,
            questionnaire=plan.questionnaire,
            area=plan.area,
            place=plan.place,
            setting=plan.setting,
            title=plan.title,
            safeguarding_lead_id=plan.lead,
            safeguarding_contact=plan.contact,
            permission_routes=plan.routes,
            cap=plan.cap,
            hours=plan.hours,
        )
        sessions.start(house, actor, sitting.id)
    except SessionProblem as problem:
        st.error("\n\n".join(problem.problems))
    else:
        moving.go(Address.NOW, session=sitting.id)
