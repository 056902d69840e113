"""How far do those who coded a sample blind agree, and what does it mean for the figures of themes?

For `survey.double_coding`, which shows it, and for the wave that is told (`survey.themes.standing`). Two
people beside each other; what they settled on beside the machine, which must not have been told of those
answers; and for each theme, who is counted in it beside what people settled on. The coefficients are
`analysis.agreement`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import agreement as measures
from analysis import wave as told
from analysis.agreement import Agreement, Pair
from analysis.code_frame import POLARITIES
from analysis.wave import CodedBlind, CodingCheck
from survey import wave
from survey.coded_by_people import CodedAnswer, CodedSample, Saying, sample_of
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.store import accounts as account_rows
from survey.store import coding as rows
from survey.store import themes as theme_rows
from survey.themes.stored import StoredResult, result_of


@dataclass(frozen=True)
class QuestionAgreement:
    """How far coders agree about one question. `None` until something can be compared."""

    question: str
    label: str
    answers: int
    names: tuple[str, ...]
    people: Agreement | None  # the two people
    machine: Agreement | None  # what people settled on, beside the machine
    polarity: Agreement | None

    @property
    def beside_machine(self) -> bool:
        return len(self.names) == 1


def agreement(
    house: House, actor: Actor, wave_name: str | None = None, *, seed: int = 0
) -> tuple[QuestionAgreement, ...]:
    """How far two people agree, and people and machine, on every code somebody gave."""
    require(actor, Permission.CODE_BLIND)
    name = wave_name or wave.current(house)
    with house.database.reading() as session:
        found = [sample_of(session, row) for row in rows.newest(session, name)]
        runs = {one.question: result_of(one) for one in theme_rows.latest_runs(session, name)}
        names = account_rows.display_names(session, {who for one in found for who in one.coders.values()})
    labels = labels_of(house, actor, wave_name) if found else {}
    return tuple(
        QuestionAgreement(
            one.row.question,
            labels.get(one.row.question, one.row.question),
            len(one.finished),
            tuple(names.get(one.coders[place], "") for place in sorted(one.coders)),
            _measured(_between_people(one), seed),
            _measured(_beside_machine(one, runs.get(one.row.question)), seed),
            _measured(_polarities(one), seed, POLARITIES),
        )
        for one in found
    )


def correction(house: House, data: told.WaveData) -> CodingCheck | None:
    """What the samples of a wave say about its themes, for `analysis`. None until one is coded to the end.

    For each theme that alone stands for its code in its question: who is counted in it, beside what people
    settled on. A theme that shares its code is left out: what it misses may rightly be in the other.
    """
    with house.database.reading() as session:
        done = [one for row in rows.newest(session, data.name) if (one := sample_of(session, row)).is_done]
        runs = {one.question: result_of(one) for one in theme_rows.latest_runs(session, data.name)}
    if not done:
        return None
    pairs: list[Pair] = []
    for one in done:
        pairs += _between_people(one) or _beside_machine(one, runs.get(one.row.question))
    over_all = _measured(pairs, 0, resamples=0)
    return CodingCheck(
        themes=tuple(check for one in done for check in _themes_checked(one, data)),
        answers=sum(len(one.answers) for one in done),
        coders=min(len(one.coders) for one in done),
        kappa=over_all.kappa.value if over_all else None,
        alpha=over_all.alpha.value if over_all else None,
    )


def labels_of(house: House, actor: Actor, wave_name: str | None) -> dict[str, str]:
    """What each question asks, in its own words."""
    return {one.name: one.label for one in wave.gather(house, actor, wave_name).data.questions}


# --- measuring ---


def _between_people(sample: CodedSample) -> list[Pair]:
    """Answers both could code, with what each said. Empty where one person coded alone."""
    if len(sample.coders) < 2:
        return []
    both = tuple(
        one for one in sample.finished if not any(said.needs_somebody for said in one.by_coder.values())
    )
    weights = sample.weights_of(both)
    return [_pair(one.by_coder[1].codes, one.by_coder[2].codes, weights[one.text_id]) for one in both]


def _beside_machine(sample: CodedSample, run: StoredResult | None) -> list[Pair]:
    """Settled answers: what people found, and what the machine said that had not been told of it."""
    if run is None:
        return []
    settled = sample.settled
    known = tuple(one for one in sample.answers if one.text_id in settled and one.text_id in run.coded)
    weights = sample.weights_of(known)
    return [
        _pair(
            settled[one.text_id].codes,
            [given.code for given in run.coded[one.text_id]],
            weights[one.text_id],
        )
        for one in known
    ]


def _polarities(sample: CodedSample) -> list[Pair]:
    """Of answers both gave a code, which way each took them."""
    if len(sample.coders) < 2:
        return []
    both = tuple(one for one in sample.finished if all(said.polarity for said in one.by_coder.values()))
    weights = sample.weights_of(both)
    return [
        _pair([one.by_coder[1].polarity], [one.by_coder[2].polarity], weights[one.text_id]) for one in both
    ]


def _pair(first: Sequence[str], second: Sequence[str], weight: float) -> Pair:
    return Pair(frozenset(first), frozenset(second), weight)


def _measured(
    pairs: Sequence[Pair], seed: int, among: Sequence[str] = (), resamples: int = measures.RESAMPLES
) -> Agreement | None:
    """On every code somebody gave, unless they are said."""
    used = among or sorted({code for one in pairs for code in one.first | one.second})
    return measures.agreement(pairs, used, seed=seed, resamples=resamples) if pairs and used else None


def _themes_checked(sample: CodedSample, data: told.WaveData) -> list[CodedBlind]:
    question, settled = sample.row.question, sample.settled
    texts = [one for one in sample.answers if one.text_id in data.by_text]
    if not texts:
        return []
    weights = sample.weights_of(tuple(texts))
    scale = len(texts) / sum(weights.values())
    own = [theme for theme in data.themes if theme.question == question and theme.code]
    alone = [theme for theme in own if sum(theme.code == other.code for other in own) == 1]
    return [
        _checked(theme, texts, settled, {key: scale * w for key, w in weights.items()}, data)
        for theme in alone
    ]


def _checked(
    theme: told.Theme,
    texts: Sequence[CodedAnswer],
    settled: dict[str, Saying],
    weights: dict[str, float],
    data: told.WaveData,
) -> CodedBlind:
    ids = [one.text_id for one in texts]
    counted = [data.by_text[one].response_id in theme.response_ids for one in ids]
    true = [theme.code in settled[one].codes for one in ids]
    found = measures.confusion(counted, true, [weights[one] for one in ids])
    return CodedBlind(
        theme.key,
        tp=round(found.true_positive, 6),
        fp=round(found.false_positive, 6),
        fn=round(found.false_negative, 6),
        tn=round(found.true_negative, 6),
        kappa=found.kappa,
        alpha=found.alpha,
    )
