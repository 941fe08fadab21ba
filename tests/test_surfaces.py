"""Planes, lines and paths: every number against one evaluation of one network."""

import numpy as np
import pytest

from annlab import Dataset, Network, datasets, surfaces, train

XOR = datasets.truth_table("xor")


def moved(net: Network, **values: float) -> Network:
    other = net.at(net.theta)
    for name, value in values.items():
        other[name] = value
    return other


# -- planes ------------------------------------------------------------------------------------


def test_plane_holds_the_error_at_every_pair_rows_second_columns_first():
    net = moved(Network.xor(), w1=2, w2=-3)
    plane = surfaces.plane(net, XOR, axes=("w5", "b1"), span=((-4, 2), (-1, 5)), points=7)
    assert plane.axes == ("w5", "b1")
    np.testing.assert_allclose(plane.u, np.linspace(-4, 2, 7))
    np.testing.assert_allclose(plane.v, np.linspace(-1, 5, 7))
    assert plane.error.shape == (7, 7)
    for row, b1 in enumerate(plane.v):
        for column, w5 in enumerate(plane.u):
            alone = moved(net, w5=w5, b1=b1).error(XOR)
            assert plane.error[row, column] == pytest.approx(float(alone), rel=1e-12)
    assert abs(plane.error - plane.error.T).max() > 0.01  # a transposition would show
    np.testing.assert_array_equal(plane.net.theta, net.theta)
    assert plane.data is XOR


def test_axes_span_and_points_have_the_defaults_of_the_lesson():
    plane = surfaces.plane(Network.xor(), XOR, ("w5", "w6"))
    assert plane.axes == ("w5", "w6")
    assert plane.error.shape == (41, 41)
    assert (plane.u[0], plane.u[-1], plane.v[0], plane.v[-1]) == (-10, 10, -10, 10)
    assert 0.99 < 2 * plane.error.min() < 2 * plane.error.max() < 1.05


def test_one_span_is_used_for_both_axes():
    plane = surfaces.plane(Network.xor(), XOR, axes=["w1", "w2"], span=(-1, 3), points=5)
    np.testing.assert_array_equal(plane.u, [-1, 0, 1, 2, 3])
    np.testing.assert_array_equal(plane.v, plane.u)
    assert plane.axes == ("w1", "w2")


def test_error_of_a_plane_is_split_by_example():
    net = moved(Network.xor(), w1=2, w2=-3)
    plane = surfaces.plane(net, XOR, axes=("w5", "b1"), span=((-4, 2), (-1, 5)), points=5)
    assert plane.per_example.shape == (5, 5, 4)
    np.testing.assert_allclose(plane.per_example.sum(-1), plane.error, rtol=1e-12)
    alone = moved(net, w5=plane.u[3], b1=plane.v[1]).error_per_example(XOR)
    np.testing.assert_allclose(plane.per_example[1, 3], alone, rtol=1e-12)


def test_here_is_the_place_of_the_network():
    net = Network.xor()
    u, v, error = surfaces.plane(net, XOR, axes=("w3", "b2"), points=2).here
    assert (u, v) == (-0.2, -0.1)
    assert error == float(net.error(XOR))


def test_plane_changes_nothing():
    net = Network.xor()
    surfaces.plane(net, XOR, ("w5", "w6"), points=3)
    surfaces.line(net, XOR, "w1", points=3)
    surfaces.between(net, XOR, np.zeros(9), np.ones(9), points=3)
    np.testing.assert_array_equal(net.theta, Network.xor().theta)


def test_plane_of_another_network_and_error_function():
    net = Network([1, 2], output="softmax", error="cross-entropy").at([1, 2, 3, 4])
    data = Dataset([[0.5], [-1], [2]], [[1, 0], [0, 1], [1, 0]])
    plane = surfaces.plane(net, data, axes=("W1[1,2]", "b1[1]"), span=(-2, 1), points=4)
    expected = net.at([1, plane.u[3], plane.v[1], 4]).error(data)
    assert plane.error[1, 3] == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize(
    ("error", "words", "options"),
    [
        (
            ValueError,
            "axes must be two different parameters, not 'w5' twice.*surfaces.line",
            {"axes": ("w5", "w5")},
        ),
        (ValueError, "parameter must be one of 'w3', .*'b1', not 'w9'", {"axes": ("w5", "w9")}),
        (ValueError, "parameter must be one of 'w3', .*'b1', not 'w9'", {"axes": ("w9", "w9")}),
        (ValueError, r"axes must name two parameters, not \('w5',\)", {"axes": ("w5",)}),
        (TypeError, "axes must be a sequence of two names, not 'w5'", {"axes": "w5"}),
        (
            ValueError,
            r"axes must name two parameters, not \['w1', 'w2', 'w3'\]",
            {"axes": ["w1", "w2", "w3"]},
        ),
        (
            ValueError,
            r"span must be \(low, high\) .*or two of these, not \(1, 1\)",
            {"span": (1, 1)},
        ),
        (ValueError, r"span must be \(low, high\).*not \(2, 1\)", {"span": (2, 1)}),
        (ValueError, r"span must be \(low, high\).*not 5", {"span": 5}),
        (
            ValueError,
            r"span must be \(low, high\).*\(\(0, 1\), \(2, 1\)\)",
            {"span": ((0, 1), (2, 1))},
        ),
        (ValueError, r"span must be \(low, high\)", {"span": ((0, 1), (1, 2), (2, 3))}),
        (ValueError, "span must be finite", {"span": (0, np.inf)}),
        (TypeError, "span must hold real numbers", {"span": "wide"}),
        (ValueError, "points must be at least 2, not 1", {"points": 1}),
        (TypeError, "points must be a whole number, not 4.0", {"points": 4.0}),
    ],
)
def test_bad_plane_is_refused(error, words, options):
    with pytest.raises(error, match=words):
        surfaces.plane(Network.xor(), XOR, **({"axes": ("w5", "w6")} | options))


def test_many_networks_are_refused():
    many = Network.xor().at(np.zeros((3, 9)))
    for make in (
        lambda n, d: surfaces.plane(n, d, ("w5", "w6")),
        lambda n, d: surfaces.line(n, d, "w1"),
    ):
        with pytest.raises(ValueError, match=r"net must be one network, not \(3,\) of them"):
            make(many, XOR)


# -- paths -------------------------------------------------------------------------------------


def test_path_holds_both_parameters_and_the_error_of_every_pass():
    net = Network.xor()
    history = train(net, XOR, rate=1, epochs=6)
    path = surfaces.plane(net, XOR, axes=("w5", "w1"), points=2).path(history)
    assert path.shape == (7, 3)
    for number in range(7):
        at = history.at(number)
        expected = [at["w5"], at["w1"], at.error(XOR)]
        np.testing.assert_allclose(path[number], expected, rtol=1e-12)


def test_path_lies_on_the_surface_if_only_its_two_parameters_moved():
    """One logistic unit with its bias held at 0 by inputs that cancel in it: w1, w2 move alone."""
    net = Network([2, 1], output="identity", names=["w1", "w2", "b"]).at([1.0, -2.0, 0.0])
    x = np.array([[1.0, 2], [-1, -2], [0.5, -1], [-0.5, 1]])
    data = Dataset(x, x @ [[0.3], [0.6]])
    history = train(net, data, rate=0.05, epochs=8, batch=None)
    np.testing.assert_allclose(history.theta[:, 2], 0, atol=1e-14)
    plane = surfaces.plane(net, data, axes=("w1", "w2"))
    assert np.ptp(plane.path(history)[:, 0]) > 0.1
    for u, v, error in plane.path(history):
        on_it = surfaces.plane(
            net, data, axes=("w1", "w2"), span=((u, u + 1), (v, v + 1)), points=2
        ).error[0, 0]
        assert error == pytest.approx(on_it, rel=1e-9, abs=1e-12)
    np.testing.assert_allclose(plane.path(history)[0], plane.here)


def test_path_is_measured_on_the_data_of_the_surface():
    net = Network.xor()
    history = train(net, datasets.truth_table("or"), rate=1, epochs=2)
    path = surfaces.plane(net, XOR, ("w5", "w6"), points=2).path(history)
    np.testing.assert_allclose(path[:, 2], history.error_on(XOR))
    assert abs(path[:, 2] - history.error).max() > 1e-3


def test_paths_of_many_networks_are_refused():
    many = Network.xor().at(np.zeros((3, 9)))
    history = train(many, XOR, rate=1, epochs=1)
    with pytest.raises(ValueError, match="history must be of one network"):
        surfaces.plane(Network.xor(), XOR, ("w5", "w6"), points=2).path(history)


# -- lines -------------------------------------------------------------------------------------


def test_line_splits_the_error_by_example_and_the_parts_add_up():
    net = Network.xor()
    line = surfaces.line(net, XOR, {"w1": 1, "w2": -0.5}, origin={"w2": 2}, span=(-3, 5), points=9)
    np.testing.assert_array_equal(line.s, np.arange(-3, 6))
    assert line.per_example.shape == (9, 4)
    assert line.theta.shape == (9, 9)
    for k, s in enumerate(line.s):
        at = moved(net, w1=s, w2=2 - 0.5 * s)
        np.testing.assert_allclose(line.theta[k], at.theta, rtol=1e-15)
        np.testing.assert_allclose(line.per_example[k], at.error_per_example(XOR), rtol=1e-12)
        assert line.error[k] == pytest.approx(float(at.error(XOR)), rel=1e-12)
    np.testing.assert_allclose(line.error, line.per_example.sum(1))


def test_line_over_one_name_has_the_defaults():
    net = Network.xor()
    line = surfaces.line(net, XOR, "b3")
    assert line.s.shape == (201,)
    assert (line.s[0], line.s[-1]) == (-10, 10)
    np.testing.assert_array_equal(line.theta[:, net.index("b3")], line.s)
    others = np.delete(line.theta, net.index("b3"), axis=1)
    assert np.ptp(others, axis=0).max() == 0
    assert line.label == "b3 = s"
    np.testing.assert_array_equal(line.net.theta, net.theta)
    assert line.data is XOR


@pytest.mark.parametrize(
    ("direction", "origin", "label"),
    [
        ({"w1": 1, "w2": 1}, {"w2": 2}, "w1 = s, w2 = s + 2"),
        ({"w2": 1, "w1": 1}, {"w2": -2}, "w2 = s − 2, w1 = s"),
        ({"w1": -1}, None, "w1 = −s"),
        ({"w1": 2}, {"w1": 0.5}, "w1 = 2 s + 0.5"),
        ({"w1": -0.5, "b1": 1}, {"w1": -1.25, "b1": 0}, "w1 = −0.5 s − 1.25, b1 = s"),
        ({"w1": 0, "w2": 1}, {"w1": 3}, "w1 = 3, w2 = s"),
        ({"w1": 0, "w2": 1}, {"w1": -3}, "w1 = −3, w2 = s"),
        ({"w1": 0, "w2": 1}, None, "w1 = 0, w2 = s"),
        ("w4", {"w4": 1}, "w4 = s + 1"),
    ],
)
def test_label_says_what_moves(direction, origin, label):
    line = surfaces.line(Network.xor(), XOR, direction, origin=origin, points=2)
    assert line.label == label
    assert "-" not in line.label  # a minus, not a hyphen


@pytest.mark.parametrize(
    ("error", "words", "direction", "options"),
    [
        (ValueError, "direction must move at least one parameter, not {}", {}, {}),
        (ValueError, "direction must move at least one parameter, not {'w1': 0}", {"w1": 0}, {}),
        (ValueError, "parameter must be one of 'w3', .* not 'w9'", "w9", {}),
        (ValueError, "parameter must be one of 'w3', .* not 'w9'", {"w1": 1, "w9": 0}, {}),
        (ValueError, "parameter must be one of 'w3', .* not 'w9'", "w1", {"origin": {"w9": 1}}),
        (ValueError, "origin must name only .*direction, not 'w2'", "w1", {"origin": {"w2": 1}}),
        (ValueError, "w1 must be finite, not nan", {"w1": np.nan}, {}),
        (TypeError, "w1 must be a number, not 'up'", {"w1": "up"}, {}),
        (TypeError, "w1 must be a number, not None", "w1", {"origin": {"w1": None}}),
        (
            ValueError,
            r"span must be \(low, high\) with low < high, not",
            "w1",
            {"span": ((0, 1), (0, 1))},
        ),
        (ValueError, "span must be .*not \\(3, -3\\)", "w1", {"span": (3, -3)}),
        (ValueError, "points must be at least 2, not 0", "w1", {"points": 0}),
    ],
)
def test_bad_line_is_refused(error, words, direction, options):
    with pytest.raises(error, match=words):
        surfaces.line(Network.xor(), XOR, direction, **options)


# -- between two points ------------------------------------------------------------------------


def test_between_two_points_is_the_straight_line():
    net, rng = Network.xor(), np.random.default_rng(1)
    start, stop = rng.normal(size=(2, 9))
    line = surfaces.between(net, XOR, start, stop, points=5)
    np.testing.assert_array_equal(line.s, [0, 0.25, 0.5, 0.75, 1])
    for k, s in enumerate(line.s):
        theta = (1 - s) * start + s * stop
        np.testing.assert_allclose(line.theta[k], theta, rtol=1e-9)
        np.testing.assert_allclose(
            line.per_example[k], net.at(theta).error_per_example(XOR), rtol=1e-9
        )
    np.testing.assert_allclose(line.error, line.per_example.sum(1))
    assert line.error.shape == (5,)
    assert "start" in line.label
    assert surfaces.between(net, XOR, start, stop).s.shape == (201,)


def test_between_start_and_end_of_a_run():
    history = train(Network.xor(), XOR, rate=2, epochs=5)
    line = surfaces.between(history.start, XOR, history.theta[0], history.theta[-1], points=3)
    np.testing.assert_allclose(line.error[[0, 2]], history.error[[0, -1]], rtol=1e-9)


def test_bad_ends_are_refused():
    net, ones = Network.xor(), np.ones(9)
    with pytest.raises(ValueError, match="start and stop must be two different points"):
        surfaces.between(net, XOR, ones, ones)
    with pytest.raises(ValueError, match="start and stop must be two different points"):
        surfaces.between(net, XOR, np.ones((2, 9)), np.zeros((2, 9)))
    with pytest.raises(ValueError, match=r"must have shape \(..., 9\).* not \(8,\)"):
        surfaces.between(net, XOR, ones, np.ones(8))
    with pytest.raises(ValueError, match="must be finite"):
        surfaces.between(net, XOR, ones, np.full(9, np.nan))
    with pytest.raises(ValueError, match="points must be at least 2, not 1"):
        surfaces.between(net, XOR, ones, -ones, points=1)


def test_plane_and_line_do_not_change_with_the_network():
    net = Network.xor()
    plane, line = surfaces.plane(net, XOR, ("w5", "w6")), surfaces.line(net, XOR, "w5")
    here = plane.here
    net["w1"] = 9.0
    assert plane.here == here
    np.testing.assert_allclose(plane.per_example.sum(-1), plane.error, rtol=1e-12)
    assert float(line.net["w1"]) == 0.1


def test_plane_may_have_more_columns_than_rows():
    plane = surfaces.plane(Network.xor(), XOR, ("w1", "b1"), points=(5, 3))
    assert (len(plane.u), len(plane.v), plane.error.shape) == (5, 3, (3, 5))
    at = Network.xor().at({"w1": plane.u[3], "b1": plane.v[2]})
    assert plane.error[2, 3] == pytest.approx(float(at.error(XOR)), rel=1e-12)
    with pytest.raises(ValueError, match=r"points must be one number or two, not \(1, 2, 3\)"):
        surfaces.plane(Network.xor(), XOR, ("w1", "b1"), points=(1, 2, 3))


def test_span_whose_width_overflows_is_refused():
    with pytest.raises(ValueError, match=r"span must be \(low, high\)"):
        surfaces.line(Network.xor(), XOR, "w5", span=(-1e308, 1e308))
    with pytest.raises(TypeError, match=r"origin must map names to values, not \[1\]"):
        surfaces.line(Network.xor(), XOR, "w5", origin=[1])
