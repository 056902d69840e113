"""The parts of the report after its first page, in order: who was heard, how safe they feel, themes, places,
groups, trust, what would help, method.

The question this module answers for whoever reads on: *what exactly was said, and by whom?* Each function
gives one `Section`: sentences made from the ledger, and the names of its charts and tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis import corrected
from analysis.contrasts import Contrast
from analysis.desk import Desk, has, how_many, lowered, ranked, row_label, that_hold, unsafe
from analysis.details import OPPOSITE
from analysis.differencing import TALKS
from analysis.disclosure import Gated
from analysis.findings import Section, ThemeCard
from analysis.groups_heard import RaisedIn, groups_heard, rules_for
from analysis.ledger import Entry, Sentence, plain, sentence
from analysis.puzzle import rounded
from analysis.recount import Recount
from analysis.tables import ARRIVAL, NOT_USABLE, PEOPLE, Group, theme_cell, theme_table_key
from analysis.wave import NOT_STATED
from analysis.weights import wave_weights, weighted_share

UNDER_HEARD = 0.8
"""A group whose share of those heard is under this much of its share of young people was under-heard."""


MOST_NAMED = 6
"""As many things too few groups raised are named. A longer list would be the form again."""


def compared_cells(desk: Desk) -> list[tuple[str, str]]:
    """Every comparison the report could make: feeling unsafe, and each theme."""
    cells = [
        (key, "unsafe") for key in (desk.roles.by_day, desk.roles.after_dark) if has(desk, key, "unsafe")
    ]
    return cells + [cell for theme in desk.wave.themes if has(desk, *(cell := theme_cell(theme)))]


def heard(desk: Desk) -> Section:
    """Who we heard from, and who we did not."""
    told = [how_many(desk)]
    for row in desk.shown[PEOPLE].rows[1:]:
        share = desk.wave.office.census.get(row.group.by, {}).get(row.group.value)
        heard = desk.ledger.group(row.group.key)
        if share is None or heard is None or heard.percent is None:
            continue
        claim, percent = f"Share of all young people: {row.group.label}", round(100 * share)
        census = desk.ledger.percentage("census", claim, percent, table=PEOPLE, group=row.group.key)
        if heard.percent / 100 < UNDER_HEARD * share:
            told.append(sentence("beside_census", (heard, census), desk.rules, who=row.group.label))
    if not desk.wave.office.census:
        told.append(
            plain("Which groups are missing cannot be said: the office has entered no census shares.")
        )
    told += _turned_up(desk)
    return Section("heard", "Who we heard from, and who we did not", tuple(told), ("heard",), (PEOPLE,))


def _turned_up(desk: Desk) -> list[Sentence]:
    """Headcounts, those who said no, other languages: only sums over the whole wave."""
    told, rules = [], desk.rules
    smallest = max(rules.smallest_count, 1)
    heads = sum(s.headcount or 0 for s in desk.wave.sittings)
    declined = sum(s.declined or 0 for s in desk.wave.sittings)
    if heads and declined >= smallest:
        entries = (
            desk.ledger.number("declined", "Said no, thank you", rounded(declined, rules.round_to)),
            desk.ledger.number("headcount", "People in the room", rounded(heads, rules.round_to)),
        )
        told.append(
            sentence(
                "count",
                entries,
                rules,
                gap1=" of ",
                gap2=" young people in the sessions chose not to answer.",
            )
        )
    other = sum(1 for person in desk.wave.respondents if person.language not in ("", "en"))
    if other >= smallest:
        entry = desk.ledger.number(
            "other_language", "Answered in another language than English", rounded(other, rules.round_to)
        )
        told.append(sentence("count", (entry,), rules, gap1=" answered in a language other than English."))
    return told


def safety(desk: Desk) -> Section:
    told = []
    for key, when in ((desk.roles.by_day, "By day, "), (desk.roles.after_dark, "After dark, ")):
        entry = unsafe(desk, key)
        if entry is not None:
            told.append(sentence("share", (entry,), desk.rules, before=when, after=" feel unsafe"))
    keys = tuple(key for key in (desk.roles.by_day, desk.roles.after_dark) if key in desk.shown)
    return Section("safety", "How safe they feel", tuple(told), ("safety",) if keys else (), keys)


def themes(desk: Desk, cards: Sequence[ThemeCard]) -> Section:
    keys = tuple(dict.fromkeys(theme_table_key(theme.question) for theme in desk.wave.themes))
    keys = tuple(key for key in keys if key in desk.shown)
    told = [card.headline for card in cards[:3]]
    if not told:
        told = [plain("No theme is raised by enough people to be shown.")]
    return Section("themes", "What they wrote about", tuple(told), keys if cards else (), keys)


def places(desk: Desk) -> Section:
    """Places by how many of those who go there feel unsafe, then the place that most needs to feel safer."""
    keys = [key for key in desk.shown if key.startswith(f"{desk.roles.places}.")]
    found = [
        (key, entry) for key in keys if (entry := unsafe(desk, key)) is not None and entry.percent is not None
    ]
    found.sort(key=lambda pair: -(pair[1].percent or 0))
    told = [
        sentence(
            "share",
            (entry,),
            desk.rules,
            before=f"{row_label(desk, key)}: ",
            after=" of those who go feel unsafe",
        )
        for key, entry in found[:3]
    ]
    needing = ranked(desk, desk.roles.least_safe_place)
    if needing:
        label, entry = needing[0]
        told.append(
            sentence(
                "share", (entry,), desk.rules, before=f"{label} most needs to feel safer, say ", after=""
            )
        )
        keys.append(desk.roles.least_safe_place)
    if not told:
        told = [plain("Too few people answered about any one place to show it.")]
    return Section("places", "Places", tuple(told), ("places",) if found else (), tuple(keys))


def districts(desk: Desk, cards: Sequence[ThemeCard]) -> tuple[Section, ...]:
    """District by district, in the office’s order: how many, how safe beside everyone, what they raise."""
    people = desk.shown[PEOPLE]
    found = [
        Section(row.group.key, row.group.label, tuple(_district(desk, row.group, row.base, cards)))
        for row in people.rows
        if row.group.by == "area" and row.group.value != NOT_STATED and row.base is not None
    ]
    return tuple(found)


def _district(desk: Desk, group: Group, base: int, cards: Sequence[ThemeCard]) -> Iterator[Sentence]:
    claim = f"Young people who answered: {group.label}"
    heard = desk.ledger.number("base", claim, base, table=PEOPLE, group=group.key)
    yield sentence("count", (heard,), desk.rules, gap1=f" young people answered in {group.label}.")
    safety = False
    for key, what in (
        (desk.roles.after_dark, "feel unsafe after dark"),
        (desk.roles.by_day, "feel unsafe by day"),
    ):
        entry, everyone = unsafe(desk, key, group.key), unsafe(desk, key)
        if entry is not None and everyone is not None and entry.percent is not None:
            safety = True
            yield sentence("compared", (entry, everyone), desk.rules, who=group.label, what=what)
    raised = [
        (entry, card.label)
        for card in that_hold(cards)
        if card.polarity == "worry" and (entry := _raised_in(desk, card, group)) is not None
    ]
    raised.sort(key=lambda pair: (-(pair[0].percent or 0), pair[1]))
    if not raised:
        few, more = ("wrote", " in their own words") if safety else ("answered", "")
        yield plain(f"Too few {few} there, or came to too few sessions, to tell more{more}.")
    if raised:
        gaps = {f"after{i}": f" wrote about {lowered(label)}" for i, (_, label) in enumerate(raised[:3])}
        entries = tuple(entry for entry, _ in raised[:3])
        yield sentence(
            "shares",
            entries,
            desk.rules,
            before="In their own words: ",
            who_of="who wrote",
            between="; ",
            **gaps,
        )


def _raised_in(desk: Desk, card: ThemeCard, group: Group) -> Entry | None:
    table, category = theme_cell(desk.wave.by_theme[card.key])
    entry = desk.ledger.cell(table, category, group.key, theme=card.key)
    return entry if entry is not None and entry.percent else None


def groups(desk: Desk, differing: Sequence[Contrast]) -> Section:
    """Whose experience differs by more than chance. The largest differences first."""
    told = []
    for contrast in differing:
        entry = desk.ledger.cell(contrast.table, contrast.category, contrast.group.key)
        everyone = desk.ledger.cell(contrast.table, contrast.category)
        if entry is None or everyone is None:
            continue
        told.append(
            sentence(
                "compared",
                (entry, everyone),
                desk.rules,
                who=contrast.group.label,
                what=_said(desk, contrast),
            )
        )
    if not told:
        told = [plain("No group differs from the others by more than chance could explain.")]
    return Section("groups", "Groups whose experience differs", tuple(told[:10]))


def _said(desk: Desk, contrast: Contrast) -> str:
    theme = desk.wave.by_theme.get(contrast.category)
    if theme is not None:
        return f"wrote about {lowered(theme.label)}"
    return "feel unsafe after dark" if contrast.table == desk.roles.after_dark else "feel unsafe by day"


def trust(desk: Desk) -> Section:
    told, keys = [], []
    answers = ranked(desk, desk.roles.trust, in_order=True)
    if answers:
        words = {f"after{place}": f" “{label}”" for place, (label, _) in enumerate(answers)}
        words |= {"before": "Will the people in charge act? ", "between": "; "}
        told.append(sentence("shares", tuple(entry for _, entry in answers), desk.rules, **words))
    nobody = next(
        (e for name in desk.roles.tell_nobody if (e := desk.ledger.cell(desk.roles.tell, name)) is not None),
        None,
    )
    if nobody is not None:
        told.append(sentence("share", (nobody,), desk.rules, after=" would tell no one"))
    keys = [key for key in (desk.roles.trust, desk.roles.tell, desk.roles.barriers) if key in desk.shown]
    return Section(
        "trust", "Trust, and telling someone", tuple(told), ("trust",) if told else (), tuple(keys)
    )


def would_help(desk: Desk, helps: Sequence[tuple[str, Entry]]) -> Section:
    told = [sentence("share", (entry,), desk.rules, before=f"{label}: ") for label, entry in helps[:3]]
    keys = (desk.roles.would_help,) if desk.roles.would_help in desk.shown else ()
    return Section("would_help", "What would help", tuple(told), ("would_help",) if helps else (), keys)


def talks(desk: Desk) -> Section:
    """What groups raised in talks, told in groups; nothing where too few were held or no counts are shown."""
    heard = groups_heard(desk.wave.talks, desk.wave.talk_questions, rules_for(desk.rules))
    told: list[Sentence] = []
    for question in heard.questions if heard is not None and desk.rules.counts_shown else ():
        if question.question != desk.roles.ages_of_groups:
            told += _raised_in_talks(desk, question)
    if told:
        told.insert(0, plain("Each talk is one record by its leader. Talks are never counted with people."))
    return Section("talks", "What groups raised", tuple(told))


def _raised_in_talks(desk: Desk, question: RaisedIn) -> Iterator[Sentence]:
    """The question, what enough groups raised, and that there was more, or none of it."""
    claim = f"Groups that answered: {question.label}"
    of = desk.ledger.number("talks", claim, question.of, category=question.question)
    yield plain(question.label)
    for one in question.raised:
        if one.groups is not None:
            claim, said = f"Groups that raised: {one.label}", f"said={one.name}"
            raised = desk.ledger.number(
                "raised_in", claim, one.groups, category=question.question, group=said
            )
            words = {"gap0": f"{one.label}: raised in ", "gap1": " of ", "gap2": " groups."}
            yield sentence("count", (raised, of), desk.rules, **words)
    few = [one.label for one in question.raised if one.groups is None]
    if few:
        yield sentence(
            "count", (of,), desk.rules, **_in_too_few(few, of_all=len(few) == len(question.raised))
        )


def _in_too_few(few: Sequence[str], *, of_all: bool) -> dict[str, str]:
    """Around the number of groups: what too few raised, by name if that is not the whole form again."""
    if len(few) <= MOST_NAMED:
        return {
            "gap0": "In too few of ",
            "gap1": f" groups to say how many, or in none: {', '.join(few)}.",
        }
    what = "No one thing was raised in enough of " if of_all else "Anything else: raised in too few of "
    return {
        "gap0": what,
        "gap1": " groups to say how many." if of_all else " groups to say how many, or in none.",
    }


def method(desk: Desk, gated: Sequence[Gated], cards: Sequence[ThemeCard]) -> Section:
    """How it was made, what is missing, what was hidden."""
    cells = [cell for each in gated for cell in each.table.cells]
    entries = (
        desk.ledger.number("hidden_cells", "Figures hidden", sum(each.table.hidden for each in gated)),
        desk.ledger.number("cells", "Figures in all tables", len(cells)),
    )
    told = [
        plain(
            "Nobody was picked at random. People came to a session, and could say no or skip any question."
        ),
        sentence("count", entries, desk.rules, gap1=" of ", gap2=" figures are hidden to protect people."),
    ]
    for counts in desk.wave.text_counts:
        asked = desk.wave.by_question.get(counts.question)
        label = asked.label if asked else counts.question
        held = desk.ledger.number("held", f"Awaiting review: {label}", counts.held, category=counts.question)
        unused = desk.ledger.cell(f"states:{counts.question}", NOT_USABLE)
        await_review = "text awaits review and is" if counts.held == 1 else "texts await review and are"
        words = {"gap0": f"{label} ", "gap1": f" {await_review} in no figure"}
        if unused is None or unused.numerator is None:
            told.append(sentence("count", (held,), desk.rules, **{**words, "gap1": f"{words['gap1']}."}))
            continue
        words |= {"gap1": f"{words['gap1']}; ", "gap2": " people wrote nothing that could be used."}
        told.append(sentence("count", (held, unused), desk.rules, **words))
    told += _late(desk)
    told += _other_view(desk)
    told += _coded_blind(desk)
    told += _corrected(cards)
    told += _not_by(desk)
    told += _weighted(desk)
    return Section("method", "How this was made", tuple(told))


def _other_view(desk: Desk) -> list[Sentence]:
    """How it is known who said the opposite of a theme they raised, if anybody’s words were marked so."""
    if not any(key.startswith(OPPOSITE) for key in desk.shown):
        return []
    return [
        plain(
            "Whether somebody who raised a theme said the opposite of it is read by a machine, or by people "
            "where they coded the answer. Some will be read wrongly."
        )
    ]


def _late(desk: Desk) -> list[Sentence]:
    """How many answers came after their session, through the gate like any other number."""
    table = desk.shown.get(ARRIVAL)
    if table is None:
        return []
    entry = desk.ledger.cell(ARRIVAL, "late")
    if entry is None or entry.numerator is None:
        return [
            plain(
                "Some answers came after their session had ended, from phones that had no signal. They are "
                "counted; how many they are is hidden to protect people."
            )
        ]
    of = desk.ledger.number("base", "Answers that came", table.rows[0].base, table=ARRIVAL)
    told = " answers came after their session had ended, from phones that had no signal. They are counted."
    return [sentence("count", (entry, of), desk.rules, gap1=" of ", gap2=told)]


def _coded_blind(desk: Desk) -> list[Sentence]:
    """How far the codes behind the themes can be relied on; said plainly where one person coded alone."""
    check = desk.wave.coding_check
    if check is None or not check.answers:
        return []
    entries = [desk.ledger.number("coded_blind", "Answers people coded blind", check.answers)]
    if check.kappa is not None:
        entries.append(
            desk.ledger.percentage(
                "kappa", "Agreement beyond chance, in hundredths", round(100 * check.kappa)
            )
        )
    two = check.coders > 1
    people, whose = ("Two people", "each other’s") if two else ("One person", "the machine’s")
    told = [sentence("coded_blind", tuple(entries), desk.rules, people=people, whose=whose)]
    if not two:
        told.append(plain("That is one person beside the machine, not two people: it says less."))
    return told


def _corrected(cards: Sequence[ThemeCard]) -> list[Sentence]:
    """Which shares would move, and how far, without mistakes in coding."""
    told = [card.corrected for card in cards if card.corrected is not None]
    return [plain(corrected.LEAD), *told] if told else []


def _not_by(desk: Desk) -> list[Sentence]:
    """Which groups, and which talks, a reader will look for in vain, and why."""
    names = {"area": "district", "age_band": "age"}
    asked, left_out = desk.wave.by_question, desk.wave.left_out
    by = [names.get(one) or (asked[one].label if one in asked else one) for one in left_out if one != TALKS]
    told = []
    if by:
        told.append(
            f"Nothing is shown by {', '.join(lowered(one) for one in by)}: since the last release too few "
            "people changed there, and the difference would tell on single people."
        )
    if TALKS in left_out:
        told.append(
            "What groups raised in talks is not shown: since the last release too few talks were added or "
            "changed, and the difference would tell on single groups."
        )
    return [plain(each) for each in told]


def _weighted(desk: Desk) -> list[Sentence]:
    """Whether the picture would change if every group had its fair share."""
    weights = wave_weights(desk.wave)
    if weights.refused:
        return [plain(f"Figures are not weighted to all young people: {weights.refused}.")]
    told = []
    recount = Recount(desk.wave)
    for key, when in ((desk.roles.by_day, "By day"), (desk.roles.after_dark, "After dark")):
        entry = unsafe(desk, key)
        if entry is None or entry.percent is None:
            continue
        share = weighted_share(weights, recount.said(key, "unsafe"), recount.asked(key))
        if share is not None:
            shift = desk.ledger.percentage(
                "weighted", f"{when}, unsafe, weighted", round(100 * share), table=key, category="unsafe"
            )
            told.append(sentence("weighted", (entry, shift), desk.rules, when=when))
    return told
