"""Signs of harm are graded so that a person reads the text in time, and jokes are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.screening import HarmLevel, held, screen
from survey.screening import harm_kinds as kinds


def level(text: str) -> str:
    return screen(text).level.value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I have decided I want to die", kinds.SUICIDE),
        ("everyone would be happier without me", kinds.SUICIDE),
        ("my dad hit me this morning and i am frightened to go home", kinds.HOME),
        ("he has my nudes and wants money or he posts them", kinds.IMAGES),
        ("they are making me sell weed and said they will hurt my sister if i stop", kinds.EXPLOITED),
        ("a man from a game wants to meet me on sunday and said dont tell your mum", kinds.ADULT),
        ("he says he is going to stab a kid at school tomorrow", kinds.ATTACK),
    ],
)
def test_what_cannot_wait_is_urgent_and_says_why(text: str, kind: str) -> None:
    screened = screen(text)
    assert screened.level is HarmLevel.URGENT
    assert kind in screened.reasons


@pytest.mark.parametrize(
    "text",
    [
        "my mum slaps me",
        "i cut my arms",
        "my ex keeps turning up outside my work",
        "my friend says her uncle touches her",
        "a man followed me home on tuesday",
        "my cousin carries a knife for protection",
        "i dont feel safe in my own house",
        "i owe some older lads money for drugs",
        "they put us in a hostel and men shout in the corridor all night",
        "we are in emergency accommodation and the door does not lock",
        "everyone on our road knows who stabbed that lad and nobody dares tell",
    ],
)
def test_a_sign_of_harm_to_a_child_is_held(text: str) -> None:
    assert held(screen(text))


@pytest.mark.parametrize(
    "text",
    [
        "street lights and more buses",
        "knife crime",
        "people selling drugs in the park",
        "teach boys about consent",
        "help for families where someone drinks",
        "my mum would kill me if i lost my coat",
        "this coursework is killing me",
        "we got battered 4-0 on saturday",
        "i keep dying on fortnite",
        "my parents never hit us",
        "my stepdad drives me to training",
        "i feel safe at home with my family",
        "drunk people outside the hostel in town",
        "my friend lives by the hostel and it is fine there",
        "tell us who to call if someone gets stabbed",
        "nobody knows who stole my bike",
    ],
)
def test_talk_about_safety_jokes_and_denials_are_not_held(text: str) -> None:
    assert not held(screen(text))


@pytest.mark.parametrize(
    "spelled", ["my stepdad hitts me", "MY STEPDAD HITS ME", "my step dad hits me!!", "my stepdad hits us"]
)
def test_spelling_and_shouting_make_no_difference(spelled: str) -> None:
    assert held(screen(spelled))


@pytest.mark.parametrize(
    "text",
    [
        "Chcę umrzeć",
        "Tata mnie bije",
        "Tėtis muša mane",
        "Tatăl meu mă bate",
        "Тато б'є мене",
        "Боюся йти додому",
        "میرے ابو مجھے مارتے ہیں",
        "پلار مې ما وهي",
        "باوکم لێم دەدات",
        "ਪਾਪਾ ਮੈਨੂੰ ਮਾਰਦਾ ਹੈ",
        "O meu pai bate-me",
    ],
)
def test_harm_at_home_and_suicide_are_seen_in_the_other_languages(text: str) -> None:
    assert screen(text).level is HarmLevel.URGENT


@pytest.mark.parametrize(
    "text",
    [
        "Dzieci w klasie mówią mi, żebym wróciła do swojego kraju",
        "Klasėje sako: važiuok namo į savo šalį",
        "La școală îmi spun să mă duc înapoi în țara mea",
        "Na escola dizem para eu voltar para a minha terra",
        "На автобусі кричать, щоб я їхала додому, у свою країну",
        "В школе говорят, езжай домой в свою страну",
        "school mein kehte hain apne mulk wapas jao",
        "سکول میں کہتے ہیں اپنے ملک واپس جاؤ",
    ],
)
def test_being_told_to_go_back_to_another_country_is_held(text: str) -> None:
    assert held(screen(text))


@pytest.mark.parametrize(
    "text",
    [
        "Lubię chodzić do parku z mamą",
        "Lampy, gdy wracam do siebie",
        "Mais luzes na rua",
        "میرے دوست اچھے ہیں",
        "Більше ліхтарів",
    ],
)
def test_other_languages_are_not_held_for_being_other(text: str) -> None:
    assert not held(screen(text))


def test_a_language_nobody_here_can_read_is_held_as_unsure() -> None:
    screened = screen("私は夜が怖いです、学校の帰り道はとても暗いです")
    assert screened.level is HarmLevel.NONE
    assert screened.reasons == (kinds.UNSURE,)
    assert held(screened)


def test_home_alone_is_a_sign_only_where_the_question_asks_what_feels_unsafe() -> None:
    assert held(screen("home", question="unsafe_why"))
    assert held(screen("my dad", question="unsafe_why"))
    assert not held(screen("home", question="safer_what"))
    assert not held(screen("home"))


def test_reasons_are_kinds_and_never_words_of_the_text() -> None:
    known = {v for k, v in vars(kinds).items() if k.isupper() and isinstance(v, str)} | {"worry"}
    for text in ("my uncle hits me", "i want to die", "Tata mnie bije", "zzz my zzz brother beats me up"):
        assert set(screen(text).reasons) <= known


def test_long_text_with_one_serious_sentence_is_held() -> None:
    filler = "The buses are late and the lights are off on our road. I like the skate park and the library. "
    assert held(screen(filler * 6 + "My stepmum beats me. " + filler * 3))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_a_level(text: str) -> None:
    assert level(text) in {"none", "worry", "concern", "urgent"}


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["more lights", "my school is ok", "buses are late"]), st.integers(1, 5))
def test_something_harmless_in_front_never_hides_an_urgent_sentence(before: str, times: int) -> None:
    assert level(". ".join([before] * times) + ". I want to kill myself") == "urgent"
