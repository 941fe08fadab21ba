"""Weight decay against differences of the penalised error, and against plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab import Dataset, Network, gradients, train

from .strategies import away_from_kinks, cases, some_data, xor_net


def is_weight(net: Network) -> np.ndarray:
    """1 at the weights of θ, 0 at its biases."""
    return np.array([name.startswith("W") for name in net.names], float)


def penalised_error(net: Network, x, t, factor: float):
    """E of these examples + factor / 2 Σ w², as a function of θ."""
    return lambda p: net.at(p).error(x, t) + factor / 2 * (is_weight(net) * p**2).sum()


@pytest.mark.parametrize("batch", [1, 4, 11, None])
@pytest.mark.parametrize("sizes", [(2, 3, 1), (3, 4, 2, 2)])
def test_step_is_against_the_slope_of_the_penalised_error_by_differences(sizes, batch):
    net = Network(sizes, hidden="tanh")
    net = net.initialise("uniform", rng=np.random.default_rng(1))
    data, decay, rate = some_data(11, net), 0.7, 0.05
    theta = net.theta
    for start in range(0, 11, batch or 11):
        x, t = (part[start : start + (batch or 11)] for part in (data.x, data.t))
        factor = decay * len(x) / 11
        slope = gradients.central_difference(penalised_error(net, x, t, factor), theta)
        theta = theta - rate * slope
    history = train(net, data, rate=rate, epochs=1, batch=batch, decay=decay)
    np.testing.assert_allclose(history.theta[1], theta, rtol=1e-8, atol=1e-10)


@given(cases(), st.floats(0, 10))
def test_step_on_all_examples_is_the_gradient_and_the_decay_of_the_weights(case, decay):
    away_from_kinks(case, 1e-9)
    net, x, t = case
    history = train(net, Dataset(x, t), rate=1, epochs=1, batch=None, decay=decay)
    expected = net.theta - net.gradient(x, t) - decay * is_weight(net) * net.theta
    scale = 1 + abs(expected).max()
    np.testing.assert_allclose(history.theta[1], expected, rtol=1e-12, atol=1e-12 * scale)


@pytest.mark.parametrize("batch", [1, 3, 10])
def test_where_the_error_is_flat_only_the_weights_shrink(batch):
    net = Network([2, 3, 1], hidden="step", output="step").at(np.arange(1.0, 14.0))
    history = train(net, some_data(10), rate=0.1, epochs=1, batch=batch, decay=0.5)
    sizes = [min(batch, 10 - start) for start in range(0, 10, batch)]
    factor = np.prod([1 - 0.1 * 0.5 * m / 10 for m in sizes])
    expected = np.where(is_weight(net), factor, 1) * net.theta
    np.testing.assert_allclose(history.theta[1], expected, rtol=1e-13)


@pytest.mark.parametrize("method", ["momentum", "adam"])
@pytest.mark.parametrize("batch", [1, 4])
def test_other_methods_get_the_decay_through_the_gradient(method, batch):
    net, data, decay, rate = xor_net(), some_data(11), 0.8, 0.05
    theta, velocity, mean, square = net.theta, 0.0, 0.0, 0.0
    for count, start in enumerate(range(0, 11, batch), start=1):
        x, t = data.x[start : start + batch], data.t[start : start + batch]
        g = net.at(theta).gradient(x, t) + decay * len(x) / 11 * is_weight(net) * theta
        if method == "momentum":
            velocity = 0.9 * velocity - rate * g
            theta = theta + velocity
        else:
            mean, square = 0.9 * mean + 0.1 * g, 0.999 * square + 0.001 * g**2
            root = np.sqrt(square / (1 - 0.999**count)) + 1e-8
            theta = theta - rate * mean / (1 - 0.9**count) / root
    history = train(net, data, rate=rate, epochs=1, batch=batch, method=method, decay=decay)
    np.testing.assert_allclose(history.theta[1], theta, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("batch", [1, 3, None])
def test_many_networks_share_one_decay_or_have_one_each(batch):
    net = xor_net().at(np.random.default_rng(1).normal(size=(2, 3, 13)))
    data, decays = some_data(7), np.array([[0, 0.5, 1.0], [0.2, 0.3, 5]])
    options = {"rate": 0.1, "epochs": 3, "batch": batch}
    many = train(net, data, decay=decays, **options)
    same = train(net, data, decay=0.5, **options)
    row = train(net, data, decay=[0, 0.5, 1.0], **options)
    for place in np.ndindex(2, 3):
        start = net.at(net.theta[place])
        alone = train(start, data, decay=decays[place], **options)
        np.testing.assert_allclose(many.theta[:, *place], alone.theta, rtol=1e-10, atol=1e-13)
    np.testing.assert_array_equal(same.theta[:, :, 1][:, 0], many.theta[:, 0, 1])
    np.testing.assert_array_equal(row.theta[:, 0], many.theta[:, 0])


def test_errors_stay_those_of_the_data():
    net, data = xor_net(), some_data()
    history = train(net, data, rate=0.01, epochs=3, batch=None, decay=3.0)
    np.testing.assert_allclose(history.running_error, history.error[:-1], rtol=1e-12)
    np.testing.assert_allclose(history.error[0], net.error(data), rtol=1e-14)


def test_zero_decay_changes_nothing_and_a_large_one_makes_weights_small():
    net, data = xor_net(), some_data()
    options = {"rate": 0.1, "epochs": 50}
    plain = train(net, data, **options)
    np.testing.assert_array_equal(train(net, data, decay=0, **options).theta, plain.theta)
    small = train(net, data, decay=5.0, **options)
    weights = is_weight(net) > 0
    assert abs(small.theta[-1][weights]).max() < abs(plain.theta[-1][weights]).max() / 2


@pytest.mark.parametrize(
    ("error", "words", "decay"),
    [
        (ValueError, "decay must be at least 0, not -0.1", -0.1),
        (ValueError, "decay must be finite.* nan", np.nan),
        (TypeError, "decay must hold real numbers.*'much'", "much"),
        (TypeError, "decay must hold real numbers, not object", None),
        (ValueError, r"decay must be one number.* not of shape \(2,\)", [0.1, 0.2]),
    ],
)
def test_bad_decay_is_refused_with_name_and_value(error, words, decay):
    with pytest.raises(error, match=words):
        train(xor_net(), some_data(), rate=0.5, epochs=2, decay=decay)
