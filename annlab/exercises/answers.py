"""Exercises without a function to write: give numbers, choose, or reach a goal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from html import escape
from itertools import combinations
from typing import Any, Literal

import numpy as np

from annlab.exercises import compare, running
from annlab.exercises.compare import Plain, Unfit
from annlab.exercises.core import Exercise, Mistake, Verdict, combined, outcome, teach

Shape = tuple[int, ...] | tuple["Shape", ...]


class NumbersExercise(Exercise):
    """Give one number, an array, or several arrays. The author gives either of these two:

    reference   () -> the right numbers, with keyword-only switches as in a FunctionExercise;
                mistakes are described by `switches` or `wrong`
    accepts     (numbers) -> whether they are right, if many answers are; then `shape` is their
                shape, or a tuple of shapes if there are several arrays, which are passed to it as
                separate arguments. Mistakes are described by `when`, with the same arguments

    names       the names of the single numbers, in order: they may then be given as a dict too
    within      the largest difference from the right number that still counts as right
    report      (numbers) -> a sentence on what these numbers do, shown with every verdict
    """

    def __init__(
        self,
        name: str,
        *,
        reference: Callable[..., Any] | None = None,
        accepts: Callable[..., bool] | None = None,
        shape: Shape = (),
        names: Sequence[str] = (),
        within: float = 1e-3,
        report: Callable[..., str] | None = None,
        **shared: Any,
    ) -> None:
        super().__init__(name, **shared)
        assert (reference is None) != (accepts is None)
        self.reference, self.accepts, self.shape = reference, accepts, shape
        self.names, self.within, self.report = tuple(names), within, report

    @cached_property
    def like(self) -> Plain:
        """The right numbers, or zeros of the same shapes if many answers are right."""
        return _zeros(self.shape) if self.reference is None else compare.freeze(self.reference())

    def taken(self, answer: Any) -> Plain | Unfit:
        """The numbers in the answer, in the expected shapes; Unfit if that is impossible."""
        try:
            if self.names and isinstance(answer, Mapping):
                missing = [name for name in self.names if name not in answer]
                if missing:
                    return Unfit("gaps", f"a dict in which {missing[0]!r} is missing")
                answer = [answer[name] for name in self.names]
            if self.names and self.reference is not None and type(answer) is list:
                answer = [np.nan if part is None or part is ... else part for part in answer]
        except Exception:
            return Unfit("no_numbers", compare.kind_of(answer))
        numbers = compare.fit(answer, self.like)
        if isinstance(numbers, Unfit):
            return numbers
        for name, mine, right in compare.parts(numbers, self.like):
            if mine.shape != right.shape and mine.squeeze().shape != right.squeeze().shape:
                shapes = compare.shape_words(mine.shape, right.shape, name)
                return Unfit("shape", f"the wrong shape. {shapes.rstrip('.')}")
            if np.isinf(mine).any() or (np.isnan(mine).any() and not self.names):
                return Unfit("not_finite", "no answer yet: every number must be finite")
        return _reshaped(numbers, self.like)

    def _judge(self, answer: Any) -> Verdict:
        mine = running.limited(lambda: self.taken(answer), self.seconds)
        if isinstance(mine, Unfit):
            return Verdict(mine.sentence("This is"), mistakes=(mine.name,))
        arguments = mine if isinstance(mine, tuple) else (mine,)
        report = self.report(*arguments) if self.report else ""
        if self.accepts is not None:
            if self.accepts(*arguments):
                return self._right(report)
            for mistake in self.mistakes:
                if mistake.when is not None and mistake.when(*arguments):
                    return teach([mistake], report)
            return Verdict(f"Not yet. {report}".strip(), mistakes=("unknown",))
        if self._agree(mine, self.like):
            unfinished = self._so_far(mine)
            return self._right(report) if unfinished is None else unfinished
        recognised = self.recognised(mine)
        if recognised:
            return teach(recognised, report)
        return Verdict("\n".join(filter(None, [self._count(mine), report])), mistakes=("unknown",))

    def recognised(self, mine: Plain) -> tuple[Mistake, ...]:
        """The mistake, or the two mistakes, that give these numbers; () if there is none."""
        assert self.reference is not None
        for mistakes in [(m,) for m in self.mistakes] + list(combinations(self.mistakes, 2)):
            function = combined(self.reference, mistakes)
            if function is not None and self._agree(mine, outcome(function, ())):
                return tuple(mistakes)
        return ()

    def _agree(self, mine: Plain, other: compare.Outcome) -> bool:
        """Whether the numbers agree, as far as the learner has filled them in."""
        if isinstance(mine, np.ndarray) and isinstance(other, np.ndarray):
            if mine.shape != other.shape:
                return False
            return bool((compare.equal(mine, other, within=self.within) | np.isnan(mine)).all())
        return compare.same(mine, other, within=self.within)

    def first_open(self, mine: Any) -> str | None:
        """The name of the first number that is not filled in; None if all are."""
        if not self.names or not np.isnan(np.asarray(mine)).any():
            return None
        return self.names[int(np.argmax(np.isnan(np.asarray(mine))))]

    def _so_far(self, mine: Plain) -> Verdict | None:
        """What to say if all numbers filled in so far are right; None if all are filled in."""
        if (next_name := self.first_open(mine)) is None:
            return None
        filled = ~np.isnan(np.asarray(mine))
        words = f"So far, so good: {filled.sum()} of {filled.size} right. Next: {next_name}."
        return Verdict(words, attempted=False)

    def _count(self, mine: Plain) -> str:
        """How many are right, and which is the first that is not; never what it should be."""
        pairs = compare.parts(mine, self.like)
        good = np.concatenate(
            [compare.equal(m, r, within=self.within).ravel() for _, m, r in pairs]
        )
        filled = ~np.isnan(np.concatenate([m.ravel() for _, m, _ in pairs]))
        if good.size == 1:
            return "Not yet: that is not the number."
        first = int(np.argmax(~good & filled))
        name = self.names[first] if first < len(self.names) else f"number {first + 1}"
        right = f"{(good & filled).sum()} of {filled.sum()}"
        return f"Not yet: {right} right. Look at {name} again."


def _zeros(shape: Any) -> Plain:
    if shape and isinstance(shape[0], tuple):
        return tuple(map(_zeros, shape))
    return np.zeros(shape)


def _reshaped(mine: Plain, like: Plain) -> Plain:
    if isinstance(mine, tuple) and isinstance(like, tuple):
        return tuple(_reshaped(m, r) for m, r in zip(mine, like, strict=True))
    assert isinstance(mine, np.ndarray)
    assert isinstance(like, np.ndarray)
    return mine.reshape(like.shape)


class ChoiceExercise(Exercise):
    """Choose one of several answers: find a planted mistake, name the cause of a symptom.

    options     {key: text}. Learners write the key
    right       the key of the right option; with several questions, {question: key}: the answer
                is then a dict as well
    mistakes    with one question, the name of a Mistake is the key of the option it is about; with
                several, its `when` is called with the dict of keys
    """

    def __init__(
        self,
        name: str,
        *,
        options: Mapping[str, str],
        right: str | Mapping[str, str],
        **shared: Any,
    ) -> None:
        super().__init__(name, **shared)
        self.options, self.right = dict(options), right

    def but(self, **wrong: str) -> dict[str, str]:
        """The right answers to several questions, with some replaced by wrong ones."""
        if isinstance(self.right, str):
            raise TypeError(f"{self.name} must have several questions to replace answers, not one")
        return {**self.right, **wrong}

    def taken(self, answer: Any) -> str | dict[str, str] | Unfit:
        """The chosen key, or the dict of keys; Unfit if it is not one of the options."""
        try:
            if isinstance(self.right, str):
                return self._key(answer)
            if not isinstance(answer, Mapping):
                return Unfit("no_choice", "not a dict of answers")
            chosen = {}
            for question in self.right:
                if running.is_blank(answer.get(question)):
                    continue
                key = self._key(answer[question])
                if isinstance(key, Unfit):
                    return Unfit(key.name, f"{key.words} (at {question})")
                chosen[question] = key
            return chosen
        except Exception:
            return Unfit("no_choice", "not one of the options")

    def _key(self, answer: Any) -> str | Unfit:
        if isinstance(answer, (tuple, list)):
            answer = ", ".join(map(str, answer))
        if isinstance(answer, str):
            for key, text in self.options.items():
                if _folded(answer) in (_folded(key), _folded(text)):
                    return key
        listed = ", ".join(f'"{key}"' for key in self.options)
        return Unfit("no_choice", f"not one of the options: write one of {listed}")

    def _judge(self, answer: Any) -> Verdict:
        mine = running.limited(lambda: self.taken(answer), self.seconds)
        if isinstance(mine, Unfit):
            return Verdict(mine.sentence("This is"), mistakes=(mine.name,))
        if mine == self.right:
            return self._right()
        if isinstance(mine, dict) and len(mine) < len(self.right):
            return self._so_far(mine)
        for mistake in self.mistakes:
            if mistake.name == mine if mistake.when is None else mistake.when(mine):
                return teach([mistake])
        if isinstance(mine, str) or isinstance(self.right, str):
            return Verdict("Not this one.", mistakes=("unknown",))
        bad = [question for question in self.right if mine[question] != self.right[question]]
        good = f"{len(self.right) - len(bad)} of {len(self.right)}"
        words = f"Not yet: {good} right. Look at {bad[0]} again."
        return Verdict(words, mistakes=("unknown",))

    def first_open(self, mine: Any) -> str | None:
        """The first question without an answer; None if all have one."""
        if isinstance(self.right, str):
            return None
        return next((question for question in self.right if question not in mine), None)

    def _so_far(self, mine: Mapping[str, str]) -> Verdict:
        """What to say if some questions are still open."""
        assert not isinstance(self.right, str)
        for question, key in mine.items():
            if key != self.right[question]:
                return Verdict(f"Not yet: look at {question} again.", mistakes=("unknown",))
        done = f"{len(mine)} of {len(self.right)}"
        words = f"So far, so good: {done} right. Next: {self.first_open(mine)}."
        return Verdict(words, attempted=False)

    def __repr__(self) -> str:
        listed = "\n".join(f"    {key}: {text}" for key, text in self.options.items())
        return f"{super().__repr__()}\n{listed}"

    def _repr_html_(self) -> str:
        rows = (f"<code>{escape(key)}</code>: {escape(text)}" for key, text in self.options.items())
        return "<br>".join([super()._repr_html_(), *rows])


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())


class GoalExercise(Exercise):
    """Reach a goal: with a network, a history of training, or in the laboratory.

    wants       "network" or "history": what `accepts`, `report` and the mistakes' `when` are called
                with. Learners may hand in either, or a Lab that holds it
    accepts     (network or history) -> whether the goal is reached
    report      (network or history) -> a sentence on how far it got
    """

    def __init__(
        self,
        name: str,
        *,
        wants: Literal["network", "history"],
        accepts: Callable[[Any], bool],
        report: Callable[[Any], str] | None = None,
        seconds: float = 30.0,
        **shared: Any,
    ) -> None:
        super().__init__(name, seconds=seconds, **shared)
        self.wants, self.accepts, self.report = wants, accepts, report

    def taken(self, answer: Any) -> Any:
        """The network or the history in the answer; Unfit if there is none."""
        from annlab.network import Network
        from annlab.training import History

        candidate = answer
        lab = getattr(sys.modules.get("annlab.lab"), "Lab", None)
        if lab is not None and isinstance(answer, lab):
            candidate = answer.history if self.wants == "history" else answer.net
            if candidate is None:
                return Unfit("no_run", "a laboratory in which nothing has been trained yet")
        if self.wants == "network" and isinstance(candidate, History):
            candidate = candidate.network
        kind = History if self.wants == "history" else Network
        if not isinstance(candidate, kind):
            what = {"history": "what `train` returned", "network": "a Network"}[self.wants]
            given = compare.kind_of(answer)
            return Unfit("no_" + self.wants, f"{given}: give {what}, or a Lab that holds it")
        shape = candidate.start.shape if isinstance(candidate, History) else candidate.shape
        if shape:
            return Unfit("many", f"an array of networks, of shape {shape}: choose one of them")
        return candidate

    def _judge(self, answer: Any) -> Verdict:
        return running.limited(lambda: self._limited(answer), self.seconds)

    def _limited(self, answer: Any) -> Verdict:
        thing = self.taken(answer)
        if isinstance(thing, Unfit):
            return Verdict(thing.sentence("This is"), mistakes=(thing.name,))
        report = self.report(thing) if self.report else ""
        if self.accepts(thing):
            return self._right(report)
        for mistake in self.mistakes:
            if mistake.when is not None and mistake.when(thing):
                return teach([mistake], report)
        return Verdict(f"Not yet. {report}".strip(), mistakes=("unknown",))
