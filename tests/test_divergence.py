"""Divergence: one warning, and a history of finite numbers that ends before it."""

import numpy as np
import pytest

from annlab import Dataset, Network, train
from annlab.training import DivergenceWarning


def linear(theta=(0.5, 0.1), **options) -> tuple[Network, Dataset]:
    x = np.linspace(-2, 3, 6)[:, None]
    return Network([1, 1], output="identity", **options).at(theta), Dataset(x, 2 * x + 1)


@pytest.mark.parametrize("method", ["gradient", "momentum"])
@pytest.mark.parametrize("batch", [1, 4, None])
def test_diverging_run_warns_once_and_ends_with_finite_numbers(batch, method):
    net, data = linear()
    with pytest.warns(DivergenceWarning) as caught:
        history = train(net, data, rate=50, epochs=500, batch=batch, method=method)
    assert len(caught) == 1
    words = str(caught[0].message)
    assert f"the run diverged in pass {len(history) + 1}" in words
    assert "rate (up to 50 here)" in words
    assert caught[0].filename == __file__
    assert history.stopped == "diverged"
    assert 0 < len(history) < 500
    assert history.theta.shape == (len(history) + 1, 2)
    for array in (history.theta, history.error, history.running_error, history.rate):
        assert np.isfinite(array).all()
    assert "(diverged)" in repr(history)


def test_history_of_a_run_that_diverges_at_once_is_its_start():
    net, data = linear()
    with pytest.warns(DivergenceWarning, match="pass 1:"):
        history = train(net, data, rate=1e300, epochs=5)
    assert len(history) == 0
    assert history.theta.shape == (1, 2)
    assert history.running_error.shape == history.rate.shape == (0,)
    assert history.error.shape == (1,)
    np.testing.assert_array_equal(history.network.theta, net.theta)


@pytest.mark.parametrize("method", ["gradient", "momentum", "adam"])
def test_when_one_of_many_networks_diverges_the_others_go_on(method):
    net, data = linear()
    many = net.at(np.stack([net.theta] * 3))
    rates = np.array([0.01, 1e155 if method == "adam" else 50, 0.02])
    with pytest.warns(DivergenceWarning, match=r"networks \(1,\) diverged in pass") as caught:
        history = train(many, data, rate=rates, epochs=300, method=method)
    assert len(caught) == 1
    assert history.stopped == "finished"
    assert len(history) == 300
    assert np.isfinite(history.theta).all()
    lost = np.isnan(history.running_error[:, 1])
    assert lost.any()
    assert (np.diff(lost.astype(int)) >= 0).all()  # it does not come back
    np.testing.assert_array_equal(history.rate[:, 1], np.where(lost, 0, rates[1]))
    last = history.theta[np.argmax(lost), 1]
    np.testing.assert_array_equal(
        history.theta[np.argmax(lost) :, 1], last[None].repeat(301 - np.argmax(lost), 0)
    )
    for k in (0, 2):
        alone = train(net, data, rate=rates[k], epochs=300, method=method)
        np.testing.assert_allclose(history.theta[:, k], alone.theta, rtol=1e-9)
        np.testing.assert_allclose(history.running_error[:, k], alone.running_error, rtol=1e-9)


def test_when_all_networks_diverge_the_run_ends():
    net, data = linear()
    many = net.at(np.stack([net.theta] * 2))
    with pytest.warns(DivergenceWarning) as caught:
        history = train(many, data, rate=[50, 90], epochs=500)
    assert 1 <= len(caught) <= 2
    assert history.stopped == "diverged"
    assert len(history) < 500
    assert np.isfinite(history.theta).all()
    assert np.isnan(history.running_error[-1]).all()


def test_target_and_callback_work_although_a_network_has_diverged():
    net, data = linear()
    many, numbers = net.at(np.stack([net.theta] * 2)), []
    with pytest.warns(DivergenceWarning):
        history = train(
            many, data, rate=[0.02, 50], epochs=200, target_error=1e-3,
            callback=lambda n, at, e: numbers.append(n),
        )  # fmt: skip
    assert history.stopped == "target"  # it does not wait for the diverged one
    assert numbers == list(range(1, len(history) + 1))
    assert history.error[-1, 0] <= 1e-3 < history.error[-2, 0]


def test_deep_networks_end_with_a_finite_error_too():
    """Fourteen linear layers: E overflows while every weight is still small."""
    rng = np.random.default_rng(3)
    net = Network([1] * 14, hidden="identity", output="identity")
    many = net.at(np.zeros((40, len(net.names)))).initialise("gaussian", scale=1.5, rng=rng)
    data = Dataset([[-1.0], [0.5], [2.0]], [[1.0], [0.0], [-1.0]])
    with pytest.warns(DivergenceWarning):
        history = train(many, data, rate=10.0 ** rng.uniform(-4, 1, 40), epochs=12, batch=None)
    assert np.isnan(history.running_error[-1]).any()
    assert np.isfinite(history.error).all()
