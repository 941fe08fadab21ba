"""What goes wrong in learners' functions besides the answer: each gets a helpful sentence."""

import io
import math
import sys
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from typing import Any

import numpy as np
import pytest

from annlab import exercises
from annlab.exercises import FunctionExercise, Mistake
from annlab.exercises.core import NOT_YET

delta, gradients, update = exercises.delta_output, exercises.gradients, exercises.update


def right(a: Any, t: Any) -> Any:
    return (a - t) * a * (1 - a)


def raises(a: Any, t: Any) -> Any:
    b = a - t
    return b @ a[:, :, None, 5]


def calls_an_unknown_function(a: Any, t: Any) -> Any:
    return logistic_slope(a)  # noqa: F821


def stops_python(a: Any, t: Any) -> Any:
    sys.exit("enough")


def prints(a: Any, t: Any) -> None:
    print(right(a, t))


def nothing(a: Any, t: Any) -> None:
    right(a, t)


async def later(a: Any, t: Any) -> Any:
    return right(a, t)


def for_ever(a: Any, t: Any) -> Any:
    while True:
        pass


FAILURES: list[tuple[Callable[..., Any], str, list[str]]] = [
    (raises, "raises", ["IndexError", "b @ a[:, :, None, 5]", "It was called with a = [[0.8]]"]),
    (calls_an_unknown_function, "raises", ["NameError", "'logistic_slope' is not defined"]),
    (stops_python, "raises", ["SystemExit", "enough"]),
    (prints, "prints", ["It prints its answer, but returns None"]),
    (nothing, "returns_nothing", ["It returns None: is a `return` missing?"]),
    (later, "no_numbers", ["coroutine"]),
    (lambda a, t: "0.5", "text", ["the text '0.5'"]),
    (lambda a, t: b"0.5", "text", ["the text"]),
    (lambda a, t: right, "function", ["call it, with brackets"]),
    (lambda a, t: np.array([["a"]]), "no_numbers", ["text, but real numbers"]),
    (lambda a, t: [[1, 2], [3]], "ragged", ["rows have different lengths"]),
    (lambda a, t: [[None, 1]], "gaps", ["still missing"]),
    (lambda a, t: {1, 2}, "no_numbers", ["a set, but"]),
    (lambda a, t: right(a, t) + 1j, "no_numbers", ["complex"]),
    (
        lambda a, t: right(a, t).sum(),
        "shape",
        ["one number", "(1, 1)", "Did you sum over"],
    ),
    (lambda a, t: right(a, t)[:, 0], "shape", ["(1,)", "(1, 1)", "keep the axes"]),
    (lambda a, t: right(a, t).T, "shape", ["(2, 1)", "(1, 2)", "swapped"]),
    (lambda a, t: np.log(a - t), "not_finite", ["contains nan", "`log`"]),
    (lambda a, t: a + 0.123, "unknown", ["your answer is [[0.923]]", "right one is [[−0.032]]"]),
    (lambda a, t: a, "unknown", ["Your function returns a itself"]),
    (lambda a: a, "arguments", ["takes (a)", "2 arguments: (a, t)"]),
    (lambda a, t, extra: a, "arguments", ["takes (a, t, extra)"]),
    (lambda: 1, "arguments", ["takes ()"]),
]


@pytest.mark.parametrize(("f", "name", "words"), FAILURES)
def test_each_failure_is_described_in_words(
    f: Callable[..., Any], name: str, words: list[str]
) -> None:
    with redirect_stdout(io.StringIO()):
        verdict = delta.check(f)
    assert verdict.mistakes == (name,), verdict
    assert verdict.attempted
    for part in words:
        assert part in verdict.words, verdict
    assert "annlab" not in verdict.words
    assert "Traceback" not in verdict.words


@pytest.mark.parametrize("other", [1.5, "delta_output", [1, 2], np.ones((2, 2)), {"a": 1}])
def test_a_value_instead_of_the_function_gets_advice_to_drop_the_brackets(
    other: Any,
) -> None:
    verdict = delta.check(other)
    assert verdict.mistakes == ("no_function",)
    assert "check(delta_output)" in verdict.words


def test_accidental_broadcasting_is_explained() -> None:
    def column_against_row(x: Any, y: Any) -> Any:
        return x - y[:, 0]

    exercise = FunctionExercise(
        "misses",
        lesson=3,
        title="Misses",
        task="…",
        solution="",
        reference=lambda x, y: x - y,
        inputs=lambda rng: tuple(rng.normal(size=(2, rng.integers(2, 5), 1))),
    )
    verdict = exercise.check(column_against_row)
    assert verdict.mistakes == ("shape",)
    assert "it stretches an array" in verdict.words


def stub_dots(a, t): ...


def stub_words(a, t):
    """δ of the output."""


def stub_pass(a, t):
    # your lines
    pass


def stub_none(a, t):
    return None


def stub_ellipsis(a, t):
    return ...


def stub_with_gaps(a, t):
    delta = ...
    return delta


def stub_two_gaps(a, t):
    W, b = ..., None
    return W, b


def stub_raises(a, t):
    raise NotImplementedError


@pytest.mark.parametrize(
    "stub",
    [
        stub_dots,
        stub_words,
        stub_pass,
        stub_none,
        stub_ellipsis,
        stub_with_gaps,
        stub_two_gaps,
        stub_raises,
        lambda: ...,
    ],
)
def test_a_function_not_yet_written_is_not_an_attempt(stub: Any) -> None:
    verdict = delta.check(stub)
    assert verdict.words == NOT_YET
    assert not verdict.attempted


def test_changing_an_argument_is_noticed_even_if_the_numbers_are_right() -> None:
    def in_place(W: Any, b: Any, dW: Any, db: Any, rate: Any) -> Any:
        W = W.astype(float) if W.dtype != float else W
        W -= rate * dW
        return W, b - rate * db

    verdict = update.check(in_place)
    assert not verdict.right
    assert verdict.mistakes == ("changes_its_argument",)
    assert verdict.words.startswith("The numbers are right")
    assert "It changes the W it was given." in verdict.words


def test_changing_an_argument_is_reported_along_with_a_mistake() -> None:
    def climbs(a: Any, t: Any) -> Any:
        a *= 1.0
        a -= t
        t *= 2
        return a

    verdict = delta.check(climbs)
    assert verdict.mistakes == ("no_slope",)
    assert "It changes the a and t it was given." in verdict.words


def test_a_function_that_remembers_earlier_calls_is_noticed() -> None:
    calls: list[int] = []

    def remembers(a: Any, t: Any) -> Any:
        calls.append(1)
        return right(a, t) * (len(calls) <= len(delta.cases))

    assert delta.check(remembers).mistakes == ("not_steady",)


def test_what_a_function_prints_is_shown_once_and_not_for_each_input(capsys: Any) -> None:
    def talks(a: Any, t: Any) -> Any:
        print("a is", a)
        return right(a, t)

    assert delta.check(talks)
    assert capsys.readouterr().out == "a is [[0.8]]\n"


def test_a_check_prints_nothing_and_raises_no_warnings(capsys: Any) -> None:
    def overflows(a: Any, t: Any) -> Any:
        return 1 / np.exp(1e6 * (1 + a)) * math.inf + np.log(-a - 1)

    before = np.geterr()
    delta.check(overflows)
    assert np.geterr() == before
    assert capsys.readouterr() == ("", "")


def quick(name: str = "delta_output") -> FunctionExercise:
    """The same exercise with a shorter time limit."""
    return FunctionExercise(
        name,
        lesson=3,
        title="δ",
        task="…",
        solution="",
        seconds=0.3,
        reference=delta.reference,
        inputs=delta.inputs,
        edges=delta.edges,
        mistakes=delta.mistakes,
    )


def catches_exceptions(a: Any, t: Any) -> Any:
    while True:
        with suppress(Exception):
            right(a, t)


def catches_everything(a: Any, t: Any) -> Any:
    for _ in range(10**9):
        try:
            right(a, t)
        except:  # noqa: E722
            return right(a, t)


@pytest.mark.parametrize(
    "f",
    [
        for_ever,
        catches_exceptions,
        catches_everything,
        lambda a, t: time.sleep(100),
        lambda a, t: sum(0 for _ in iter(int, 1)),
    ],
)
def test_code_that_never_ends_is_stopped(f: Callable[..., Any]) -> None:
    threads = threading.active_count()
    start = time.monotonic()
    verdict = quick().check(f)
    assert time.monotonic() - start < 5
    assert verdict.mistakes == ("no_end",)
    assert "after 0.3 seconds" in verdict.words
    time.sleep(0.1)  # no late interrupt arrives
    assert threading.active_count() <= threads


def test_a_slow_but_right_answer_is_right() -> None:
    def slow(a: Any, t: Any) -> Any:
        time.sleep(0.005)
        return right(a, t)

    assert delta.check(slow)


def test_a_stop_by_the_user_is_passed_on() -> None:
    import signal

    def stopped(a: Any, t: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        time.sleep(1)

    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        quick().check(stopped)
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_check_within_a_check_stops_as_a_whole() -> None:
    inner = quick("inner")
    inner.seconds = 60

    def asks(a: Any, t: Any) -> Any:
        inner.check(for_ever)
        return right(a, t)

    start = time.monotonic()
    assert quick().check(asks).mistakes == ("no_end",)
    assert time.monotonic() - start < 5


def test_in_another_thread_there_is_no_time_limit() -> None:
    verdicts: list[Any] = []
    thread = threading.Thread(target=lambda: verdicts.append(delta.check(right)))
    thread.start()
    thread.join(10)
    assert verdicts[0].right


def test_a_check_leaves_the_global_random_state_alone() -> None:
    state = np.random.get_state()[1].copy()  # type: ignore[index]
    delta.check(lambda a, t: t - a)
    assert (np.random.get_state()[1] == state).all()  # type: ignore[index]


def test_an_exception_of_another_kind_is_not_taken_for_a_known_mistake() -> None:
    def not_transposed(d: Any, W: Any, a: Any) -> Any:
        if W.shape[0] != W.shape[1]:
            raise KeyError("another reason")
        return (d @ W) * a * (1 - a)

    assert exercises.delta_hidden.check(not_transposed).mistakes == ("raises",)


def test_code_that_only_raises_is_not_taken_for_a_mistake_that_raises_as_well() -> None:
    def refuses_whole_numbers(x: Any) -> Any:
        if x.dtype.kind == "i":
            raise TypeError("no whole numbers")
        return 2 * x

    exercise = FunctionExercise(
        "doubled",
        lesson=1,
        title="",
        task="",
        solution="",
        reference=lambda x: 2 * x,
        inputs=lambda rng: (rng.normal(size=3),),
        edges=[(np.arange(3),)],
        mistakes=[Mistake("m", wrong=lambda f, x: refuses_whole_numbers(x), words="…")],
    )
    assert exercise.check(refuses_whole_numbers).mistakes == ("raises",)


def test_a_broken_reference_is_reported_to_its_author_and_not_raised_at_the_learner() -> None:
    broken = FunctionExercise(
        "broken",
        lesson=1,
        title="",
        task="",
        solution="",
        reference=lambda a, *, wrong=False: 1 / 0,
        inputs=lambda rng: (1.0,),
        mistakes=[Mistake("m", {"wrong": True}, "…")],
    )
    assert "could not be checked" in broken.check(lambda a: a).words  # never an exception
    with pytest.raises(AssertionError, match="broken: Raised"):
        broken.truths  # noqa: B018


@pytest.mark.parametrize(
    ("slip", "helps"),
    [
        (lambda a, t: (a - t) @ (a * (1 - a)), "A needs as many columns as B has rows"),
        (lambda a, t: (a - t) * np.ones(a.size + 5), "The two shapes do not fit together"),
        (lambda a, t: a - t if a > t else t - a, "An `if` needs a single True or False"),
        (lambda a, t: np.array([float(np.array([[1, 2, 3]])[0])]), "`a[i, 0]` is a number"),
    ],
)
def test_common_messages_of_numpy_come_with_advice_in_plain_words(
    slip: Callable[..., Any], helps: str
) -> None:
    assert helps in delta.check(slip).words
