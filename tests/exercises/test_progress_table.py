"""The table of progress, and the anonymous copy of it for the teacher."""

import json
from pathlib import Path
from typing import Any

import pytest

import annlab
from annlab import exercises

delta = exercises.delta_output


def right(a: Any, t: Any) -> Any:
    return (a - t) * a * (1 - a)


def test_the_table_says_what_to_do_next(path: Path) -> None:
    delta.check(right)
    exercises.update.check(lambda W, b, dW, db, rate: (W + rate * dW, b + rate * db))
    exercises.update.hint()
    table = repr(annlab.progress())
    rows = {line[8:40].strip(): line for line in table.splitlines()[1:] if line[:2].isdigit()}
    assert "✓ right" in rows["δ of the output units"]
    assert "at the first try" in rows["δ of the output units"]
    assert "✗ not yet" in rows["One step downhill"]
    assert "look again at “uphill”; try again, or ask for hint 2 of 3" in rows["One step downhill"]
    assert table.endswith("Next: lesson 03, One step downhill.")
    html = annlab.progress()._repr_html_()
    assert html.count("<tr>") == len(exercises.catalogue()) + 1
    assert "✓ right" in html


def test_a_prediction_made_is_done_right_or_not(path: Path) -> None:
    exercises.best_step.check(12)
    assert "✓ predicted" in repr(annlab.progress())


def test_the_export_is_anonymous_and_holds_the_counts_only(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    delta.check(lambda a, t: t - a)
    exercises.best_step.check(7)
    where = annlab.progress().export()
    content = json.loads(where.read_text(encoding="utf-8"))
    assert set(content) == {"version", "id", "exercises"}
    assert content["id"] in where.name
    assert content["exercises"]["delta_output"]["mistakes"] == {"no_slope": 1, "sign": 1}
    assert "predicted" not in content["exercises"]["best_step"]
    other = annlab.progress().export(path.parent / "mine.json")
    assert json.loads(other.read_text(encoding="utf-8"))["id"] != content["id"]
