"""Our own papers as web pages: the few marks of Markdown they use, and nothing else.

For the DPIA pack, whose readers open files in a browser or a word processor. Headings, paragraphs, lists,
tables, **strong**, *emphasis* and `code`; everything else is text, and all text is escaped. Words of young
people never come through here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final

_HEADING: Final = re.compile(r"(#{1,4}) (.+)")
_BULLET: Final = re.compile(r"- (.+)")
_NUMBER: Final = re.compile(r"\d+\. (.+)")
_RULE: Final = re.compile(r"\|(?:\s*:?-{3,}:?\s*\|)+")

_MARK: Final = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*")

_STYLE: Final = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.55 system-ui,sans-serif;"
    "color:#1c2326;background:#fff}table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "td,th{border:1px solid #b9c2c5;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "h1,h2,h3{line-height:1.25}code{font-size:.95em}@media print{body{margin:0;max-width:none}}"
)


def page(text: str, *, language: str = "en") -> str:
    """A whole HTML page; its title is the first heading."""
    heading = next((match[2] for line in text.splitlines() if (match := _HEADING.match(line))), "")
    title = html.escape(re.sub(r"[*`]", "", heading))
    body = "\n".join(_blocks(text.splitlines()))
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _blocks(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if not line:
            at += 1
        elif match := _HEADING.fullmatch(line):
            level = len(match[1])
            yield f"<h{level}>{_inline(match[2])}</h{level}>"
            at += 1
        else:
            kind, block = _KINDS[_kind(line)]
            taken = _run(lines, at, kind)
            yield block(taken)
            at += len(taken)


def _kind(line: str) -> str:
    for name, pattern in (("bullets", _BULLET), ("numbers", _NUMBER)):
        if pattern.match(line):
            return name
    return "table" if line.startswith("|") else "paragraph"


def _run(lines: list[str], start: int, belongs: Callable[[str], bool]) -> list[str]:
    """The lines of one block, up to the first blank line or the first of another kind."""
    end = start + 1
    while end < len(lines) and lines[end].strip() and belongs(lines[end]):
        end += 1
    return lines[start:end]


def _list(tag: str, pattern: re.Pattern[str]) -> Callable[[list[str]], str]:
    def block(lines: list[str]) -> str:
        items: list[str] = []
        for line in lines:
            match = pattern.match(line.strip())
            if match:
                items.append(match[1])
            else:
                items[-1] += " " + line.strip()
        return f"<{tag}>" + "".join(f"<li>{_inline(one)}</li>" for one in items) + f"</{tag}>"

    return block


def _table(lines: list[str]) -> str:
    rows = [_cells(line) for line in lines]
    has_head = len(lines) > 1 and _RULE.fullmatch(lines[1].strip())
    head, body = (rows[0], rows[2:]) if has_head else ([], rows)
    shown = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    parts = [f"<thead><tr>{shown}</tr></thead>"] if any(head) else []
    parts.append("<tbody>" + "".join(_row(cells) for cells in body) + "</tbody>")
    return "<table>" + "".join(parts) + "</table>"


def _row(cells: list[str]) -> str:
    return "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in cells) + "</tr>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _paragraph(lines: list[str]) -> str:
    return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"


def _inline(text: str) -> str:
    """One walk, so that marks never overlap: what stands inside one is text."""
    return _MARK.sub(_marked, html.escape(text, quote=False))


def _marked(match: re.Match[str]) -> str:
    tag = match.lastgroup or ""
    return f"<{tag}>{match[tag]}</{tag}>"


def _continues_text(line: str) -> bool:
    return _kind(line.strip()) == "paragraph" and not _HEADING.match(line.strip())


_KINDS: Final[dict[str, tuple[Callable[[str], bool], Callable[[list[str]], str]]]] = {
    "bullets": (lambda line: bool(_BULLET.match(line)) or line.startswith("  "), _list("ul", _BULLET)),
    "numbers": (lambda line: bool(_NUMBER.match(line)) or line.startswith("  "), _list("ol", _NUMBER)),
    "table": (lambda line: line.lstrip().startswith("|"), _table),
    "paragraph": (_continues_text, _paragraph),
}
