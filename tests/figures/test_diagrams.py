"""Diagrams of networks show every unit and the right labels, and no labels overlap."""

import itertools

import numpy as np
import pytest
from matplotlib.patches import Circle

from annlab import Network, figures
from annlab.figures import layout


def _labels(ax):
    return [text for text in ax.texts if text.get_visible() and text.get_text()]


@pytest.mark.parametrize("show", ["names", "values"])
@pytest.mark.parametrize("sizes", [(2, 2, 1), (2, 4, 1), (1, 3, 1), (1, 1), (1, 1, 1), (2, 10, 1)])
def test_labels_do_not_overlap(sizes, show, rng):
    ax = figures.network(Network(sizes).initialise("uniform", rng=rng), show=show)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in _labels(ax)]
    touching = [(a, b) for a, b in itertools.combinations(boxes, 2) if a.overlaps(b)]
    assert not touching
    assert len(boxes) >= sum((a + 1) * b for a, b in itertools.pairwise(sizes))


@pytest.mark.parametrize("show", ["names", "values", "both"])
@pytest.mark.parametrize("layers", [6, 9, 12])
def test_a_deep_network_leaves_out_labels_that_do_not_fit(layers, show, rng):
    net = Network([2] * layers + [1]).initialise("uniform", rng=rng)
    ax = figures.network(net, show=show)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in _labels(ax)]
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_labels_between_two_layers_all_get_a_place_or_none_does():
    left, right = (layout.columns([2, 3], most=10)[k] for k in (0, 1))
    edges = list(itertools.product(left, right))
    centres = np.array(layout.along(edges, [(0.5, 0.2)] * 6, []))
    apart = np.abs(centres[:, None] - centres)[~np.eye(6, dtype=bool)]
    assert ((apart[:, 0] >= 0.5) | (apart[:, 1] >= 0.2)).all()
    everything = [np.array([-9.0, -9.0, 9.0, 9.0])]
    assert layout.along(edges, [(0.5, 0.2)] * 6, everything) is None
    assert layout.along(edges, [(3.0, 0.9)] * 6, []) is None


@pytest.mark.parametrize(("sizes", "units"), [((2, 3, 1), 6), ((400, 1), 7), ((30, 3, 20), 15)])
def test_large_layers_are_folded(ax, sizes, units):
    figures.network(Network(sizes), ax=ax)
    assert sum(isinstance(patch, Circle) for patch in ax.patches) == units
    if sizes[0] == 400:
        assert any(text.get_text() == "400 inputs" for text in _labels(ax))
        assert any("x_{400}" in text.get_text() for text in _labels(ax))


def test_weights_have_the_names_of_the_network(ax):
    figures.network(Network.xor(), ax=ax)
    shown = " ".join(text.get_text() for text in _labels(ax))
    for name in ("w_{1}", "w_{5}", "w_{6}", "b_{3}"):
        assert f"${name}$" in shown


def test_the_label_of_a_weight_lies_on_its_line(ax):
    net = Network.xor()
    figures.network(net, ax=ax)
    place = {text.get_text(): text.get_position() for text in _labels(ax)}
    # w5 leads from x1 (the upper input) to N2 (the lower unit), w4 from x2 up to N1.
    x1, x2 = place["$x_{1}$"], place["$x_{2}$"]
    upper = [patch.center for patch in ax.patches if isinstance(patch, Circle)][2]
    lower = [patch.center for patch in ax.patches if isinstance(patch, Circle)][3]
    for name, start, stop in (("$w_{5}$", x1, lower), ("$w_{4}$", x2, upper)):
        edge, label = np.subtract(stop, start), np.subtract(place[name], start)
        assert edge[0] * label[1] - edge[1] * label[0] == pytest.approx(0, abs=1e-9)


def test_one_example_is_shown_in_numbers(ax):
    net = Network.xor()
    figures.network(net, step="backward", x=(0, 1), t=1, ax=ax)
    passes = net.backward([[0, 1]], [[1]])
    shown = [text.get_text() for text in _labels(ax)]
    for a in [*passes.a[1][0], *passes.a[2][0]]:
        assert f"{a:.2g}" in shown
    assert f"δ = {passes.delta[1][0, 0]:.2g}".replace("-", "−") in shown
    assert f"its output is {passes.a[-1][0, 0]:.3g}, its target 1" in figures.describe(ax)


def test_gradients_and_updated_weights_are_those_of_the_network(ax, new_axes):
    net = Network.xor()
    gradient = net.gradient([[1, 0]], [[1]])[net.index("w1")]
    figures.network(net, step="gradients", x=(1, 0), t=1, ax=ax)
    assert f"{gradient:.2g}".replace("-", "−") in [text.get_text() for text in _labels(ax)]
    other = new_axes()
    figures.network(net, step="update", rate=2, x=(1, 0), t=1, ax=other)
    assert f"{0.1 - 2 * gradient:.3g}" in [text.get_text() for text in _labels(other)]


@pytest.mark.parametrize("step", ["forward", "backward", "gradients", "update"])
def test_steps_without_numbers_show_symbols(ax, step):
    figures.network(Network([2, 2, 1]), step=step, ax=ax)
    shown = " ".join(text.get_text() for text in _labels(ax))
    assert {"forward": "$a^", "backward": r"$\delta^", "gradients": r"\,\delta", "update": r"\eta"}[
        step
    ] in shown


def test_lines_show_size_by_width_and_sign_by_colour(ax):
    net = Network([1, 2, 1])
    net.weights[0][0] = [0.5, -2.0]
    figures.network(net, show=None, width_by_weight=True, colour_by_sign=True, ax=ax)
    weak, strong = ax.lines[:2]
    assert strong.get_linewidth() > 2 * weak.get_linewidth()
    assert weak.get_color() == figures.style.POSITIVE
    assert strong.get_color() == figures.style.NEGATIVE


def test_a_highlighted_weight_has_the_colour_of_errors(ax):
    figures.network(Network.xor(), highlight="w5", ax=ax)
    (label,) = (text for text in _labels(ax) if text.get_text() == "$w_{5}$")
    assert label.get_color() == figures.style.ERROR


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"show": "all"}, "show must be one of"),
        ({"step": "sideways"}, "step must be one of"),
        ({"highlight": "w99"}, "parameter must be one of"),
        ({"x": (1, 2, 3)}, "x must be one example of 2 inputs"),
        ({"x": (1, 2), "t": (1, 2)}, "t must be one example of 1 outputs"),
        ({"t": 1}, "t must come with x"),
        ({"step": "update", "x": (1, 0), "t": 1}, "rate must be given"),
    ],
)
def test_bad_arguments_are_refused_by_name(ax, options, message):
    with pytest.raises(ValueError, match=message):
        figures.network(Network.xor(), ax=ax, **options)


def test_a_neuron_names_its_parts_and_its_activation(ax):
    figures.neuron(activation="tanh", ax=ax)
    shown = [text.get_text() for text in _labels(ax)]
    for part in ("$x_{2}$", "$w_{1}$", "$b$", "$z$", "$a$", "activation\n$g$: tanh"):
        assert part in shown
    assert "the tanh function of this sum z is the output a" in figures.describe(ax)
