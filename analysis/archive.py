"""A wave written down and read back: the evidence a release can be checked against.

The question this module answers for an engineer: *what exactly was counted?* One canonical JSON file, the
same bytes for the same wave. It holds response ids, closed answers and cleared texts, so it stays with the
office, apart from everything that is handed on, and goes when retention says so.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from analysis.wave import WaveData

_WAVE = TypeAdapter(WaveData)
_MANY: Final = {"respondents", "texts"}
"""What there may be half a million of: text, numbers, lists and mappings, which JSON writes as they are."""


def wave_to_json(wave: WaveData) -> str:
    """The wave as canonical JSON."""
    document: dict[str, Any] = _WAVE.dump_python(wave, mode="json", exclude=_MANY)
    document |= {name: [vars(one) for one in getattr(wave, name)] for name in _MANY}
    for theme in document["themes"]:
        theme["response_ids"] = sorted(theme["response_ids"])
        theme["opposite_ids"] = sorted(theme["opposite_ids"])
    compact = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)
    return compact + "\n"


def wave_from_json(text: str) -> WaveData:
    """The wave read back. The message of an error names the place and holds nobody’s words."""
    try:
        return _WAVE.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(
            f"This is no wave file: at {place or 'its start'}, {first['msg'].lower()}."
        ) from None
