"""A wave written down is the same bytes for the same wave, and the same wave when read back."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

from pydantic import TypeAdapter

from analysis.archive import wave_from_json, wave_to_json
from analysis.differencing import group_members
from analysis.frozen import members_to_json
from analysis.tables import ALL
from analysis.wave import Missing, WaveData
from tests.analysis import invented


def test_people_and_texts_are_written_as_their_types_would_write_them() -> None:
    wave = invented.wave(60, 6)
    by_types = TypeAdapter(WaveData).dump_python(wave, mode="json")
    written = json.loads(wave_to_json(wave))
    for part in ("respondents", "texts", "sittings", "asks", "first_day"):
        assert written[part] == json.loads(json.dumps(by_types[part]))


def test_what_was_written_down_is_read_back_and_written_the_same() -> None:
    wave = invented.wave(60, 6)
    odd = replace(
        wave.respondents[0],
        answers=MappingProxyType(
            {"safe_day": Missing.SKIPPED, "place_safety": MappingProxyType({"park": "x"})}
        ),
        late=True,
    )
    wave = replace(wave, respondents=(odd, *wave.respondents[1:]))
    again = wave_from_json(wave_to_json(wave))
    assert again.respondents[0].answers == {"safe_day": "skipped", "place_safety": {"park": "x"}}
    assert again.respondents[0].late
    assert again.texts == wave.texts
    assert wave_to_json(again) == wave_to_json(wave)


def test_who_stood_in_each_group_is_who_is_in_it_one_by_one() -> None:
    wave = invented.wave(200, 12)
    members = group_members(wave)
    girls = {one.response_id for one in wave.respondents if one.group("gender") == "girl"}
    wrote = wave.wrote("unsafe_why")
    assert members[ALL].responses == wave.by_person.keys()
    assert members["gender=girl"].responses == girls
    assert members["wrote:unsafe_why gender=girl"].responses == girls & wrote
    theirs = {wave.by_person[one].session for one in girls & wrote}
    assert members["wrote:unsafe_why gender=girl"].sessions == theirs
    assert members_to_json(members) == members_to_json(dict(reversed(members.items())))
