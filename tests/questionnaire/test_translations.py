"""Words go to a translator and come back; one mistake costs one string, and nobody is put down as a checker."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from survey import translations
from survey.__main__ import main
from survey.catalogues import Provenance, Status, catalogue_path, read_provenance, read_translations
from survey.languages import accepts, is_draft, offered, own_name, speaks
from survey.located import Severity
from survey.office import Offer, Office, load_office
from survey.questionnaire import Questionnaire, SelectOne, load_questionnaire, translate
from survey.settings import CHECKOUT
from survey.translation_check import PLACEHOLDER

SHIPPED = CHECKOUT / "questionnaires"
LANGUAGES = ("pl", "ps", "lt", "ckb", "ro", "uk", "ur", "pa", "pt")
SMALL = Path(__file__).parents[1] / "questionnaires"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small office with one questionnaire and no translations yet."""
    for name in ("office.yaml", "help.yaml", "feature_pages.yaml"):
        shutil.copy(SMALL / name, tmp_path / name)
    return tmp_path


def a_file(folder: Path, entries: str, **fields: str) -> Path:
    head = {"Language": "pl", "Content-Type": "text/plain; charset=UTF-8"} | fields
    lines = "".join(f'"{name.replace("_", "-")}: {value}\\n"\n' for name, value in head.items())
    path = folder / "from_translator.po"
    path.write_text(f'msgid ""\nmsgstr ""\n{lines}\n{entries}', "utf-8")
    return path


def offering(office: Office, language: str, status: Offer) -> Office:
    return Office.model_validate(office.model_dump() | {"languages": [{"code": language, "status": status}]})


# --- what is shipped


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_language_says_everything_and_is_a_draft_that_names_nobody(language: str) -> None:
    assert not any(translations.missing(SHIPPED, language).values())
    for path in (SHIPPED / "locale" / language / "LC_MESSAGES").glob("*.po"):
        assert read_provenance(path) == Provenance(Status.DRAFT, "", None), path
        for (_, source), said in read_translations(path).words.items():
            assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(source)), (path, source)


def test_nothing_shipped_has_a_fault() -> None:
    found = [str(finding) for finding in translations.findings(SHIPPED)]
    assert found == []


def test_no_draft_is_offered_until_the_office_says_so() -> None:
    office = load_office(SHIPPED / "office.yaml")
    questionnaire = load_questionnaire(SHIPPED / "feelings_of_safety.yaml")
    locale = SHIPPED / "locale"
    assert {one.code for one in office.languages} == set(LANGUAGES)
    assert offered(office, locale, questionnaire) == ("en",)
    assert offered(offering(office, "ps", Offer.AS_DRAFT), locale, questionnaire) == ("en", "ps")
    assert not speaks(office, locale, "ps")
    assert speaks(offering(office, "ps", Offer.AS_DRAFT), locale, "ps")


def test_answers_are_taken_in_any_language_the_office_knows() -> None:
    office = load_office(SHIPPED / "office.yaml")
    questionnaire = load_questionnaire(SHIPPED / "feelings_of_safety.yaml")
    assert accepts(office, questionnaire, "en")
    assert accepts(office, questionnaire, "ps")
    assert not accepts(office, questionnaire, "xx")


def test_every_language_is_called_what_its_readers_call_it() -> None:
    assert [own_name(one) for one in ("ps", "ckb", "pa", "lt")] == [
        "پښتو",
        "کوردیی سۆرانی",
        "ਪੰਜਾਬੀ",
        "Lietuvių",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_code(language: str) -> None:
    source = load_questionnaire(SHIPPED / "feelings_of_safety.yaml")
    there = translate(source, language, locale=SHIPPED / "locale")
    assert there.version == source.version
    assert codes(there) == codes(source)


def codes(questionnaire: Questionnaire) -> list[tuple[str, list[str]]]:
    return [
        (one.name, [choice.name for choice in getattr(one, "choices", ())]) for one in questionnaire.questions
    ]


# --- there and back


def test_what_a_translator_sends_back_is_what_the_page_says(folder: Path) -> None:
    exported = translations.export(folder, "pl")
    assert 'msgid "Before we start"\nmsgstr ""' in exported
    assert "#: feature_pages/opening.title" in exported
    assert "X-Status: draft" in exported
    file = a_file(folder, 'msgid "Before we start"\nmsgstr "Zanim zaczniemy"\n')
    taken = translations.take_in(folder, "pl", file)
    assert (taken.entries, taken.left_out) == (1, 0)
    pages = translate(load_questionnaire(folder / "feature_pages.yaml"), "pl", locale=folder / "locale")
    assert pages.opening is not None
    assert pages.opening.title == "Zanim zaczniemy"
    assert 'msgid "Before we start"\nmsgstr "Zanim zaczniemy"' in translations.export(folder, "pl")


def test_taking_the_same_file_in_twice_changes_nothing(folder: Path) -> None:
    file = a_file(folder, 'msgid "Before we start"\nmsgstr "Zanim zaczniemy"\n')
    translations.take_in(folder, "pl", file)
    path = catalogue_path(folder / "locale", "pl", "feature_pages")
    once = path.read_bytes()
    translations.take_in(folder, "pl", file)
    translations.update(folder, "pl")
    assert path.read_bytes() == once


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('msgid "Question {number} of {of}"\nmsgstr "Pytanie {number}"\n', "in curly brackets"),
        ('msgid "Question {number} of {of}"\nmsgstr "Pytanie {numer} z {of}"\n', "in curly brackets"),
        ('msgid "Back"\nmsgstr "<b>Wstecz</b>"\n', "mark-up"),
        ('msgid "Back"\nmsgstr "\u202eWstecz"\n', "invisible signs"),
        ('msgid "Back"\nmsgstr "  "\n', "is empty"),
        ('msgid "Back"\nmsgid_plural "Backs"\nmsgstr[0] "Wstecz"\nmsgstr[1] ""\n', "plural forms"),
    ],
)
def test_an_entry_with_a_fault_is_left_out_and_named_with_its_line(
    folder: Path, entry: str, problem: str
) -> None:
    plural = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);"
    file = a_file(folder, 'msgid "Next"\nmsgstr "Dalej"\n\n' + entry, Plural_Forms=plural)
    line = file.read_text("utf-8").splitlines().index(entry.splitlines()[0]) + 1
    taken = translations.take_in(folder, "pl", file)
    (finding,) = [one for one in taken.findings if one.severity is Severity.ERROR]
    assert problem in finding.problem
    assert (finding.file, finding.line) == (str(file), line)
    assert (taken.entries, taken.left_out) == (1, 1)
    words = read_translations(catalogue_path(folder / "locale", "pl", "interface"))
    assert words.find("Next") == "Dalej"
    assert words.find("Back") is None


def test_a_strange_length_is_taken_in_and_pointed_out(folder: Path) -> None:
    file = a_file(folder, f'msgid "Back"\nmsgstr "{"Wstecz " * 10}"\n')
    taken = translations.take_in(folder, "pl", file)
    assert taken.entries == 1
    assert [one.severity for one in taken.findings] == [Severity.WARNING]


def test_a_file_in_another_language_is_refused_whole(folder: Path) -> None:
    file = a_file(folder, 'msgid "Back"\nmsgstr "Atgal"\n', Language="lt")
    taken = translations.take_in(folder, "pl", file)
    assert taken.entries == 0
    assert not (folder / "locale").exists()


def test_approved_by_nobody_is_refused_and_approved_in_part_stays_a_draft(folder: Path) -> None:
    entry = 'msgid "Back"\nmsgstr "Wstecz"\n'
    nobody = translations.take_in(folder, "pl", a_file(folder, entry, X_Status="approved"))
    assert nobody.entries == 0
    named = {"X_Status": "approved", "X_Checked_By": "Some Speaker", "X_Checked_On": "2027-01-31"}
    part = translations.take_in(folder, "pl", a_file(folder, entry, **named))
    assert part.entries == 1
    assert is_draft(folder / "locale", "pl", "interface")


def test_an_approved_language_is_offered_and_new_words_make_it_a_draft_again(folder: Path) -> None:
    said = {
        one.text: one.text + " PL" for strings in translations.sources(folder).values() for one in strings
    }
    by_a_speaker = Provenance(Status.APPROVED, "Some Speaker", date(2027, 1, 31))
    translations.put(folder, "pl", said, by_a_speaker)
    office = offering(load_office(folder / "office.yaml"), "pl", Offer.WHEN_APPROVED)
    pages = load_questionnaire(folder / "feature_pages.yaml")
    assert offered(office, folder / "locale", pages) == ("en", "pl")
    path = folder / "feature_pages.yaml"
    path.write_text(path.read_text("utf-8").replace("Before we start", "One more thing"), "utf-8")
    translations.update(folder, "pl")
    assert offered(office, folder / "locale", pages) == ("en",)
    assert read_translations(catalogue_path(folder / "locale", "pl", "interface")).provenance == by_a_speaker


def test_a_language_switched_on_with_words_missing_is_a_finding(folder: Path) -> None:
    translations.take_in(folder, "pl", a_file(folder, 'msgid "Back"\nmsgstr "Wstecz"\n'))
    assert list(translations.findings(folder)) == []  # a draft that is not offered may be unfinished
    path = folder / "office.yaml"
    path.write_text(path.read_text("utf-8") + "\nlanguages:\n  - {code: pl, status: as_draft}\n", "utf-8")
    found = {Path(one.file).stem: one for one in translations.findings(folder)}
    assert set(found) == {"interface", "office", "feature_pages"}
    assert all("lacks" in one.problem for one in found.values())


def test_words_for_one_place_are_used_there_only(tmp_path: Path) -> None:
    source = load_questionnaire(SMALL / "feature_right_to_left.yaml")
    path = catalogue_path(tmp_path, "pl", source.name)
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Yes"\nmsgstr "Owszem"\n\nmsgctxt "safe.choices.yes.label"\nmsgid "Yes"\nmsgstr "Tak"\n',
        "utf-8",
    )
    safe = translate(source, "pl", locale=tmp_path).question("safe")
    assert isinstance(safe, SelectOne)
    assert safe.choices[0].label == "Tak"


def test_no_code_but_a_language_may_be_translated_into() -> None:
    assert translations.known_language("ckb") == "ckb"
    for wrong in ("en", "../x", "klingon"):
        with pytest.raises(ValueError, match="no language"):
            translations.known_language(wrong)


# --- from the command line


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["translations", *arguments])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_the_whole_round_from_the_command_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--folder", str(folder))
    file = tmp_path / "out.po"
    assert run(capsys, *here, "export", "pl", str(file))[0] == 0
    filled = file.read_text("utf-8").replace('msgid "Back"\nmsgstr ""', 'msgid "Back"\nmsgstr "Wstecz"')
    file.write_text(
        filled.replace('msgid "Question {number}"\nmsgstr ""', 'msgid "Question {number}"\nmsgstr "Pytanie"'),
        "utf-8",
    )
    code, told = run(capsys, *here, "import", "pl", str(file))
    assert code == 1
    assert "1 entries taken in, 1 left out." in told
    line = file.read_text("utf-8").splitlines().index('msgid "Question {number}"') + 1
    assert f"{file}:{line} “Question {{number}}”" in told
    assert run(capsys, *here, "update")[0] == 0
    code, told = run(capsys, *here, "status")
    assert (code, told.split()[:2]) == (0, ["pl", "1"])
    assert run(capsys, *here, "extract", str(tmp_path / "pot"))[0] == 0
    assert {one.name for one in (tmp_path / "pot").iterdir()} == {
        "interface.pot",
        "office.pot",
        "feature_pages.pot",
    }


def test_what_cannot_be_done_is_said_in_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--folder", str(folder))
    broken = tmp_path / "broken.po"
    broken.write_text('msgid "Back\n', "utf-8")
    for arguments in (
        ("export", "klingon", "x.po"),
        ("import", "pl", str(tmp_path / "none.po")),
        ("import", "pl", str(broken)),
    ):
        code, told = run(capsys, *here, *arguments)
        assert code == 2
        assert "Traceback" not in told
        assert len(told.strip().splitlines()) == 1
