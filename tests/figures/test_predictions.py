"""The picture of a prediction agrees with the network."""

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex

from annlab import Network, datasets, figures


def _contours(ax):
    """Vertices of the drawn boundaries."""
    lines = [c for c in ax.collections if np.size(c.get_linewidth()) and not c.get_fill()]
    return np.vstack([path.vertices for c in lines for path in c.get_paths() if len(path.vertices)])


def test_the_boundary_lies_where_the_output_is_a_half(ax, solver, xor):
    figures.prediction(solver, xor, points=201, ax=ax)
    boundary = _contours(ax)
    assert len(boundary) > 50
    np.testing.assert_allclose(solver.predict(boundary), 0.5, atol=0.01)


def test_the_surface_is_the_prediction_on_the_grid(ax, solver, monkeypatch):
    drawn = {}
    original = type(ax).contourf

    def contourf(self, u, v, z, **options):
        drawn.update(u=u, v=v, z=z)
        return original(self, u, v, z, **options)

    monkeypatch.setattr(type(ax), "contourf", contourf)
    figures.prediction(solver, bounds=((0, 1), (-2, 2)), points=5, ax=ax)
    for row, column in ((0, 4), (3, 1)):
        point = [[drawn["u"][column], drawn["v"][row]]]
        assert drawn["z"][row, column] == solver.predict(point)[0, 0]


def test_the_data_drawn_are_the_data_given(ax, solver, rng):
    data = datasets.gate("xor", copies=4, noise=0.1, rng=rng)
    figures.prediction(solver, data, ax=ax)
    points = [c.get_offsets() for c in ax.collections if len(c.get_offsets()) > 1]
    drawn = np.vstack(points)
    assert {tuple(p) for p in drawn.tolist()} == {tuple(p) for p in data.x.tolist()}


def test_three_outputs_give_the_regions_of_three_classes(ax, rng):
    data = datasets.blobs(classes=3, rng=rng)
    net = Network([2, 3], output="softmax", error="cross-entropy")
    net = net.initialise("uniform", rng=rng)
    figures.prediction(net, data, points=61, bounds=(-2, 2), ax=ax)
    edge = _contours(ax)
    best = np.sort(net.predict(edge), axis=1)
    np.testing.assert_allclose(best[:, -1], best[:, -2], atol=0.02)


def test_each_region_has_the_colour_of_the_class_that_wins_there(ax, rng):
    net = Network([2, 3], output="softmax", error="cross-entropy")
    net = net.initialise("glorot", rng=rng, scale=4)
    figures.prediction(net, bounds=(-2, 2), points=61, ax=ax)
    tints = [c for c in ax.collections if c.get_fill()]
    winners = set()
    for point in rng.uniform(-1.9, 1.9, (40, 2)):
        output = net.predict([point])[0]
        if np.diff(np.sort(output))[-1] > 0.1:
            (tint,) = (c for c in tints if any(p.contains_point(point) for p in c.get_paths()))
            winners.add(winner := int(output.argmax()))
            assert to_hex(tint.get_facecolor()[0]) == figures.style.CLASSES[winner].lower()
    assert len(winners) == 3


def test_contributions_add_up_to_the_curve(ax, curve_history):
    net, data = curve_history.network, curve_history.data
    figures.prediction(net, data, ax=ax)
    *parts, curve = (line.get_ydata() for line in ax.lines)
    assert len(parts) == 3
    bias = net.biases[-1][0]
    np.testing.assert_allclose(sum(parts) - 2 * bias, curve, atol=1e-12)
    x = ax.lines[-1].get_xdata()
    np.testing.assert_allclose(net.predict(x[:, None])[:, 0], curve)
    (points,) = ax.collections
    np.testing.assert_array_equal(points.get_offsets(), np.hstack([data.x, data.t]))


def test_words_give_the_share_above_a_half(ax):
    net = Network([2, 1])
    net.weights[0][:, 0] = [50, 0]
    net.biases[0][...] = -50 * 0.75
    figures.prediction(net, bounds=(0, 1), points=101, ax=ax)
    assert "above ½ on 25% of the area" in figures.describe(ax)


def test_unsuitable_networks_and_data_are_refused(ax, xor):
    with pytest.raises(ValueError, match="net must have 1 or 2 inputs"):
        figures.prediction(Network([3, 1]), ax=ax)
    with pytest.raises(ValueError, match="net must have fewer outputs"):
        figures.prediction(Network([2, 5]), ax=ax)
    with pytest.raises(ValueError, match="data must have the 2 inputs and 3 outputs"):
        figures.prediction(Network([2, 3]), xor, ax=ax)


def test_colour_maps_are_not_registered():
    assert not [name for name in matplotlib.colormaps if name.startswith("annlab")]
