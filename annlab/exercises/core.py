"""What all exercises share: task, hints, solution, named mistakes, and the verdict of a check."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any

import numpy as np

from annlab.exercises import progress_notes
from annlab.exercises.compare import Outcome, Raised, freeze
from annlab.exercises.running import OutOfTime, copied, is_blank

NOT_YET = "Not attempted yet."


class Text:
    """Words for a notebook to show, as plain text or as HTML with `code` in a code font."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return _html(self.words)


@dataclass(frozen=True, repr=False, eq=False)
class Verdict(Text):
    """The result of a check. It is true if the answer is right."""

    words: str
    right: bool = False
    attempted: bool = True
    mistakes: tuple[str, ...] = ()
    """The names of the mistakes recognised in the answer."""

    def __bool__(self) -> bool:
        return self.right

    def _repr_html_(self) -> str:
        mark, word, colour = ("○", "open", "#8a8f94")
        if self.attempted:
            mark, word, colour = (
                ("✓", "right", "#2a7f4f") if self.right else ("✗", "not yet right", "#c4572e")
            )
        return (
            f'<div style="border-left: 4px solid {colour}; padding: 0.3em 0.8em">'
            f'<span role="img" aria-label="{word}" style="font-weight: bold">{mark}</span> '
            f"{_html(self.words)}</div>"
        )


def _html(words: str) -> str:
    """Plain words as HTML: indented blocks and `code` as code, *words* in italics, lines kept."""
    pieces = re.split(r"((?:^    .*(?:\n|$))+)", words, flags=re.M)
    html = []
    for piece in pieces:
        if piece.startswith("    "):
            html.append(f"<pre>{escape(re.sub('^    ', '', piece, flags=re.M).rstrip())}</pre>")
        else:
            text = re.sub(r"`([^`\n]+)`|\*(\w[\w ]*)\*", _marked_up, escape(piece.strip("\n")))
            html.append(text.replace("\n", "<br>"))
    return "".join(html)


def _marked_up(match: re.Match[str]) -> str:
    code, emphasised = match.groups()
    return f"<em>{emphasised}</em>" if code is None else f"<code>{code}</code>"


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong answer that learners give, and the words that help them out of it.

    Describe the wrong answer in one of three ways:

    - `switches`: settings of the reference, such as {"sign": -1};
    - `wrong`: a function (reference, *inputs) -> the wrong answer, where no switch will do. If it
      uses the reference it is given, the mistake is also recognised together with a switch;
    - `when`: a function (answer) -> whether it is this mistake, for exercises with many right
      answers. Then `example` makes such an answer, for the tests.
    """

    name: str
    switches: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    wrong: Callable[..., Any] | None = None
    when: Callable[[Any], bool] | None = None
    example: Callable[[], Any] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", prose(self.words))


def prose(text: str) -> str:
    """The text without the line breaks of its source; an empty line starts a new paragraph."""
    return "\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))


class Exercise:
    """One exercise: `check(answer)`, `hint()`, `solution()`.

    name        the variable that holds the learner's answer, and `annlab.exercises.<name>`
    task        what to do, in plain words
    mistakes    the wrong answers that are recognised
    hints       from a nudge to almost the solution
    solution    code that leaves the answer in a variable called `name`, as in the learner's cell.
                It is kept as `code`, and tests run it
    praise      a sentence for learners who are right: what they now know
    seconds     the time after which an answer that is still running is stopped
    """

    def __init__(
        self,
        name: str,
        *,
        lesson: int,
        title: str,
        task: str,
        solution: str,
        hints: Sequence[str] = (),
        mistakes: Sequence[Mistake] = (),
        praise: str = "",
        seconds: float = 3.0,
    ) -> None:
        self.name, self.lesson, self.title, self.task = name, lesson, title, prose(task)
        self.hints, self.mistakes = tuple(map(prose, hints)), tuple(mistakes)
        self.praise, self.seconds = prose(praise), seconds
        self.code = solution.strip("\n")
        self._hints_given = 0
        self._attempted = False

    def check(self, *answer: Any) -> Verdict:
        """Check an answer: is it right and, if not, which mistake is it?

        Several things may be given as separate arguments: check(w, b) is check((w, b)). Whatever
        the answer is or does, it raises nothing, with two exceptions: KeyboardInterrupt if the
        user stops it, and, where nbgrader marks the notebook, AssertionError with the words of the
        verdict unless the answer is right.
        """
        given = answer[0] if len(answer) == 1 else answer or None
        try:
            verdict = self._judged(given)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # no answer may break the lesson: report it and go on
            kind = type(error).__name__
            verdict = Verdict(f"This answer could not be checked ({kind}).", mistakes=("strange",))
        if os.environ.get("NBGRADER_EXECUTION"):
            if not verdict.right:
                raise AssertionError(verdict.words)
        elif verdict.attempted:
            self._attempted = True
            complaint = progress_notes.note_attempt(self.name, verdict.right, verdict.mistakes)
            if complaint:
                words = f"{verdict.words}\n{complaint}"
                verdict = Verdict(words, verdict.right, True, verdict.mistakes)
        return verdict

    def _judged(self, answer: Any) -> Verdict:
        if is_blank(answer):
            return Verdict(NOT_YET, attempted=False)
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                return self._judge(answer)
        except OutOfTime:
            return Verdict(
                f"Your code was still running after {self.seconds:g} seconds and was stopped. "
                "Is there a loop that never ends?",
                mistakes=("no_end",),
            )

    def _judge(self, answer: Any) -> Verdict:
        raise NotImplementedError

    def hint(self) -> Text:
        """The next hint; the last one again when there are no more."""
        if not self.hints:
            return Text("There are no hints for this exercise.")
        number = min(self._hints_given, len(self.hints) - 1)
        self._hints_given += 1
        complaint = progress_notes.note_hint(self.name, number + 1)
        hint = f"Hint {number + 1} of {len(self.hints)}: {self.hints[number]}"
        return Text("\n".join(filter(None, [hint, complaint])))

    def solution(self, insist: bool = False) -> Text:
        """The solution, after an attempt; before that only if you insist."""
        if not (insist or self._attempted or progress_notes.attempted(self.name)):
            return Text(
                "Try first: give an answer of your own, right or wrong. Then look.\n"
                f"`exercises.{self.name}.solution(insist=True)` shows the solution anyway."
            )
        complaint = progress_notes.note_solution(self.name)
        code = "\n".join(f"    {line}".rstrip() for line in self.code.split("\n"))
        return Text("\n".join(filter(None, [f"One way to do it:\n{code}", complaint])))

    def _right(self, words: str = "") -> Verdict:
        return Verdict(" ".join(filter(None, ["Right.", words, self.praise])), right=True)

    def __repr__(self) -> str:
        return f"Lesson {self.lesson}, {self.name}: {self.title}\n{self.task}"

    def _repr_html_(self) -> str:
        return f"<b>{escape(self.title)}</b><br>{_html(self.task)}"


def combined(
    reference: Callable[..., Any], mistakes: Sequence[Mistake]
) -> Callable[..., Any] | None:
    """The reference with these mistakes; None if they cannot be combined."""
    switches: dict[str, Any] = {}
    for mistake in mistakes:
        if switches.keys() & mistake.switches.keys():
            return None
        switches |= mistake.switches
    with_switches = partial(reference, **switches)
    functions = [mistake.wrong for mistake in mistakes if mistake.wrong is not None]
    if len(functions) > 1:
        return None
    return partial(functions[0], with_switches) if functions else with_switches


def outcome(function: Callable[..., Any], case: Sequence[Any]) -> Outcome:
    """What one of our own functions, right or wrong, returns or raises for a case."""
    try:
        with np.errstate(all="ignore"):
            return freeze(function(*copied(case)))
    except Exception as error:
        return Raised(type(error).__name__)


def teach(mistakes: Sequence[Mistake], report: str = "") -> Verdict:
    """The verdict that names one mistake, or two at once, with a report on the answer."""
    paragraphs = [mistake.words for mistake in mistakes]
    if len(paragraphs) > 1:
        numbered = [f"{i}. {words}" for i, words in enumerate(paragraphs, 1)]
        paragraphs = ["There are two mistakes.", *numbered]
    names = tuple(mistake.name for mistake in mistakes)
    lines = [f"Not yet. {paragraphs[0]}", *paragraphs[1:], *filter(None, [report])]
    return Verdict("\n".join(lines), mistakes=names)
