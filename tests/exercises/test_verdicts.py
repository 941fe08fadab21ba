"""What a learner sees: hints, the solution and verdicts; and what nbgrader gets."""

from typing import Any

import pytest

from annlab import exercises
from annlab.exercises.core import Verdict

delta = exercises.delta_output


def right(a: Any, t: Any) -> Any:
    return (a - t) * a * (1 - a)


def test_hints_come_in_steps_and_the_last_is_repeated() -> None:
    hints = [repr(delta.hint()) for _ in range(5)]
    assert [words[:11] for words in hints] == [f"Hint {i} of 3" for i in (1, 2, 3, 3, 3)]
    assert hints[2] == hints[4]


def test_the_solution_is_shown_after_an_attempt_or_on_insisting() -> None:
    assert "Try first" in repr(delta.solution())
    assert "return (a - t)" in repr(delta.solution(insist=True))
    delta.check(None)
    assert "Try first" in repr(delta.solution())
    delta.check(lambda a, t: a)
    assert "    def delta_output(a, t):" in repr(delta.solution())
    assert "<pre>def delta_output" in delta.solution()._repr_html_()


@pytest.mark.parametrize(
    ("answer", "mark", "word"),
    [(None, "○", "open"), (lambda a, t: a, "✗", "not yet right"), (right, "✓", "right")],
)
def test_a_verdict_does_not_rely_on_colour_alone(answer: Any, mark: str, word: str) -> None:
    verdict = delta.check(answer)
    html = verdict._repr_html_()
    assert mark in html
    assert f'aria-label="{word}"' in html
    assert repr(verdict) == verdict.words
    assert bool(verdict) == verdict.right


def test_text_from_learners_is_escaped_in_html() -> None:
    html = delta.check(lambda a, t: "<script>`x`")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_word_between_stars_is_emphasised_and_a_product_is_not() -> None:
    html = Verdict("The *second* digit, `a *b* c`, is 2 * 3 * 4.")._repr_html_()
    assert "The <em>second</em> digit, <code>a *b* c</code>, is 2 * 3 * 4." in html


@pytest.mark.parametrize("value", ["1", "autograde", "validate"])
def test_under_nbgrader_only_a_right_answer_passes(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", value)
    assert delta.check(right).right
    with pytest.raises(AssertionError, match="Not attempted yet"):
        delta.check(None)
    with pytest.raises(AssertionError, match="You have t − a"):
        delta.check(lambda a, t: -right(a, t))
