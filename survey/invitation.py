"""How does a room get to the questions? The code, its address, the picture to scan, and what to say.

For the session leader's page and the projector. Pure except for `address_on_this_network`, which asks this
computer for its own address and sends nothing. Who may open a session is left to `survey.sessions`.
"""

from __future__ import annotations

import base64
import io
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno

from survey.office import HelpLine, HelpLines, Office

QUIET_ZONE = 4  # modules of white around a QR code, as ISO/IEC 18004 asks for
EMERGENCY = "999"


@dataclass(frozen=True)
class Invitation:
    """What goes on the wall. `said_address` and `said_code` are for people who type."""

    code: str
    address: str
    said_address: str
    said_code: str
    qr_svg: str
    caution: str = ""

    @property
    def qr_data_uri(self) -> str:
        return "data:image/svg+xml;base64," + base64.b64encode(self.qr_svg.encode()).decode()


def invite(code: str, seen_at: str, public_url: str | None, network_address: str | None = None) -> Invitation:
    """The invitation for a code. `seen_at` is the address the leader's own browser used.

    An address that only works on this computer is no use to a phone, so the computer's address on its network
    takes its place, and `caution` says what that means.
    """
    base, caution = _base(seen_at, public_url, network_address)
    address = f"{base}/s/{code}"
    return Invitation(
        code=code,
        address=address,
        said_address=base.partition("://")[2],
        said_code=f"{code[:3]} {code[3:]}" if len(code) == 6 else code,
        qr_svg=_qr(address),
        caution=caution,
    )


def address_on_this_network() -> str | None:
    """This computer's address on its own network, if it has one. A socket is aimed, nothing is sent."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # an address set aside for documentation (RFC 5737)
            found = str(probe.getsockname()[0])
    except OSError:
        return None
    return None if ipaddress.ip_address(found).is_loopback else found


def what_to_say(office: Office, invitation: Invitation, *, minutes: int, contact: str) -> tuple[str, ...]:
    """What a leader reads out before anybody starts. One breath a line."""
    helper = f" or to {contact}" if contact else ""
    return (
        f"This is about how safe you feel. It takes about {minutes} minutes.",
        "You choose. You can say no, skip any question, or stop. Nobody will mind.",
        "We do not ask for your name. Please do not write anybody’s name.",
        f"{office.reader} read the answers. I will not see what you write.",
        "It is not a way to report a crime. If you need help now, tell me, or ring 999.",
        f"Scan the square. Or go to {invitation.said_address} and type {invitation.said_code}.",
        "Please do not look at anybody else’s screen.",
        f"If it brings anything up, talk to me{helper}. Help is on every page too.",
        f"You will hear back by {office.answer_due}.",
    )


def who_to_call(lines: HelpLines, area: str) -> tuple[HelpLine, ...]:
    """Help lines for the adult in the room: emergencies, then those for adults here."""
    fitting = lines.for_card(area=area)
    emergency = [line for line in fitting if line.call.replace(" ", "") == EMERGENCY]
    return (*emergency, *(line for line in fitting if line.audience == "adults" and line not in emergency))


def _base(seen_at: str, public_url: str | None, network_address: str | None) -> tuple[str, str]:
    if public_url:
        return public_url.rstrip("/"), ""
    seen = urlsplit(seen_at)
    if not _only_this_computer(seen.hostname or ""):
        return f"{seen.scheme}://{seen.netloc}", ""
    if network_address is None:
        return f"{seen.scheme}://{seen.netloc}", (
            "This address works on this computer only. Connect it to the Wi-Fi the phones use, "
            "or set SURVEY_PUBLIC_URL."
        )
    port = f":{seen.port}" if seen.port else ""
    return f"{seen.scheme}://{network_address}{port}", "Phones must be on the same Wi-Fi as this computer."


def _only_this_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")


def _qr(address: str) -> str:
    """Black on white in every theme: a scanner needs it, whatever the page around it looks like."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=QUIET_ZONE, scale=8, dark="#000", light="#fff", xmldecl=False, svgns=True
    )
    return out.getvalue().decode()
