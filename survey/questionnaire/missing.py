"""Why is there no answer? Four reasons that are never mixed up.

For analysts: “not asked” says nothing about a person, “skipped” says little, “not sure” and “rather not
say” were said. They are stored apart and never counted as points of a scale.
"""

from __future__ import annotations

from enum import StrEnum


class Missing(StrEnum):
    NOT_ASKED = "not_asked"  # the path did not come by this question
    SKIPPED = "skipped"  # it was asked and left empty
    NOT_SURE = "not_sure"  # a choice the person made
    RATHER_NOT_SAY = "rather_not_say"  # a choice the person made
