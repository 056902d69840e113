# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""Is this text English, one of the other languages we have cues for, or something we cannot read?

For screening only: not being able to read a text is a reason to hold it. Decided by script and by small
common words.
"""

from __future__ import annotations

from collections.abc import Sequence

from survey.screening.lexicon import lexicon
from survey.screening.words import Word

# small words that betray a language, in plain form (no accents)
_SMALL_WORDS = {
    "pl": "nie jest sie na do ze bo jak ale mnie moj moja moje mam gdy co tam przez kiedy tak czy jestem mi ja w z i po od dla tylko bardzo moi ludzie wieczorem domu szkole boje wiecej byl byla bylo sa jego jej nas nam oni ona jeszcze tez kolo przy szkola lubie chcialbym chcialabym czuje bezpiecznie zawsze czasami czasem rano nikt swiatla ulicy ulicach moim mojej mojego tata siostra kolega koledzy pani trzeba powinno powinny gdzie duzo malo jesli albo miasto miescie autobus autobusy",
    "lt": "ir yra nes kad bet kai mano man as tai labai nera prie ne del mes vakare zmoniu zmones gatveje mokykloje namuose jauciuosi bijau saugi saugus ten buna reikia daugiau norečiau noreciau visada buvo butu galima tetis sesuo brolis draugai draugas klases mokytoja mokytojos musu miestas mieste parke autobusai kartais niekada gerai gera patinka savo jis ji jie kuris kuri kur cia dar po uz su kas kiek kaip arba gatves zibintu sviesos treniruotes pasiima mokykla",
    "ro": "si nu este sunt pe cu ca mai din dar pentru eu ma imi mi-e frica acasa scoala oameni seara cand unde care foarte mea meu sa la de in strada prietenii multe vrea avea ne te il ei ele lor lui mereu uneori niciodata langa dupa pana nimic daca zic zice parc parcul autobuz autobuzul tata fratele sora colegii profesoara siguranta oras lumini trebuie ar putea",
    "pt": "nao e que com uma um para por mais meu minha muito mas de da do na no os as eu me quando onde rua escola medo casa noite estou pessoas gosto sempre nunca vezes queria havia tem tenho ter ser sao foi vai vou ir pai irmao irma professora autocarro autocarros parque cidade luzes meus minhas nosso nossa seguro segura sinto se ao aos pela pelo ela ele eles isso tudo todos dia dias tambem ja porque buscar precisamos",
    "ur-latin": "mujhe mujhy muje meri mera hai hain nahi nahin ghar abbu ammi mein kehta raha rahi kisi aur bhai woh wo ke ki ko se ka kya bohat bohot bahut karte karta kar thi hum main mai lagta lagti acha achi koi sab raat jata jati",
    "pa-latin": "mainu mera meri ghar nahi hai ohnu naal nal vich kehnda karda karde kise di si te asi sanu bahut main ne lagda lagdi changa changi vadhiya jaan jana jande honi chahidi chahide kol",
    "ku": "ez ji bo di de li ku u min dibe naxwazim",
    "es": "no que los las con una para por mi muy pero el la de en y calle escuela miedo casa noche",
    "fr": "je ne pas les des une est dans pour mon ma avec le la il que rue peur maison",
    "de": "ich und nicht die der das ist ein mit auf zu mein meine angst schule",
}
_SMALL = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_SCRIPTS = (
    ("\u0400", "\u04ff", "uk"),
    ("\u0600", "\u06ff", "ar"),
    ("\u0a00", "\u0a7f", "pa"),
    ("\u0900", "\u097f", "hi"),
)
_RUSSIAN = frozenset("ыэъё")
_UKRAINIAN = frozenset("іїєґ")
_SORANI = frozenset("ڕڵێۆەڤ")
_PASHTO = frozenset("ټډړږښڼېۍځڅ")
_URDU = frozenset("ٹڈڑےںھہ")


def reads_as_english(words: Sequence[Word]) -> bool:
    """True unless most of the words are foreign to English."""
    language = recognise(words)
    if language == "" and len(words) > 1:
        return any(w.low.replace("'", "") in lexicon().words for w in words)
    return language in ("en", "")


def recognise(words: Sequence[Word]) -> str:
    """The language's two letters, "ckb" for Sorani, "" when there is too little to tell, "other" when we
    cannot read it.
    """
    if not words:
        return ""
    letters = "".join(w.low for w in words)
    for first, last, code in () if letters.isascii() else _SCRIPTS:
        if sum(first <= c <= last for c in letters) > len(letters) / 2:
            if (
                code == "uk"
                and any(c in _RUSSIAN for c in letters)
                and not any(c in _UKRAINIAN for c in letters)
            ):
                return "ru"
            return _arabic_script(letters) if code == "ar" else code
    if not letters.isascii() and sum(c > "\u024f" for c in letters) > len(letters) / 2:
        return "other"
    lows = [w.low for w in words]
    known = lexicon().words
    english = sum(low in known or low in ("i", "a") for low in lows) / len(lows)
    scores = {code: sum(map(small.__contains__, lows)) / len(lows) for code, small in _SMALL.items()}
    best = max(scores, key=lambda code: scores[code])
    if len(words) < 3:
        return "en" if english >= 0.5 else (best if scores[best] > 0.4 and not english else "")
    if english >= 0.6 and scores[best] < 0.5:
        return "en"
    if scores[best] >= 0.15 and english < 0.6:
        return best
    return "en" if english >= 0.4 else "other"


def small_words(language: str) -> frozenset[str]:
    """The words in the list of `language`, so that its "od" is not taken for an English "OD"."""
    return _SMALL.get(language, frozenset())


def _arabic_script(letters: str) -> str:
    for marks, code in ((_SORANI, "ckb"), (_PASHTO, "ps"), (_URDU, "ur")):
        if any(c in marks for c in letters):
            return code
    return "other" if len(letters) > 6 else ""
