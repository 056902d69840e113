"""Screening remembers nothing of what it read: no cache of this program grows with the words young people write."""

from __future__ import annotations

import functools
import gc

from survey.screening import screen

WARM = (
    "i feel safe",
    "my mate Rory from Elm Road said i want to die",
    "boje sie wracac do domu",
    "میں ڈرتی ہوں",
)
NEW = (
    "Gurvinderjot and Zhiyuxin got told to go home, ring 07700 900321",
    "they followed my cousin Ebubechukwu past the kebab place in Whittlesey",
    "nie chce wracac do domu bo Slawomirek krzyczy",
    "i hate it here and nobody at Fenbrook Academy cares",
)


def sizes() -> dict[str, int]:
    """How much every cache of ours holds."""
    caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    ours = [one for one in caches if str(getattr(one, "__module__", "")).startswith(("survey", "analysis"))]
    return {f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize for one in ours}


def test_no_cache_grows_with_what_is_screened() -> None:
    for text in WARM:
        screen(text)
    before = sizes()
    assert before
    for text in NEW:
        assert screen(text).spans or screen(text).reasons
    assert sizes() == before
