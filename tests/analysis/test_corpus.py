"""Every answer that comes in through a file can be accounted for, and every mistake in a file is located."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import Answer, Corpus, CorpusError, read_answers


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", 'id,text,area\n1,"dark, at night",north\n2,no lights,\n'),
        ("a.tsv", "id\ttext\tarea\n1\tdark, at night\tnorth\n2\tno lights\t\n"),
        (
            "a.jsonl",
            '{"id": 1, "text": "dark, at night", "area": "north"}\n\n'
            '{"id": "2", "text": "no lights", "area": null}\n',
        ),
    ],
)
def test_the_three_formats_say_the_same(tmp_path: Path, name: str, content: str) -> None:
    corpus = read_answers(written(tmp_path, name, content), "text")
    assert corpus.answers == (Answer("1", "dark, at night", area="north"), Answer("2", "no lights"))
    assert corpus.notes == ()


def test_answers_without_ids_are_numbered_in_file_order(tmp_path: Path) -> None:
    corpus = read_answers(written(tmp_path, "a.csv", "words\ndark\nlights\n"), "words")
    assert [answer.id for answer in corpus] == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "", "the file is empty"),
        ("a.csv", "id,text\n", "there is no answer in it"),
        (
            "a.csv",
            "id,words\n1,dark\n",
            "column “text”: there is no such column. The columns are “id”, “words”",
        ),
        ("a.csv", "id;text\n1;dark\n", "parted by semicolons"),
        ("a.csv", "text,text\n1,2\n", "two columns are called “text”"),
        ("a.csv", "id,text\n1,dark, at night\n", "line 2: this line has 3 cells"),
        ("a.jsonl", '{"text": "dark"}\n{"text": \n', "line 2: this line is not valid JSON"),
        ("a.jsonl", "[1, 2]\n", "line 1: this line is not a JSON object"),
        ("a.xlsx", "PK", "does not say how to read it"),
        ("a.csv", b"\xff\xfe\x41", "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_how_to_mend_it(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    with pytest.raises(CorpusError) as raised:
        read_answers(written(tmp_path, name, content), "text")
    assert said in str(raised.value)
    assert str(raised.value).startswith(name)
    assert "at night" not in str(raised.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        read_answers(tmp_path / "none.csv", "text")
    with pytest.raises(CorpusError, match="folder"):
        read_answers(tmp_path, "text")


def test_blank_and_null_answers_stay_and_are_counted(tmp_path: Path) -> None:
    content = '{"id": 1, "text": null}\n{"id": 2, "text": "  "}\n{"id": 3}\n{"id": 4, "text": "dark"}\n'
    corpus = read_answers(written(tmp_path, "a.jsonl", content), "text")
    assert len(corpus) == 4
    assert [(note.kind, note.count) for note in corpus.notes] == [("blank", 3)]


def test_lines_in_another_encoding_are_read_and_counted(tmp_path: Path) -> None:
    content = "id,text\n1,café\n".encode() + "2,naïve\n".encode("cp1252")
    corpus = read_answers(written(tmp_path, "a.csv", content), "text")
    assert corpus.texts == ["café", "naïve"]
    assert [(note.kind, note.count) for note in corpus.notes] == [("other encoding", 1)]


def test_utf16_and_byte_order_marks_are_read(tmp_path: Path) -> None:
    assert read_answers(written(tmp_path, "a.csv", "text\ndark\n".encode("utf-16")), "text").texts == ["dark"]
    assert read_answers(written(tmp_path, "b.csv", "\ufefftext\ndark\n"), "text").texts == ["dark"]


def test_an_answer_over_several_lines_is_one_answer(tmp_path: Path) -> None:
    corpus = read_answers(written(tmp_path, "a.csv", 'id,text\n1,"dark\nat night"\n2,bus\n'), "text")
    assert corpus.texts == ["dark\nat night", "bus"]


def test_repeated_ids_are_kept_and_noted(tmp_path: Path) -> None:
    corpus = read_answers(written(tmp_path, "a.csv", "id,text\n1,dark\n1,bus\n"), "text")
    assert len(corpus) == 2
    assert [(note.kind, note.count) for note in corpus.notes] == [("repeated id", 1)]


def test_a_joke_copied_round_a_table_counts_once_in_its_session() -> None:
    answers = tuple(
        Answer(str(at), text, session=session)
        for at, (text, session) in enumerate(
            [("Batman", "a"), ("batman!", "a"), ("batman", "b"), ("batman", "")]
        )
    )
    assert [answer.id for answer in Corpus(answers).counted_once()] == ["0", "2", "3"]


def test_non_answers_are_found_and_languages_told() -> None:
    corpus = Corpus((Answer("1", "idk"), Answer("2", "Мені страшно ввечері на вулиці")))
    assert [answer.id for answer in corpus.non_answers()] == ["1"]
    assert [answer.language for answer in corpus.with_languages()] == ["en", "uk"]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=8))
def test_whatever_is_written_to_a_table_comes_back(texts: list[str]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "text"])
    clean = [text.replace("\x00", "").replace("\r", " ") for text in texts]
    for at, text in enumerate(clean):
        writer.writerow([at, text])
    with tempfile.TemporaryDirectory() as folder:
        corpus = read_answers(written(Path(folder), "a.csv", out.getvalue()), "text")
    assert corpus.texts == clean


def test_a_copy_in_other_spelling_is_no_second_voice_but_its_opposite_is() -> None:
    first = Answer("1", "More police please", session="one")

    def voices(text: str, session: str = "one") -> list[int]:
        return Corpus((first, Answer("2", text, session=session))).voices()

    assert voices("more POLICE, please!!") == [1, 0]
    assert voices("no more police please") == [1, 1]
    assert voices("More police please", session="two") == [1, 1]
