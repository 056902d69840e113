"""Invented waves: nobody in them exists or wrote a word of them. The same seed gives the same wave."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from analysis.wave import (
    Ask,
    Asked,
    ClearedText,
    OfficeFacts,
    Option,
    Quote,
    Respondent,
    SittingFacts,
    TextCounts,
    Theme,
    WaveData,
)

DISTRICTS = (
    Option("cambridge", "Cambridge"),
    Option("east_cambridgeshire", "East Cambridgeshire"),
    Option("fenland", "Fenland"),
    Option("huntingdonshire", "Huntingdonshire"),
    Option("peterborough", "Peterborough"),
    Option("south_cambridgeshire", "South Cambridgeshire"),
)
SHARES = (0.2, 0.08, 0.12, 0.2, 0.28, 0.12)
AGE_BANDS = tuple(Option(name, name) for name in ("10-11", "12-13", "14-15", "16-17", "18-24"))
SCALE = (
    Option("very_safe", "Very safe"),
    Option("fairly_safe", "Fairly safe"),
    Option("a_bit_unsafe", "A bit unsafe"),
    Option("very_unsafe", "Very unsafe"),
)
APART = Option("does_not_go", "I don’t go there", apart=True)
GENDERS = (Option("girl", "Girl or woman"), Option("boy", "Boy or man"), Option("another", "Another way"))
PLACES = tuple(
    Option(name, label)
    for name, label in (
        ("town_centre", "Town centre"),
        ("park", "Park"),
        ("bus", "Bus or bus stop"),
        ("school_route", "Way to school"),
        ("home_area", "Streets near home"),
        ("online", "Online"),
    )
)
HELP = tuple(
    Option(name, label)
    for name, label in (
        ("lighting", "Better street lights"),
        ("youth_clubs", "More youth clubs"),
        ("adults_about", "Adults we trust around"),
        ("police_nearby", "Police who know us"),
        ("buses", "Safer buses"),
        ("listen", "Being listened to"),
    )
)
TELL = tuple(
    Option(name, label)
    for name, label in (
        ("parent", "Parent or carer"),
        ("friend", "Friend"),
        ("teacher", "Teacher"),
        ("police", "Police"),
        ("nobody", "No one"),
    )
)
TELL = (*TELL[:-1], replace(TELL[-1], apart=True))

_THEMES = (
    # key, label, share, polarity, owner, code, tier, strand, asks for, sentences
    (
        "dark_streets",
        "Dark streets and paths",
        0.30,
        "worry",
        "Highways",
        "dark_run_down_places",
        "primary",
        "serious violence",
        "lights that work on the paths we use",
        ("the path by the river has no lights at all", "its pitch black walking home from the bus in winter"),
    ),
    (
        "groups_hanging",
        "Groups who make us feel small",
        0.22,
        "worry",
        "Police",
        "gangs_intimidating_groups",
        "secondary",
        "serious violence",
        "someone around we can go to",
        ("big groups by the shops shout things when we walk past", "people hang round the station and stare"),
    ),
    (
        "knives",
        "Knives and weapons",
        0.12,
        "worry",
        "Police",
        "knives_weapons",
        "secondary",
        "serious violence",
        "help for people who feel they need to carry one",
        (
            "people say they have knives and you never know",
            "there was a stabbing near us and now i dont go out",
        ),
    ),
    (
        "harassment",
        "Being shouted at or followed",
        0.15,
        "worry",
        "Police and councils",
        "sexual_harassment",
        "primary",
        "violence against women and girls",
        "adults who believe us",
        ("men beep at us in our school uniform", "a car followed me and my friend down the road"),
    ),
    (
        "buses",
        "Buses and waiting for them",
        0.10,
        "worry",
        "Combined authority",
        "transport_travel",
        "primary",
        "",
        "buses that come, and a driver who looks up",
        ("the last bus never turns up so we have to walk", "the top deck is scary on the way home"),
    ),
    (
        "good_places",
        "Clubs where we feel safe",
        0.08,
        "helps",
        "Councils",
        "safe_places_activities",
        "primary",
        "",
        "clubs open on more evenings",
        ("youth club is the only place i feel safe", "the skate park is fine now"),
    ),
    (
        "tiny",
        "Dogs off the lead",
        0.004,
        "worry",
        "Councils",
        "",
        "",
        "",
        "",
        ("dogs run at me in the park with no lead on",),
    ),
)


def questions() -> tuple[Asked, ...]:
    """A short form with every kind of question."""
    return (
        Asked("age_band", "How old are you?", "select_one", AGE_BANDS),
        Asked("area", "Where do you live or spend time?", "select_one", DISTRICTS),
        Asked("safe_day", "How safe do you feel by day?", "select_one", (*SCALE, APART)),
        Asked("safe_dark", "How safe do you feel after dark?", "select_one", (*SCALE, APART)),
        Asked("places", "Which places do you go to?", "select_multiple", PLACES),
        Asked("place_safety", "How safe do you feel there?", "rating_grid", SCALE, rows=PLACES),
        Asked("unsafe_why", "What makes you feel unsafe?", "text"),
        Asked("tell", "Who would you tell?", "select_multiple", TELL, sensitive=True),
        Asked("help_most", "What would help most?", "select_multiple", HELP),
        Asked(
            "act_on_this",
            "Do you think the people in charge will act on this?",
            "select_one",
            (Option("yes", "Yes"), Option("maybe", "Maybe"), Option("no", "No")),
        ),
        Asked("gender", "Are you…", "select_one", GENDERS, sensitive=True),
    )


def office() -> OfficeFacts:
    return OfficeFacts(
        name="Office of the Police and Crime Commissioner for an invented county",
        short_name="The Commissioner’s office",
        area_name="the county",
        districts=DISTRICTS,
        census={
            "area": dict(zip([d.name for d in DISTRICTS], (0.21, 0.1, 0.12, 0.2, 0.24, 0.13), strict=True)),
            "age_band": {"10-11": 0.14, "12-13": 0.14, "14-15": 0.14, "16-17": 0.13, "18-24": 0.45},
            "gender": {"girl": 0.49, "boy": 0.51},
        },
        census_source="invented shares",
        contact="voices@example.org",
        answer_due="by 31 March",
    )


def short_wave(people: int, sessions: int, seed: int = 1) -> WaveData:
    """The same with three questions and no gender: for tests whose subject is not the gate."""
    whole = wave(people, sessions, seed)
    kept = ("age_band", "area", "safe_dark", "unsafe_why", "help_most")
    return replace(
        whole,
        questions=tuple(question for question in whole.questions if question.name in kept),
        breakdowns=("area", "age_band"),
    )


def wave(people: int = 600, sessions: int = 36, seed: int = 1, name: str = "autumn-2026") -> WaveData:
    """A wave of so many people in so many sessions, likeness within a session included."""
    draw = random.Random(seed)
    sittings = _sittings(draw, sessions)
    mood = {sitting.session: draw.gauss(0, 0.08) for sitting in sittings}
    respondents = [_respondent(draw, number, draw.choice(sittings), mood, seed) for number in range(people)]
    texts, in_themes = _texts(draw, respondents)
    written = [text for text in texts if text.question == "unsafe_why"]
    return WaveData(
        name=name,
        title="Feelings of safety, autumn 2026",
        questions=questions(),
        respondents=tuple(respondents),
        office=office(),
        texts=tuple(texts),
        text_counts=(
            TextCounts(
                "unsafe_why", len(written), held=3, non_answer=sum(1 for text in written if not text.usable)
            ),
        ),
        themes=tuple(_theme(row, in_themes[row[0]], texts) for row in _THEMES if in_themes[row[0]]),
        sittings=tuple(sittings),
        asks=_asks(),
        first_day=date(2026, 9, 14),
        last_day=date(2026, 11, 6),
        as_of=date(2026, 11, 20),
        invented=True,
    )


def _sittings(draw: random.Random, how_many: int) -> list[SittingFacts]:
    areas = [district.name for district in DISTRICTS]
    settings = ("youth_club", "school", "street")
    chosen = areas * (how_many // 12) + draw.choices(areas, SHARES, k=how_many - 6 * (how_many // 12))
    return [
        SittingFacts(f"s{number:03d}", area, draw.choice(settings), headcount=30, declined=draw.randrange(4))
        for number, area in enumerate(chosen)
    ]


def _respondent(
    draw: random.Random, number: int, sitting: SittingFacts, mood: dict[str, float], seed: int
) -> Respondent:
    gender = draw.choices(["girl", "boy", "another", "rather_not_say"], [0.5, 0.44, 0.03, 0.03])[0]
    unsafe = 0.35 + mood[sitting.session] + (0.16 if gender == "girl" else 0)
    age = draw.choices([band.name for band in AGE_BANDS], [0.18, 0.28, 0.28, 0.18, 0.08])[0]
    places = tuple(sorted(draw.sample([place.name for place in PLACES], draw.randint(1, 4))))
    helps = tuple(sorted(draw.sample([option.name for option in HELP], draw.randint(1, 3))))
    tells = tuple(sorted(draw.sample([option.name for option in TELL[:4]], draw.randint(1, 2))))
    return Respondent(
        f"r{seed}-{number:06d}",
        sitting.session,
        sitting.area,
        age,
        {
            "age_band": age,
            "area": sitting.area,
            "gender": gender,
            "safe_day": _scale(draw, unsafe - 0.22),
            "safe_dark": _scale(draw, unsafe + 0.12),
            "places": places,
            "place_safety": {place: _scale(draw, unsafe, plain=True) for place in places},
            "unsafe_why": "given" if draw.random() < 0.8 else "skipped",
            "tell": tells if draw.random() < 0.88 else ("nobody",),
            "help_most": helps,
            "act_on_this": draw.choices(["yes", "maybe", "no", "skipped"], [0.2, 0.4, 0.35, 0.05])[0],
        },
        draw.choices(["en", "pl", "lt"], [0.93, 0.05, 0.02])[0],
    )


def _scale(draw: random.Random, unsafe: float, *, plain: bool = False) -> str:
    if not plain and draw.random() < 0.06:
        return draw.choice(["not_sure", "rather_not_say", "skipped", "does_not_go"])
    if draw.random() < max(0.03, unsafe):
        return draw.choices(["a_bit_unsafe", "very_unsafe"], [0.7, 0.3])[0]
    return draw.choices(["very_safe", "fairly_safe"], [0.4, 0.6])[0]


def _texts(draw: random.Random, people: list[Respondent]) -> tuple[list[ClearedText], dict[str, set[str]]]:
    texts, in_themes = [], {row[0]: set[str]() for row in _THEMES}
    for person in people:
        if person.answers["unsafe_why"] != "given":
            continue
        said = []
        for key, _, share, *rest in _THEMES:
            lift = 2.0 if key == "harassment" and person.answers["gender"] == "girl" else 1.0
            if draw.random() < share * lift:
                said.append(draw.choice(rest[-1]))
                in_themes[key].add(person.response_id)
        words = ". ".join(said) + f" ({draw.randrange(10_000)})" if said else "idk"
        texts.append(ClearedText(f"t{len(texts):06d}", person.response_id, "unsafe_why", words, bool(said)))
    return texts, in_themes


def _theme(row: tuple, people: set[str], texts: list[ClearedText]) -> Theme:  # type: ignore[type-arg]
    key, label, _, polarity, owner, code, tier, strand, asks_for, sentences = row
    quotes = [
        Quote(
            text.text_id,
            text.text.index(sentence),
            text.text.index(sentence) + len(sentence),
            "lead",
            "second",
        )
        for sentence in sentences
        for text in [next((t for t in texts if t.response_id in people and sentence in t.text), None)]
        if text is not None
    ]
    return Theme(
        key,
        label,
        "unsafe_why",
        frozenset(people),
        summary=f"Young people write about {label.lower()}.",
        quotes=tuple(quotes),
        stability=0.96,
        polarity=polarity,
        sensitive=key == "harassment",
        code=code,
        prevention_tier=tier,
        strand=strand,
        owner=owner,
        partners=("Youth services",) if owner else (),
        asks_for=asks_for,
    )


def _asks() -> tuple[Ask, ...]:
    return (
        Ask(
            "Mend the lights on the river path", "Highways", date(2026, 11, 1), "asked", theme="dark_streets"
        ),
        Ask(
            "Keep the youth club open on Fridays",
            "Councils",
            date(2027, 1, 31),
            "will_do",
            "Open from January, paid for until July.",
            theme="good_places",
        ),
        Ask(
            "A night bus to the villages",
            "Combined authority",
            date(2026, 12, 1),
            "cannot",
            "No money this year.",
        ),
    )
