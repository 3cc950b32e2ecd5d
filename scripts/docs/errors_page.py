"""Writes ``docs/errors.md`` from the table of messages: ``python scripts/docs/errors_page.py``.

The page is written again whenever ``dragoman.errors.MESSAGES`` changes; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path

from dragoman.errors import MESSAGES

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"

ROOMS = {
    "1": ("Reading", "A file or a record could not be read. The rest of the batch is coded."),
    "2": ("Language and event codes", "The parser is missing, or a type, mode, status or scheme is unknown."),
    "3": ("Registry of actors", "A registry file has a line that cannot be right. See [actors](actors.md)."),
    "4": ("Coder, configuration, model", "See [own components](own-components.md) and [language models](llm.md)."),
    "5": ("Store", "See [the store](store.md). Nothing that was coded is lost by these."),
    "6": ("Commands and runs", "An option or a search cannot be understood, or a run met something unforeseen."),
    "7": ("Evaluation and exports", "See [evaluation](evaluation.md)."),
}

HEAD = """# Errors and what to do about them

Every error is one line on standard error: where, what was wrong, the code in brackets, and what to do.

```text
news.jsonl:3: broken JSON: ... [E105]. Mend or remove the record; the other records were read.
```

The exit code tells scripts: **0** all went well, **1** some documents failed and the others were coded,
**2** nothing could be done. In Python the same is a `dragoman.errors.DragomanError` with `code`, `where`, `what`
and `remedy`. Words in braces stand for what the message names.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD]
    for digit in sorted({code[1] for code in MESSAGES}):
        title, about = ROOMS.get(digit, (f"E{digit}xx", ""))
        parts.append(f"\n## {title} (E{digit}xx)\n\n{about}\n\n| code | what was wrong | what to do |\n|---|---|---|\n")
        parts.extend(
            f"| {code} | {_cell(what)} | {_cell(remedy)} |\n"
            for code, (what, remedy) in sorted(MESSAGES.items())
            if code[1] == digit
        )
    return "".join(parts)


def _cell(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text.replace("|", "\\|").replace("<", "&lt;") + ("" if text.endswith((".", "?")) else ".")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
