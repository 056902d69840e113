"""How far two coders agree, as it is put into words for them."""

from __future__ import annotations

import pytest

from analysis.agreement import Coefficient
from survey.team.coding_words import coefficient


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Coefficient(-0.001), "0.00"),
        (Coefficient(-0.07), "-0.07"),
        (Coefficient(0.0, -0.0004, 0.004), "0.00 (0.00 to 0.00)"),
    ],
)
def test_there_is_no_less_than_nothing_of_nothing(found: Coefficient, said: str) -> None:
    assert coefficient(found) == said
