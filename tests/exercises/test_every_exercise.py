"""For every exercise: its solution is right, and each mistake is recognised as itself only."""

import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

import annlab
from annlab import Network, datasets, exercises, train
from annlab.exercises import compare
from annlab.exercises.answers import ChoiceExercise, GoalExercise, NumbersExercise
from annlab.exercises.core import NOT_YET, Exercise, Mistake, combined
from annlab.exercises.functions import FunctionExercise
from annlab.exercises.predictions import PredictExercise

ALL = exercises.catalogue()
FUNCTIONS = [exercise for exercise in ALL if isinstance(exercise, FunctionExercise)]
GIVEN = {"np": np, "annlab": annlab, "datasets": datasets, "train": train, "Network": Network}


def named(exercise: Exercise) -> str:
    return exercise.name


def solved(exercise: Exercise) -> Any:
    """The answer that the solution's code leaves in a variable of the exercise's name."""
    variables = dict(GIVEN)
    exec(exercise.code, variables)
    return variables[exercise.name]


def mistaken(exercise: Exercise, mistake: Mistake) -> Any:
    """An answer with this mistake in it."""
    if mistake.example is not None:
        return mistake.example()
    question = exercise.question if isinstance(exercise, PredictExercise) else exercise
    if isinstance(question, ChoiceExercise):
        return mistake.name
    assert isinstance(question, FunctionExercise | NumbersExercise)
    function = combined(question.reference, [mistake])
    assert function is not None
    return function() if isinstance(question, NumbersExercise) else own(function)


def own(function: Callable[..., Any]) -> Callable[..., Any]:
    """As a function of the learner's, with other argument names."""
    return lambda *arguments: function(*arguments)


MISTAKES = [
    pytest.param(exercise, mistake, id=f"{exercise.name}-{mistake.name}")
    for exercise in ALL
    for mistake in exercise.mistakes
]


@pytest.mark.parametrize("exercise", ALL, ids=named)
def test_the_solution_is_right(exercise: Exercise) -> None:
    answer = solved(exercise)
    verdict = exercise.check(answer)
    assert verdict.right, verdict
    assert verdict.attempted
    assert not verdict.mistakes
    assert exercise.check(answer).words == verdict.words


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_each_mistake_is_recognised_as_itself_and_no_other(
    exercise: Exercise, mistake: Mistake
) -> None:
    verdict = exercise.check(mistaken(exercise, mistake))
    assert not verdict.right
    assert verdict.mistakes == (mistake.name,), verdict
    assert mistake.words in verdict.words


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=named)
def test_two_mistakes_at_once_are_both_recognised(exercise: FunctionExercise) -> None:
    cases = range(len(exercise.cases))
    answers = {
        (mistake.name,): [exercise.outcome_with((mistake,), i) for i in cases]
        for mistake in exercise.mistakes
    }
    both = 0
    for pair in combinations(exercise.mistakes, 2):
        function = combined(exercise.reference, pair)
        if function is None:
            continue
        mine = [exercise.outcome_with(pair, i) for i in cases]
        numbers = [
            not isinstance(m, compare.Raised) and not compare.same(m, t)
            for m, t in zip(mine, exercise.truths, strict=True)
        ]
        if not any(numbers):
            continue  # they cancel each other, or every call raises
        recognised = exercise.check(own(function)).mistakes
        answers[tuple(mistake.name for mistake in pair)] = mine
        assert recognised in answers  # another pair, or one alone, only if all answers are equal
        assert all(map(compare.same, mine, answers[recognised]))
        both += len(recognised) == 2
    assert both or len(exercise.mistakes) < 3


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=named)
@pytest.mark.parametrize(
    "change",
    [
        lambda array: array.astype(np.float32),
        lambda array: array.copy(order="F"),
        lambda array: array.tolist(),
        lambda array: memoryview(np.ascontiguousarray(array)) if array.ndim else array,
        lambda array: np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array,  # strided
        lambda array: array + 1e-11 * np.abs(array),
    ],
    ids=["float32", "fortran", "lists", "memoryview", "strided", "rounded"],
)
def test_a_right_answer_in_another_form_is_right(
    exercise: FunctionExercise, change: Callable[[Any], Any]
) -> None:
    def changed(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return [changed(part) for part in value]
        return change(np.asarray(value, dtype=float))

    f = solved(exercise)
    verdict = exercise.check(lambda *arguments: changed(f(*arguments)))
    assert verdict.right, verdict


@pytest.mark.parametrize("exercise", ALL, ids=named)
@pytest.mark.parametrize("blank", [None, ..., [None, None], {"a": None}, (None, ...)], ids=str)
def test_an_untouched_exercise_says_so(exercise: Exercise, blank: Any) -> None:
    verdict = exercise.check(blank)
    assert repr(verdict) == NOT_YET
    assert not verdict.attempted
    assert not verdict
    assert exercise.check().words == NOT_YET


def shape(argument: Any) -> tuple[Any, ...]:
    """The shape of an array, or those of a list of arrays."""
    return tuple(map(shape, argument)) if isinstance(argument, list) else np.shape(argument)


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=named)
def test_inputs_differ_in_shape_and_no_two_lengths_are_always_the_same(
    exercise: FunctionExercise,
) -> None:
    shapes = {tuple(map(shape, case)) for case in exercise.cases}
    has_arrays = any(shape for case in shapes for shape in case)
    assert len(shapes) > 1 or not has_arrays


@pytest.mark.parametrize("exercise", ALL, ids=named)
def test_each_exercise_has_everything_an_author_must_provide(exercise: Exercise) -> None:
    assert getattr(exercises, exercise.name) is exercise
    assert exercise.name in dir(exercises)
    assert exercise.lesson in range(1, 6)
    assert exercise.title
    assert exercise.task
    assert exercise.hints
    question = exercise.question if isinstance(exercise, PredictExercise) else exercise
    names = [mistake.name for mistake in exercise.mistakes]
    assert len(set(names)) == len(names)
    for mistake in exercise.mistakes:
        assert mistake.name.isidentifier()
        assert len(mistake.words) > 40
        descriptions = [bool(mistake.switches), mistake.wrong is not None, mistake.when is not None]
        assert sum(descriptions) == (
            0 if isinstance(question, ChoiceExercise) and not any(descriptions) else 1
        )
        assert (mistake.when is None) or (mistake.example is not None)
    if isinstance(exercise, GoalExercise | ChoiceExercise):
        assert exercise.mistakes


def test_there_are_enough_exercises_and_no_name_is_used_twice() -> None:
    names = [exercise.name for exercise in ALL]
    assert len(set(names)) == len(names)
    lessons = [exercise.lesson for exercise in ALL]
    assert lessons == sorted(lessons)
    for lesson in set(lessons):
        assert lessons.count(lesson) >= 5
    if set(lessons) == {1, 2, 3, 4, 5}:
        assert len(ALL) >= 30
        assert sum(len(exercise.mistakes) for exercise in ALL) >= 100


def test_an_unknown_exercise_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'delta_outptu'"):
        exercises.delta_outptu  # noqa: B018


def test_the_catalogue_imports_no_plotting_or_widget_libraries() -> None:
    code = (
        "import sys; from annlab import exercises; exercises.catalogue();"
        "print(*({m.partition('.')[0] for m in sys.modules}"
        " & {'matplotlib', 'ipywidgets', 'anywidget', 'IPython', 'PIL'}))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"
