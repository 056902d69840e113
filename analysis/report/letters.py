"""Which characters can the PDF's fonts draw, and what stands there for those they cannot?

For `pdf`. PDF/UA-1 forbids a character without a glyph, and young people write emoji, and words in every
script. A report must not fail for that, nor drop what somebody said without a word: an emoji is told by its
Unicode name, “[crying face]”, and words in a script no font here has are told as such. The web page, the Word
file and the workbook, which use the reader's own fonts, have all of it as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import fontpkg
import typst

FONTS: Final = ("Noto Sans", "Noto Sans Arabic")  # beside those that come with Typst
_SEVERAL: Final = "[words in "
OTHER_LETTERS: Final = _SEVERAL + "{script} letters: see the web page]"
_NO_GLYPH: Final = "could not be displayed with font"
_MARKUP: Final = b'#set document(title: "Letters")\n#set text(font: "Libertinus Serif")\n#sys.inputs.letters'


def fonts() -> typst.Fonts:
    """Those that come with Typst and the PDF's own, none of the machine's: the same everywhere."""
    folders = sorted({Path(fontpkg.path(family)).parent for family in FONTS})
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def drawable(data: Any) -> Any:
    """The same nested lists and mappings, every text in characters the PDF's fonts have."""
    missing = undrawable("".join(_texts(data)))
    return _each_text(data, lambda text: in_words(text, missing)) if missing else data


def undrawable(text: str) -> frozenset[str]:
    """The characters of `text` that no font of the PDF has."""
    unusual = "".join(sorted({one for one in text if not one.isascii()}))
    if not unusual or _is_drawn(unusual):
        return frozenset()
    return frozenset(one for one in unusual if not _is_drawn(one))


def in_words(text: str, missing: frozenset[str]) -> str:
    """`text` with every character of `missing` told in words.

    >>> in_words("no bus 😢", frozenset("😢"))
    'no bus [crying face]'
    """
    if missing.isdisjoint(text):
        return text
    runs = re.split(r"(\s+)", text)
    told = [one if missing.isdisjoint(one) else _told(one, missing) for one in runs]
    return "".join(_once(told)).strip()


def _told(word: str, missing: frozenset[str]) -> str:
    """A word with its missing characters told: picture by picture, or as one where it has letters."""
    letters = [one for one in word if one in missing and unicodedata.category(one)[0] in "LN"]
    if letters:
        return OTHER_LETTERS.format(script=_script(letters[0]))
    told = "".join(_named(one) if one in missing else one for one in word)
    return " ".join(told.split())


def _named(sign: str) -> str:
    """A picture by its name. What only changes the one before it, a tone of skin or a joiner, is left out."""
    if unicodedata.category(sign) in ("Cf", "Mn", "Me", "Sk"):
        return ""
    return f" [{unicodedata.name(sign, 'a sign').lower()}] "


def _once(parts: list[str]) -> list[str]:
    """Words of one script, one after the other, are told once. Words and the spaces between take turns."""
    kept: list[str] = []
    for word, space in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if word.startswith(_SEVERAL) and kept[-2:-1] == [word]:
            kept[-1] = space
        else:
            kept += [word, space]
    return kept


def _script(letter: str) -> str:
    """As Unicode's names begin: GURMUKHI LETTER A, CJK UNIFIED IDEOGRAPH-4F60."""
    script = unicodedata.name(letter, "other").split(" ")[0]
    return script if script == "CJK" else script.capitalize()


def _is_drawn(characters: str) -> bool:
    try:
        typst.compile(
            _MARKUP,
            format="pdf",
            pdf_standards=["ua-1"],
            font_paths=fonts(),
            sys_inputs={"letters": characters},
        )
    except typst.TypstError as error:
        if _NO_GLYPH not in str(error):
            raise
        return False
    return True


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ()
    return [text for part in parts for text in _texts(part)]


def _each_text(data: Any, change: Callable[[str], str]) -> Any:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _each_text(part, change) for key, part in data.items()}
    if isinstance(data, list | tuple):
        return [_each_text(part, change) for part in data]
    return data
