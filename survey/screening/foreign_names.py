# ruff: noqa: E501, SIM905 -- patterns and word lists read best one to a line
"""Names in texts that are not English: other scripts, and the endings Polish, Lithuanian, Romanian and
Ukrainian give them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.screening import name_contexts as around
from survey.screening.lexicon import Lexicon
from survey.screening.words import Word

# ending as written -> endings of the dictionary form it may stand for
_LATIN_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Polish
    ("owi", ("", "ek")),
    ("iem", ("", "i")),
    ("em", ("", "a")),
    ("ie", ("a", "")),
    ("ii", ("ia",)),
    ("ia", ("", "ia")),
    ("ka", ("ek",)),
    ("kiem", ("ek",)),
    ("kowi", ("ek",)),
    ("a", ("",)),
    ("e", ("a", "")),
    ("y", ("a", "")),
    ("i", ("a", "ia", "")),
    ("o", ("a", "as", "is")),
    ("u", ("", "as", "is", "us")),
    ("om", ("",)),
    ("ze", ("ga", "r")),
    ("cie", ("t", "ta")),
    ("zie", ("d", "da")),
    ("sze", ("ch",)),
    ("rze", ("r", "ra")),
    ("le", ("l", "la")),
    ("nie", ("n", "na")),
    ("nia", ("nia", "n")),
    ("ni", ("nia",)),
    # Lithuanian
    ("ui", ("as", "us", "is")),
    ("iui", ("is", "ius", "ys")),
    ("io", ("is", "ys")),
    ("iu", ("is", "ius")),
    ("ai", ("a", "as")),
    ("os", ("a",)),
    ("es", ("e",)),
    ("ei", ("e", "a")),
    ("aus", ("us",)),
    ("iaus", ("ius",)),
    ("umi", ("us",)),
    ("mi", ("a",)),
    ("je", ("",)),
    # Romanian
    ("ului", ("u", "")),
    ("ul", ("",)),
    ("ule", ("",)),
    ("ei", ("a",)),
    ("iei", ("ia",)),
    ("o", ("a",)),
)
_CYRILLIC_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("у", ("а", "")),
    ("ю", ("я", "й", "ь")),
    ("и", ("а", "")),
    ("і", ("а", "я")),
    ("ї", ("я",)),
    ("ою", ("а",)),
    ("ею", ("я", "а")),
    ("єю", ("я",)),
    ("ом", ("", "о")),
    ("ем", ("ь", "й")),
    ("єм", ("й",)),
    ("ові", ("", "о")),
    ("еві", ("ь",)),
    ("єві", ("й",)),
    ("а", ("", "о")),
    ("я", ("й", "ь")),
    ("о", ("а",)),
    ("е", ("", "а")),
    ("є", ("я",)),
    ("зі", ("га",)),
    ("ці", ("ка",)),
    ("ка", ("ко", "ок")),
    ("кові", ("ко",)),
    ("ком", ("ко",)),
)
# given names that are everyday words in their own language: only after "my friend", "my name is"
_EVERYDAY = frozenset(
    "امید نور ئازاد ئارام هەژار کاروان شوان ایمان عروج انعم دانش زین اسد جمال کریم رحیم ثنا ئاوات حمید هاوڕێ خوشال роман віра надія любов злата".split()
) | frozenset(
    "mama tata dom maja mai mais lina mara para sara casa rua para pies kot las noc moc ale jest bo nie tak juz ana mes bet kad kai yra nera ir as tu jis ji mare bine ani luna vara iarna marti miercuri joi nu da se sa la de pe cu in eu el ea noi voi ei ele meu meus minha mas por que como sou dia noite sim nao uma um os as ao paz sol mar rio sal lua boa bom luz santa vida fim alguem ola".split()
)
_ARABIC_KIN = frozenset(
    "دوست دوستم سہیلی بھائی بہن نام کزن استاد چچا ماموں خالہ ملګری ملګرې ورور خور نوم نومیږي هاوڕێم هاوڕێکەم هاوڕێی براکەم خوشکەکەم برام خوشکم ناوم ناوی مامۆستا برا صاحب باجی مس سر آپی میڈم".split()
)
_GURMUKHI_KIN = frozenset("ਦੋਸਤ ਭਰਾ ਭੈਣ ਨਾਮ ਨਾਂ ਸਹੇਲੀ ਅਧਿਆਪਕ ਚਾਚਾ ਮਾਮਾ ਵੀਰ ਮੈਡਮ ਸਰ".split())
_GURMUKHI_SURNAMES = frozenset("ਸਿੰਘ ਕੌਰ ਗਿੱਲ ਸੰਧੂ ਢਿੱਲੋਂ ਧਾਲੀਵਾਲ".split())
_COPULA = frozenset(
    "ہے ہیں تھا تھی دی ده ਹੈ ਸੀ ਹਨ کا کی کے په د ੳ میں نے کو ਨੇ ਨੂੰ ਦਾ ਦੀ ਦੇ میری میرا زما من".split()
)


def is_foreign_name(words: Sequence[Word], i: int, lists: Lexicon) -> bool:
    """Is word `i` of a text that is not English somebody's name?"""
    word = words[i]
    low = word.low
    before = words[i - 1].low if i and not word.first else ""
    two_before = words[i - 2].low if i > 1 and not word.first else ""
    if low[0] >= "\u0590" and not _cyrillic(low):
        return _unicameral(words, i, before, lists)
    kin = around.FOREIGN_KIN
    introduced = before in kin or (
        two_before in kin
        and before
        in (
            "to",
            "jest",
            "ma",
            "na",
            "este",
            "lui",
            "yra",
            "e",
            "é",
            "це",
            "се",
            "o",
            "a",
            "da",
            "do",
            "wabi",
        )
    )
    if word.capital and introduced and low not in around.NOT_A_NAME and len(low) > 1:
        return low not in lists.places and low not in kin
    stems = set(stem_forms(low))
    known = any(s in lists.given or (_cyrillic(low) and s in lists.script_names) for s in stems) or (
        word.named and low in lists.rare_given
    )
    if not known or low in _EVERYDAY:
        return False
    if _cyrillic(low):
        return word.capital
    if word.named:
        return low not in lists.places or introduced
    if word.capital:
        return low in lists.given and low not in lists.places and len(low) > 3 and low not in lists.words
    return introduced


def stem_forms(low: str) -> Iterator[str]:
    """`low` itself and the dictionary forms its ending allows: "zofie" may be "zofia"."""
    yield low
    for ending, bases in _CYRILLIC_ENDINGS if _cyrillic(low) else _LATIN_ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            stem = low[: len(low) - len(ending)]
            for base in bases:
                if len(stem + base) > 2:
                    yield stem + base


def _cyrillic(low: str) -> bool:
    return "\u0400" <= low[0] <= "\u04ff"


def _unicameral(words: Sequence[Word], i: int, before: str, lists: Lexicon) -> bool:
    """Scripts without capitals: a listed name, or any word that "my name is" announces."""
    low = words[i].low
    if low in _COPULA or low in _ARABIC_KIN or low in _GURMUKHI_KIN:
        return False
    if low in lists.script_names:
        return low not in _EVERYDAY or before in _ARABIC_KIN | _GURMUKHI_KIN
    after = words[i + 1].low if i + 1 < len(words) else ""
    if after in _GURMUKHI_SURNAMES or low in _GURMUKHI_SURNAMES:
        return True
    return before in ("نام", "نوم", "ناوم", "ناوی", "ਨਾਮ", "ਨਾਂ") and after in _COPULA | {""}
