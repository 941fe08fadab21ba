"""The lessons as committed: run, clean, small, and readable without the pictures."""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE_PATHS = re.compile(
    "|".join(
        [r"/home/\w", r"/Users/\w", r"\\Users\\", r"ipykernel_\d", r"site-packages"]
        + [re.escape(str(path)) + r"\b" for path in (Path.home(), ROOT, tempfile.gettempdir())]
    )
)
REGISTRIES = re.compile(r"(?i)pypi\.|pythonhosted|index-url|find-links|pip install\s+annlab")
MEGABYTE = 1_000_000

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code_cells(path: Path) -> list[dict[str, Any]]:
    return [
        cell
        for cell in read(path)["cells"]
        if cell["cell_type"] == "code" and "".join(cell["source"]).strip()
    ]


def outputs(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each saved output, with the name of its cell."""
    for cell in code_cells(path):
        for output in cell["outputs"]:
            yield f"cell [{cell['execution_count']}]", output


def texts(value: object) -> Iterator[str]:
    """All text in a notebook, in sources and outputs, except encoded pictures."""
    if isinstance(value, str):
        yield re.sub(r"[A-Za-z0-9+/=]{200,}", "", value)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("image/png", "image/jpeg") or isinstance(item, dict):
                yield from texts(item)


@each_lesson
def test_every_code_cell_was_run_once_from_top_to_bottom(path: Path) -> None:
    counts = [cell["execution_count"] for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))


@each_lesson
def test_no_error_and_no_warning_is_saved(path: Path) -> None:
    faults = [
        (where, output.get("evalue") or output.get("text"))
        for where, output in outputs(path)
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]
    assert faults == []


@each_lesson
def test_every_saved_picture_has_a_text_alternative(path: Path) -> None:
    missing = [
        f"{where}: {kind}"
        for where, output in outputs(path)
        for kind in output.get("data", {})
        if kind.startswith("image/")
        and not output.get("metadata", {}).get(kind, {}).get("alt", "").strip()
    ]
    assert missing == []


@each_lesson
def test_every_picture_in_the_prose_has_a_text_alternative(path: Path) -> None:
    prose = "\n".join(
        "".join(cell["source"]) for cell in read(path)["cells"] if cell["cell_type"] == "markdown"
    )
    images = re.findall(r"<img\b[^>]*>", prose)
    assert re.findall(r"!\[\s*\]\([^)]*\)", prose) == []
    assert [image for image in images if not re.search(r"""\balt=["'][^"']""", image)] == []


@each_lesson
def test_nothing_reveals_the_machine_it_was_run_on(path: Path) -> None:
    lines = [line for text in texts(read(path)) for line in text.splitlines()]
    assert [line for line in lines if MACHINE_PATHS.search(line)] == []
    assert [line for line in lines if REGISTRIES.search(line)] == []


@each_lesson
def test_it_was_saved_by_make_notebooks(path: Path) -> None:
    # So that a change of one line stays one line in the diff, whoever runs the lessons again.
    notebook = read(path)
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert "widgets" not in notebook["metadata"]
    assert [cell["id"] for cell in notebook["cells"] if "execution" in cell["metadata"]] == []


@each_lesson
def test_it_is_small_enough_to_open_anywhere(path: Path) -> None:
    assert path.stat().st_size <= 2 * MEGABYTE
