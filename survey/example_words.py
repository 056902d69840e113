"""What the invented people of the example write about: words nobody said, read from `example_words.yaml`.

For `survey.example_people`, which puts them together so that a wave's answers are all different and still
about something. The file says what is what; here it is read once, into types: a mistake in it is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

FILE: Final = "example_words.yaml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Concern(_Part):
    """Something a few invented people worry about, and how they tick and write it."""

    name: str
    share: float  # of everybody, before the district's own weight
    worry: str  # what they tick: choices of the questionnaire
    place: str
    what: str
    help: str
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    asks: tuple[str, ...]
    reasons: tuple[str, ...]


class Words(_Part):
    """Everything they write, by what it is."""

    concerns: tuple[Concern, ...]
    safe: tuple[str, ...]
    helps_already: tuple[str, ...]
    no_answer: tuple[str, ...]
    off_topic: tuple[str, ...]
    other_languages: tuple[str, ...]
    signs_of_harm: tuple[str, ...]
    with_details: tuple[str, ...]
    names: tuple[str, ...]
    surnames: tuple[str, ...]
    streets: tuple[str, ...]
    handles: tuple[str, ...]
    spots: tuple[str, ...]
    districts: Mapping[str, Mapping[str, float]]  # what is written about more often there, by concern


@cache
def words() -> Words:
    """The words, read once."""
    return Words.model_validate(yaml.safe_load(files("survey").joinpath(FILE).read_text(encoding="utf-8")))
