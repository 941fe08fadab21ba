"""Surfaces, splits, learning curves and pictures show the numbers they are given."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from annlab import Dataset, Network, datasets, figures, surfaces, train
from annlab.figures import style


def _segments(solid):
    return [np.column_stack(line.get_data_3d()) for line in solid.lines]


def test_a_path_is_drawn_at_the_heights_given(solid, plane):
    path = np.array([[1.0, 2.0, 0.8], [2.0, 2.5, 0.5], [4.0, 4.0, 0.1]])
    assert figures.surface(plane, path=path, ax=solid) is solid
    drawn = [segment for segment in _segments(solid) if len(segment) == 3]
    assert len(drawn) == 2  # the line and its white edge
    for segment in drawn:
        np.testing.assert_array_equal(segment, path)
    assert "A path of 2 steps leads from w5 = 1, w6 = 2, E = 0.8" in figures.describe(solid)


def test_a_history_is_drawn_as_its_path(solid, xor, solver):
    history = train(solver, xor, rate=0.5, epochs=4)
    place = surfaces.plane(solver, xor, ("w5", "w6"), span=(-8, 8), points=7)
    figures.surface(place, path=history, ax=solid)
    longest = max(_segments(solid), key=len)
    np.testing.assert_array_equal(longest, place.path(history))


def test_without_a_path_a_ball_marks_the_network(solid, plane):
    figures.surface(plane, ax=solid)
    (ball,) = _segments(solid)
    np.testing.assert_allclose(ball, [plane.here])
    assert ball[0, 2] == pytest.approx(float(plane.net.error(plane.data)))


def test_the_surface_has_the_heights_given(solid, plane, monkeypatch):
    drawn = []
    monkeypatch.setattr(solid, "plot_surface", lambda *xyz, **look: drawn.extend([*xyz, look]))
    figures.surface(plane, ax=solid)
    u, v, error, look = drawn
    light = look["facecolors"].sum(-1)
    assert light.flat[error.argmin()] < 0.6 * light.flat[error.argmax()]
    for row, column in ((0, 8), (5, 2)):
        assert u[row, column] == plane.u[column]
        assert v[row, column] == plane.v[row]
        assert error[row, column] == plane.error[row, column]


def test_the_map_has_the_heights_and_the_path_given(ax, plane, monkeypatch):
    calls = []
    original = ax.contourf
    monkeypatch.setattr(ax, "contourf", lambda *a, **o: calls.append((a, o)) or original(*a, **o))
    path = np.array([[1.0, 2.0, 0.8], [2.0, 2.5, 0.5], [4.0, 4.0, 0.1]])
    figures.surface_map(plane, path=path, ax=ax)
    ((u, v, error), look), = calls  # fmt: skip
    for drawn, expected in ((u, plane.u), (v, plane.v), (error, plane.error)):
        np.testing.assert_array_equal(drawn, expected)
    low, high = look["cmap"](look["norm"]([error.min(), error.max()]))
    assert low[:3].sum() < high[:3].sum()
    for line in ax.lines[:2]:
        np.testing.assert_array_equal(line.get_xydata(), path[:, :2])
    np.testing.assert_array_equal(ax.lines[2].get_xydata(), path[:1, :2])
    np.testing.assert_array_equal(ax.lines[3].get_xydata(), path[-1:, :2])


def test_a_logarithmic_map_covers_at_most_six_powers_of_ten(ax, solver, xor):
    error = np.geomspace(1e-9, 10, 12).reshape(3, 4)
    deep = surfaces.Plane(solver, xor, ("w5", "w6"), np.arange(4.0), np.arange(3.0), error)
    figures.surface_map(deep, log=True, ax=ax)
    levels = ax.collections[0].levels
    assert levels[0] == pytest.approx(1e-5)
    assert levels[-1] == pytest.approx(10)


def test_words_mention_points_outside_the_picture(ax, solid, solver, xor):
    far = surfaces.plane(
        solver.at({"w5": 30}), xor, ("w5", "w6"), span=((-8, 8), (-3, 9)), points=4
    )
    figures.surface(far, ax=solid)
    assert "w5 = 30, w6 = 5, E = " in figures.describe(solid)
    assert figures.describe(solid).endswith(", outside the picture.")
    assert np.isnan(_segments(solid)).all()
    figures.surface_map(far, path=[[0, 0, 1], [9, 0, 1], [8, 9, 1], [0, -4, 1]], ax=ax)
    assert "2 of its 4 points are outside the picture" in figures.describe(ax)


def test_words_say_how_far_a_path_is_off_the_surface(ax, solid, solver, xor):
    history = train(solver, xor, rate=0.5, epochs=4)
    around = surfaces.plane(history.network, xor, ("w5", "w6"), span=(-8, 8), points=4)
    start = history.theta[0, [solver.index("w5"), solver.index("w6")]]
    gap = history.error[0] - around.net.at({"w5": start[0], "w6": start[1]}).error(xor)
    figures.surface(around, path=history, ax=solid)
    side = "above" if gap > 0 else "below"
    assert figures.describe(solid).endswith(
        "Other parameters moved too, so only its end lies on this surface: "
        f"its start is {abs(gap):.3g} {side} it."
    )
    on_it = surfaces.plane(solver, xor, ("w5", "w6"), span=(-8, 8), points=4)
    path = [[u, v, solver.at({"w5": u, "w6": v}).error(xor)] for u, v in ((1, 2), (3, 5))]
    figures.surface_map(on_it, path=path, ax=ax)
    assert "Other parameters" not in figures.describe(ax)


@pytest.mark.parametrize("log", [False, True])
def test_words_of_the_map_say_where_the_error_is_lowest(ax, plane, log):
    figures.surface_map(plane, log=log, ax=ax)
    row, column = np.unravel_index(plane.error.argmin(), plane.error.shape)
    words = figures.describe(ax)
    assert f"lowest E {plane.error.min():.3g} at w5 = {plane.u[column]:.3g}" in words
    assert f"w6 = {plane.v[row]:.3g}; highest E {plane.error.max():.3g}" in words
    assert ax.get_xlim() == (-8, 8)
    assert ax.get_ylim() == (-3, 9)


def test_a_flat_surface_can_be_drawn(ax, solid, solver, xor):
    flat = solver.at({"w1": 0, "w2": 0})
    plane = surfaces.plane(flat, xor, ("w5", "w6"), points=5)
    figures.surface(plane, ax=solid).figure.canvas.draw()
    figures.surface_map(plane, ax=ax).figure.canvas.draw()
    figures.surface_map(plane, log=True, bar=False, ax=ax)


def test_paths_and_planes_of_wrong_shape_are_refused(solid, plane):
    with pytest.raises(ValueError, match=r"path must have shape \(m, 3\)"):
        figures.surface(plane, path=np.ones((4, 2)), ax=solid)
    with pytest.raises(ValueError, match="3-D"):
        figures.surface(plane, ax=solid.figure.add_subplot(3, 3, 9))


def test_split_draws_each_example_and_the_sum(ax, solver, xor):
    line = surfaces.line(solver, xor, {"w1": 1, "w2": 1}, origin={"w2": 2}, points=31)
    figures.split(line, ax=ax)
    *parts, total = ax.lines
    assert len(parts) == 4
    for i, part in enumerate(parts):
        np.testing.assert_array_equal(part.get_ydata(), line.per_example[:, i])
    np.testing.assert_allclose(total.get_ydata(), line.error)
    assert (
        len({repr(part.get_linestyle()) + str(part._unscaled_dash_pattern) for part in parts}) == 4
    )
    assert [part.get_label() for part in parts] == [
        "(0, 0) → 0", "(0, 1) → 1", "(1, 0) → 1", "(1, 1) → 0",
    ]  # fmt: skip


def test_split_names_the_line(ax, solver, xor):
    line = surfaces.line(solver, xor, {"w1": 1, "w2": -1}, origin={"w2": 2}, points=31)
    figures.split(line, here=0.5, ax=ax)
    assert "$w_{1}$ = $s$,  $w_{2}$ = −$s$ + 2" in ax.get_xlabel()
    assert "w1 = s, w2 = −s + 2" in figures.describe(ax)
    error = float(np.interp(0.5, line.s, line.error))
    assert f"Here, at s = 0.5, E is {error:.3g}." in figures.describe(ax)


def test_split_of_many_examples_names_none_of_them(ax, solver, rng):
    data = datasets.gate("xor", copies=3, rng=rng)
    figures.split(surfaces.line(solver, data, "w1", points=11), ax=ax)
    assert len(ax.lines) == 13
    assert [text.get_text() for text in ax.texts if text.get_visible()] == ["sum $E$"]


def test_errors_begin_at_the_start(ax, history):
    figures.errors(history, ax=ax)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), history.error)
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), np.arange(10))


def test_held_out_errors_are_per_example(ax, history, rng):
    other = datasets.gate("xor", copies=2, rng=rng)
    figures.errors(history, held_out=other, ax=ax)
    training, held_out = ax.lines
    np.testing.assert_allclose(training.get_ydata(), history.error / 4)
    np.testing.assert_allclose(held_out.get_ydata(), history.error_on(other) / 8)
    assert training.get_linestyle() != held_out.get_linestyle()
    assert {t.get_text() for t in ax.texts} >= {"training", "held out"}


def test_words_give_the_lowest_error_and_its_pass(ax):
    figures.errors([1.0, 0.7, 0.2, 0.5], ax=ax)
    assert "from 1 to 0.5, lowest 0.2 after pass 2" in figures.describe(ax)


def test_labels_of_lines_that_end_together_are_pushed_apart_and_cut(ax):
    figures.errors([2, 1], [3, 1.01], [1, 1.02], labels=["first", "x" * 60, "third"], ax=ax)
    ax.figure.canvas.draw()
    shown = [text for text in ax.texts if text.get_visible()]
    heights = [text.get_window_extent() for text in shown]
    assert len(heights) == 3
    assert not any(a.overlaps(b) for a, b in itertools.combinations(heights, 2))
    assert max(len(text.get_text()) for text in shown) == 24
    assert ax.get_window_extent().width > 0.4 * ax.figure.bbox.width


def test_the_name_of_a_line_with_many_parameters_is_cut(ax, xor):
    names = [f"{k} a name of more than twenty-four letters" for k in range(9)]
    net = Network([2, 2, 1], names=names)
    figures.split(surfaces.line(net, xor, dict.fromkeys(names, 1), points=5), ax=ax)
    assert ax.get_xlabel().endswith(",  …")
    assert len(ax.get_xlabel()) < 100
    assert names[8] in figures.describe(ax)


def test_many_runs_are_one_line_each(ax):
    figures.errors(np.geomspace(1, 0.1, 5)[:, None] * [1, 2, 3], ax=ax)
    assert len(ax.lines) == 3
    assert "3 runs, median from 2 to 0.2" in figures.describe(ax)


def test_errors_refuse_bad_arguments_by_name(ax, history, xor):
    with pytest.raises(ValueError, match="at least one"):
        figures.errors(ax=ax)
    with pytest.raises(ValueError, match="labels must name 1"):
        figures.errors(history, labels=["a", "b"], ax=ax)
    with pytest.raises(TypeError, match="held_out needs Histories"):
        figures.errors([1.0, 0.5], held_out=xor, ax=ax)
    with pytest.raises(TypeError, match="held_out must be a Dataset"):
        figures.errors(history, held_out=3, ax=ax)


def test_activations_draw_the_function_and_its_derivative(ax):
    from annlab import activations

    figures.activations(("tanh",), ax=ax)
    curve, slope = ax.lines[-2:]
    np.testing.assert_allclose(curve.get_ydata(), np.tanh(curve.get_xdata()))
    np.testing.assert_allclose(slope.get_ydata(), activations.tanh.derivative(slope.get_xdata()))


def test_a_single_activation_needs_no_list(ax):
    figures.activations("relu", ax=ax)
    assert [text.get_text() for text in ax.texts if text.get_visible()] == ["relu"]


def test_a_jump_is_left_open(ax):
    figures.activations(("step",), derivatives=False, ax=ax)
    assert np.isnan(ax.lines[-1].get_ydata()).sum() == 1


def test_a_corner_has_no_derivative_and_a_jump_has_one_value(ax):
    figures.activations(("relu",), ax=ax)
    assert np.isnan(ax.lines[-2].get_ydata()).sum() == 0
    assert np.isnan(ax.lines[-1].get_ydata()).sum() == 1
    np.testing.assert_allclose(ax.collections[-1].get_offsets(), [[0, 0], [0, 1]], atol=0.02)
    figures.activations(("step",), derivatives=False, ax=ax)
    value, limit = ax.collections[-1].get_facecolors()
    assert tuple(limit[:3]) == to_rgb(style.PAPER) != tuple(value[:3])


def test_softmax_and_unknown_activations_are_refused(ax):
    with pytest.raises(ValueError, match="softmax"):
        figures.activations(("softmax",), ax=ax)
    with pytest.raises(ValueError, match="logistic"):
        figures.activations(("logit",), ax=ax)


def test_weights_are_drawn_row_by_row(ax):
    w = np.array([1.0, -2.0, 3.0, 0.0, 5.0, 6.0])
    figures.weights_image(w, shape=(2, 3), ax=ax)
    (image,) = ax.images
    np.testing.assert_array_equal(image.get_array(), [[1, -2, 3], [0, 5, 6]])
    assert image.norm.vmin == -image.norm.vmax == -6
    assert "4 positive, 1 negative" in figures.describe(ax)


def test_pictures_show_the_first_examples(ax):
    x = np.arange(24.0).reshape(4, 6)
    figures.pictures(Dataset(x, np.array([[0.0], [1.0], [1.0], [0.0]])), n=3, shape=(2, 3), ax=ax)
    drawn = np.asarray(ax.images[0].get_array(), dtype=float)
    np.testing.assert_array_equal(drawn[:, 4:7], x[1].reshape(2, 3))
    assert "targets 0, 1 and 1" in figures.describe(ax)


def test_pictures_that_do_not_fit_are_refused(ax, xor):
    with pytest.raises(ValueError, match="w must have 400 values"):
        figures.weights_image(np.ones(6), ax=ax)
    with pytest.raises(ValueError, match=r"data\.x must have 400 values"):
        figures.pictures(xor, ax=ax)
