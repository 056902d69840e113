"""`translations`: the round trip of the page's words to a translator and back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from survey import translations
from survey.commands import CommandProblem, Done
from survey.located import Finding, Severity
from survey.settings import read_settings


def add(parser: ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help="instead of the questionnaires of this installation")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    extract = actions.add_parser("extract", help="write every word there is to translate, as .pot files")
    extract.add_argument("to", type=Path, help="a folder")
    update = actions.add_parser("update", help="bring every language up to the words as they are now")
    update.add_argument("language", nargs="*", help="only these, also new ones")
    export = actions.add_parser("export", help="one file with everything, for a translator")
    bring = actions.add_parser("import", help="take a translator's file back in")
    for action in (export, bring):
        action.add_argument("language", help="such as pl")
        action.add_argument("file", type=Path)
    actions.add_parser("status", help="how far each language is, and who has checked it")


def run(arguments: Namespace) -> Done:
    folder = arguments.folder or read_settings().questionnaires_dir
    if not folder.is_dir():
        raise CommandProblem(f"There is no folder {folder}.")
    match arguments.action:
        case "extract":
            paths = translations.extract(folder, arguments.to)
            return Done("\n".join(str(path) for path in paths))
        case "update":
            wanted = arguments.language or translations.languages_of(folder)
            for language in wanted:
                translations.update(folder, _language(language))
            return Done(translations.status(folder))
        case "export":
            text = translations.export(folder, _language(arguments.language))
            arguments.file.write_text(text, "utf-8")
            return Done(f"Everything to translate is in {arguments.file}.")
        case "import":
            return _imported(folder, arguments)
    return Done(translations.status(folder))


def _imported(folder: Path, arguments: Namespace) -> Done:
    taken = translations.take_in(folder, _language(arguments.language), arguments.file)
    lines = [_shown(finding) for finding in taken.findings]
    lines.append(f"{taken.entries} entries taken in, {taken.left_out} left out.")
    return Done("\n".join(lines), 1 if taken.left_out else 0)


def _shown(finding: Finding) -> str:
    return f"{finding}{' (warning)' if finding.severity is Severity.WARNING else ''}"


def _language(code: str) -> str:
    try:
        return translations.known_language(code)
    except ValueError as problem:
        raise CommandProblem(str(problem)) from None
