"""Activation functions against their definitions, differences and extreme inputs."""

import copy
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from annlab import activations

from . import oracle

NAMES = ["step", "identity", "logistic", "tanh", "relu", "softmax"]
ELEMENTWISE = NAMES[:-1]
moderate = st.floats(-20, 20)
everything = st.floats(allow_nan=False, allow_infinity=False)


def test_all_six_are_known_by_their_names():
    assert list(activations.ALL) == NAMES
    for name in NAMES:
        g = activations.get(name)
        assert g is activations.ALL[name] is getattr(activations, name)
        assert g.name == name
        assert activations.get(g) is g
        assert name in repr(g)
        assert g.formula in repr(g)


@pytest.mark.parametrize("unknown", ["logit", "Tanh", "", None, 3, ["tanh"], np.tanh])
def test_unknown_name_is_refused_with_a_list_of_the_known_ones(unknown):
    with pytest.raises(ValueError, match="activation must be one of") as caught:
        activations.get(unknown)
    assert all(repr(name) in str(caught.value) for name in NAMES)
    assert repr(unknown) in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_copies_and_pickles_are_the_same_object(name):
    g = activations.get(name)
    assert copy.deepcopy(g) is copy.copy(g) is pickle.loads(pickle.dumps(g)) is g


@pytest.mark.parametrize("name", NAMES)
@given(z=arrays(float, array_shapes(max_dims=3, max_side=4), elements=moderate))
def test_values_and_shape_agree_with_the_definition(name, z):
    given_z = z.copy()
    a = activations.get(name)(z)
    assert a.shape == z.shape
    assert a.dtype == np.float64
    assert not np.shares_memory(a, z)
    rows = z.reshape(-1, z.shape[-1])
    expected = [oracle.activate(name, row) for row in rows.tolist()]
    np.testing.assert_allclose(a.reshape(rows.shape), expected, rtol=1e-12)
    np.testing.assert_array_equal(z, given_z)


def test_values_known_exactly():
    z = [-2.0, -0.0, 0.0, 1.0, math.log(3)]
    known = {
        "step": [0, 0, 0, 1, 1],
        "identity": z,
        "logistic": [1 / (1 + math.e**2), 0.5, 0.5, 1 / (1 + 1 / math.e), 0.75],
        "tanh": [math.tanh(-2), 0, 0, math.tanh(1), 0.8],
        "relu": [0, 0, 0, 1, math.log(3)],
        "softmax": np.exp(z) / np.exp(z).sum(),
    }
    for name, a in known.items():
        np.testing.assert_allclose(activations.get(name)(z), a, rtol=1e-14, atol=1e-16)


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(z=arrays(float, array_shapes(max_dims=2, max_side=5), elements=moderate))
def test_derivative_agrees_with_central_differences(name, z):
    g, step = activations.get(name), 1e-5
    if name in ("step", "relu"):  # not across the kink
        z = np.where(np.abs(z) < 2 * step, 1.0, z)
    numerical = (g(z + step) - g(z - step)) / (2 * step)
    np.testing.assert_allclose(g.derivative(z), numerical, rtol=1e-6, atol=1e-9)
    exact = [oracle.slope(name, v) for v in z.ravel().tolist()]
    np.testing.assert_allclose(g.derivative(z).ravel(), exact, rtol=1e-6, atol=1e-15)


@pytest.mark.parametrize("name", NAMES)
@given(z=arrays(float, (2, 3), elements=everything))
def test_derivative_from_output_is_the_derivative(name, z):
    g = activations.get(name)
    a = g(z)
    before = a.copy()
    np.testing.assert_array_equal(g.derivative_from_output(a), g.derivative(z))
    np.testing.assert_array_equal(a, before)


def test_derivatives_known_exactly():
    half = np.full(3, 0.5)
    np.testing.assert_array_equal(activations.logistic.derivative_from_output(half), 0.25)
    np.testing.assert_array_equal(activations.tanh.derivative_from_output(half), 0.75)
    np.testing.assert_array_equal(activations.identity.derivative_from_output(half), 1)
    np.testing.assert_array_equal(activations.relu.derivative_from_output(half), 1)
    np.testing.assert_array_equal(activations.step.derivative_from_output(half), 0)


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_step_and_slope_of_relu_are_zero_at_zero_of_either_sign(zero):
    assert activations.step(zero) == 0
    assert activations.relu(zero) == 0
    assert activations.relu.derivative(zero) == 0
    assert activations.step(5e-324) == activations.relu.derivative(5e-324) == 1


@pytest.mark.parametrize("name", NAMES)
def test_extreme_inputs_give_finite_numbers_and_no_warning(name):
    z = np.array([[-1e308, 1e308, 0.0], [-1e4, -1e308, -745.2], [1e308, 1e308, 709.8]])
    g = activations.get(name)
    assert np.isfinite(g(z)).all()
    assert np.isfinite(g.derivative(z)).all()
    if name in ("logistic", "step"):
        np.testing.assert_array_equal(g(z[0]), [0, 1, 0.5 if name == "logistic" else 0])
    if name == "tanh":
        np.testing.assert_array_equal(g(z[0]), [-1, 1, 0])
    if name == "softmax":
        np.testing.assert_array_equal(g(z), [[0, 1, 0], [0, 0, 1], [0.5, 0.5, 0]])


@given(z=arrays(float, array_shapes(max_dims=3, max_side=5), elements=everything))
def test_softmax_outputs_of_each_row_are_probabilities(z):
    a = activations.softmax(z)
    assert (a >= 0).all()
    np.testing.assert_allclose(a.sum(-1), 1, rtol=1e-12)


@given(z=arrays(float, (2, 4), elements=moderate), shift=st.floats(-700, 700))
def test_softmax_does_not_change_if_a_row_is_shifted(z, shift):
    np.testing.assert_allclose(
        activations.softmax(z + shift), activations.softmax(z), rtol=1e-10, atol=1e-300
    )


@given(z=arrays(float, (2, 3, 4), elements=st.floats(-5, 5)))
def test_jacobian_of_softmax_agrees_with_differences_and_definition(z):
    jacobian = activations.softmax.derivative(z)
    assert jacobian.shape == (2, 3, 4, 4)
    step = 1e-5 * np.eye(4)
    moved = z[..., None, :]
    numerical = (activations.softmax(moved + step) - activations.softmax(moved - step)) / 2e-5
    # moved has the z that moves on the last axis but one, the outputs on the last
    np.testing.assert_allclose(jacobian, np.swapaxes(numerical, -1, -2), atol=1e-9)
    np.testing.assert_allclose(
        jacobian[1, 2], oracle.jacobian("softmax", z[1, 2].tolist()), rtol=1e-9, atol=1e-15
    )


@pytest.mark.parametrize("name", NAMES)
@given(
    z=arrays(float, (2, 3), elements=moderate), upstream=arrays(float, (2, 3), elements=moderate)
)
def test_pull_back_is_the_chain_rule_with_the_whole_jacobian(name, z, upstream):
    g = activations.get(name)
    pulled = g.pull_back(g(z), upstream)
    for row in range(2):
        chain = upstream[row] @ np.array(oracle.jacobian(name, z[row].tolist()))
        np.testing.assert_allclose(pulled[row], chain, rtol=1e-6, atol=1e-12)


def test_function_and_slope_agree_with_the_call():
    z = np.array([[-1.5, 0.0, 2.0]])
    for g in activations.ALL.values():
        np.testing.assert_array_equal(g.function(z), g(z))
        np.testing.assert_array_equal(g.slope(g(z)), g.derivative(z))


def test_lists_and_whole_numbers_are_taken_as_floats():
    for g in activations.ALL.values():
        assert g([1, 2]).dtype == np.float64
        assert g.derivative([1, 2]).dtype == np.float64


def test_an_activation_cannot_be_changed():
    with pytest.raises(AttributeError):
        activations.tanh.name = "other"


def test_copy_of_a_user_defined_activation_is_a_new_object():
    leaky = activations.Activation(
        "relu", "leaky", lambda z: np.maximum(z, 0.1 * z), lambda a: np.where(a > 0, 1.0, 0.1)
    )
    assert copy.deepcopy(leaky)([-1.0]) == -0.1
    assert copy.deepcopy(activations.relu) is activations.relu


@pytest.mark.parametrize("name", ["logistic", "softmax"])
def test_large_arrays_give_the_same_as_their_rows_and_are_not_changed(name):
    g = activations.get(name)
    z = np.random.default_rng(1).normal(scale=30, size=(2, 300, 10))
    z[0, 0] = -1e308, 1e308, *[0] * 8
    before = z.copy()
    a = g(z)
    assert a.flags.c_contiguous
    np.testing.assert_array_equal(z, before)
    for k, i in np.ndindex(2, 300):
        np.testing.assert_allclose(a[k, i], g(z[k, i]), rtol=1e-13)
