"""Exercises in which one predicts first and sees then."""

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
    """Predict, then see: the first prediction is kept, and `reveal()` shows it with what came.

    question    a NumbersExercise or a ChoiceExercise: what is predicted, and the mistakes
    reveal      (prediction, **options) -> what the notebook shows, a figure as a rule. The
                prediction is a number, a key, or nested lists or a dict of them; None if the
                learner insisted on seeing it without one
    slips       names of the question's mistakes that no prediction can have, such as half a unit:
                they are told, and not kept
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
        """What was predicted first, None if nothing was."""
        return self._kept if self._kept is not None else progress_notes.prediction(self.name)

    def _judge(self, answer: Any) -> Verdict:
        mine = running.limited(lambda: self.question.taken(answer), self.seconds)
        if isinstance(mine, Unfit):
            return Verdict(mine.sentence("This is"), mistakes=(mine.name,), attempted=False)
        if (still_open := self.question.first_open(mine)) is not None:
            words = f"What do you predict for {still_open}? It is kept once all is filled in."
            return Verdict(words, attempted=False)
        now = self.question._judge(answer)
        if self.slips.intersection(now.mistakes):
            return replace(now, attempted=False)
        given, first = _listed(mine), self.prediction
        if first is not None and isinstance(self.question.taken(first), Unfit):
            first = None  # the file is of another course
        complaint = ""
        if first is None:
            first = given
            complaint = progress_notes.note_prediction(self.name, first)
        self._kept = first
        stays = "" if first == given else f"Your first prediction stays: {_as_written(first)}."
        then = f"`exercises.{self.name}.reveal()` shows it beside what happens."
        lines = filter(None, [now.words, stays, then, complaint])
        return replace(now, words="\n".join(lines))

    def reveal(self, insist: bool = False, **options: Any) -> Any:
        """What comes, with the prediction laid over it; without a prediction only if you insist."""
        if self.prediction is None and not insist:
            return Text(
                f"Predict first: `exercises.{self.name}.check(…)` keeps your prediction. "
                f"`exercises.{self.name}.reveal(insist=True)` shows it anyway."
            )
        return self._draw(self.prediction, **options)


def _as_written(prediction: Any) -> str:
    """A kept prediction as a learner writes it: 3, not 3.0."""
    if isinstance(prediction, Mapping):
        return ", ".join(f"{question}: {key}" for question, key in prediction.items())
    if isinstance(prediction, list):
        return ", ".join(map(_as_written, prediction))
    return prediction if isinstance(prediction, str) else f"{prediction:.6g}"


def _listed(taken: Plain | str | dict[str, str]) -> Any:
    """As the progress file can hold it."""
    if isinstance(taken, tuple):
        return [_listed(part) for part in taken]
    return taken.tolist() if isinstance(taken, np.ndarray) else taken
