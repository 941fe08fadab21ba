"""Threshold units, normal forms and the perceptron rule, on numbers worked out by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from annlab import Dataset, Perceptron, ThresholdUnit, datasets
from annlab.perceptron import PerceptronRecord, conjunctive, disjunctive, mistake_bound

# -- threshold units ---------------------------------------------------------------------------


def bits(n: int) -> np.ndarray:
    return np.array(list(itertools.product((0.0, 1.0), repeat=n)))


def test_unit_fires_above_its_threshold_and_not_at_it():
    unit = ThresholdUnit([2, -1, 0.5], -1)
    x = [[1, 0, 0], [1, 1, 0], [1, 1, 0.1], [0, 0, 2], [0, -1, 0]]
    np.testing.assert_array_equal(unit(x), [1, 0, 1, 0, 0])
    assert unit([1, 0, 0]) == 1
    assert unit(np.zeros((4, 2, 3))).shape == (4, 2)
    assert unit(x).dtype == np.float64


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_and_or_and_not(n):
    x = bits(n)
    np.testing.assert_array_equal(ThresholdUnit.AND(n)(x), x.all(1))
    np.testing.assert_array_equal(ThresholdUnit.OR(n)(x), x.any(1))
    np.testing.assert_array_equal(ThresholdUnit.NOT()(bits(1)), [1, 0])


def test_gates_of_two_inputs_by_default():
    assert ThresholdUnit.AND().w.shape == ThresholdUnit.OR().w.shape == (2,)


def test_huge_sums_do_not_warn():
    assert ThresholdUnit([1e300, 1e300], 0)([1e300, 1e300]) == 1


@pytest.mark.parametrize(
    ("error", "words", "make"),
    [
        (
            ValueError,
            r"w must have shape \(inputs,\), not \(1, 2\)",
            lambda: ThresholdUnit([[1, 2]], 0),
        ),
        (ValueError, r"w must have shape \(inputs,\), not \(0,\)", lambda: ThresholdUnit([], 0)),
        (ValueError, "w must be finite, but w.1. is nan", lambda: ThresholdUnit([1, np.nan], 0)),
        (TypeError, "w must hold real numbers", lambda: ThresholdUnit(["a"], 0)),
        (TypeError, "b must be a number, not None", lambda: ThresholdUnit([1], None)),
        (ValueError, "b must be finite, not inf", lambda: ThresholdUnit([1], np.inf)),
        (
            ValueError,
            r"x must have shape \(..., 2\), not \(3,\)",
            lambda: ThresholdUnit.AND()([1, 1, 1]),
        ),
        (ValueError, r"x must have shape \(..., 2\), not \(\)", lambda: ThresholdUnit.AND()(1)),
        (ValueError, "inputs must be at least 1, not 0", lambda: ThresholdUnit.AND(0)),
        (TypeError, "inputs must be a whole number, not 2.5", lambda: ThresholdUnit.OR(2.5)),
    ],
)
def test_bad_unit_is_refused(error, words, make):
    with pytest.raises(error, match=words):
        make()


# -- normal forms ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [disjunctive, conjunctive])
def test_every_function_of_three_bits_is_reproduced(form):
    x = bits(3)
    for number in range(256):
        t = np.array([[number >> row & 1] for row in range(8)], float)
        net = form(Dataset(x, t))
        np.testing.assert_array_equal(net.predict(x), t)
        rows = int(t.sum()) if form is disjunctive else 8 - int(t.sum())
        assert net.sizes == (3, max(rows, 1), 1)


@pytest.mark.parametrize("form", [disjunctive, conjunctive])
@pytest.mark.parametrize("inputs", [1, 2, 4, 5])
def test_parity_and_majority_of_other_sizes(form, inputs):
    for name in ("parity", "majority"):
        data = datasets.truth_table(name, inputs=inputs)
        net = form(data)
        np.testing.assert_array_equal(net.predict(data.x), data.t)
        assert [g.name for g in net.activations] == ["step", "step"]


def test_units_of_the_normal_forms_are_ands_and_ors():
    table = datasets.truth_table("xor")
    hidden = disjunctive(table).forward(table.x).a[1]
    np.testing.assert_array_equal(hidden, [[0, 0], [1, 0], [0, 1], [0, 0]])
    hidden = conjunctive(table).forward(table.x).a[1]
    np.testing.assert_array_equal(hidden, [[0, 1], [1, 1], [1, 1], [1, 0]])


@pytest.mark.parametrize("form", [disjunctive, conjunctive])
def test_every_unit_is_half_a_step_or_more_from_its_threshold(form):
    for name in ("majority", "parity"):
        table = datasets.truth_table(name)
        assert min(abs(z).min() for z in form(table).forward(table.x).z) == 0.5


def test_missing_rows_count_as_0_in_the_one_form_and_1_in_the_other():
    some = Dataset([[0, 1], [1, 0]], [[1], [0]])
    np.testing.assert_array_equal(disjunctive(some).predict(bits(2))[:, 0], [0, 1, 0, 0])
    np.testing.assert_array_equal(conjunctive(some).predict(bits(2))[:, 0], [1, 1, 0, 1])


def test_a_row_listed_twice_counts_once():
    twice = Dataset([[0, 1], [0, 1], [1, 1]], [[1], [1], [0]])
    assert disjunctive(twice).sizes == (2, 1, 1)


@pytest.mark.parametrize("form", [disjunctive, conjunctive])
@pytest.mark.parametrize(
    ("x", "t", "words"),
    [
        ([[0, 0.5]], [[1]], "x of a truth table must be 0 or 1, not 0.5"),
        ([[0, 1]], [[-1]], "t of a truth table must be 0 or 1, not -1"),
        ([[0, 1]], [[1, 0]], "t of a truth table must have one column, not 2"),
        ([[0, 1], [0, 1]], [[1], [0]], r"x = \[0, 1\] is listed with both targets"),
    ],
)
def test_anything_but_a_truth_table_is_refused(form, x, t, words):
    with pytest.raises(ValueError, match=words):
        form(Dataset(x, t))


# -- the rule ----------------------------------------------------------------------------------


def test_rule_agrees_with_numbers_computed_by_hand():
    p = Perceptron([0.5, -1.0], 0.25, rate=0.5)
    assert p.learn([1.0, 2.0], 1) is True  # 0.5 − 2 + 0.25 < 0: says 0, should be 1
    np.testing.assert_array_equal(p.w, [1.0, 0.0])
    assert p.b == 0.75
    assert p.learn([1.0, -4.0], 1) is False  # 1.75 > 0: right, nothing moves
    np.testing.assert_array_equal(p.w, [1.0, 0.0])
    assert p.learn([0.5, -4.0], 0) is True  # 1.25 > 0: says 1, should be 0
    np.testing.assert_array_equal(p.w, [0.75, 2.0])
    assert p.b == 0.25
    assert p.learn([-3.0, 1.0], 0.0) is False  # exactly 0 gives 0
    assert p.learn([-3.0, 1.0], 1.0) is True
    np.testing.assert_array_equal(p.w, [-0.75, 2.5])


def test_exactly_zero_gives_0():
    p = Perceptron([1.0, -1.0], 0.0)
    np.testing.assert_array_equal(p.predict([[1, 1], [-0.0, 0.0], [1, 0.5]]), [0, 0, 1])


def test_pass_is_the_rule_applied_in_order_and_counts_its_mistakes():
    data = datasets.half_plane(50, rng=np.random.default_rng(4))
    p, q = (Perceptron([0.1, -0.1], 0.02, rate=0.1) for _ in range(2))
    mistakes = p.learn_pass(data)
    one_by_one = sum(q.learn(x, float(t[0])) for x, t in zip(data.x, data.t, strict=True))
    assert mistakes == one_by_one > 0
    assert type(mistakes) is int
    np.testing.assert_array_equal(p.w, q.w)
    assert p.b == q.b


def test_pass_agrees_with_a_plain_loop():
    data = datasets.half_plane(50, rng=np.random.RandomState(8))
    p = Perceptron([0.1, -0.1], 0.02)
    w1, w2, b, mistakes = 0.1, -0.1, 0.02, []
    for _ in range(6):
        mistakes.append(0)
        for (x1, x2), (t,) in zip(data.x.tolist(), data.t.tolist(), strict=True):
            miss = t - (1 if w1 * x1 + w2 * x2 + b > 0 else 0)
            w1, w2, b = w1 + 0.1 * miss * x1, w2 + 0.1 * miss * x2, b + 0.1 * miss
            mistakes[-1] += abs(miss)
    record = p.run(data, passes=6)
    np.testing.assert_array_equal(record.mistakes, mistakes)
    np.testing.assert_allclose(record.w[-1], [w1, w2], rtol=1e-10)
    assert record.b[-1] == pytest.approx(b, rel=1e-10)


def test_record_holds_the_start_and_the_end_of_every_pass():
    data = datasets.half_plane(30, rng=np.random.default_rng(1))
    p, q = (Perceptron([0.1, -0.1], 0.02, rate=0.2) for _ in range(2))
    record = p.run(data, passes=12)
    assert isinstance(record, PerceptronRecord)
    assert record.w.shape == (13, 2)
    assert record.b.shape == (13,)
    assert record.mistakes.shape == (12,)
    assert len(record) == 12
    for number in range(13):
        np.testing.assert_array_equal(record.w[number], q.w)
        assert record.b[number] == q.b
        unit = record.at(number)
        np.testing.assert_array_equal(unit(data.x), q.predict(data.x))
        if number < 12:
            assert record.mistakes[number] == q.learn_pass(data)
    np.testing.assert_array_equal(p.w, record.w[-1])
    assert type(record.at(3)) is ThresholdUnit


def test_after_a_pass_without_mistakes_it_does_not_change():
    data = datasets.truth_table("and")
    record = Perceptron([0.0, 0.0]).run(data, passes=30)
    settled = int(np.argmin(record.mistakes))
    assert record.mistakes[settled] == 0
    assert not record.mistakes[settled:].any()
    np.testing.assert_array_equal(record.at(-1)(data.x), data.t[:, 0])
    np.testing.assert_array_equal(
        record.w[settled + 1 :], record.w[-1] * np.ones((30 - settled, 1))
    )


def test_xor_never_settles():
    record = Perceptron([0.0, 0.0]).run(datasets.truth_table("xor"), passes=50)
    assert (record.mistakes > 0).all()


def test_from_zero_the_rate_only_scales_the_weights():
    """Powers of two, so that scaling is exact."""
    data = datasets.half_plane(50, rng=np.random.default_rng(2))
    slow = Perceptron([0, 0], rate=0.125).run(data, passes=9)
    fast = Perceptron([0, 0], rate=1).run(data, passes=9)
    np.testing.assert_array_equal(8 * slow.w, fast.w)
    np.testing.assert_array_equal(slow.mistakes, fast.mistakes)


def test_nothing_given_is_changed():
    w = np.array([0.1, -0.1])
    data = datasets.half_plane(20, rng=np.random.default_rng(3))
    x = data.x.copy()
    p = Perceptron(w, 0.02)
    p.run(data, passes=3)
    p.learn(np.ones(2), 0)
    np.testing.assert_array_equal(w, [0.1, -0.1])
    np.testing.assert_array_equal(data.x, x)
    record = p.run(data, passes=2)
    last = record.w[-1].copy()
    p.learn([5.0, 5.0], 1 - float(p([5.0, 5.0])))
    np.testing.assert_array_equal(record.w[-1], last)


def test_repr_of_a_perceptron_shows_its_parameters():
    assert repr(Perceptron([0.5, 1], 0.25)) == "Perceptron(w=[0.5 1. ], b=0.25, rate=0.1)"
    assert type(Perceptron.AND(3)) is Perceptron


@pytest.mark.parametrize(
    ("error", "words", "make"),
    [
        (ValueError, "rate must be above 0 and at most 1, not 0", lambda: Perceptron([1], rate=0)),
        (
            ValueError,
            "rate must be above 0 and at most 1, not 1.5",
            lambda: Perceptron([1], rate=1.5),
        ),
        (ValueError, "rate must be .* not nan", lambda: Perceptron([1], rate=np.nan)),
        (TypeError, "rate must be a number, not '1'", lambda: Perceptron([1], rate="1")),
        (TypeError, "rate must be a number, not True", lambda: Perceptron([1], rate=True)),
        (
            ValueError,
            r"x must have shape \(2,\), not \(1, 2\)",
            lambda: Perceptron([1, 1]).learn([[1, 1]], 1),
        ),
        (ValueError, "t must be 0 or 1, not -1", lambda: Perceptron([1, 1]).learn([1, 1], -1)),
        (ValueError, "x must be finite", lambda: Perceptron([1, 1]).learn([1, np.inf], 1)),
    ],
)
def test_bad_perceptron_is_refused(error, words, make):
    with pytest.raises(error, match=words):
        make()


def test_data_of_other_sizes_are_refused():
    p = Perceptron([1.0, 1.0])
    for call in (p.learn_pass, lambda d: p.run(d, passes=2), lambda d: mistake_bound(d, [1, 1], 0)):
        with pytest.raises(TypeError, match="data must be a Dataset, not list"):
            call([[1, 2]])
        with pytest.raises(
            ValueError, match="data must have 2 inputs and one target each, not 3 and"
        ):
            call(Dataset(np.ones((1, 3)), [[1]]))
        with pytest.raises(ValueError, match=r"data must have 2 inputs and one target .* 2 and 2"):
            call(Dataset(np.ones((1, 2)), [[1, 0]]))
        with pytest.raises(ValueError, match="t must be 0 or 1 in every example"):
            call(Dataset(np.ones((1, 2)), [[-1]]))
    with pytest.raises(ValueError, match="passes must be at least 1, not 0"):
        p.run(datasets.truth_table("or"), passes=0)
    np.testing.assert_array_equal(p.w, [1, 1])


# -- the mistake bound -------------------------------------------------------------------------


def test_bound_by_hand():
    data = Dataset([[3.0, 0.0], [0.0, 1.0]], [[1], [0]])
    # with the constant 1: lengths² 10 and 2; margins of (1, −1, 0): 3/√2 and 1/√2
    assert mistake_bound(data, [1, -1], 0) == pytest.approx(10 / 0.5)
    assert mistake_bound(data, [10, -10], 0) == pytest.approx(20)
    # of (1, −1, 1) / √3: 4/√3 and 0, which is on the plane
    with pytest.raises(ValueError, match="must separate the data, but example 1 lies"):
        mistake_bound(data, [1, -1], 1)


@given(
    w=arrays(float, 3, elements=st.floats(-3, 3).map(lambda v: round(v, 2))),
    seed=st.integers(0, 2**32 - 1),
    rate=st.floats(0.01, 1),
    passes=st.integers(1, 30),
)
def test_no_run_from_zero_makes_more_mistakes_than_the_bound(w, seed, rate, passes):
    assume(np.linalg.norm(w) > 0.1)
    x = np.random.default_rng(seed).uniform(-1, 1, (12, 2))
    score = x @ w[:2] + w[2]
    keep = np.abs(score) > 0.05  # a margin
    assume(keep.any())
    data = Dataset(x[keep], (score[keep, None] > 0))
    bound = mistake_bound(data, w[:2], w[2])
    record = Perceptron([0, 0], 0, rate=rate).run(data, passes=passes)
    assert record.mistakes.sum() <= bound


@pytest.mark.parametrize(
    ("w", "b"), [([1, 1], 0), ([0, 0], 0), ([1, -1], 0.5), ([1e308, 1e308], 1e308)]
)
def test_bound_is_refused_for_a_unit_that_does_not_separate(w, b):
    with pytest.raises(ValueError, match="must separate the data"):
        mistake_bound(datasets.truth_table("xor"), w, b)


@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e200])
def test_bound_does_not_depend_on_the_length_of_the_weights(scale):
    data = Dataset([[0.0, 1.0], [2.0, 0.5]], [[0.0], [1.0]])
    expected = mistake_bound(data, [1.0, -0.5], -0.25)
    bound = mistake_bound(data, scale * np.array([1.0, -0.5]), -0.25 * scale)
    assert bound == pytest.approx(expected, rel=1e-12)
