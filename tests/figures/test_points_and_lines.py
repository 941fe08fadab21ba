"""Data and boundaries are drawn in the right places."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from annlab import Dataset, Network, datasets, figures
from annlab.figures.lines import ends

finite = st.floats(-100, 100, allow_nan=False).map(lambda value: round(value, 3))


def test_every_example_is_drawn_once_in_the_shape_of_its_class(ax, rng):
    data = datasets.blobs(classes=3, rng=rng)
    figures.data(data, ax=ax)
    assert len(ax.collections) == 3
    for kind, drawn in enumerate(ax.collections):
        np.testing.assert_array_equal(drawn.get_offsets(), data.x[data.t[:, kind] == 1])
        assert drawn.get_label() == f"class {kind}"
    shapes = {drawn.get_paths()[0].vertices.tobytes() for drawn in ax.collections}
    colours = {tuple(drawn.get_facecolor()[0]) for drawn in ax.collections}
    assert len(shapes) == len(colours) == 3


def test_classes_0_and_1_differ_in_shape_and_colour(ax):
    figures.data(datasets.truth_table("and"), ax=ax)
    zeros, ones = ax.collections
    assert (len(zeros.get_offsets()), len(ones.get_offsets())) == (3, 1)
    assert zeros.get_paths()[0].vertices.shape != ones.get_paths()[0].vertices.shape
    assert tuple(zeros.get_facecolor()[0]) != tuple(ones.get_facecolor()[0])


def test_a_curve_is_a_scatter_of_the_targets(ax, rng):
    data = datasets.curve("abs", n=17, rng=rng)
    figures.data(data, ax=ax)
    (drawn,) = ax.collections
    np.testing.assert_array_equal(drawn.get_offsets(), np.hstack([data.x, data.t]))


@pytest.mark.parametrize(
    ("x", "t", "message"),
    [
        (np.ones((5, 3)), np.ones((5, 1)), "1 or 2 inputs to be drawn, not 3"),
        (np.ones((5, 2)), np.full((5, 1), 0.3), "data.t must hold 0 and 1"),
        (np.ones((5, 2)), np.ones((5, 3)), "data.t must hold 0 and 1"),
        (np.ones((5, 1)), np.ones((5, 2)), "1 output to be drawn"),
    ],
)
def test_data_that_cannot_be_drawn_are_refused(ax, x, t, message):
    with pytest.raises(ValueError, match=message):
        figures.data(Dataset(x, t), ax=ax)


def test_anything_but_a_dataset_is_refused(ax):
    with pytest.raises(TypeError, match="data must be a Dataset"):
        figures.data(np.ones((3, 2)), ax=ax)


def test_a_boundary_without_second_weight_is_vertical(ax):
    figures.boundary((2.0, 0.0), -1.0, bounds=((0, 2), (-3, 5)), ax=ax)
    (line,) = ax.lines
    np.testing.assert_allclose(ends(line), [[0.5, -3], [0.5, 5]])


def test_words_say_that_there_is_no_boundary_without_weights(ax):
    figures.boundary((0, 0), 1, ax=ax)
    assert not ax.lines
    assert any("both weights are 0" in text.get_text() for text in ax.texts)
    assert "w·x + b is above 0 everywhere" in figures.describe(ax)


def test_words_say_that_a_boundary_is_outside_the_picture(ax):
    figures.boundary((1, 1), -10, bounds=(0, 1), ax=ax)
    assert not ax.lines
    assert "outside the picture" in figures.describe(ax)
    assert "w·x + b is at most 0 everywhere" in figures.describe(ax)


def test_a_boundary_stays_within_the_limits_of_given_axes(ax):
    ax.set(xlim=(0, 3), ylim=(-1, 1))
    figures.boundary((1, -1), 0, ax=ax)
    assert ax.get_xlim() == (0, 3)
    assert ax.get_ylim() == (-1, 1)
    np.testing.assert_allclose(ends(ax.lines[0]), [[0, 0], [1, 1]], atol=1e-12)
    assert figures.describe(ax) == "Boundary: 1 x1 - 1 x2 + 0 = 0, from (0, 0) to (1, 1)."


def test_a_boundary_follows_limits_that_change_later(ax):
    figures.boundary((1, -2), 0, bounds=(0, 1), ax=ax)
    ax.set(xlim=(-4, 6), ylim=(-9, 9))
    np.testing.assert_allclose(ends(ax.lines[0]), [[-4, -2], [6, 3]])


def test_the_arrow_points_to_the_positive_side(ax):
    w, b = np.array([1.0, -3.0]), 0.5
    figures.boundary(w, b, ax=ax)
    (arrow,) = (text for text in ax.texts if hasattr(text, "arrow_patch"))
    assert np.dot(w, arrow.xy) + b > 0
    assert np.dot(w, arrow.xyann) + b == pytest.approx(0)


def test_the_positive_side_is_tinted_orange(ax):
    w, b = np.array([1.0, -3.0]), 0.5
    figures.boundary(w, b, bounds=((0, 2), (-1, 3)), shade=True, arrow=False, ax=ax)
    (tints,) = ax.collections
    for point in ((1.5, -0.5), (0.5, 2.0)):
        (side,) = (k for k, p in enumerate(tints.get_paths()) if p.contains_point(point))
        colour = figures.style.POSITIVE if np.dot(w, point) + b > 0 else figures.style.NEGATIVE
        assert to_hex(tints.get_facecolor()[side]) == colour.lower()


@pytest.mark.parametrize(
    ("w", "b", "limits"),
    [((1e-200, 0), 1, (0, 1)), ((1e-200, 1e-200), -1e-200, (0, 1)), ((1, 1), -1e20, (0, 1e20))],
)
def test_extreme_weights_and_limits_raise_no_warning(ax, w, b, limits):
    figures.boundary(w, b, bounds=limits, shade=True, ax=ax)
    ax.figure.canvas.draw()
    assert len(ax.lines) == (b < 0)


def test_a_boundary_along_an_edge_is_drawn(ax):
    figures.boundary((2, 0), 0, bounds=(0, 1), ax=ax)
    np.testing.assert_allclose(ends(ax.lines[0]), [[0, 0], [0, 1]])


@settings(deadline=None)
@given(w1=finite, w2=finite, b=finite, low=finite, high=finite)
def test_a_boundary_lies_on_its_line_and_goes_from_edge_to_edge(w1, w2, b, low, high):
    xlim, ylim = (-2.0, 1.0), (min(low, high) - 1, max(low, high) + 1)
    ax = Figure().add_subplot()
    figures.boundary((w1, w2), b, bounds=(xlim, ylim), ax=ax)
    corners = np.array([w1 * x + w2 * y + b for x in xlim for y in ylim])
    scale = np.hypot(w1, w2)
    if not ax.lines:
        # No line, or the picture is on one side of it, or it touches a corner at most.
        assert scale == 0 or corners.min() >= -1e-6 * scale or corners.max() <= 1e-6 * scale
        return
    tolerance = 1e-9 * (1 + abs(b) / scale + max(map(abs, ylim)))
    for x, y in ends(ax.lines[0]):
        assert abs(w1 * x + w2 * y + b) / scale <= 10 * tolerance
        assert xlim[0] - tolerance <= x <= xlim[1] + tolerance
        assert ylim[0] - tolerance <= y <= ylim[1] + tolerance
        to_edge = min(abs(x - xlim[0]), abs(x - xlim[1]), abs(y - ylim[0]), abs(y - ylim[1]))
        assert to_edge <= tolerance


def test_every_hidden_unit_has_a_line_of_its_own(ax, rng):
    net = Network([2, 3, 1]).initialise("gaussian", rng=rng)
    net.biases[0][...] = 0
    figures.hidden_lines(net, ax=ax, bounds=(-1, 1))
    assert len(ax.lines) == 3
    for j, line in enumerate(ax.lines):
        np.testing.assert_allclose(ends(line) @ net.weights[0][:, j], 0, atol=1e-12)
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 3


def test_many_hidden_lines_leave_space_for_the_picture(rng):
    net = Network([2, 30, 1]).initialise("uniform", rng=rng)
    ax = figures.hidden_lines(net)
    ax.figure.canvas.draw()
    assert len(ax.get_legend().get_texts()) == 6
    assert ax.get_window_extent().width > 0.5 * ax.figure.bbox.width
    assert len(ax.lines) < 30
    (note,) = (t.get_text() for t in ax.texts if t.get_visible() and t.get_text())
    assert note == f"no boundary for {30 - len(ax.lines)} units:\nit lies outside the picture"


def test_one_note_names_all_units_without_a_line(ax):
    net = Network([2, 3, 1])
    net.weights[0][:, 1] = [1, -1]
    figures.hidden_lines(net, ax=ax)
    (note,) = (t.get_text() for t in ax.texts if t.get_visible() and t.get_text())
    assert note == "no boundary for unit 1 and unit 3:\nboth weights are 0"
    assert "Unit 3 has no boundary because both weights are 0" in figures.describe(ax)


def test_bad_arguments_of_lines_are_refused_by_name(ax):
    with pytest.raises(ValueError, match="w must hold 2 weights"):
        figures.boundary((1, 2, 3), 0, ax=ax)
    with pytest.raises(ValueError, match="b must be one number"):
        figures.boundary((1, 2), (0, 1), ax=ax)
    with pytest.raises(ValueError, match="bounds"):
        figures.boundary((1, 2), 0, bounds=(1, 0), ax=ax)
    with pytest.raises(ValueError, match="net must have 2 inputs"):
        figures.hidden_lines(Network([3, 2, 1]), ax=ax)
