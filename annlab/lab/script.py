"""The browser half as one text: the plain modules of the folder browser/, put one after another."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "browser"
_COMMENT = re.compile(r"^ *(?://|/\*\*|\*[ /]).*\n| +// .*", re.MULTILINE)
_IMPORT = re.compile(r'^import .* from "\./(\w+\.js)";$', re.MULTILINE)


@cache
def module(entry: str = "main.js") -> str:
    """One ES module: all that `entry` needs, each file after those that it imports.

    Imports go, and exports but those of `entry`. So do comments and empty lines: every laboratory
    of a page is sent this text, and who reads the code does so in the files.
    """
    done: dict[str, str] = {}

    def add(name: str) -> None:
        if name in done:
            return
        text = (_FOLDER / name).read_text(encoding="utf-8")
        done[name] = ""  # begun: files that import each other would go round for ever
        for needed in _IMPORT.findall(text):
            add(needed)
        text = _COMMENT.sub("", _IMPORT.sub("", text))
        if name != entry:
            text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
        del done[name]  # to its place behind those it needs
        done[name] = re.sub(r"\n{2,}", "\n", text.strip())

    add(entry)
    return "\n\n".join(done.values()) + "\n"


@cache
def style(*names: str) -> str:
    """The style sheets of these names; without any the laboratory's: its own, then its panels'."""
    names = names or ("lab.css", *sorted(path.name for path in _FOLDER.glob("panel_*.css")))
    sheets = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)
    return re.sub(r"^ */\*.*?\*/\n", "", sheets, flags=re.MULTILINE | re.DOTALL)
