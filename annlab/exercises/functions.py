"""Exercises in which the learner writes a function."""

from __future__ import annotations

import inspect
import sys
import zlib
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from annlab.exercises import compare, running
from annlab.exercises.compare import Outcome, Plain, Raised, Unfit
from annlab.exercises.core import NOT_YET, Exercise, Mistake, Verdict, combined, outcome, teach
from annlab.exercises.running import Run


class FunctionExercise(Exercise):
    """Write a function. It is tried on random inputs, and known mistakes are recognised.

    reference   the right function: its positional arguments are those of the learner's function,
                its keyword-only arguments are switches whose defaults are right
    inputs      (rng) -> the arguments of one call, as a tuple; make their shapes differ
    edges       more such tuples, which are always tried first: keep them small, with round
                numbers, because these are the ones that learners are shown
    returns     names of the returned values, if there is more than one
    tries       the number of random inputs
    """

    def __init__(
        self,
        name: str,
        *,
        reference: Callable[..., Any],
        inputs: Callable[[np.random.Generator], Sequence[Any]],
        edges: Sequence[Sequence[Any]] = (),
        returns: Sequence[str] = (),
        tries: int = 8,
        **shared: Any,
    ) -> None:
        super().__init__(name, **shared)
        self.reference, self.inputs, self.edges = reference, inputs, tuple(edges)
        self.returns, self.tries = tuple(returns), tries
        self._wrong_outcomes: dict[tuple[tuple[str, ...], int], Outcome] = {}

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The names of the arguments."""
        parameters = inspect.signature(self.reference).parameters.values()
        return tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)

    @cached_property
    def cases(self) -> list[tuple[Any, ...]]:
        """The inputs to try: the edges, then random inputs, the same in every check."""
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        return [tuple(case) for case in self.edges] + [
            tuple(self.inputs(rng)) for _ in range(self.tries)
        ]

    @cached_property
    def truths(self) -> list[Plain]:
        """The right answer to each case."""
        truths = []
        for case in self.cases:
            truth = outcome(self.reference, case)
            assert not isinstance(truth, (Raised, Unfit)), f"{self.name}: {truth}"
            truths.append(truth)
        return truths

    def recognised(self, outcomes: Sequence[Outcome]) -> tuple[tuple[Mistake, ...], int] | None:
        """The mistake, or the two mistakes, that give these answers, and a case that shows it.

        A mistake is recognised if it gives the same outcome in every case and, in at least one, a
        number that is not the right one.
        """
        for mistakes in self._candidates:
            shows = None
            for i, (truth, mine) in enumerate(zip(self.truths, outcomes, strict=True)):
                if not compare.same(mine, self.outcome_with(mistakes, i)):
                    break
                if shows is None and not isinstance(mine, Raised) and not compare.same(mine, truth):
                    shows = i
            else:
                if shows is not None:
                    return mistakes, shows
        return None

    @cached_property
    def _candidates(self) -> list[tuple[Mistake, ...]]:
        """Every mistake, then every pair of mistakes that can be combined."""
        single = [(mistake,) for mistake in self.mistakes]
        pairs = combinations(self.mistakes, 2)
        return [*single, *(pair for pair in pairs if combined(self.reference, pair) is not None)]

    def outcome_with(self, mistakes: tuple[Mistake, ...], i: int) -> Outcome:
        """What the reference gives in case `i` with these mistakes, which must be combinable."""
        key = tuple(mistake.name for mistake in mistakes), i
        if key not in self._wrong_outcomes:
            function = combined(self.reference, mistakes)
            assert function is not None
            self._wrong_outcomes[key] = outcome(function, self.cases[i])
        return self._wrong_outcomes[key]

    def _judge(self, answer: Any) -> Verdict:
        if not callable(answer):
            return Verdict(
                f"{self.name} should be a function, but this is {compare.kind_of(answer)}. Give "
                f"the function itself, without calling it: `check({self.name})`.",
                mistakes=("no_function",),
            )
        if running.is_stub(answer):
            return Verdict(NOT_YET, attempted=False)
        words = running.arity_words(answer, self.arguments)
        if words:
            return Verdict(words, mistakes=("arguments",))
        truths = self.truths
        run = running.limited(lambda: running.run(answer, self.cases, truths), self.seconds)
        if run.blank:
            return Verdict(NOT_YET, attempted=False)
        if run.printed:
            sys.stdout.write(run.printed)  # what it printed in its first call: learners look for it
        return self._compared(run)

    def _compared(self, run: Run) -> Verdict:
        wrong = [
            i
            for i, (mine, truth) in enumerate(zip(run.outcomes, self.truths, strict=True))
            if not compare.same(mine, truth)
        ]
        changed = self._changed_arguments(run)
        recognised = self.recognised(run.outcomes) if wrong else None
        if recognised:
            mistakes, shows = recognised
            difference = self._difference(run, shows)
            return teach(mistakes, "\n".join(filter(None, [difference, changed])))
        if changed:
            start = "Not yet." if wrong else "The numbers are right, but there is one problem."
            return Verdict(f"{start} {changed}", mistakes=("changes_its_argument",))
        if not wrong:
            if run.steady:
                return self._right(f"It was tried on {len(self.cases)} inputs.")
            return Verdict(
                "The numbers are right the first time, but called again with the same arguments "
                "your function gives a different answer: it remembers something from one call to "
                "the next, or uses random numbers.",
                mistakes=("not_steady",),
            )
        return self._unknown(run, wrong)

    def _changed_arguments(self, run: Run) -> str:
        """Which arguments the function changed, and how to avoid that; "" if it changed none."""
        names = [self.arguments[i] for i in sorted(run.changed)]
        if not names:
            return ""
        listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        x = names[0]
        return (
            f"It changes the {listed} it was given. `{x} -= …` writes into the caller's array; "
            f"`{x} = {x} - …` makes a new one."
        )

    def _unknown(self, run: Run, wrong: Sequence[int]) -> Verdict:
        """A wrong answer that is not a known mistake: what it is, and where it first differs."""
        for i in wrong:
            mine = run.outcomes[i]
            if isinstance(mine, Raised):
                words = f"{mine.words}\n{self._called_with(i)}"
                return Verdict(words, mistakes=("raises",))
            if isinstance(mine, Unfit):
                name, words = mine.name, mine.sentence("It returns")
                if name == "returns_nothing" and run.printed:
                    name = "prints"
                    words = (
                        "It prints its answer, but returns None: you can see the answer, but the "
                        "code that calls the function gets nothing. End it with `return`."
                    )
                return Verdict(f"{words}\n{self._called_with(i)}", mistakes=(name,))
        i = wrong[0]
        mine, truth = run.outcomes[i], self.truths[i]
        assert isinstance(mine, (np.ndarray, tuple))
        for name, m, t in compare.parts(mine, truth, self.returns):
            if m.shape != t.shape:
                words = compare.shape_words(m.shape, t.shape, name)
                return Verdict(f"{words}\n{self._called_with(i)}", mistakes=("shape",))
        for name, m, t in compare.parts(mine, truth, self.returns):
            bad = ~np.isfinite(m) & np.isfinite(t)
            if bad.any():
                words = (
                    f"{name or 'Your answer'} contains {m[bad][0]}. Is something divided by 0, "
                    f"too large for `exp`, or outside the range of `log`?\n{self._called_with(i)}"
                )
                return Verdict(words, mistakes=("not_finite",))
        return Verdict(
            f"Not yet: I don't recognise this mistake. {self._what_is_right(run, i)}\n"
            f"{self._difference(run, i)}",
            mistakes=("unknown",),
        )

    def _what_is_right(self, run: Run, i: int) -> str:
        """The returned values that are right in every case, and the one that first differs."""
        argument = run.returned[i]
        if argument is not None:
            return f"Your function returns {self.arguments[argument]} itself."
        mine, truth = run.outcomes[i], self.truths[i]
        assert isinstance(mine, (np.ndarray, tuple))
        pairs = compare.parts(mine, truth, self.returns)
        wrong = next(name for name, m, t in pairs if not compare.same(m, t))
        first_differs = f"{wrong or 'Your answer'} first differs here:"
        right = self._right_parts(run)
        if not right:
            return first_differs
        return f"{' and '.join(right)} {'is' if len(right) == 1 else 'are'} right; {first_differs}"

    def _right_parts(self, run: Run) -> list[str]:
        """The names of the returned values that are right in every case."""
        pairs = list(zip(run.outcomes, self.truths, strict=True))
        return [
            name
            for k, name in enumerate(self.returns)
            if all(
                isinstance(mine, tuple)
                and isinstance(truth, tuple)
                and compare.same(mine[k], truth[k])
                for mine, truth in pairs
            )
        ]

    def _arguments_of(self, i: int) -> str:
        shown = zip(self.arguments, self.cases[i], strict=True)
        return ", ".join(f"{name} = {compare.show(value)}" for name, value in shown)

    def _called_with(self, i: int) -> str:
        return f"It was called with {self._arguments_of(i)}."

    def _difference(self, run: Run, i: int) -> str:
        """The arguments, and both answers where they first differ."""
        mine, truth = run.outcomes[i], self.truths[i]
        assert isinstance(mine, (np.ndarray, tuple))
        start = f"With {self._arguments_of(i)}"
        for name, m, t in compare.parts(mine, truth, self.returns):
            yours = f"{start}, your {name or 'answer'}"
            if m.shape != t.shape:
                return f"{yours} has shape {m.shape}; the right one has shape {t.shape}."
            differs = np.argwhere(~compare.equal(m, t))
            if not len(differs):
                continue
            if m.size <= 12:
                return f"{yours} is {compare.show(m)}; the right one is {compare.show(t)}."
            place = tuple(differs[0])
            at = "[" + ", ".join(map(str, place)) + "]"
            m_text, t_text = compare.number(m[place]), compare.number(t[place])
            return f"{yours} is {m_text} at {at}; the right one is {t_text}."
        return ""
