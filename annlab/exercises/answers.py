"""The exercises without a function to write: numbers, a choice, a goal to reach."""

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
    """Give one number, an array, or several arrays. One of two is wanted:

    reference   () -> the right numbers, with keyword-only switches as in a FunctionExercise; its
                mistakes are told by `switches` or `wrong`
    accepts     (numbers) -> are they right?, where many are; then `shape` is their shape, or a
                tuple of shapes if there are several arrays, which are given to it one by one.
                Its mistakes are told by `when`, with the same arguments

    names       of the single numbers, in their order: they may then be given as a dict, too
    within      how far from the right number is still right
    report      (numbers) -> a sentence that says what these numbers do, shown with every verdict
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
        """The right numbers, or zeros of the same shapes where many are right."""
        return _zeros(self.shape) if self.reference is None else compare.freeze(self.reference())

    def taken(self, answer: Any) -> Plain | Unfit:
        """The numbers of the answer, in the shapes wanted; Unfit if it has none such."""
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
        found = compare.fit(answer, self.like)
        if isinstance(found, Unfit):
            return found
        for name, mine, right in compare.parts(found, self.like):
            if mine.shape != right.shape and mine.squeeze().shape != right.squeeze().shape:
                said = compare.shape_words(mine.shape, right.shape, name)
                return Unfit("shape", f"not of the shape wanted. {said.rstrip('.')}")
            if np.isinf(mine).any() or (np.isnan(mine).any() and not self.names):
                return Unfit("not_finite", "not made of finite numbers only")
        return _reshaped(found, self.like)

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
            some_open = self._so_far(mine)
            return self._right(report) if some_open is None else some_open
        found = self.recognised(mine)
        if found:
            return teach(found, report)
        return Verdict("\n".join(filter(None, [self._count(mine), report])), mistakes=("unknown",))

    def recognised(self, mine: Plain) -> tuple[Mistake, ...]:
        """The mistake, or the two, that would give these numbers; () if it is none."""
        assert self.reference is not None
        for mistakes in [(m,) for m in self.mistakes] + list(combinations(self.mistakes, 2)):
            function = combined(self.reference, mistakes)
            if function is not None and self._agree(mine, outcome(function, ())):
                return tuple(mistakes)
        return ()

    def _agree(self, mine: Plain, other: compare.Outcome) -> bool:
        """Are they alike, as far as the learner's are filled in?"""
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
        """Those filled in are right: which comes next? None if all are."""
        if (follows := self.first_open(mine)) is None:
            return None
        filled = ~np.isnan(np.asarray(mine))
        words = f"So far so good: {filled.sum()} of {filled.size} are right. Next: {follows}."
        return Verdict(words, attempted=False)

    def _count(self, mine: Plain) -> str:
        """How many are right, and which is the first that is not: never what it should be."""
        pairs = compare.parts(mine, self.like)
        good = np.concatenate(
            [compare.equal(m, r, within=self.within).ravel() for _, m, r in pairs]
        )
        filled = ~np.isnan(np.concatenate([m.ravel() for _, m, _ in pairs]))
        if good.size == 1:
            return "Not yet: this is not the number."
        first = int(np.argmax(~good & filled))
        name = self.names[first] if first < len(self.names) else f"number {first + 1}"
        right = f"{(good & filled).sum()} of {filled.sum()}"
        return f"Not yet: {right} are right. Look at {name} again."


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
    """Choose one of several answers: find the planted fault, name the cause of a symptom.

    options     key -> what it says. Learners write the key
    right       the key of the right one; or, if there are several questions, {question: key}:
                the answer is then a dict as well
    mistakes    with one question, a Mistake bears the key of the option it is about; with
                several, its `when` is given the dict of keys
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
        """The right answers to several questions with some exchanged for others."""
        if isinstance(self.right, str):
            raise TypeError(f"{self.name} must have several questions to exchange answers, not one")
        return {**self.right, **wrong}

    def taken(self, answer: Any) -> str | dict[str, str] | Unfit:
        """The key chosen, or the dict of them; Unfit if it is none of the options."""
        try:
            if isinstance(self.right, str):
                return self._key(answer)
            if not isinstance(answer, Mapping):
                return Unfit("no_choice", "no dict of answers")
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
            return Unfit("no_choice", "none of the answers to choose from")

    def _key(self, answer: Any) -> str | Unfit:
        if isinstance(answer, (tuple, list)):
            answer = ", ".join(map(str, answer))
        if isinstance(answer, str):
            for key, text in self.options.items():
                if _folded(answer) in (_folded(key), _folded(text)):
                    return key
        listed = ", ".join(f'"{key}"' for key in self.options)
        return Unfit("no_choice", f"none of the answers to choose from: write one of {listed}")

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
        words = f"Not yet: {good} are right. Look at {bad[0]} again."
        return Verdict(words, mistakes=("unknown",))

    def first_open(self, mine: Any) -> str | None:
        """The first question without an answer; None if there is none such."""
        if isinstance(self.right, str):
            return None
        return next((question for question in self.right if question not in mine), None)

    def _so_far(self, mine: Mapping[str, str]) -> Verdict:
        """Some questions are still open: how are the others?"""
        assert not isinstance(self.right, str)
        for question, key in mine.items():
            if key != self.right[question]:
                return Verdict(f"Not yet: look at {question} again.", mistakes=("unknown",))
        follows = self.first_open(mine)
        done = f"{len(mine)} of {len(self.right)}"
        return Verdict(f"So far so good: {done} are right. Next: {follows}.", attempted=False)

    def __repr__(self) -> str:
        listed = "\n".join(f"    {key}: {text}" for key, text in self.options.items())
        return f"{super().__repr__()}\n{listed}"

    def _repr_html_(self) -> str:
        rows = (f"<code>{escape(key)}</code>: {escape(text)}" for key, text in self.options.items())
        return "<br>".join([super()._repr_html_(), *rows])


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())


class GoalExercise(Exercise):
    """Reach something: with a network, a history of training, or in the laboratory.

    wants       "network" or "history": what `accepts`, `report` and the mistakes' `when` are given.
                Learners may hand in either, or a Lab that holds it
    accepts     (thing) -> is the goal reached?
    report      (thing) -> a sentence: how far it got
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
        """The network or the history in what was given; Unfit if there is none."""
        from annlab.network import Network
        from annlab.training import History

        found = answer
        lab = getattr(sys.modules.get("annlab.lab"), "Lab", None)
        if lab is not None and isinstance(answer, lab):
            found = answer.history if self.wants == "history" else answer.net
            if found is None:
                return Unfit("no_run", "a laboratory in which nothing has been trained yet")
        if self.wants == "network" and isinstance(found, History):
            found = found.network
        kind = History if self.wants == "history" else Network
        if not isinstance(found, kind):
            what = {"history": "what `train` returned", "network": "a Network"}[self.wants]
            given = compare.kind_of(answer)
            return Unfit("no_" + self.wants, f"{given}: give {what}, or a Lab that holds it")
        shape = found.start.shape if isinstance(found, History) else found.shape
        if shape:
            return Unfit("many", f"a {self.wants} of {shape} networks: take one of them")
        return found

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
