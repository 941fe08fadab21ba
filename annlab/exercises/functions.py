"""The exercise in which a learner writes a function."""

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
    """Write a function; it is tried on random inputs, and a wrong one told which mistake it is.

    reference   the right function: its positional arguments are the learner's, its keyword-only
                ones are switches whose defaults are right
    inputs      (rng) -> the arguments of one call, as a tuple; make their shapes differ
    edges       more such tuples that are always tried, and tried first: small, with round
                numbers, for they are what a learner is shown
    returns     names of what it returns, if that is more than one thing
    tries       how many random inputs
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

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The names of the arguments."""
        parameters = inspect.signature(self.reference).parameters.values()
        return tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)

    @cached_property
    def cases(self) -> list[tuple[Any, ...]]:
        """What it is tried on: the edges, then random inputs, the same at every check."""
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        return [tuple(case) for case in self.edges] + [
            tuple(self.inputs(rng)) for _ in range(self.tries)
        ]

    @cached_property
    def truths(self) -> list[Plain]:
        """The right answer to each case."""
        found = []
        for case in self.cases:
            truth = outcome(self.reference, case)
            assert not isinstance(truth, (Raised, Unfit)), f"{self.name}: {truth}"
            found.append(truth)
        return found

    def recognised(self, outcomes: Sequence[Outcome]) -> tuple[tuple[Mistake, ...], int] | None:
        """The mistake, or the two, that would give these answers, and a case that shows it.

        A mistake is recognised if it gives the same on every case, and on one at least a number
        that is not the right one.
        """
        candidates = [(m,) for m in self.mistakes] + list(combinations(self.mistakes, 2))
        for mistakes in candidates:
            function = combined(self.reference, mistakes)
            if function is None:
                continue
            shows = None
            for i, (case, truth, mine) in enumerate(
                zip(self.cases, self.truths, outcomes, strict=True)
            ):
                answer = outcome(function, case)
                if not compare.same(mine, answer):
                    break
                if shows is None and not isinstance(mine, Raised) and not compare.same(mine, truth):
                    shows = i
            else:
                if shows is not None:
                    return mistakes, shows
        return None

    def _judge(self, answer: Any) -> Verdict:
        if not callable(answer):
            return Verdict(
                f"{self.name} should be a function, and this is {compare.kind_of(answer)}. Give "
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
            sys.stdout.write(run.printed)  # what it printed in its first call: it may be looked for
        return self._compared(run)

    def _compared(self, run: Run) -> Verdict:
        wrong = [
            i
            for i, (mine, truth) in enumerate(zip(run.outcomes, self.truths, strict=True))
            if not compare.same(mine, truth)
        ]
        changed = ", ".join(self.arguments[i] for i in sorted(run.changed))
        changed = changed and (
            f"It changes {changed}, which belongs to whoever called it: work on a copy, and make "
            f"something new with `=` rather than write into the old with `+=`, `-=` or `[…] =`."
        )
        found = self.recognised(run.outcomes) if wrong else None
        if found:
            mistakes, shows = found
            seen = self._difference(run, shows)
            return teach(mistakes, "\n".join(filter(None, [seen, changed])))
        if changed:
            start = "Not yet." if wrong else "The numbers are right, but one thing is not."
            return Verdict(f"{start} {changed}", mistakes=("changes_its_argument",))
        if not wrong:
            if run.steady:
                return self._right(f"It was tried on {len(self.cases)} inputs.")
            return Verdict(
                "The numbers are right the first time, but asked the same again it answers "
                "differently: it keeps something from one call to the next, or draws at random.",
                mistakes=("not_steady",),
            )
        return self._unknown(run, wrong)

    def _unknown(self, run: Run, wrong: Sequence[int]) -> Verdict:
        """A wrong answer that looks like no known mistake: what came, where it differs first."""
        for i in wrong:
            mine = run.outcomes[i]
            if isinstance(mine, Raised):
                return Verdict(f"{mine.words}\nThe call was {self._call(i)}.", mistakes=("raises",))
            if isinstance(mine, Unfit):
                name, words = mine.name, mine.sentence("It gives")
                if name == "returns_nothing" and run.printed:
                    name = "prints"
                    words = (
                        "It prints its answer, but gives None: printing is for the eye, and what "
                        "calls it gets nothing. End it with `return`."
                    )
                return Verdict(f"{words}\nThe call was {self._call(i)}.", mistakes=(name,))
        i = wrong[0]
        mine, truth = run.outcomes[i], self.truths[i]
        assert isinstance(mine, (np.ndarray, tuple))
        for name, m, t in compare.parts(mine, truth, self.returns):
            if m.shape != t.shape:
                words = compare.shape_words(m.shape, t.shape, name)
                return Verdict(f"{words}\nThe call was {self._call(i)}.", mistakes=("shape",))
        for name, m, t in compare.parts(mine, truth, self.returns):
            bad = ~np.isfinite(m) & np.isfinite(t)
            if bad.any():
                where = f"{name or 'Your answer'} holds {m[bad][0]}"
                return Verdict(
                    f"{where}, which is no number to go on with: is something divided by 0, or too "
                    f"large for `exp` or `log`?\nThe call was {self._call(i)}.",
                    mistakes=("not_finite",),
                )
        given = run.returned[i]
        same_object = f"It gives back {self.arguments[given]} itself. " if given is not None else ""
        words = f"Not yet: this looks like no mistake I know. {same_object}"
        return Verdict(f"{words.strip()}\n{self._difference(run, i)}", mistakes=("unknown",))

    def _call(self, i: int) -> str:
        shown = zip(self.arguments, self.cases[i], strict=True)
        return ", ".join(f"{name} = {compare.show(value)}" for name, value in shown)

    def _difference(self, run: Run, i: int) -> str:
        """The call, and both answers where they differ first."""
        mine, truth = run.outcomes[i], self.truths[i]
        assert isinstance(mine, (np.ndarray, tuple))
        start = f"With {self._call(i)}"
        for name, m, t in compare.parts(mine, truth, self.returns):
            yours = f"{start}, your {name or 'answer'}"
            if m.shape != t.shape:
                return f"{yours} has shape {m.shape}, and the right one {t.shape}."
            differs = np.argwhere(~compare.equal(m, t))
            if not len(differs):
                continue
            if m.size <= 12:
                return f"{yours} is {compare.show(m)}, and the right one {compare.show(t)}."
            place = tuple(differs[0])
            at = "[" + ", ".join(map(str, place)) + "]"
            m_text, t_text = compare.number(m[place]), compare.number(t[place])
            return f"{yours} is {m_text} at {at}, and the right one {t_text}."
        return ""
