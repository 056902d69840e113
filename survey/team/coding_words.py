"""How blind coding is said: what waits for whom, how well people agree, and what that means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from analysis import agreement as measures
from analysis.agreement import Agreement, CodeAgreement, Coefficient
from survey.double_coding import Progress, QuestionAgreement, Saying
from survey.team.theme_words import POLARITY

NONE_OF_THESE = "None of these"


def waits(found: Sequence[Progress], account_id: str) -> str:
    """What there is to code or to talk over, for this person. Empty: nothing."""
    left = sum(
        one.answers - coder.done for one in found for coder in one.coders if coder.account_id == account_id
    )
    over = sum(one.to_settle for one in found)
    said = []
    if left:
        said.append(
            "One answer waits for you to code." if left == 1 else f"{left} answers wait for you to code."
        )
    if over:
        said.append(
            "One answer is to be talked over." if over == 1 else f"{over} answers are to be talked over."
        )
    return " ".join(said)


def who_codes(one: Progress) -> str:
    """Who is how far, and what is measured when one codes alone."""
    each = "; ".join(f"{coder.name} has coded {coder.done} of {one.answers}" for coder in one.coders)
    alone = " One person codes, so it shows how far that person and the machine agree, not two people."
    left = one.drawn - one.answers
    gone = f" {left} of {one.drawn} drawn have left: they may not be read any more." if left else ""
    return f"{each}.{alone if one.beside_machine else ''}{gone}"


def in_a_sentence(found: QuestionAgreement) -> str:
    """The figure a reader takes away."""
    number = f"{found.answers} answer{'' if found.answers == 1 else 's'}"
    if found.people is not None:
        return (
            f"Two people coded {number} without seeing each other’s codes: agreement kappa "
            f"{coefficient(found.people.kappa)}, {found.people.in_words}."
        )
    if found.machine is not None:
        whose = "One person" if found.beside_machine else "People"
        return (
            f"{whose} coded {number} without seeing the machine’s codes: agreement kappa "
            f"{coefficient(found.machine.kappa)}, {found.machine.in_words}."
        )
    return "Nothing can be compared yet. It can as soon as all have coded the same answer."


def weak(found: QuestionAgreement, names: Mapping[str, str]) -> str:
    """Codes nobody should be sure of, and what follows."""
    among = found.people or found.machine
    poor = [
        names.get(one.code, one.code)
        for one in (among.codes if among else ())
        if one.uses >= measures.FEWEST_USES
        and one.kappa.value is not None
        and one.kappa.value < measures.ENOUGH
    ]
    if not poor:
        return ""
    return (
        f"Weak: {', '.join(poor)}. Talk over what the code means, make its definition clearer, then draw "
        "again. Until then nobody should be sure of a theme that rests on it."
    )


def coefficient(found: Coefficient) -> str:
    """A coefficient with its range, as it is read out."""
    if found.value is None:
        return "not defined"
    if found.low is None or found.high is None:
        return f"{found.value:z.2f}"
    return f"{found.value:z.2f} ({found.low:z.2f} to {found.high:z.2f})"


def said(saying: Saying, names: Mapping[str, str]) -> str:
    """What somebody said of an answer."""
    if saying.needs_somebody:
        return "needs somebody else"
    if not saying.codes:
        return NONE_OF_THESE.lower()
    way = POLARITY.get(saying.polarity, "")  # type: ignore[call-overload]
    return ", ".join(names.get(code, code) for code in saying.codes) + (f" · {way.lower()}" if way else "")


def table(found: QuestionAgreement, names: Mapping[str, str]) -> str:
    """Code by code, two people beside person and machine; the most used first."""
    parts = [part for part in (found.people, found.machine) if part is not None]
    codes = sorted(
        {one.code for part in parts for one in part.codes}, key=lambda code: (-_uses(parts, code), code)
    )
    heads = "".join(
        f"<th scope='col'>{words}</th>"
        for words in (
            "Code",
            *(["Two people"] if found.people else []),
            *(["People and machine"] if found.machine else []),
        )
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(names.get(code, code))}</th>'
        + "".join(f"<td>{_cell(part.of(code))}</td>" for part in parts)
        + "</tr>"
        for code in codes
    )
    all_codes = "".join(f"<td>{_all(part)}</td>" for part in parts)
    return (
        '<div class="scrolls" tabindex="0" role="region" aria-label="Agreement by code">'
        '<table class="codes-table agreement"><caption class="quiet">Kappa is agreement beyond chance: 1 is '
        "always, 0 is what chance would give. In brackets, where it may really lie. Rare codes were drawn "
        "more often and count for less, so this is about all answers.</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}"
        f"<tr><th scope='row'>All codes together</th>{all_codes}</tr></tbody></table></div>"
    )


def _uses(parts: Sequence[Agreement], code: str) -> int:
    return max((one.uses for part in parts if (one := part.of(code)) is not None), default=0)


def _cell(one: CodeAgreement | None) -> str:
    if one is None:
        return "nobody gave it"
    shares = f"{100 * one.first_share:.0f}% and {100 * one.second_share:.0f}%"
    return (
        f"<strong>{escape(one.in_words)}</strong><br>kappa {coefficient(one.kappa)}, alpha "
        f"{coefficient(one.alpha)}<br>gave it: {shares}; said the same: {100 * one.raw:.0f}%"
    )


def _all(part: Agreement) -> str:
    return (
        f"<strong>{escape(part.in_words)}</strong><br>kappa {coefficient(part.kappa)}, alpha "
        f"{coefficient(part.alpha)}<br>exactly the same codes: {100 * part.identical:.0f}%"
    )
