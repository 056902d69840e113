"""What could this theme be split into, and may there be a new theme among what is left over?

For the analyst who wonders. The engine reads some answers by themselves and what it finds is proposed:
nothing is kept until a person decides (`split`, `add`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis import wave as told
from survey.house import House
from survey.permissions import Actor, Permission, require
from survey.themes.coder import frame_coder, taught_field
from survey.themes.running import discovered, named_by_frame, sessions_of, usable
from survey.themes.standing import QuestionThemes, Theme
from survey.themes.stored import NTopics, StoredTopic, ThemeProblem, frame_of
from survey.wave import Gathered

FEWEST_TO_SPLIT: Final = 8
FEWEST_FOR_A_NEW_THEME: Final = 4  # answers; of fewer, a person sees soon enough what they share


@dataclass(frozen=True)
class Part:
    """Some answers that have something in common, and what they could be called."""

    label: str
    words: tuple[str, ...]
    text_ids: tuple[str, ...]  # those at its heart first
    stability: float | None


def parts_of(
    house: House, actor: Actor, gathered: Gathered, theme: Theme, parts: NTopics = 2, *, random_state: int = 0
) -> tuple[Part, ...]:
    """What the engine makes of one theme's answers by themselves. Each answer is in one part."""
    require(actor, Permission.ANALYSE)
    texts = [gathered.data.by_text[one] for one in theme.text_ids if one in gathered.data.by_text]
    if len(texts) < FEWEST_TO_SPLIT:
        raise ThemeProblem(
            f"This theme has {len(texts)} answers. Tick the ones to split off; the engine needs "
            f"{FEWEST_TO_SPLIT} or more."
        )
    return _parts(house, gathered, theme.question, texts, parts, random_state, 1)


def new_themes(
    house: House, actor: Actor, gathered: Gathered, question: QuestionThemes, *, random_state: int = 0
) -> tuple[Part, ...]:
    """What the answers left over have in common, if anything: candidates for a theme nobody has seen yet."""
    require(actor, Permission.ANALYSE)
    left = set(question.left_over)
    texts = [one for one in usable(gathered, question.question) if one.text_id in left]
    if len(texts) < FEWEST_TO_SPLIT:
        raise ThemeProblem(f"{len(texts)} answers are left over. So few are quicker read than sorted.")
    return _parts(house, gathered, question.question, texts, "auto", random_state, FEWEST_FOR_A_NEW_THEME)


def _parts(
    house: House,
    gathered: Gathered,
    question: str,
    texts: Sequence[told.ClearedText],
    parts: NTopics,
    random_state: int,
    fewest: int,
) -> tuple[Part, ...]:
    frame = frame_of(house)
    result = discovered(
        texts,
        parts,
        random_state,
        sessions=sessions_of(gathered),
        field=taught_field(house, frame),
    )
    best = _best(result.topics)
    if frame is not None:
        asked = gathered.data.by_question[question].label
        result = named_by_frame(frame_coder(house, frame), asked, texts, result)
    found = []
    for topic in result.topics:
        own = tuple(one for one in topic.in_order if best.get(one) == topic.key)
        if len(own) >= fewest:
            found.append(Part(topic.label, topic.words, own, topic.stability))
    return tuple(sorted(found, key=lambda part: (-len(part.text_ids), part.label)))


def _best(topics: Sequence[StoredTopic]) -> dict[str, str]:
    """The one topic each answer belongs to most."""
    best: dict[str, tuple[float, str]] = {}
    for topic in topics:
        for text_id, weight in topic.members.items():
            if text_id not in best or weight > best[text_id][0]:
                best[text_id] = (weight, topic.key)
    return {text_id: key for text_id, (_, key) in best.items()}
