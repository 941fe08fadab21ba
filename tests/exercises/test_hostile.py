"""Whatever is handed in, no exception of ours reaches the learner."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from annlab import exercises
from annlab.exercises import Verdict
from annlab.exercises.core import Exercise


class Hostile:
    """Raises whatever is done with it."""

    def _no(self, *arguments: Any, **options: Any) -> Any:
        raise RuntimeError("no")

    __array__ = __eq__ = __repr__ = __str__ = __len__ = __iter__ = __getitem__ = _no  # type: ignore
    __bool__ = __float__ = __int__ = __index__ = __contains__ = __hash__ = __format__ = _no  # type: ignore
    __class__ = property(_no)  # type: ignore
    __array_interface__ = property(_no)
    __array_struct__ = property(_no)
    __deepcopy__ = __reduce_ex__ = __getattr__ = _no


class HostileList(list):  # type: ignore[type-arg]
    __len__ = __iter__ = __getitem__ = __eq__ = __bool__ = Hostile._no  # type: ignore


class HostileDict(dict):  # type: ignore[type-arg]
    get = __len__ = __iter__ = __getitem__ = __contains__ = Hostile._no  # type: ignore


class HostileArray(np.ndarray):
    def __array_finalize__(self, other: Any) -> None:
        if other is not None and getattr(other, "armed", False):
            raise RuntimeError("no")

    def __array_ufunc__(self, *arguments: Any, **options: Any) -> Any:
        raise RuntimeError("no")

    __eq__ = __getitem__ = __len__ = Hostile._no  # type: ignore


class HostileCall(Hostile):
    def __call__(self, *arguments: Any) -> Any:
        return self


class HostileError(Exception):
    __str__ = __repr__ = Hostile._no


class HostileText(str):
    casefold = replace = __eq__ = __repr__ = Hostile._no  # type: ignore
    __hash__ = None  # type: ignore


endless: list[Any] = []
endless.append(endless)
in_an_array = np.empty(1, dtype=object)
in_an_array[0] = Hostile()
STRANGE = [
    Hostile(),
    HostileCall(),
    HostileList([1, 2]),
    HostileDict(A="x"),
    HostileText("zero_start"),
    np.zeros((1, 1)).view(HostileArray),
    endless,
    Hostile,
    type,
    range(3),
    iter([1]),
    (x for x in [1]),
    object(),
    in_an_array,
    np.ma.masked_array([1.0], [True]),
    np.datetime64("2020"),
    np.zeros(3, dtype=[("a", float)]),
    10**400,
    [10**400],
    b"\xff",
    "\ud800",
    float("nan"),
    print,
    len,
    np.add,
]


class Strange(NamedTuple):
    """One of them by its number, because hypothesis uses the values it draws."""

    number: int

    @staticmethod
    def out(of: Any) -> Any:
        return STRANGE[of.number] if type(of) is Strange else of


answers = st.one_of(
    st.builds(Strange, st.integers(0, len(STRANGE) - 1)),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
    npst.arrays(
        npst.scalar_dtypes(), npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3)
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
        max_leaves=8,
    ),
)


def judged(exercise: Exercise, answer: Any) -> Verdict:
    verdict = exercise.check(answer)
    assert type(verdict) is Verdict
    assert isinstance(verdict.words, str)
    assert verdict.words
    repr(verdict), verdict._repr_html_(), bool(verdict)
    return verdict


@pytest.mark.parametrize("exercise", exercises.catalogue(), ids=lambda e: e.name)
@pytest.mark.parametrize("number", range(len(STRANGE)))  # pytest would use them too
def test_strange_things_get_a_verdict(exercise: Exercise, number: int) -> None:
    thing = STRANGE[number]
    assert not judged(exercise, thing).right
    assert not judged(exercise, lambda *arguments: thing).right


@pytest.mark.parametrize("exercise", exercises.catalogue(), ids=lambda e: e.name)
@settings(max_examples=40)
@given(answer=answers, also=answers)
def test_anything_gets_a_verdict(exercise: Exercise, answer: Any, also: Any) -> None:
    answer, also = Strange.out(answer), Strange.out(also)
    judged(exercise, answer)
    judged(exercise, lambda *arguments: answer)
    judged(exercise, lambda *arguments: (answer, also))
    judged(exercise, (answer, also))
    judged(exercise, {"A": answer, "z1": also})


@pytest.mark.parametrize(
    "error",
    [
        HostileError(),
        GeneratorExit(),
        StopIteration(),
        SystemExit(),
        RecursionError(),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_a_function_raises_is_reported(error: BaseException) -> None:
    def f(a: Any, t: Any) -> Any:
        raise error

    assert type(error).__name__ in judged(exercises.delta_output, f).words


def test_endless_recursion_is_reported() -> None:
    def f(a: Any, t: Any) -> Any:
        return f(a, t)

    assert "RecursionError" in judged(exercises.delta_output, f).words


def test_a_function_that_breaks_its_arguments_is_noticed() -> None:
    def f(a: Any, t: Any) -> Any:
        a.resize((0,), refcheck=False)
        t.setflags(write=False)
        return np.zeros((1, 1))

    assert judged(exercises.delta_output, f).mistakes == ("changes_its_argument",)
