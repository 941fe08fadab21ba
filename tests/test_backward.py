"""The backward pass: against differences, an independent network, and each network alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab import Network, datasets

from . import oracle
from .strategies import (
    HIDDEN,
    away_from_kinks,
    cases,
    some_data,
    well_within_rounding,
    xor_net,
)

SHAPES = ((), (3,), (2, 3))


@given(cases(SHAPES, hidden=("step", *HIDDEN)))
def test_gradient_agrees_with_the_oracle(case):
    net, x, t = case
    away_from_kinks(case, 1e-9)
    well_within_rounding(case)
    gradient = net.gradient(x, t)
    assert gradient.shape == net.theta.shape
    for place in np.ndindex(net.shape):
        expected = oracle.total_gradient(
            net.sizes, case.functions, case.kind, net.theta[place], x, t
        )
        np.testing.assert_allclose(
            gradient[place], expected, rtol=1e-9, atol=1e-10 * (1 + abs(expected).max())
        )


@given(cases())
def test_gradient_agrees_with_central_differences_of_the_error(case):
    net, x, t = case
    away_from_kinks(case, 3e-3)
    step = 1e-5
    gradient = net.gradient(x, t)
    scale = max(1, float(net.error(x, t)), abs(gradient).max(), abs(net.forward(x).z[-1]).max())
    for p in range(len(net.names)):
        up, down = net.theta.copy(), net.theta.copy()
        up[p] += step
        down[p] -= step
        numerical = (net.at(up).error(x, t) - net.at(down).error(x, t)) / (2 * step)
        assert gradient[p] == pytest.approx(numerical, rel=1e-5, abs=1e-7 * scale)


@given(cases(SHAPES))
def test_backward_has_every_quantity_in_its_shape(case):
    net, x, t = case
    forward, b = net.forward(x), net.backward(x, t)
    assert len(b.z) == len(b.delta) == len(b.dW) == len(b.db) == net.layers
    for layer, (inputs, units) in enumerate(zip(net.sizes, net.sizes[1:], strict=False)):
        np.testing.assert_array_equal(b.z[layer], forward.z[layer])
        np.testing.assert_array_equal(b.a[layer + 1], forward.a[layer + 1])
        assert b.delta[layer].shape == (*net.shape, len(x), units)
        assert b.dW[layer].shape == (*net.shape, inputs, units)
        assert b.db[layer].shape == (*net.shape, units)
        np.testing.assert_allclose(b.db[layer], b.delta[layer].sum(-2), rtol=1e-12)
    assert b.dx.shape == (*net.shape, *x.shape)
    assert b.gradient.shape == net.theta.shape
    as_network = net.at(b.gradient)
    for layer in range(net.layers):
        np.testing.assert_array_equal(as_network.weights[layer], b.dW[layer])
        np.testing.assert_array_equal(as_network.biases[layer], b.db[layer])


@given(cases())
def test_delta_is_the_change_of_the_error_with_the_bias_example_by_example(case):
    net, x, t = case
    away_from_kinks(case, 3e-3)
    b, step = net.backward(x, t), 1e-5
    forward = net.forward(x)
    scale = max(1, net.error(x, t), abs(forward.z[-1]).max(), *(abs(d).max() for d in b.delta))
    for layer in range(net.layers):
        for unit in range(net.sizes[layer + 1]):
            up, down = net.at(net.theta), net.at(net.theta)
            up.biases[layer][unit] += step
            down.biases[layer][unit] -= step
            change = (up.error_per_example(x, t) - down.error_per_example(x, t)) / (2 * step)
            np.testing.assert_allclose(
                b.delta[layer][:, unit], change, rtol=1e-5, atol=1e-7 * scale
            )


@given(cases())
def test_dx_is_the_change_of_the_error_with_each_input(case):
    net, x, t = case
    away_from_kinks(case, 3e-3)
    dx, step = net.backward(x, t).dx, 1e-5
    scale = max(1, net.error(x, t), abs(net.forward(x).z[-1]).max(), abs(dx).max())
    for i in range(net.sizes[0]):
        move = step * np.eye(net.sizes[0])[i]
        change = net.error_per_example(x + move, t) - net.error_per_example(x - move, t)
        np.testing.assert_allclose(dx[:, i], change / (2 * step), rtol=1e-5, atol=1e-7 * scale)


def test_dx_uses_the_weights_at_the_time_of_the_pass():
    net = xor_net()
    data = some_data()
    expected, b = net.backward(data).dx, net.backward(data)
    net.theta[...] = 0
    np.testing.assert_array_equal(b.dx, expected)
    assert b.dx is b.dx


@pytest.mark.parametrize(
    ("old", "new"), [("weights", "dW"), ("biases", "db"), ("theta", "gradient")]
)
def test_old_names_of_the_gradients_warn_and_name_the_new(old, new):
    b = xor_net().backward(some_data())
    with pytest.warns(DeprecationWarning, match=rf"Backward\.{old} .* Backward\.{new};") as caught:
        values = getattr(b, old)
    assert caught[0].filename == __file__
    for value, expected in zip(values, getattr(b, new), strict=True):
        np.testing.assert_array_equal(value, expected)


def test_gradient_of_one_logistic_unit_by_hand():
    net = Network([2, 1]).at([0.0, 0.0, 0.0])
    b = net.backward([[2.0, -3.0]], [[1.0]])
    # a = ½, δ = (½ − 1) · ½ · ½ = −⅛
    np.testing.assert_array_equal(b.delta[0], [[-0.125]])
    np.testing.assert_array_equal(b.gradient, [-0.25, 0.375, -0.125])
    np.testing.assert_array_equal(b.dx, [[0.0, 0.0]])
    moved = net.at([2.0, 4.0, 8.0]).backward([[2.0, -3.0]], [[1.0]])  # z = 0 here too
    np.testing.assert_array_equal(moved.dx, [[-0.25, -0.5]])


def test_hidden_units_with_equal_weights_get_equal_gradients():
    net = Network([2, 3, 1]).at(np.full(13, 0.3))
    b = net.backward(datasets.truth_table("xor"))
    assert np.ptp(b.dW[0], axis=1).max() == 0
    assert np.ptp(b.dW[1]) == 0
    zero = net.initialise("zeros").backward(datasets.truth_table("or"))
    assert not zero.dW[0].any()


# -- leading axes, nothing mutated -------------------------------------------------------------


@given(cases(SHAPES[1:], some_vary=True))
def test_many_networks_at_once_compute_what_each_does_alone(case):
    net, x, t = case
    b, error, predicted = net.backward(x, t), net.error(x, t), net.predict(x)
    per_example = net.error_per_example(x, t)
    for place in np.ndindex(net.shape):
        alone = net.at(net.theta[place])
        b_alone = alone.backward(x, t)
        close = {"rtol": 1e-9, "atol": 1e-10 * (1 + abs(b_alone.gradient).max())}
        np.testing.assert_allclose(b.gradient[place], b_alone.gradient, **close)
        for layer in range(net.layers):
            np.testing.assert_allclose(b.z[layer][place], b_alone.z[layer], **close)
            np.testing.assert_allclose(b.delta[layer][place], b_alone.delta[layer], **close)
        np.testing.assert_allclose(b.dx[place], b_alone.dx, **close)
        np.testing.assert_allclose(error[place], alone.error(x, t), **close)
        np.testing.assert_allclose(per_example[place], alone.error_per_example(x, t), **close)
        np.testing.assert_allclose(predicted[place], alone.predict(x), **close)


@given(cases(SHAPES, some_vary=True), st.booleans())
def test_nothing_given_is_changed(case, read_only):
    net, x, t = case
    theta = net.theta.copy()
    given_theta = net.theta.copy()
    x_before, t_before = x.copy(), t.copy()
    for array in (x, t, given_theta):
        array.flags.writeable = not read_only
    other = net.at(given_theta)
    other.forward(x), other.predict(x), other.backward(x, t), other.gradient(x, t)
    other.error(x, t), other.error_per_example(x, t)
    other.initialise("uniform", rng=np.random.default_rng(1))
    for array, before in ((x, x_before), (t, t_before), (given_theta, theta)):
        np.testing.assert_array_equal(array, before)
    np.testing.assert_array_equal(net.theta, theta)
    np.testing.assert_array_equal(other.theta, theta)


def test_prediction_does_not_share_memory_with_the_network_or_the_inputs():
    net, x = Network([2, 2], output="identity").at([1, 0, 0, 1, 0, 0]), np.eye(2)
    predicted = net.predict(x)
    predicted[...] = 7
    np.testing.assert_array_equal(x, np.eye(2))
    np.testing.assert_array_equal(net.predict(x), x)
