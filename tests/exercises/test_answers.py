"""Numbers, choices, predictions and goals: the forms an answer may have, and the verdicts."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annlab import Network, datasets, exercises, train
from annlab.exercises import (
    ChoiceExercise,
    GoalExercise,
    Mistake,
    NumbersExercise,
    PredictExercise,
    progress_notes,
)
from annlab.exercises.core import NOT_YET

SHARED: dict[str, Any] = {"lesson": 2, "title": "T", "task": "…", "solution": "x = 1"}


def nand_of(w: Any, b: Any) -> Any:
    return np.array([0, 0, 1, 1]) * w[0] + np.array([0, 1, 0, 1]) * w[1] + b


nand = NumbersExercise(
    "nand",
    accepts=lambda w, b: bool(((nand_of(w, b) > 0) == [1, 1, 1, 0]).all()),
    shape=((2,), ()),
    report=lambda w, b: f"It fires for {(nand_of(w, b) > 0).sum()} of 4.",
    mistakes=[
        Mistake("is_and", when=lambda w, b: bool((w > 0).all()), words="That is AND.", example=list)
    ],
    **SHARED,
)
levels = NumbersExercise(
    "levels",
    reference=lambda *, half=True: np.array([0.25, 1.0, 2.0]) * (1 if half else 2),
    within=0.02,
    mistakes=[Mistake("no_half", {"half": False}, "Remember the ½.")],
    **SHARED,
)


@pytest.mark.parametrize(
    "answer",
    [
        ([-1, -1], 1.5),
        (np.array([-1, -1]), np.array(1.5)),
        (np.array([[-1], [-1]]), [1.5]),
        (([-1.0, -1.0], 1.5),),
    ],
)
def test_several_arrays_can_be_given_separately_or_together(answer: Any) -> None:
    assert nand.check(*answer)


@pytest.mark.parametrize(
    ("answer", "name", "words"),
    [
        (([1, 1], -1.5), "is_and", "That is AND.\nIt fires for 1 of 4."),
        (([-1, -1], 0.5), "unknown", "Not yet. It fires for 1 of 4."),
        (([1, 1, 1], 0), "shape", "shape (3,)"),
        ((1, 2, 3), "number_of_things", "3 things, but 2 are expected"),
        ((np.ones((3, 1)),), "number_of_things", "one array of shape (3, 1), but 2 things"),
        (("abc", 1), "text", "'abc'"),
        (([np.inf, 1], 0), "not_finite", "finite"),
        (([np.nan, 1], 0), "not_finite", "finite"),
        (([None, 1], 0), "gaps", "missing"),
    ],
)
def test_wrong_numbers_are_explained(answer: Any, name: str, words: str) -> None:
    verdict = nand.check(*answer)
    assert verdict.mistakes == (name,)
    assert words in verdict.words


def test_right_numbers_are_counted_and_the_others_not_given_away() -> None:
    assert levels.check([0.26, 1, 1.99])
    assert levels.check([0.5, 2, 4]).mistakes == ("no_half",)
    verdict = levels.check([0.25, 1.0, 3.0])
    assert verdict.words == "Not yet: 2 of 3 right. Look at number 3 again."


colours = ChoiceExercise(
    "colours",
    options={"zero_start": "All weights were 0", "wrong_sign": "t − a", "else": "Something else"},
    right="zero_start",
    mistakes=[Mistake("wrong_sign", words="With the wrong sign E would rise.")],
    **SHARED,
)
pairs = ChoiceExercise(
    "pairs",
    options={"w1, w2": "", "w5, w6": "", "w1, b1": ""},
    right={"A": "w1, w2", "B": "w5, w6"},
    mistakes=[
        Mistake("swapped", when=lambda c: c["A"] == "w5, w6", words="Swapped.", example=dict)
    ],
    **SHARED,
)


@pytest.mark.parametrize(
    "answer", ["zero_start", "Zero start", " ZERO_START ", "all weights were 0"]
)
def test_the_spelling_of_a_choice_does_not_matter(answer: str) -> None:
    assert colours.check(answer)


def test_a_wrong_choice_is_explained() -> None:
    assert colours.check("wrong sign").words == "Not yet. With the wrong sign E would rise."
    assert colours.check("else").words == "Not this one."
    listed = '"zero_start", "wrong_sign", "else"'
    for other in ("zero", 3, {"A": "zero_start"}, [[1, 2]], b"x"):
        assert listed in colours.check(other).words
    assert "zero_start: All weights" in repr(colours)
    assert "<code>zero_start</code>: All weights" in colours._repr_html_()


def test_several_choices_are_given_as_a_dict() -> None:
    assert pairs.check({"A": ("w1", "w2"), "B": ["w5", "w6"]})
    assert pairs.check({"A": "w5,  W6", "B": "w1, w2"}).mistakes == ("swapped",)
    words = "Not yet: 1 of 2 right. Look at B again."
    assert pairs.check({"A": "w1, w2", "B": "w1, b1"}).words == words
    assert not pairs.check({"A": None, "B": None}).attempted
    assert pairs.check("w1, w2").mistakes == ("no_choice",)


def drawn(prediction: Any, **options: Any) -> Any:
    return ("drawn", prediction, options)


def predicts(question: Any = levels) -> PredictExercise:
    return PredictExercise(question, reveal=drawn)


def test_nothing_is_revealed_before_a_prediction_unless_the_learner_insists() -> None:
    exercise = predicts()
    assert "Predict first" in repr(exercise.reveal())
    assert exercise.reveal(insist=True) == ("drawn", None, {})
    assert exercise.check(None).words == NOT_YET
    assert not exercise.check("much").attempted
    assert exercise.prediction is None


def test_the_first_prediction_stays() -> None:
    exercise = predicts()
    first = exercise.check([1, 2, 3])
    assert not first.right
    assert "reveal()" in first.words
    later = exercise.check([0.25, 1, 2])
    assert later.right
    assert "Your first prediction stays: 1, 2, 3." in later.words
    assert exercise.check([1, 2, 3]).words == first.words
    assert exercise.reveal(ax=1) == ("drawn", [1, 2, 3], {"ax": 1})


def test_an_incomplete_or_impossible_prediction_is_not_kept() -> None:
    half = predicts(pairs)
    unfinished = half.check({"A": "w1, b1", "B": None})
    assert not unfinished.attempted
    assert "What do you predict for B?" in unfinished.words
    assert "Not yet" not in unfinished.words
    assert half.prediction is None
    named = NumbersExercise("named", reference=lambda: np.arange(2.0), names=["u", "v"], **SHARED)
    gap = predicts(named)
    assert "predict for u?" in gap.check([None, 1]).words
    assert gap.prediction is None
    slip = PredictExercise(levels, reveal=drawn, slips=["no_half"])
    verdict = slip.check([0.5, 2, 4])
    assert not verdict.attempted
    assert "Remember the ½." in verdict.words
    assert slip.prediction is None
    assert slip.check([0.25, 1, 2]).right


def test_a_prediction_is_kept_in_the_file_for_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNLAB_PROGRESS", str(tmp_path / "p.json"))
    predicts(pairs).check({"A": "w1, b1", "B": "w5, w6"})
    kept = json.loads((tmp_path / "p.json").read_text())["exercises"]["pairs"]["predicted"]
    assert kept == {"A": "w1, b1", "B": "w5, w6"}
    tomorrow = predicts(pairs)
    assert tomorrow.prediction == kept
    later = tomorrow.check({"A": "w1, w2", "B": "w5, w6"})
    assert "Your first prediction stays: A: w1, b1, B: w5, w6." in later.words
    assert tomorrow.reveal()[1] == kept


def test_a_kept_prediction_that_makes_no_sense_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNLAB_PROGRESS", str(tmp_path / "p.json"))
    assert progress_notes.note_prediction("levels", "blue") == ""
    assert predicts().check([0.25, 1, 2]).right


xor = datasets.truth_table("xor")
solves = GoalExercise(
    "solves",
    wants="network",
    accepts=lambda net: bool(net.error(xor) < 0.1),
    report=lambda net: f"E = {net.error(xor):.2f}.",
    mistakes=[
        Mistake("no_hidden", when=lambda n: n.layers == 1, words="One layer.", example=lambda: None)
    ],
    **SHARED,
)
quick = GoalExercise("quick", wants="history", accepts=lambda run: len(run) <= 3, **SHARED)


def test_a_goal_takes_a_network_a_history_or_a_lab() -> None:
    lab = pytest.importorskip("annlab.lab")
    net = Network.xor()
    run = train(net, xor, rate=1.0, epochs=2)
    for thing in (net, run, lab.Lab(net, xor)):
        assert solves.check(thing).words.startswith("Not yet. E = 0.5")
    assert solves.check(Network([2, 1])).words.startswith("Not yet. One layer.\nE = ")
    assert quick.check(run)
    assert quick.check(train(net, xor, rate=1.0, epochs=4)).words == "Not yet."
    fresh = lab.Lab(net, xor)
    if fresh.history is None:
        assert quick.check(fresh).mistakes == ("no_run",)


@pytest.mark.parametrize("other", [3, "net", [Network.xor()], np.ones(9), Network])
def test_a_goal_says_what_it_needs(other: Any) -> None:
    assert "a Network, or a Lab" in solves.check(other).words
    assert "what `train` returned" in quick.check(other).words


def test_an_array_of_networks_reaches_no_goal() -> None:
    assert solves.check(Network.xor().at(np.ones((3, 9)))).mistakes == ("many",)


def test_the_catalogue_is_a_tuple_of_exercises_that_show_their_tasks() -> None:
    catalogue = exercises.catalogue()
    assert exercises.catalogue() is catalogue
    assert "delta_output(a, t)" in repr(exercises.delta_output)
    assert "<code>" in exercises.delta_output._repr_html_()
