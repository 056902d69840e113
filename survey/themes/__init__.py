"""What did people write about, and what do we call it? Topics the machine found, and what people decided.

For the analyst. Read in the order of the walk:

    running     the topic engine reads one question's cleared answers: ids, words and measures are kept
    decisions   a person names, describes, joins, splits, hides, adds, maps, takes back: appended for ever
    agreed      two roles agree on a quote
    standing    everything decided is played back: the themes as they are, and what is told of them
    reading     the answers behind anything, with the words and the codes that led there
    proposing   what a theme could be split into, and what may be a new theme

`stored` is what is kept, `coder` the code frame's.

What is shown is joined anew with what may be read today, so an answer that was withdrawn, withheld or voided
since has left its theme too. What decisions mean is left to `analysis.themes`, finding topics to
`analysis.topics`, what may be shown outside to `analysis.disclosure`.
"""

from __future__ import annotations

from analysis.decisions import Agreement
from survey.themes.agreed import ProposedQuote, clear_quote, proposed_quotes, quote, refuse_quote, unquote
from survey.themes.decisions import (
    LONGEST_NAME,
    LONGEST_SUMMARY,
    accept,
    add,
    describe,
    hide,
    map_to,
    merge,
    move,
    put_in,
    rename,
    set_polarity,
    show,
    split,
    take_out,
    undo,
)
from survey.themes.proposing import Part, new_themes, parts_of
from survey.themes.reading import (
    PAGE,
    CodeShare,
    Page,
    Read,
    all_codes,
    codes_of,
    found,
    page_of,
    with_code,
)
from survey.themes.running import run
from survey.themes.standing import Past, QuestionThemes, Theme, in_questions, told_with_themes
from survey.themes.stored import FEWEST_ANSWERS, NTopics, ThemeConflict, ThemeProblem
from survey.themes.stored import frame_of as code_frame

__all__ = [
    "FEWEST_ANSWERS",
    "LONGEST_NAME",
    "LONGEST_SUMMARY",
    "PAGE",
    "Agreement",
    "CodeShare",
    "NTopics",
    "Page",
    "Part",
    "Past",
    "ProposedQuote",
    "QuestionThemes",
    "Read",
    "Theme",
    "ThemeConflict",
    "ThemeProblem",
    "accept",
    "add",
    "all_codes",
    "clear_quote",
    "code_frame",
    "codes_of",
    "describe",
    "found",
    "hide",
    "in_questions",
    "map_to",
    "merge",
    "move",
    "new_themes",
    "page_of",
    "parts_of",
    "proposed_quotes",
    "put_in",
    "quote",
    "refuse_quote",
    "rename",
    "run",
    "set_polarity",
    "show",
    "split",
    "take_out",
    "told_with_themes",
    "undo",
    "unquote",
    "with_code",
]
