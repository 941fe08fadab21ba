"""Two runs are compared on the same passes, by a measure that they share."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from annlab import Network, figures, train


@pytest.fixture
def pair(xor, rng):
    """Two runs from one start, the second with another rate, and longer."""
    net = Network([2, 3, 1]).initialise("uniform", rng=rng)
    return tuple(train(net, xor, rate=rate, epochs=epochs) for rate, epochs in ((1.0, 7), (0.1, 9)))


def _curves(panels):
    return [line.get_ydata() for line in panels[0].lines if len(line.get_xdata()) > 3]


def test_both_errors_are_drawn_over_all_their_passes(pair):
    panels = figures.compare(*pair, labels=["fast", "slow"], passes=(0, 2, 7), points=11)
    assert len(panels) == 1 + 2 * 3
    first, second = _curves(panels)
    assert np.array_equal(first, pair[0].error)
    assert np.array_equal(second, pair[1].error)
    assert panels[0].get_xlim() == (0, 9)


def test_the_panels_below_show_the_chosen_passes(pair):
    panels = figures.compare(*pair, labels=["fast", "slow"], passes=(0, 5), points=11)
    titles = [panel.get_title("left") for panel in panels[1:]]
    numbers = [figures.style.number(float(run.error[k])) for run in pair for k in (0, 5)]
    passes = ["start", "pass 5"] * 2
    assert titles == [f"{k}: $E$ = {e}" for k, e in zip(passes, numbers, strict=True)]
    assert [panel.get_ylabel() for panel in panels[1:]] == ["fast", "", "slow", ""]


def test_default_passes_go_to_the_end_of_the_shorter_run(pair):
    panels = figures.compare(*pair, labels=["fast", "slow"], points=11)
    titles = [panel.get_title("left") for panel in panels[1:]]
    assert titles[0].startswith("start")
    assert titles[3].startswith("pass 7")


def test_runs_with_different_error_functions_are_compared_by_mistakes(xor, rng):
    start = Network([2, 3, 1]).initialise("uniform", rng=rng).theta
    pair = [
        train(Network([2, 3, 1], error=error).at(start), xor, rate=0.7, epochs=5)
        for error in ("squared", "cross-entropy")
    ]
    with pytest.raises(ValueError, match="measure must not be 'error'"):
        figures.compare(*pair, labels=["s", "c"])
    panels = figures.compare(*pair, labels=["s", "c"], measure="mistakes", passes=[5], points=11)
    for run, curve in zip(pair, _curves(panels), strict=True):
        expected = [((run.at(k).predict(xor.x) > 0.5) != xor.t).sum() for k in range(6)]
        assert np.array_equal(curve, expected)
    assert panels[1].get_title("left") == f"pass 5: {_curves(panels)[0][5]:g} wrong"


def test_words_give_the_start_and_the_values_of_both_runs(pair, xor, rng):
    panels = figures.compare(*pair, labels=["fast", "slow"], passes=(0, 7), points=11)
    words = figures.describe(panels[0].figure)
    assert "the same start" in words
    assert f"fast: {pair[0].error[0]:.4g} at pass 0 and {pair[0].error[7]:.4g} at pass 7" in words
    other = train(Network([2, 3, 1]).initialise("uniform", rng=rng), xor, rate=1.0, epochs=3)
    panels = figures.compare(pair[0], other, labels=["one", "two"], points=11)
    assert "different starts" in figures.describe(panels[0].figure)


def test_networks_of_one_input_are_drawn_as_curves(curve_history):
    panels = figures.compare(curve_history, curve_history, labels=["a", "b"], passes=(0, 6))
    assert all(len(panel.lines) > 1 for panel in panels[1:])


def test_draws_on_the_axes_given_and_refuses_too_few(pair):
    figure = Figure(layout="constrained")
    axes = figure.subplots(1, 5)
    panels = figures.compare(*pair, labels=["a", "b"], passes=(0, 3), points=11, ax=axes)
    assert list(panels) == list(axes)
    with pytest.raises(ValueError, match="ax must hold 7 Axes, not 5"):
        figures.compare(*pair, labels=["a", "b"], passes=(0, 1, 3), ax=axes)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"labels": ["one"]}, "labels must name 2 runs"),
        ({"labels": ["a", "b"], "passes": [8]}, "passes"),
        ({"labels": ["a", "b"], "passes": []}, "passes must name at least one"),
        ({"labels": ["a", "b"], "measure": "speed"}, "measure"),
    ],
)
def test_bad_arguments_are_refused_by_name(pair, changed, message):
    with pytest.raises(ValueError, match=message):
        figures.compare(*pair, **changed)
