"""The network: parameters, names, starts, and its outputs and error against an oracle."""

import copy
import math
import pickle

import numpy as np
import pytest
from hypothesis import given

from annlab import Dataset, Network, activations, datasets, errors

from . import oracle
from .strategies import HIDDEN, cases, well_within_rounding

SHAPES = ((), (3,), (2, 3))


def some_net(sizes=(3, 4, 2), *, shape=(), seed=5, **options) -> Network:
    net = Network(sizes, **options)
    return net.at(np.random.default_rng(seed).normal(size=(*shape, len(net.names))))


def some_data(net: Network, n: int = 5, seed: int = 6) -> Dataset:
    rng = np.random.default_rng(seed)
    return Dataset(rng.normal(size=(n, net.sizes[0])), rng.uniform(size=(n, net.sizes[-1])))


# -- shape, names, θ ---------------------------------------------------------------------------


def test_parts_of_a_new_network():
    net = Network([2, 4, 3, 1], hidden=["tanh", "relu"], output="identity")
    assert net.sizes == (2, 4, 3, 1)
    assert net.layers == 3
    assert net.shape == ()
    assert net.activations == (activations.tanh, activations.relu, activations.identity)
    assert net.error_function is errors.squared_error
    assert net.theta.shape == (3 * 4 + 5 * 3 + 4 * 1,)
    assert not net.theta.any()
    assert [w.shape for w in net.weights] == [(2, 4), (4, 3), (3, 1)]
    assert [b.shape for b in net.biases] == [(4,), (3,), (1,)]
    assert repr(net) == "<Network 2-4-3-1 (tanh, relu, identity; squared)>"
    assert "2 × 5 networks" in repr(net.at(np.zeros((2, 5, 31))))


def test_one_hidden_name_is_used_for_all_hidden_layers_and_logistic_is_the_default():
    net = Network([1, 2, 3, 2], hidden="relu")
    assert [g.name for g in net.activations] == ["relu", "relu", "logistic"]
    assert [g.name for g in Network([1, 2, 2]).activations] == ["logistic", "logistic"]
    net = Network([1, 2], output=activations.softmax, error=errors.cross_entropy)
    assert (net.activations, net.error_function.name) == ((activations.softmax,), "cross-entropy")
    assert Network(np.array([3, 2])).sizes == (3, 2)


def test_default_names_say_layer_and_units_in_the_order_of_theta():
    assert Network([2, 3, 1]).names == (
        "W1[1,1]", "W1[1,2]", "W1[1,3]", "W1[2,1]", "W1[2,2]", "W1[2,3]",
        "b1[1]", "b1[2]", "b1[3]",
        "W2[1,1]", "W2[2,1]", "W2[3,1]", "b2[1]",
    )  # fmt: skip


@given(cases(SHAPES))
def test_every_name_leads_to_its_weight_in_the_views_and_in_theta(case):
    net = case.net
    places = oracle.places(net.sizes)
    for p, (name, (layer, i, j)) in enumerate(zip(net.names, places, strict=True)):
        assert name == (f"W{layer}[{i},{j}]" if i else f"b{layer}[{j}]")
        assert net.index(name) == p
        w = net.weights[layer - 1][..., i - 1, j - 1] if i else net.biases[layer - 1][..., j - 1]
        np.testing.assert_array_equal(w, net.theta[..., p])
        np.testing.assert_array_equal(net[name], net.theta[..., p])


@pytest.mark.parametrize("shape", SHAPES)
def test_weights_and_biases_are_views_of_theta(shape):
    net = some_net(shape=shape)
    for view in (*net.weights, *net.biases):
        assert np.shares_memory(view, net.theta)
    net.weights[0][..., 2, 1] = 7
    net.biases[1][..., 1] = 8
    np.testing.assert_array_equal(net["W1[3,2]"], 7)
    np.testing.assert_array_equal(net["b2[2]"], 8)
    net.theta[...] = 0.25
    assert all((view == 0.25).all() for view in (*net.weights, *net.biases))


def test_views_of_a_theta_given_in_column_order():
    theta = np.asfortranarray(np.random.default_rng(1).normal(size=(4, 3, 26)))
    net = Network([3, 4, 2]).at(theta)
    net.weights[1][..., 3, 0] = 7
    np.testing.assert_array_equal(net["W2[4,1]"], 7)


def test_setting_a_parameter_by_name_changes_it_alone():
    net = some_net(shape=(2, 3))
    before = net.theta.copy()
    net["b1[3]"] = [1, 2, 3]
    np.testing.assert_array_equal(net["b1[3]"], [[1, 2, 3], [1, 2, 3]])
    others = np.arange(26) != net.index("b1[3]")
    np.testing.assert_array_equal(net.theta[..., others], before[..., others])


def test_parameters_can_be_given_names():
    net = Network([1, 1], names=["slope", "offset"])
    net["slope"], net["offset"] = 2, 3
    np.testing.assert_array_equal(net.theta, [2, 3])
    assert net.names == ("slope", "offset")


def test_theta_can_be_set_and_is_copied():
    net, theta = Network([1, 2]), np.arange(4.0)
    net.theta = theta
    theta[0] = 9
    np.testing.assert_array_equal(net.theta, [0, 1, 2, 3])
    net.theta = np.ones((5, 4), int)
    assert net.shape == (5,)
    assert net.theta.dtype == np.float64


def test_at_makes_a_new_network_and_copies_theta():
    net, theta = some_net(), np.ones((7, 26))
    old = net.theta.copy()
    other = net.at(theta)
    theta[0] = 5
    other.theta[1] = 6
    assert other.shape == (7,)
    np.testing.assert_array_equal(other.theta[0], 1)
    np.testing.assert_array_equal(net.theta, old)
    assert other.sizes == net.sizes
    assert other.names == net.names
    np.testing.assert_array_equal(net.at(net.theta).theta, net.theta)
    assert not np.shares_memory(net.at(net.theta).theta, net.theta)


def test_at_changes_the_named_parameters_and_broadcasts_them():
    net = Network.xor()
    u, v = np.linspace(-1, 1, 4), np.linspace(5, 6, 3)
    plane = net.at({"w5": u, "w6": v[:, None]})
    assert plane.shape == (3, 4)
    for row in range(3):
        for column in range(4):
            expected = net.theta.copy()
            expected[net.index("w5")], expected[net.index("w6")] = u[column], v[row]
            np.testing.assert_array_equal(plane.theta[row, column], expected)
    assert net.at({"w1": 3}).shape == ()
    assert float(net.at({"w1": 3})["w1"]) == 3
    assert float(net["w1"]) == 0.1
    np.testing.assert_array_equal(net.at({}).theta, net.theta)
    many = net.at(np.zeros((2, 9))).at({"b3": [[1], [2], [3]]})
    assert many.shape == (3, 2)


@pytest.mark.parametrize("how", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_copies_and_pickles_compute_the_same(how):
    net = some_net(output="softmax", error="cross-entropy")
    other, data = how(net), some_data(net)
    np.testing.assert_array_equal(other.gradient(data), net.gradient(data))
    other.theta[0] = 99
    assert net.theta[0] != 99


# -- initialise --------------------------------------------------------------------------------


@pytest.mark.parametrize("maker", [np.random.default_rng, np.random.RandomState])
@pytest.mark.parametrize("kind", ["uniform", "gaussian", "glorot"])
def test_initialise_returns_a_new_network_and_is_repeatable(kind, maker):
    net = some_net()
    before = net.theta.copy()
    a, b, c = (net.initialise(kind, rng=maker(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(a.theta, b.theta)
    assert (a.theta != c.theta).any()
    np.testing.assert_array_equal(net.theta, before)


def test_starts_have_their_distributions():
    rng, net = np.random.default_rng(3), Network([60, 90, 2])
    w = net.initialise("uniform", rng=rng).theta
    assert abs(w).max() < 0.5
    assert w.std() == pytest.approx(math.sqrt(1 / 12), rel=0.03)
    assert w.mean() == pytest.approx(0, abs=0.02)
    wide = net.initialise("uniform", rng=rng, scale=3).theta
    assert wide.std() == pytest.approx(6 * math.sqrt(1 / 12), rel=0.03)
    g = net.initialise("gaussian", rng=rng).theta
    assert g.std() == pytest.approx(0.05, rel=0.03)
    assert abs(g).max() > 0.15
    assert net.initialise("gaussian", rng=rng, scale=2).theta.std() == pytest.approx(2, rel=0.03)
    for factor in (1, 0.5):
        x = net.initialise("glorot", rng=rng, scale=factor)
        for w, units in zip(x.weights, (150, 92), strict=True):
            assert abs(w).max() <= factor * math.sqrt(6 / units)
            assert w.std() == pytest.approx(factor * math.sqrt(2 / units), rel=0.1)
        assert not any(b.any() for b in x.biases)
    assert any(b.std() > 0.1 for b in net.initialise("uniform", rng=rng).biases)
    assert any(b.std() > 0.01 for b in net.initialise("gaussian", rng=rng).biases)


def test_uniform_start_is_drawn_weights_first_then_biases():
    sizes = (3, 4, 2)
    net = Network(sizes).initialise("uniform", rng=np.random.RandomState(7))
    start = oracle.published_start(sizes, np.random.RandomState(7))
    np.testing.assert_array_equal(net.theta, start)


def test_zeros_need_no_rng_and_keep_the_leading_axes():
    net = some_net(shape=(2, 3)).initialise("zeros")
    assert net.shape == (2, 3)
    assert not net.theta.any()


def test_each_of_many_networks_gets_its_own_start():
    net = some_net(shape=(5,)).initialise("gaussian", rng=np.random.default_rng(1))
    assert len(np.unique(net.theta[:, 0])) == 5
    assert len(np.unique(net.biases[1])) == 10
    net = some_net(shape=(5,)).initialise("glorot", rng=np.random.default_rng(1))
    assert abs(net.weights[0]).max() <= math.sqrt(6 / 7)
    assert abs(net.weights[0]).max() > 0.8 * math.sqrt(6 / 7)


# -- forward -----------------------------------------------------------------------------------


def test_xor_network_computes_its_three_formulas():
    def g(z):
        return 1 / (1 + math.exp(-z))

    start = {
        "w1": 0.1,
        "w2": 0.2,
        "b1": 0.1,
        "w3": -0.2,
        "w4": 0.2,
        "b2": -0.1,
        "w5": -0.3,
        "w6": -0.25,
        "b3": 0.2,
    }
    net = Network.xor()
    assert sorted(net.names) == sorted(start)
    assert {name: float(net[name]) for name in net.names} == start
    other = dict(zip(start, np.random.default_rng(2).normal(size=9), strict=True))
    for p in (start, other):
        for x1, x2 in [(0, 0), (0, 1), (1, 0), (1, 1), (0.3, -2)]:
            y1 = g(p["b2"] + p["w3"] * x1 + p["w4"] * x2)
            y2 = g(p["b3"] + p["w5"] * x1 + p["w6"] * x2)
            out = g(p["b1"] + p["w1"] * y1 + p["w2"] * y2)
            forward = net.at(p).forward([[x1, x2]])
            np.testing.assert_allclose(forward.a[1], [[y1, y2]], rtol=1e-14)
            np.testing.assert_allclose(forward.a[2], [[out]], rtol=1e-14)
            np.testing.assert_allclose(net.at(p).predict([[x1, x2]]), [[out]], rtol=1e-14)


def test_error_surface_of_the_xor_start_is_almost_flat():
    axis = np.linspace(-10, 10, 21)
    plane = Network.xor().at({"w5": axis, "w6": axis[:, None]})
    error = 2 * plane.error(datasets.truth_table("xor"))
    assert 0.99 < error.min() < error.max() < 1.05


@given(cases(SHAPES, hidden=("step", *HIDDEN)))
def test_forward_pass_agrees_with_the_oracle_unit_by_unit(case):
    net, x, _ = case
    forward, predicted = net.forward(x), net.predict(x)
    np.testing.assert_array_equal(forward.a[0], x)
    assert len(forward.z) == len(forward.a) - 1 == net.layers
    for layer, units in enumerate(net.sizes[1:]):
        assert forward.z[layer].shape == forward.a[layer + 1].shape == (*net.shape, len(x), units)
    assert predicted.shape == (*net.shape, len(x), net.sizes[-1])
    for place in np.ndindex(net.shape):
        w = oracle.weights(net.sizes, net.theta[place])
        for n, x_n in enumerate(x.tolist()):
            zs, a = oracle.forward(net.sizes, case.functions, w, x_n)
            if any(abs(v) < 1e-9 for z in zs for v in z):
                continue  # the side of a step may depend on the order of a sum
            for layer in range(net.layers):
                np.testing.assert_allclose(forward.z[layer][place][n], zs[layer], atol=1e-11)
                np.testing.assert_allclose(forward.a[layer + 1][place][n], a[layer + 1], atol=1e-11)
            np.testing.assert_allclose(predicted[place][n], a[-1], atol=1e-11)


# -- error -------------------------------------------------------------------------------------


@given(cases(SHAPES))
def test_error_is_the_sum_over_examples_of_its_definition(case):
    net, x, t = case
    well_within_rounding(case)
    per_example = net.error_per_example(x, t)
    assert per_example.shape == (*net.shape, len(x))
    assert net.error(x, t).shape == net.shape
    np.testing.assert_allclose(net.error(x, t), per_example.sum(-1), rtol=1e-12)
    a = net.predict(x)
    for place in np.ndindex(net.shape):
        expected = [
            oracle.error(case.kind, case.functions[-1], a_i, t_i)
            for a_i, t_i in zip(a[place].tolist(), t.tolist(), strict=True)
        ]
        np.testing.assert_allclose(per_example[place], expected, rtol=1e-8, atol=1e-12)


def test_a_data_set_and_its_arrays_give_the_same():
    net = some_net(shape=(2,))
    data = some_data(net)
    for method in (net.error, net.error_per_example, net.gradient):
        np.testing.assert_array_equal(method(data), method(data.x, data.t))
        np.testing.assert_array_equal(method(data), method(data.x.tolist(), data.t.tolist()))
    np.testing.assert_array_equal(
        net.backward(data).delta[0], net.backward(data.x, data.t).delta[0]
    )


def test_an_error_whose_sum_overflows_is_infinite_without_a_warning():
    net = Network([1, 1], output="identity").at({"W1[1,1]": 1e154})
    x, t = np.full((4, 1), 1.2), np.zeros((4, 1))
    assert np.isfinite(net.error_per_example(x, t)).all()
    assert net.error(x, t) == np.inf


def test_huge_parameters_overflow_without_a_warning():
    net = Network([2, 3, 1], output="identity").at(np.full(13, 1e300))
    data = Dataset([[1e10, 1e9]], [[0.0]])
    assert net.error(data) == np.inf
    assert np.isfinite(Network([2, 3, 1]).at(np.full(13, 1e300)).predict(data.x)).all()
    assert net.gradient(data).shape == (13,)


def test_place_of_a_weight_is_the_index_of_its_name():
    net = Network([2, 3, 1])
    for layer, (rows, columns) in enumerate(((2, 3), (3, 1)), start=1):
        for unit in range(columns):
            for source in range(rows):
                name = f"W{layer}[{source + 1},{unit + 1}]"
                assert net.names[net.place(layer, source, unit)] == name
            assert net.names[net.place(layer, rows, unit)] == f"b{layer}[{unit + 1}]"
    for place in ((0, 0, 0), (3, 0, 0), (1, 3, 0), (2, 0, 1)):
        with pytest.raises(ValueError, match=r"(layer|source|unit) must be"):
            net.place(*place)
