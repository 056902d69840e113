# ruff: noqa: E501 -- patterns and word lists read best one to a line
"""Signs of harm in the other languages young people here write in: translated cues, looked for in any
text.

For `harm_signs`. Cues are stems, so that endings do not matter. They were written without a speaker's
check of each (the team should have one): they only ever raise a level, and a text we cannot read is held
whatever they say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from survey.levels import HarmLevel
from survey.screening import harm_kinds as kinds
from survey.screening.harm_elsewhere_ideas import find_ideas_together
from survey.screening.lexicon import plain

_URGENT: dict[str, tuple[str, ...]] = {
    kinds.SUICIDE: (
        r"chc[eę] umrze|nie chc[eę] (?:już )?(?:ży[cć]|tu by)|zabi[cćj]\w* si[eę]|samob[oó]j|sko[nń]cz\w+ ze sob[aą]|lepiej beze mnie|odebra\w+ sobie życie",
        r"noriu mirti|nebenoriu gyvent|nenoriu gyvent|nusižud\w*|savižud\w*|geriau be man[eę]s",
        r"vreau s[aă] mor|nu mai vreau s[aă] tr[aă]iesc|s[aă] m[aă] omor|sinuci\w*|mai bine f[aă]r[aă] mine|[iî]mi iau via[tț]a",
        r"quero morrer|n[aã]o quero (?:mais )?viver|me matar|matar-me|suic[ií]d\w*|melhor sem mim|acabar com (?:tudo|a minha vida)",
        r"хочу померти|не хочу (?:більше )?жити|вбити себе|покінчити|самогуб\w*|краще без мене|хочу вмерти|хочу умереть|не хочу жить|убить себя",
        r"مرنا چاہت|خودکشی|جینا نہیں چاہت|زندہ نہیں رہنا|اپنی جان لین|مر جاؤں|مر جاوں",
        r"غواړم مړ شم|ځان وژن|ځان ووژن|ژوند نه غواړم|خودکشي",
        r"خۆکوش|خۆم بکوژم|دەمەوێت بمرم|نامەوێت بژیم|دەمەوێ بمرم|ناخوازم بژیم",
        r"ਮਰਨਾ ਚਾਹੁੰਦ|ਖੁਦਕੁਸ਼ੀ|ਖ਼ੁਦਕੁਸ਼ੀ|ਆਤਮ ?ਹੱਤਿਆ|ਜੀਣਾ ਨਹੀਂ ਚਾਹੁੰਦ|ਜਿਉਣਾ ਨਹੀਂ|ਮਰ ਜਾਵਾਂ",
        r"quiero morir|no quiero vivir|suicid(?:arme|io)|je veux mourir|me suicider|ich will sterben|umbringen",
    ),
    kinds.HOME: (
        r"mi (?:padre|madre|padrastro) (?:me|nos) pega|mon (?:père|beau-père) me frappe|mein vater schlägt",
    ),
    kinds.SEXUAL: (
        r"gwa[lł]c\w*|zgwa[lł]c\w*|dotyka (?:mnie|mnie tam)|molest\w*|zmusza mnie do",
        r"išprievart\w*|prievartau\w*|lie[cč]ia mane|tvirkin\w*",
        r"viol(?:at|ează|eaza|ul)\b|m[aă] atinge|agres\w+ sexual|abuz\w* sexual|m[aă] for[tț]ea",
        r"estupr\w*|viola(?:da|do|ram|ção)\b|me toca|toca-me|abus\w+ (?:sexual\w*|de mim)",
        r"зґвалт\w*|згвалт\w*|чіпає мене|торкається мене|домага\w*|изнасил\w*",
        r"زیادتی|ریپ|جنسی|مجھے چھوت|چھیڑت|چھوتا ہے",
        r"جنسي|تېری کو|لاس (?:را)?اچو|ما ته لاس",
        r"دەستدرێژی|سێکس|دەستم لێ|دەستی لێدام|لاقە",
        r"ਬਲਾਤਕਾਰ|ਜਿਨਸੀ|ਛੂਹੰਦ|ਛੂੰਹਦ|ਛੇੜਦ|ਛੇੜਛਾੜ",
    ),
    kinds.THREAT: (
        r"gro[zż]\w* (?:mi|nam|że mnie)|zabij[eęą]\w* mnie|szanta[zż]\w*",
        r"grasin\w* (?:man|mums)|nužudys|šantaž\w*",
        r"m[aă] amenin[tț]\w*|m[aă] omoar|[sș]antaj\w*|c[aă] m[aă] omoar",
        r"amea[cç]\w*(?:-me| me)|me amea[cç]\w*|vai(?:-me)? matar|chantag\w*",
        r"погрожу\w*|вб['’]?[ю]\w* мене|уб['’]?[ю]\w* мене|шантаж\w*|угрожа\w*",
        r"دھمک|جان سے مار|بلیک میل",
        r"ګواښ|وژني مې|مرګ ګواښ",
        r"هەڕەشە|دەمکوژ|بمکوژ",
        r"ਧਮਕ|ਜਾਨੋਂ ਮਾਰ|ਬਲੈਕਮੇਲ",
    ),
    kinds.EXPLOITED: (
        r"ka[zż][aą] mi (?:nosi[cć]|sprzedawa[cć]|wozi[cć])|zmuszaj[aą] mnie|nosi[cć] narkotyk\w*|sprzedaj[eę] narkotyk",
        r"ver[cč]ia mane|liepia man neš\w*|nešioti narkot\w*",
        r"m[aă] (?:oblig[aă]|pun) s[aă] (?:car|v[aâ]nd|duc)|s[aă] v[aâ]nd droguri",
        r"me obrig\w*|obrigam-me|vender drogas? para|levar drogas?",
        r"змушу\w* мене|примушу\w*|(?:носити|продавати|возити) наркотик\w*",
        r"مجبور کرت|منشیات (?:بیچ|لے جا)|نشہ بیچ",
        r"مجبوروي|نشه يي توکي|مخدره",
        r"ناچارم دەکەن|زۆرم لێ دەکەن|ماددەی هۆشبەر (?:\S+ ){0,2}(?:بفرۆش|هەڵ)",
        r"ਮਜਬੂਰ ਕਰਦ|ਨਸ਼ੇ ਵੇਚਣ ਲਈ (?:ਕਹਿੰਦ|ਮਜਬੂਰ)|ਮੇਰੇ ਤੋਂ ਨਸ਼",
    ),
}
_CONCERN: dict[str, tuple[str, ...]] = {
    kinds.HOME: (
        r"boj[eę] si[eę] (?:by[cć] )?(?:w domu|taty|ojca|ojczyma|mamy|brata|rodzic[oó]w)|(?:tata|ojczym|mama|rodzice) (?:\w+ ){0,3}(?:pij[eą]|krzyczy|krzycz[aą])|pijany ojciec|nie czuj[eę] si[eę] bezpieczn\w+ w domu",
        r"bijau (?:būti )?(?:namuose|tėčio|patėvio|mamos|tėvo)|(?:t[eė]tis|pat[eė]vis|mama) (?:\w+ ){0,3}(?:geria|rėkia)|namuose nesaugu|nesijaučiu saug\w+ namuose",
        r"(?:mi-e|imi e|îmi este|mi e) (?:fric[aă]|team[aă]) (?:de (?:tata|tatal|mama|el)|acas[aă])|(?:tata|mama) (?:\w+ ){0,3}(?:bea|[tț]ip[aă])\b|nu m[aă] simt [iî]n siguran[tț][aă] acas",
        r"medo d[oa]s? (?:meu |minha |meus )?(?:pai|padrasto|m[aã]e|irm[aã]o|pais)|medo em casa|n[aã]o me sinto segur[oa] em casa|(?:pai|m[aã]e|padrasto) (?:\w+ ){0,3}(?:beb[eê]|grita)\b",
        r"боюся? (?:тата|батька|вітчима|мами|брата|вдома|бути вдома)|(?:тато|батько|вітчим|мама) (?:\S+ ){0,3}(?:п['’]є|пьє|кричить|пиячить)|вдома не\s?безпечно|не почуваюс\w* (?:\S+ ){0,2}вдома|боюсь отца",
        r"(?:ابو|والد|باپ|امی|بھائی|چچا) سے ڈر|گھر میں (?:\S+ ){0,3}(?:ڈر|خوف|محفوظ نہیں|غیر محفوظ)|گھر میں لڑائی",
        r"(?:له پلار|له پلاره|له تره|له مور)\S* (?:\S+ ){0,2}(?:ډار|وېر)|په کور کې (?:\S+ ){0,3}(?:ډار|وېر|خوندي نه)",
        r"(?:لە باوک|لە دایک|لە برا|لە مام)\S* (?:\S+ ){0,2}دەترس|لە ماڵ\S* (?:\S+ ){0,3}(?:دەترس|سەلامەت نی)",
        r"(?:ਪਿਤਾ|ਡੈਡੀ|ਪਾਪਾ|ਮੰਮੀ|ਚਾਚੇ|ਭਰਾ)\S* (?:ਜੀ )?(?:ਤੋਂ|ਤੋ) ਡਰ|ਘਰ (?:ਵਿੱਚ|ਵਿਚ) (?:\S+ ){0,3}(?:ਡਰ|ਸੁਰੱਖਿਅਤ ਨਹੀਂ)",
    ),
    kinds.SELF_HARM: (
        r"tn[eę] si[eę]|ci[eę]łam si[eę]|ci[aą]łem si[eę]|okalecz\w*|krzywdz[eę] si[eę]|robi[eę] sobie krzywd|nie jem",
        r"pjaustau\w*|žaloj\w* save|žalojuos\w*",
        r"m[aă] tai(?:am)?\b|[iî]mi fac r[aă]u|m[aă] r[aă]nesc",
        r"(?:me corto|corto-me|me cortar|me machuco|automutil\w*)",
        r"ріжу себе|ріжуся|порізи|шкоджу собі|режу себя|калічу себе",
        r"خود کو (?:نقصان|کاٹ|زخمی)|اپنے آپ کو (?:نقصان|کاٹ|زخمی)",
        r"ځان (?:ته زیان|پرې کو|زخمي)|خۆم (?:دەبڕم|بریندار|ئازار)|ਆਪਣੇ ਆਪ ਨੂੰ (?:ਨੁਕਸਾਨ|ਕੱਟ|ਜ਼ਖਮੀ)",
    ),
    kinds.FOLLOWED: (
        r"(?:[sś]ledzi|[sś]ledzi[lł]|chodzi[lł]? za|szed[lł] za) (?:mnie|mn[aą]|nami|moj)|(?:jaki[sś] )?(?:m[eę][zż]czyzna|facet|pan) (?:\w+ ){0,3}(?:za mn[aą]|zaczepia\w*|dotyka\w*)",
        r"seka mane|sekė mane|persekioja|vyras (?:\w+ ){0,3}(?:seka|sekė|kabin\w*)",
        r"m[aă] urm[aă]re[sș]\w*|m-a urm[aă]rit|un b[aă]rbat (?:\w+ ){0,4}(?:urm|atins|dup[aă] mine)",
        r"me segu[ei]\w*|seguiu-me|me persegu\w*|um homem (?:\w+ ){0,4}(?:segu|tocou|atrás de mim)",
        r"(?:йшов|ходить|іде|стежить|стежив|слідкує|слідкував) за (?:мною|нами|моєю)|переслідує|чоловік (?:\S+ ){0,4}за мною",
        r"(?:آدمی|لڑکے|مرد|شخص)\S* (?:\S+ ){0,4}(?:پیچھا|پیچھے آ)|میرا پیچھا|مې تعقیب|راپسې|دوام دەکەوێ|شوێنم دەکەوێ|بەدوامەوە|ਮੇਰਾ ਪਿੱਛਾ|ਪਿੱਛਾ ਕਰਦ|ਪਿੱਛਾ ਕੀਤਾ",
    ),
    kinds.BULLIED: (
        r"(?:bij[aą]|dr[eę]cz[aą]|prze[sś]laduj[aą]|wyzywaj[aą]|zn[eę]caj[aą]) (?:mnie|si[eę] nade mn)|(?:mnie|nas) (?:bij[aą]|dr[eę]cz[aą]|wyzywaj[aą]|popychaj[aą])",
        r"tyčiojasi iš man[eę]s|mane (?:muša|stumdo|skriaudžia)|patyči\w+ (?:\w+ ){0,3}(?:mane|kasdien)",
        r"m[aă] (?:h[aă]r[tț]uie\w*|jignes\w*|lovesc|[iî]mping|batjocor\w*)|r[aâ]d de mine (?:\w+ ){0,3}zi",
        r"(?:me batem|batem-me|me xingam|gozam comigo|fazem bullying comigo|sofro bullying|me empurram)",
        r"(?:мене|наді мною) (?:\S+ ){0,2}(?:цькують|ображають|знущаються|штовхають|обзивають|булять)|знущаються (?:наді|з) мн|цькують мене|надо мной издева\w*",
        r"مجھے (?:\S+ ){0,3}(?:تنگ کرت|گالی|ستات|دھکے)|ما (?:\S+ ){0,2}(?:ځوروي|ښکنځل)|(?:ئازارم دەدەن|جنێوم پێ دەدەن|گاڵتەم پێ دەکەن)|ਮੈਨੂੰ (?:\S+ ){0,3}(?:ਤੰਗ ਕਰਦ|ਗਾਲ੍ਹਾਂ|ਧੱਕੇ|ਛੇੜਦ)",
    ),
    kinds.ASKS: (
        r"pom[oó][zż]cie mi|potrzebuj[eę] pomocy|nikomu nie (?:powiedzia[lł]|mog[eę] powiedzie[cć]|m[oó]wi[lł])|boj[eę] si[eę] powiedzie[cć]",
        r"pad[eė]kite man|man reikia pagalbos|niekam nesakiau|bijau pasakyti",
        r"ajuta[tț]i-m[aă]|am nevoie de ajutor|n-am spus nim[aă]nui|nu am spus nim[aă]nui|mi-e fric[aă] s[aă] spun",
        r"preciso de ajuda|ajudem-me|me ajud\w+|n[aã]o contei a ningu[eé]m|nunca contei|medo de contar",
        r"допоможіть мені|мені потрібна допомога|нікому не (?:казав|казала|розповідав|розповідала|говорив|говорила|можу сказати)|боюся? (?:розповісти|сказати)|помогите мне",
        r"میری مدد|مدد چاہ|کسی کو نہیں بتا|بتانے سے ڈر|مرسته وکړ|مرستې ته اړ|چاته مې نه دي ویلي|یارمەتیم بد|یارمەتیم پێویست|بە کەسم نەگوت|ਮੇਰੀ ਮਦਦ|ਮਦਦ ਚਾਹੀਦੀ|ਕਿਸੇ ਨੂੰ ਨਹੀਂ ਦੱਸਿ|ਦੱਸਣ ਤੋਂ ਡਰ",
    ),
    kinds.WEAPON: (
        r"(?:nosz[eę]|mam przy sobie|przyni[oó]s[lł]|grozi[lł]|wyci[aą]gn[aą][lł]) (?:\w+ ){0,2}n[oó][zż]|(?:turi|nešioja\w*|atsinešė) peilį|(?:port|am|are|a scos|a adus) (?:un |la mine )?cu[tț]it|(?:ando com|tem|trouxe|levo|puxou|tenho) (?:uma )?faca",
        r"(?:ношу|носить|має|дістав|приніс|приносить) (?:\S+ ){0,2}(?:ніж|ножа)|(?:چاقو|چھری) (?:\S+ ){0,2}(?:رکھت|لات|نکال|دکھا|لے کر)|(?:چاړه|چاقو) (?:\S+ ){0,2}(?:لري|راوړ)|چەقۆ\S* (?:\S+ ){0,2}(?:هەڵ|پێی|هێنا)|ਚਾਕੂ (?:\S+ ){0,2}(?:ਰੱਖਦ|ਲਿਆ|ਕੱਢ|ਦਿਖਾ)",
    ),
}


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[HarmLevel, tuple[tuple[str, re.Pattern[str]], ...]], ...]:
    """Built when the first text in another language comes: most texts are English."""
    return tuple(
        (level, tuple((kind, re.compile("|".join(cues), re.IGNORECASE)) for kind, cues in table.items()))
        for level, table in ((HarmLevel.URGENT, _URGENT), (HarmLevel.CONCERN, _CONCERN))
    )


_LETTER_BEYOND_ENGLISH = re.compile(r"[^\x00-\x7f–—‘’“”…£€]")
_WORD = re.compile(r"[^\W\d_]+")
# words that betray a language written without accents, none of them English
_BETRAYS = {
    code: frozenset(words.split())
    for code, words in {
        "pl": "nie jest sie mnie mi moj moja moje tata taty mama ojciec ojczym bo gdy kiedy jestem boje chce mam ze co mojego mojej kolega",
        "lt": "yra mane mano tetis tevas namo namuose bijau noriu nenoriu kad mama manes bet niekam patevis draugas drauge",
        "ro": "nu este sunt mea meu sa imi vreau acasa frica mama tata frate tatal nimanui mie cand pentru si ca ma un am dar zic cand la",
        "pt": "nao minha meu pai mae casa medo quero tenho comigo ninguem padrasto irmao quando uma que mim",
        "ur-latin": "mujhe mujhy muje mere meri mera hai hain nahi nahin ghar abbu ammi mein kehta raha rahi kisi aur bhai woh wo ke ki ko se",
        "pa-latin": "mainu menu mera mere meri ghar nahi hai ohnu nu naal nal vich papa kehnda karda kise oh da di de si",
    }.items()
}
_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), ("uk", "ru")),
    (re.compile(r"[\u0600-\u06ff]"), ("ur", "ps", "ckb")),
    (re.compile(r"[\u0a00-\u0a7f]"), ("pa",)),
)


def find_cues(text: str, language: str = "") -> list[tuple[HarmLevel, str]]:
    """The kinds of harm that words of another language than English point at; `language` as recognised."""
    languages = _languages(text, language)
    if not languages:
        return []
    text = unicodedata.normalize("NFC", text)
    cues = [(level, kind) for level, table in _cues() for kind, cue in table if cue.search(text)]
    return [*cues, *find_ideas_together(text, languages)]


def _languages(text: str, language: str) -> tuple[str, ...]:
    """The languages worth looking in: the recognised one, and those that a word or two betrays."""
    words = frozenset(_WORD.findall(plain(text)))
    found = [code for code, betraying in _BETRAYS.items() if code == language or len(words & betraying) >= 2]
    if language in ("ur-latin", "pa-latin"):
        found = ["ur-latin", "pa-latin"]
    if _LETTER_BEYOND_ENGLISH.search(text):
        if language != "en" and not found:
            found += ["pl", "lt", "ro", "pt"]  # too short to tell, but with accents
        for script, codes in _SCRIPTS:
            if script.search(text):
                found += [language] if language in codes and language != "uk" else codes
    return tuple(dict.fromkeys(found))
