"""The safeguarding lead hears by e-mail that something waits, and the mail says nothing else."""

from __future__ import annotations

import smtplib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from typing import Any

import pytest
from pydantic import SecretStr

from survey import audit
from survey.house import House
from survey.levels import HarmLevel
from survey.permissions import NotAllowed
from survey.screening import alerts, queue
from survey.settings import Settings
from survey.store.tables import Alert
from tests.conftest import Clock, OpenSession, People
from tests.screening.held import WORDS, everything, hold, let_through


@dataclass
class MailServer:
    """A mail server of the test's own, on this machine. `refusing` makes it turn every mail away."""

    port: int = 0
    mails: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refusing: bool = False


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    state = MailServer()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 test")
            while line := self.rfile.readline().decode().strip():
                word = line.split(maxsplit=1)[0].upper()
                if word == "DATA":
                    self.say("354 go on")
                    state.mails.append(self.read_mail())
                elif word == "RCPT":
                    if state.refusing:
                        self.say("550 no")
                        continue
                    state.recipients.append(line.partition("<")[2].rstrip(">"))
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                self.say("250 ok")

        def read_mail(self) -> str:
            lines = []
            while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                lines.append(line)
            return "\n".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        server.shutdown()
        thread.join()


def with_mail(house: House, **changed: Any) -> House:
    given: dict[str, Any] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": 1,
        "smtp_starttls": False,
        "smtp_sender": "survey@example.org",
        "alert_recipients": "lead@example.org, deputy@example.org",
        "public_url": "https://listening.example.org",
    }
    return replace(house, settings=house.settings.model_copy(update=given | changed))


@dataclass
class Outbox:
    """Stands in for the mail server where only what is said, and when, matters."""

    sent: list[EmailMessage] = field(default_factory=list)
    error: Exception | None = None

    def __call__(self, _: Settings, message: EmailMessage) -> None:
        if self.error:
            raise self.error
        self.sent.append(message)


def test_one_mail_goes_out_over_smtp_to_everybody_named(
    house: House, people: People, open_session: OpenSession, mail_server: MailServer
) -> None:
    mailing = with_mail(house, smtp_port=mail_server.port)
    sitting = open_session(title="Friday club")
    hold(house, sitting, level=HarmLevel.URGENT)
    hold(house, sitting)
    assert alerts.send_alerts(mailing).announced == 2
    (mail,) = mail_server.mails
    assert mail_server.recipients == ["lead@example.org", "deputy@example.org"]
    assert "2 answers are waiting" in mail
    assert "1 of them urgent" in mail
    assert "https://listening.example.org/team" in mail


def test_the_mail_says_nothing_about_the_text_the_session_or_the_place(
    house: House, people: People, open_session: OpenSession
) -> None:
    outbox = Outbox()
    sitting = open_session(title="Friday club")
    hold(house, sitting, reasons=["fear_or_harm_at_home"])
    alerts.send_alerts(with_mail(house), outbox)
    mail = outbox.sent[0].as_string().lower()
    told = ("friday", "peterborough", "stepdad", "07700", "fear", "unsafe_why", (sitting.code or "").lower())
    assert not any(word in mail for word in (*told, *WORDS.lower().split()[1:5]))


def test_nothing_is_announced_twice_and_what_is_new_is(
    house: House, people: People, open_session: OpenSession, clock: Clock
) -> None:
    outbox, mailing, sitting = Outbox(), with_mail(house), open_session()
    hold(house, sitting)
    for _ in range(3):
        alerts.send_alerts(mailing, outbox)
        clock.turn(minutes=3)
    assert len(outbox.sent) == 1
    hold(house, sitting, level=HarmLevel.URGENT)
    alerts.send_alerts(mailing, outbox)
    assert [mail["Subject"].startswith("URGENT") for mail in outbox.sent] == [False, True]


def test_only_what_is_held_for_worry_about_somebody_is_announced(
    house: House, people: People, open_session: OpenSession
) -> None:
    outbox, sitting = Outbox(), open_session()
    let_through(house, sitting, "more lights please")
    hold(house, sitting, level=HarmLevel.NONE)
    queue.withhold(house, people.lead, hold(house, sitting), "decided before the mail went out")
    assert alerts.send_alerts(with_mail(house), outbox) == alerts.AlertReport()
    assert outbox.sent == []


def test_many_processes_send_one_mail(house: House, open_session: OpenSession, people: People) -> None:
    outbox, mailing, sitting = Outbox(), with_mail(house), open_session()
    hold(house, sitting)
    alerts.send_alerts(mailing, outbox)
    hold(house, sitting)
    alerts.send_alerts(mailing, outbox)  # in the same two minutes
    assert len(outbox.sent) == 1


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError("to lead@example.org"), "ConnectionRefusedError"),
        (smtplib.SMTPAuthenticationError(535, b"secret"), "SMTPAuthenticationError"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_mail_that_cannot_be_sent_is_noted_once_a_day_shown_and_tried_again(
    house: House, people: People, open_session: OpenSession, clock: Clock, error: Exception, kind: str
) -> None:
    outbox, mailing = Outbox(error=error), with_mail(house)
    hold(house, open_session())
    for _ in range(5):
        assert alerts.send_alerts(mailing, outbox).failure == kind
        clock.turn(minutes=3)
    (entry,) = audit.entries(house, people.administrator, action="alert failed")
    assert entry.detail == {"kind": kind, "texts": 1}
    assert alerts.state(mailing, people.administrator) == alerts.AlertState(configured=True, failing=1)
    assert everything(house, Alert)[0].tries == 5
    outbox.error = None
    assert alerts.send_alerts(mailing, outbox).announced == 1
    assert alerts.state(mailing, people.administrator).failing == 0


def test_a_server_that_turns_every_recipient_away_is_a_failure(
    house: House, people: People, open_session: OpenSession, mail_server: MailServer
) -> None:
    mail_server.refusing = True
    hold(house, open_session())
    report = alerts.send_alerts(with_mail(house, smtp_port=mail_server.port))
    assert (report.announced, report.failure) == (0, "SMTPRecipientsRefused")


def test_a_password_never_travels_in_the_clear(
    house: House, people: People, open_session: OpenSession, mail_server: MailServer
) -> None:
    hold(house, open_session())
    mailing = with_mail(
        house, smtp_port=mail_server.port, smtp_username="survey", smtp_password=SecretStr("sesame")
    )
    assert alerts.send_alerts(mailing).failure == "AlertProblem"
    assert mail_server.mails == []


def test_no_transaction_is_open_while_the_mail_is_on_its_way(
    house: House, people: People, open_session: OpenSession
) -> None:
    sitting = open_session()
    hold(house, sitting)
    during: list[str] = []

    def slow(_: Settings, __: EmailMessage) -> None:
        during.append(hold(house, sitting))  # would wait for the lock, or raise, inside a transaction

    assert alerts.send_alerts(with_mail(house), slow).announced == 1
    assert len(during) == 1


@pytest.mark.parametrize("missing", ["smtp_host", "smtp_sender", "alert_recipients"])
def test_without_mail_settings_nothing_is_tried(
    house: House, people: People, open_session: OpenSession, missing: str
) -> None:
    outbox = Outbox()
    hold(house, open_session())
    mailing = with_mail(house, **{missing: ""})
    assert alerts.send_alerts(mailing, outbox) == alerts.AlertReport()
    assert not alerts.state(mailing, people.administrator).configured
    assert outbox.sent == []
    assert everything(house, Alert) == []


def test_only_an_administrator_sees_whether_alerts_work(house: House, people: People) -> None:
    with pytest.raises(NotAllowed):
        alerts.state(house, people.analyst)
