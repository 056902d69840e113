"""`session open`: a session with its code, straight from the command line.

For a trial, a test, or a leader whose administrator sets things up. It goes through `survey.sessions` like
the leader's own page, so the same things have to be there. Only in an example workspace is permission taken
as given: nobody real answers there.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from survey import sessions
from survey.commands import CommandProblem, Done, add_json, somebody
from survey.house import House, open_house
from survey.sessions import PermissionRoute
from survey.store.tables import Role, Sitting

LOCAL_ADDRESS = "http://localhost:8501"  # where `streamlit run` answers unless told otherwise


def add(parser: ArgumentParser) -> None:
    inner = parser.add_subparsers(dest="what", required=True)
    opening = inner.add_parser("open", help="create and start a session")
    opening.add_argument("--questionnaire", required=True, help="the name of a file in questionnaires/")
    opening.add_argument("--area", required=True, help="a district of office.yaml")
    opening.add_argument("--place", help="a place of that district")
    opening.add_argument("--setting", default="other", help=", ".join(sessions.Setting))
    opening.add_argument("--title", default="", help="what you call it; young people never see this")
    opening.add_argument("--leader", metavar="USERNAME", help="whose session it is")
    opening.add_argument("--safeguarding-lead", metavar="USERNAME", help="who reads worrying answers")
    opening.add_argument("--contact", default="", help="how the room reaches that person today")
    opening.add_argument(
        "--permission",
        action="append",
        default=[],
        metavar="[AGES=]ROUTE",
        help=f"how permission was asked, for all or for one age band; ROUTE is {', '.join(PermissionRoute)}",
    )
    opening.add_argument("--cap", type=int, default=60, help="the most answers it takes")
    opening.add_argument("--hours", type=float, default=4, help="how long it takes answers")
    add_json(opening)


def run(arguments: Namespace) -> Done:
    house = open_house()
    leader = somebody(house, arguments.leader, (Role.SESSION_LEADER, Role.ADMINISTRATOR))
    lead = somebody(house, arguments.safeguarding_lead, (Role.SAFEGUARDING_LEAD,))
    draft = sessions.create(
        house,
        leader,
        questionnaire=arguments.questionnaire,
        area=arguments.area,
        place=arguments.place,
        setting=arguments.setting,
        title=arguments.title,
        safeguarding_lead_id=lead.account_id,
        safeguarding_contact=arguments.contact,
        permission_routes=_routes(house, arguments.questionnaire, arguments.permission),
        cap=arguments.cap,
        hours=arguments.hours,
    )
    sitting = sessions.start(house, leader, draft.id)
    return Done(_as_json(house, sitting) if arguments.json else _as_text(house, sitting))


def address(house: House, sitting: Sitting) -> str:
    """Where a phone finds this session."""
    return f"{house.settings.public_url or LOCAL_ADDRESS}/s/{sitting.code}"


def _routes(house: House, questionnaire: str, given: list[str]) -> dict[str, str]:
    """`written` for everybody, or `12-13=written`. An example workspace needs none."""
    bands = sessions.bands_needing_permission(house.questionnaire_named(questionnaire))
    if not given and house.is_example:
        given = [PermissionRoute.INFORMED_OPT_OUT]
    routes: dict[str, str] = {}
    for one in given:
        ages, equals, route = one.rpartition("=")
        if equals and not ages:
            raise CommandProblem(f"--permission {one} names no ages before the equals sign.")
        routes |= {ages: route} if equals else dict.fromkeys(bands, route)
    return routes


def _as_json(house: House, sitting: Sitting) -> str:
    return json.dumps(
        {
            "session_id": sitting.id,
            "join_code": sitting.code,
            "address": address(house, sitting),
            "expires": sitting.expires_at.isoformat() if sitting.expires_at else None,
            "questionnaire_version": sitting.questionnaire_version,
            "cap": sitting.cap,
        },
        indent=2,
    )


def _as_text(house: House, sitting: Sitting) -> str:
    expires = f"{sitting.expires_at:%d %B %Y, %H:%M} UTC" if sitting.expires_at else "never"
    return "\n".join(
        [
            f"Code     {sitting.code}",
            f"Address  {address(house, sitting)}",
            f"Open to  {expires}, up to {sitting.cap} answers",
        ]
    )
