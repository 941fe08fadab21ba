"""Error functions against their definitions, differences in z and extreme inputs."""

import copy
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from annlab import activations, errors

from . import oracle

PAIRS = [
    *(("squared", g) for g in ("identity", "logistic", "tanh", "relu", "softmax")),
    ("cross-entropy", "logistic"),
    ("cross-entropy", "softmax"),
]
zs = arrays(float, (2, 4, 3), elements=st.floats(-6, 6))
ts = arrays(float, (2, 4, 3), elements=st.floats(0, 1))


def test_both_are_known_by_their_names():
    assert list(errors.ALL) == ["squared", "cross-entropy"]
    assert errors.get("squared") is errors.squared_error
    assert errors.get("cross-entropy") is errors.cross_entropy
    for error in errors.ALL.values():
        assert errors.get(error) is error
        assert copy.deepcopy(error) is pickle.loads(pickle.dumps(error)) is error
        assert error.name in repr(error)


@pytest.mark.parametrize("unknown", ["mse", "cross_entropy", None, 0.5])
def test_unknown_name_is_refused_with_a_list_of_the_known_ones(unknown):
    with pytest.raises(ValueError, match="error must be one of 'squared', 'cross-entropy', not"):
        errors.get(unknown)


@pytest.mark.parametrize("output", ["identity", "tanh", "relu", "step"])
def test_cross_entropy_is_refused_where_outputs_are_not_probabilities(output):
    with pytest.raises(ValueError, match=f"'cross-entropy' needs output .*, not '{output}'"):
        errors.cross_entropy([[0.0]], [[1.0]], output)
    errors.squared_error.check(activations.get(output))


@pytest.mark.parametrize(("kind", "output"), PAIRS)
@given(z=zs, t=ts)
def test_value_agrees_with_the_definition(kind, output, z, t):
    before = z.copy(), t.copy()
    error_of_each = errors.get(kind)(z, t, output)
    assert error_of_each.shape == (2, 4)
    expected = [
        [oracle.error(kind, output, oracle.activate(output, z_i), t_i) for z_i, t_i in rows]
        for rows in (zip(*pair, strict=True) for pair in zip(z.tolist(), t.tolist(), strict=True))
    ]
    np.testing.assert_allclose(error_of_each, expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(z, before[0])
    np.testing.assert_array_equal(t, before[1])


def test_values_known_exactly():
    z = np.array([[math.log(3), 0.0]])
    t = np.array([[1.0, 0.0]])
    assert errors.squared_error([[3.0, 1.0]], [[1.0, 4.0]])[0] == 6.5  # ½ (2² + 3²)
    assert errors.squared_error(z, t, "logistic")[0] == pytest.approx(0.5 * (1 / 16 + 1 / 4))
    assert errors.cross_entropy(z, t, "logistic")[0] == pytest.approx(math.log(4 / 3 * 2))
    assert errors.cross_entropy(z, t, "softmax")[0] == pytest.approx(math.log(4 / 3))


@pytest.mark.parametrize(("kind", "output"), PAIRS)
@given(z=zs, t=ts)
def test_delta_agrees_with_differences_in_the_z_of_each_output(kind, output, z, t):
    if output == "relu":
        z = np.where(np.abs(z) < 1e-3, 1.0, z)
    g, error = activations.get(output), errors.get(kind)
    delta = error.delta(g, g(z), t)
    assert delta.shape == z.shape
    for unit in range(3):
        step = 1e-5 * np.eye(3)[unit]
        numerical = (error(z + step, t, g) - error(z - step, t, g)) / 2e-5
        np.testing.assert_allclose(delta[..., unit], numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("output", ["logistic", "softmax"])
@pytest.mark.parametrize("size", [40.0, 1e4, 1e100])
def test_cross_entropy_and_its_delta_stay_finite_where_the_outputs_are_rounded(output, size):
    z = np.array([[size, -size], [-size, size], [size, size], [-size, -size]])
    t = np.array([[0.0, 1.0]] * 4)
    error = errors.cross_entropy(z, t, output)
    assert np.isfinite(error).all()
    g = activations.get(output)
    assert np.isfinite(errors.cross_entropy.delta(g, g(z), t)).all()
    expected = {
        "logistic": [2 * size, 0, size, size],
        "softmax": [2 * size, 0, math.log(2), math.log(2)],
    }[output]
    np.testing.assert_allclose(error, expected, rtol=1e-12, atol=1e-15 * size)


def test_confidently_wrong_unit_keeps_learning_with_cross_entropy_alone():
    g, t = activations.logistic, np.array([[1.0]])
    a = g(np.array([[-40.0]]))
    assert errors.cross_entropy.delta(g, a, t) == pytest.approx(-1)
    assert abs(errors.squared_error.delta(g, a, t)) < 1e-16


def test_squared_error_of_a_perfect_fit_is_zero_and_has_no_delta():
    g = activations.identity
    z = np.array([[0.5, -2.0], [3.0, 0.25]])
    np.testing.assert_array_equal(errors.squared_error(z, z), [0, 0])
    np.testing.assert_array_equal(errors.squared_error.delta(g, z, z), np.zeros((2, 2)))


def test_softmax_cross_entropy_is_finite_for_the_largest_floats():
    z = np.array([[1e308, -1e308, 0.0], [1e100, 1e100, 1e100]])
    t = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    np.testing.assert_allclose(errors.cross_entropy(z, t, "softmax"), [0, np.log(3)])


def test_a_column_against_a_row_is_refused_instead_of_broadcast():
    with pytest.raises(ValueError, match=r"z and t must end in the same shape, not \(5, 1\)"):
        errors.squared_error(np.ones((5, 1)), np.ones(5))


def test_copy_of_a_user_defined_error_function_is_a_new_object():
    mine = errors.ErrorFunction("squared", "2 Σ", lambda g, z, t: z[..., 0], lambda g, a, t: a)
    assert copy.deepcopy(mine).formula == "2 Σ"


@pytest.mark.parametrize("output", ["logistic", "softmax"])
def test_cross_entropy_of_many_examples_is_that_of_each(output):
    rng = np.random.default_rng(1)
    z, t = rng.normal(scale=30, size=(2, 300, 10)), rng.uniform(size=(300, 10))
    z[0, 0], t[0] = (-1e308, 1e308, *[0] * 8), (0, 1, *[0] * 8)
    before = z.copy(), t.copy()
    error = errors.cross_entropy(z, t, output)
    assert error.shape == (2, 300)
    for k, i in np.ndindex(2, 300):
        expected = errors.cross_entropy(z[k, i][None], t[i][None], output)[0]
        np.testing.assert_allclose(error[k, i], expected, rtol=1e-13)
    np.testing.assert_array_equal(z, before[0])
    np.testing.assert_array_equal(t, before[1])
