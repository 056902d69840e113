"""How does the safeguarding lead learn, away from the screen, that something is waiting?

By an e-mail that says only that, and how much of it is urgent: no text, no session, no place. It goes out
from the server's schedule and never from a young person's Send, so that sending takes as long for a worrying
answer as for any other. A mail that could not be sent is tried again and shown to the administrator; the
queue itself does not depend on it.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Final

from survey import audit
from survey.house import House
from survey.levels import HarmLevel
from survey.permissions import Actor, Permission, require
from survey.settings import Settings
from survey.store import waiting as rows
from survey.throttle import Limit, TooManyAttempts, count_attempt

ANNOUNCED: Final = (HarmLevel.URGENT, HarmLevel.CONCERN)
AT_MOST: Final = Limit(times=1, within=timedelta(minutes=2))  # by however many processes
_TIMEOUT_S: Final = 20
_TLS_FROM_THE_START: Final = 465

Send = Callable[[Settings, EmailMessage], None]


@dataclass(frozen=True)
class AlertReport:
    """What one look at the queue did. `announced` texts are in the mail that was sent."""

    announced: int = 0
    failure: str = ""  # the kind of failure, when the mail could not be sent


@dataclass(frozen=True)
class AlertState:
    """For the administrator: do alerts work?"""

    configured: bool
    failing: int  # waiting texts that no mail could announce


class AlertProblem(Exception):
    """The mail settings cannot be used, in words for whoever made them."""


def send_by_smtp(settings: Settings, message: EmailMessage) -> None:
    """Hand the mail to the office's mail server."""
    host, port = settings.smtp_host or "", settings.smtp_port
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
    context = ssl.create_default_context()
    if port == _TLS_FROM_THE_START:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT_S)
    with server:
        if settings.smtp_starttls and port != _TLS_FROM_THE_START:
            server.starttls(context=context)
        elif settings.smtp_username and port != _TLS_FROM_THE_START:
            raise AlertProblem("The mail password would travel in the clear. Set SURVEY_SMTP_STARTTLS=true.")
        if settings.smtp_username:
            server.login(settings.smtp_username, password)
        server.send_message(message)


def send_alerts(house: House, send: Send = send_by_smtp) -> AlertReport:
    """Announce what nobody was told about yet, in one mail. Does nothing when mail is not configured.

    The mail leaves outside any transaction. If the server dies between sending and noting it, the same mail
    goes out again: rather twice than never.
    """
    if not is_configured(house.settings):
        return AlertReport()
    with house.database.reading() as session:
        new = rows.not_announced(session, ANNOUNCED)
    if not new:
        return AlertReport()
    try:
        count_attempt(house, "alerts", "", AT_MOST)
    except TooManyAttempts:
        return AlertReport()  # this or another process has just tried
    failure = ""
    try:
        send(house.settings, _message(house.settings, [level for _, level in new]))
    except (OSError, smtplib.SMTPException, AlertProblem) as error:
        failure = type(error).__name__
    _note(house, [text_id for text_id, _ in new], failure)
    return AlertReport(announced=0 if failure else len(new), failure=failure)


def state(house: House, actor: Actor) -> AlertState:
    require(actor, Permission.SEE_OPERATIONS)
    with house.database.reading() as session:
        return AlertState(is_configured(house.settings), rows.number_failing(session))


def is_configured(settings: Settings) -> bool:
    return bool(settings.smtp_host and settings.smtp_sender and recipients(settings))


def recipients(settings: Settings) -> tuple[str, ...]:
    return tuple(one.strip() for one in settings.alert_recipients.split(",") if one.strip())


def _message(settings: Settings, levels: Sequence[HarmLevel]) -> EmailMessage:
    urgent = sum(level is HarmLevel.URGENT for level in levels)
    message = EmailMessage()
    message["From"] = settings.smtp_sender
    message["To"] = ", ".join(recipients(settings))
    message["Subject"] = (
        "URGENT: please look at the review queue" if urgent else "Please look at the review queue"
    )
    where = f"{settings.public_url}/team" if settings.public_url else "the team pages"
    message.set_content(
        f"{_number(len(levels))} to be read by the safeguarding lead; {urgent} of them urgent.\n\n"
        f"Please sign in: {where}\n\n"
        "This mail says nothing else on purpose.\n"
    )
    return message


def _number(count: int) -> str:
    return "1 answer is waiting" if count == 1 else f"{count} answers are waiting"


def _note(house: House, text_ids: Sequence[str], failure: str) -> None:
    with house.database.session() as session:
        first_today = [rows.note_announcement(session, one, not failure, house.today()) for one in text_ids]
        session.flush()
        if failure and any(first_today):
            audit.record(session, house, None, "alert failed", "e-mail", kind=failure, texts=len(text_ids))
