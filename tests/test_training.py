"""Training against plain loops, in lock-step, with every option, and where it diverges."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annlab import Dataset, History, Network, datasets, train
from annlab.training import DivergenceWarning

from . import oracle
from .strategies import cases, some_data, xor_net


def plain_descent(net, data, *, rate, epochs, batch, method="gradient", mu=0.9, anneal=1.0):
    """θ after each pass, by one loop over batches and the gradient of `net` at that θ."""
    theta, thetas = net.theta.copy(), [net.theta.copy()]
    v = m = s = 0.0
    count = 0
    for epoch in range(epochs):
        eta = rate * anneal**epoch
        for start in range(0, len(data), batch):
            stop = min(start + batch, len(data))
            g = net.at(theta).gradient(data.x[start:stop], data.t[start:stop])
            count += 1
            if method == "gradient":
                theta = theta - eta * g
            elif method == "momentum":
                v = mu * v - eta * g
                theta = theta + v
            else:
                m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
                m_hat, s_hat = m / (1 - 0.9**count), s / (1 - 0.999**count)
                theta = theta - eta * m_hat / (np.sqrt(s_hat) + 1e-8)
        thetas.append(theta)
    return np.array(thetas)


# -- against plain loops -----------------------------------------------------------------------


@given(cases(), st.sampled_from([0.01, 0.1]))
def test_online_pass_is_one_step_against_the_gradient_per_example(case, rate):
    data = Dataset(case.x, case.t)
    with warnings.catch_warnings(action="ignore", category=DivergenceWarning):
        history = train(case.net, data, rate=rate, epochs=1)
    if history.stopped == "diverged":
        return
    theta, met = case.net.theta, 0.0
    for i in range(len(data)):
        x, t = case.x[i : i + 1], case.t[i : i + 1]
        met += case.net.at(theta).error(x, t)
        theta = theta - rate * case.net.at(theta).gradient(x, t)
    scale = max(1, abs(theta).max())
    np.testing.assert_allclose(history.theta[1], theta, rtol=1e-8, atol=1e-9 * scale)
    np.testing.assert_allclose(history.running_error[0], met, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(
    ("functions", "kind"),
    [
        (("tanh", "relu", "identity"), "squared"),
        (("logistic", "tanh", "logistic"), "cross-entropy"),
        (("relu", "logistic", "softmax"), "cross-entropy"),
        (("tanh", "logistic", "softmax"), "squared"),
    ],
    ids=str,
)
def test_online_run_agrees_with_the_oracle(functions, kind):
    sizes = (3, 4, 2, 3)
    net = Network(sizes, hidden=functions[:-1], output=functions[-1], error=kind)
    net = net.initialise("uniform", rng=np.random.default_rng(4))
    data = some_data(7, net)
    history = train(net, data, rate=0.3, anneal=0.9, epochs=6)
    errors, theta = oracle.online(
        sizes, functions, net.theta, data.x, data.t, rate=0.3, anneal=0.9, passes=6, kind=kind
    )
    np.testing.assert_allclose(history.running_error, errors, rtol=1e-10)
    np.testing.assert_allclose(history.theta[-1], theta, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("method", ["gradient", "momentum", "adam"])
@pytest.mark.parametrize("batch", [1, 2, 4, 10, 11, 50, None])
def test_every_method_and_batch_size_agrees_with_a_plain_loop(method, batch):
    """With 11 examples, only batches of 1 and 11 come out even."""
    net, data = xor_net(hidden="tanh"), some_data(11)
    history = train(
        net,
        data,
        rate=0.1,
        epochs=5,
        batch=batch,
        method=method,
        anneal=0.8,
        **({"momentum": 0.7} if method == "momentum" else {}),
    )
    expected = plain_descent(
        net, data, rate=0.1, epochs=5, batch=batch or 11, method=method, mu=0.7, anneal=0.8
    )
    np.testing.assert_allclose(history.theta, expected, rtol=1e-9, atol=1e-11)


def test_batch_of_one_and_of_all_differ_and_none_means_all():
    net, data = xor_net(), some_data(11)
    one, four, whole, none = (
        train(net, data, rate=1, epochs=3, batch=b).theta for b in (1, 4, 11, None)
    )
    np.testing.assert_array_equal(whole, none)
    assert abs(one[-1] - whole[-1]).max() > 1e-3
    assert abs(four[-1] - whole[-1]).max() > 1e-3


def test_one_example_is_the_same_online_and_in_a_batch():
    net, data = xor_net(), some_data(1)
    online, whole = (train(net, data, rate=1, epochs=9, batch=b) for b in (1, None))
    np.testing.assert_allclose(online.theta, whole.theta, rtol=1e-12)
    np.testing.assert_allclose(online.running_error, whole.running_error, rtol=1e-12)


def test_momentum_given_alone_is_gradient_descent_with_it():
    net, data = xor_net(), some_data()
    options = {"rate": 0.1, "epochs": 3, "momentum": 0.6}
    given, named = train(net, data, **options), train(net, data, method="momentum", **options)
    np.testing.assert_array_equal(given.theta, named.theta)
    assert (given.theta[-1] != train(net, data, rate=0.1, epochs=3).theta[-1]).all()


def test_default_momentum_is_nine_tenths():
    net, data = xor_net(), some_data()
    a, b, c = (
        train(net, data, rate=0.1, epochs=2, method="momentum", **o).theta
        for o in ({}, {"momentum": 0.9}, {"momentum": 0.0})
    )
    np.testing.assert_array_equal(a, b)
    plain = train(net, data, rate=0.1, epochs=2).theta
    np.testing.assert_allclose(c, plain, rtol=1e-12)
    assert abs(a - c).max() > 1e-3


def test_training_the_same_again_gives_the_same():
    """No step keeps state from another run."""
    net, data = xor_net(), some_data()
    for method in ("gradient", "momentum", "adam"):
        a, b = (train(net, data, rate=0.1, epochs=3, method=method) for _ in range(2))
        np.testing.assert_array_equal(a.theta, b.theta)


# -- the history -------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(), (3,), (2, 3)])
@pytest.mark.parametrize("batch", [1, 4])
def test_history_holds_the_start_and_every_pass(shape, batch):
    net = xor_net().at(np.random.default_rng(5).normal(size=(*shape, 13)))
    data, other = some_data(11), some_data(6, seed=9)
    history = train(net, data, rate=0.5, epochs=4, batch=batch, anneal=0.5)
    assert isinstance(history, History)
    assert len(history) == 4
    assert history.stopped == "finished"
    assert history.theta.shape == (5, *shape, 13)
    assert history.running_error.shape == history.rate.shape == (4, *shape)
    assert history.error.shape == (5, *shape)
    assert history.data is data
    np.testing.assert_array_equal(history.theta[0], net.theta)
    np.testing.assert_array_equal(history.start.theta, net.theta)
    np.testing.assert_array_equal(history.network.theta, history.theta[-1])
    np.testing.assert_array_equal(history.rate.T * np.ones(4), history.rate.T)
    for number in range(5):
        at = history.at(number)
        np.testing.assert_array_equal(at.theta, history.theta[number])
        np.testing.assert_allclose(history.error[number], at.error(data), rtol=1e-12)
        np.testing.assert_allclose(history.error_on(other)[number], at.error(other), rtol=1e-12)
        if number < 4:
            np.testing.assert_array_equal(history.rate[number], 0.5 * 0.5**number)
    assert "4 passes (finished)" in repr(history)


def test_training_can_continue_where_a_history_ended():
    net, data = xor_net(), some_data()
    whole = train(net, data, rate=0.5, epochs=7)
    first = train(net, data, rate=0.5, epochs=3)
    rest = train(first.network, data, rate=0.5, epochs=4)
    np.testing.assert_array_equal(rest.theta, whole.theta[3:])


def test_running_error_is_measured_before_each_step():
    net, data = xor_net(), some_data(11)
    history = train(net, data, rate=0.5, epochs=1, batch=4)
    thetas, met = [net.theta], 0.0
    for rows in (slice(0, 4), slice(4, 8), slice(8, 11)):
        at = net.at(thetas[-1])
        met += at.error(data.x[rows], data.t[rows])
        thetas.append(thetas[-1] - 0.5 * at.gradient(data.x[rows], data.t[rows]))
    assert history.running_error[0] == pytest.approx(met, rel=1e-12)
    whole = train(net, data, rate=0.5, epochs=3, batch=None)
    np.testing.assert_allclose(whole.running_error, whole.error[:-1], rtol=1e-12)


def test_nothing_given_is_changed_and_nothing_is_shared():
    net, data, rate = xor_net().at(np.ones((2, 13))), some_data(), np.array([0.1, 0.2])
    for options in ({}, {"batch": 3}, {"method": "adam"}, {"method": "momentum"}):
        history = train(net, data, rate=rate, epochs=2, anneal=0.5, **options)
        np.testing.assert_array_equal(net.theta, 1)
        np.testing.assert_array_equal(rate, [0.1, 0.2])
        assert not np.shares_memory(history.theta, net.theta)
        net.theta[0] = 1
        history.start.theta[...] = 5
        assert (net.theta == 1).all()
        assert (history.theta[0] == 1).all()


# -- many at once ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["gradient", "momentum", "adam"])
@pytest.mark.parametrize("batch", [1, 3, None])
@pytest.mark.parametrize("sizes", [(2, 3, 1), (2, 10, 4, 2), (12, 1)])
def test_runs_in_lock_step_are_the_runs_one_by_one(sizes, batch, method):
    net = Network(sizes, hidden="tanh")
    net = net.at(np.random.default_rng(1).normal(size=(2, 3, len(net.names))))
    data, rates = some_data(7, net), np.array([[0.1, 0.5, 1.0], [0.2, 0.3, 0.05]])
    many = train(net, data, rate=rates, epochs=4, batch=batch, method=method, anneal=0.9)
    for place in np.ndindex(2, 3):
        one = train(
            net.at(net.theta[place]),
            data,
            rate=rates[place],
            epochs=4,
            batch=batch,
            method=method,
            anneal=0.9,
        )
        np.testing.assert_allclose(many.theta[:, *place], one.theta, rtol=1e-10, atol=1e-13)
        np.testing.assert_allclose(many.running_error[:, *place], one.running_error, rtol=1e-11)
        np.testing.assert_array_equal(many.rate[:, *place], one.rate)
        if batch == 1:  # the same sums in the same order, to the last bit
            np.testing.assert_array_equal(many.theta[:, *place], one.theta)


def test_one_rate_is_used_for_all_networks_and_rates_broadcast():
    net, data = xor_net().at(np.ones((2, 3, 13))), some_data()
    history = train(net, data, rate=0.5, epochs=2)
    np.testing.assert_array_equal(history.rate, np.full((2, 2, 3), 0.5))
    history = train(net, data, rate=[0.1, 0.2, 0.3], epochs=1)
    np.testing.assert_array_equal(history.rate[0], [[0.1, 0.2, 0.3]] * 2)
    history = train(net, data, rate=[[0.1], [0.2]], epochs=1)
    np.testing.assert_array_equal(history.rate[0], [[0.1] * 3, [0.2] * 3])


# -- shuffling ---------------------------------------------------------------------------------


@pytest.mark.parametrize("generator", [np.random.default_rng, np.random.RandomState])
@pytest.mark.parametrize("batch", [1, 4])
def test_shuffled_passes_are_passes_over_the_drawn_orders(generator, batch):
    net, data = xor_net(), some_data(11)
    history = train(net, data, rate=0.5, epochs=3, shuffle=True, rng=generator(6), batch=batch)
    rng, at = generator(6), net
    for number in range(3):
        at = train(at, data.take(rng.permutation(11)), rate=0.5, epochs=1, batch=batch).network
        np.testing.assert_allclose(history.theta[number + 1], at.theta, rtol=1e-12)


def test_shuffling_repeats_with_its_seed_and_differs_without():
    net, data = xor_net(), some_data(11)

    def go(seed=None, **options):
        if seed is not None:
            options |= {"shuffle": True, "rng": np.random.default_rng(seed)}
        return train(net, data, rate=0.5, epochs=3, **options).theta[-1]

    np.testing.assert_array_equal(go(1), go(1))
    assert (go(1) != go(2)).any()
    assert (go(1) != go()).any()


def test_shuffled_running_error_counts_every_example_once():
    net, data = xor_net(), some_data(11)
    rng = np.random.default_rng(1)
    history = train(net, data, rate=1e-300, epochs=2, shuffle=True, rng=rng)
    np.testing.assert_allclose(history.running_error, [net.error(data)] * 2, rtol=1e-12)


# -- stopping ----------------------------------------------------------------------------------


def test_callback_is_called_after_each_pass_with_its_result():
    net, data, calls = xor_net(), some_data(), []
    history = train(net, data, rate=0.5, epochs=4, callback=lambda *call: calls.append(call))
    assert [number for number, _, _ in calls] == [1, 2, 3, 4]
    for number, at, error in calls:
        assert isinstance(at, Network)
        np.testing.assert_array_equal(at.theta, history.theta[number])
        assert error == history.running_error[number - 1]
    assert history.stopped == "finished"


def test_callback_can_stop_the_run_but_not_change_it():
    net, data = xor_net(), some_data()

    def meddle(number, at, error):
        at.theta[...] = 99
        return number == 3

    history = train(net, data, rate=0.5, epochs=10, callback=meddle)
    plain = train(net, data, rate=0.5, epochs=3)
    assert len(history) == 3
    assert history.stopped == "callback"
    np.testing.assert_array_equal(history.theta, plain.theta)


def test_target_error_ends_the_run_after_the_pass_that_reaches_it():
    net, data = xor_net(seed=3), datasets.truth_table("or")
    whole = train(net, data, rate=1, epochs=60)
    target = float(whole.error[20])
    history = train(net, data, rate=1, epochs=60, target_error=target)
    assert history.stopped == "target"
    assert len(history) == 20
    assert history.error[-1] <= target < history.error[-2]
    assert train(net, data, rate=1, epochs=5, target_error=0).stopped == "finished"


def test_training_waits_until_every_network_reaches_the_target_error():
    net, data = xor_net(seed=3), datasets.truth_table("or")
    slow_and_fast = net.at(np.stack([net.theta, net.theta]))
    history = train(slow_and_fast, data, rate=[0.2, 1], epochs=300, target_error=0.2)
    assert history.stopped == "target"
    assert (history.error[-1] <= 0.2).all()
    assert history.error[-2, 0] > 0.2 > history.error[-2, 1]


def test_callback_cannot_change_the_history():
    def erase(number, net, running_error):
        running_error[...] = 0.0
        net.theta[...] = 0.0

    run = train(xor_net(), some_data(), rate=0.5, epochs=3, callback=erase)
    alone = train(xor_net(), some_data(), rate=0.5, epochs=3)
    assert (run.running_error == alone.running_error).all()
    assert (run.theta == alone.theta).all()


# -- it learns ---------------------------------------------------------------------------------


@settings(max_examples=15)
@given(cases(hidden=("identity", "logistic", "tanh")))
def test_small_full_steps_never_raise_the_error(case):
    data = Dataset(case.x, case.t)
    if case.functions[-1] == "relu":
        return
    history = train(case.net, data, rate=1e-6, epochs=5, batch=None)
    assert (np.diff(history.error) <= 1e-12 * (1 + history.error[1:])).all()


@pytest.mark.parametrize(("method", "rate"), [("gradient", 2.0), ("momentum", 0.5), ("adam", 0.05)])
def test_xor_is_learnt_by_every_method(method, rate):
    rng = np.random.RandomState(1)
    net = Network([2, 4, 1]).initialise("uniform", rng=rng)
    data = datasets.truth_table("xor")
    history = train(net, data, rate=rate, epochs=1500, method=method, target_error=0.01)
    assert history.stopped == "target"
    np.testing.assert_array_equal(history.network.predict(data.x).round(), data.t)


def test_three_classes_are_learnt_with_softmax_and_cross_entropy():
    rng = np.random.default_rng(1)
    data = datasets.blobs(3, n=60, noise=0.2, rng=rng)
    net = Network([2, 3], output="softmax", error="cross-entropy").initialise("glorot", rng=rng)
    history = train(net, data, rate=0.1, epochs=30)
    right = history.network.predict(data.x).argmax(1) == data.t.argmax(1)
    assert right.mean() > 0.95
