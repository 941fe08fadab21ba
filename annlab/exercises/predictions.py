"""Exercises in which you predict first, then see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from annlab.exercises import progress_notes, running
from annlab.exercises.answers import ChoiceExercise, NumbersExercise
from annlab.exercises.compare import Plain, Unfit
from annlab.exercises.core import Exercise, Text, Verdict


class PredictExercise(Exercise):
    """Predict, then see: the first prediction is kept, and `reveal()` shows it with the result.

    question    a NumbersExercise or a ChoiceExercise: what to predict, and the mistakes
    reveal      (prediction, **options) -> what the notebook shows, usually a figure. The
                prediction is a number, a key, or nested lists or a dict of them; None if the
                learner insisted on seeing the result without one
    slips       names of those mistakes of the question that make a prediction impossible, such as
                half a unit: they are reported, and the prediction is not kept
    """

    def __init__(
        self,
        question: NumbersExercise | ChoiceExercise,
        *,
        reveal: Callable[..., Any],
        slips: Sequence[str] = (),
    ) -> None:
        super().__init__(
            question.name,
            lesson=question.lesson,
            title=question.title,
            task=question.task,
            solution=question.code,
            hints=question.hints,
            mistakes=question.mistakes,
            praise=question.praise,
            seconds=question.seconds,
        )
        self.question, self._draw, self.slips = question, reveal, frozenset(slips)
        self._kept: Any = None

    @property
    def prediction(self) -> Any:
        """The first prediction, None if there is none."""
        return self._kept if self._kept is not None else progress_notes.prediction(self.name)

    def _judge(self, answer: Any) -> Verdict:
        mine = running.limited(lambda: self.question.taken(answer), self.seconds)
        if isinstance(mine, Unfit):
            return Verdict(mine.sentence("This is"), mistakes=(mine.name,), attempted=False)
        if (still_open := self.question.first_open(mine)) is not None:
            words = f"What do you predict for {still_open}?"
            words += " Your prediction is kept once it is complete."
            return Verdict(words, attempted=False)
        now = self.question._judge(answer)
        if self.slips.intersection(now.mistakes):
            return replace(now, attempted=False)
        given, first = _listed(mine), self.prediction
        if first is not None and isinstance(self.question.taken(first), Unfit):
            first = None  # the file belongs to another course
        complaint = ""
        if first is None:
            first = given
            complaint = progress_notes.note_prediction(self.name, first)
        self._kept = first
        stays = "" if first == given else f"Your first prediction stays: {_as_written(first)}."
        then = f"`exercises.{self.name}.reveal()` shows it beside the result."
        lines = filter(None, [now.words, stays, then, complaint])
        return replace(now, words="\n".join(lines))

    def reveal(self, insist: bool = False, **options: Any) -> Any:
        """The result, with the prediction drawn over it; without one only if you insist."""
        if self.prediction is None and not insist:
            return Text(
                f"Predict first: `exercises.{self.name}.check(…)` keeps your prediction. "
                f"`exercises.{self.name}.reveal(insist=True)` shows it anyway."
            )
        return self._draw(self.prediction, **options)


def _as_written(prediction: Any) -> str:
    """A kept prediction as a learner would write it: 3, not 3.0."""
    if isinstance(prediction, Mapping):
        return ", ".join(f"{question}: {key}" for question, key in prediction.items())
    if isinstance(prediction, list):
        return ", ".join(map(_as_written, prediction))
    return prediction if isinstance(prediction, str) else f"{prediction:.6g}"


def _listed(taken: Plain | str | dict[str, str]) -> Any:
    """The answer in a form that the progress file can hold."""
    if isinstance(taken, tuple):
        return [_listed(part) for part in taken]
    return taken.tolist() if isinstance(taken, np.ndarray) else taken
