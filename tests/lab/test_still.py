"""The still picture of a lab: its panels, its words, small, quick, and there whatever happens."""

import io
import itertools
import re

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from matplotlib.figure import Figure
from PIL import Image

from annlab import Dataset, Network, datasets, figures, train
from annlab.lab import Lab, still

from ..strategies import cases, some_data, xor_net

BEGINNINGS = {
    "surface": "Error surface over",
    "map": "Error surface from above",
    "split": "Error along",
    "network": "Network with",
    "prediction": "Prediction of",
    "error": "Error E per example",
}
"""How the words of each panel begin."""


def picture_of(lab: Lab) -> Figure:
    return still.still(lab._snapshot())


def trained(*panels: str) -> Lab:
    """A laboratory with a run, a reference and held-out data."""
    data = datasets.truth_table("xor")
    run = train(Network.xor(), data, rate=5.0, epochs=30)
    reference = train(Network.xor(), data, rate=1.0, epochs=12)
    return Lab(
        Network.xor(), data, history=run, reference=reference, held_out=some_data(6),
        panels=panels or None, span=((-8, 8), (-3, 9)),
    )  # fmt: skip


def panel_words(lab: Lab) -> list[str]:
    """The words that describe each panel in the picture."""
    return [figures.describe(ax) for ax in picture_of(lab).axes if figures.describe(ax)]


@pytest.mark.parametrize("panel", BEGINNINGS)
def test_every_panel_but_the_controls_has_a_picture(panel: str) -> None:
    (words,) = panel_words(trained(panel, "controls"))
    assert words.startswith(BEGINNINGS[panel])


@pytest.mark.parametrize(
    ("panels", "drawn"),
    [
        (BEGINNINGS, ["surface", "prediction"]),
        (["controls", "error", "map", "network"], ["error", "network"]),
        (["split", "map"], ["split", "map"]),
    ],
)
def test_of_many_panels_two_are_drawn_in_the_order_asked_for(panels, drawn) -> None:
    words = panel_words(trained(*panels))
    beginnings = [BEGINNINGS[name] for name in drawn]
    assert [text[: len(start)] for text, start in zip(words, beginnings, strict=True)] == beginnings


@pytest.mark.parametrize("panels", [["map"], ["surface", "error"], ["network", "split"]])
def test_it_is_never_wider_than_ten_inches_and_panels_do_not_overlap(panels) -> None:
    figure = picture_of(trained(*panels))
    assert figure.get_figwidth() <= 10 + 1e-9
    boxes = [ax.get_position() for ax in figure.axes if figures.describe(ax)]
    assert len(boxes) == len(panels)
    for box in boxes:
        assert 0 <= box.x0 < box.x1 <= 1
        assert 0 <= box.y0 < box.y1 <= 1
    for left, right in itertools.pairwise(boxes):
        assert left.x1 <= right.x0


def test_its_words_are_those_of_the_lab_and_of_every_panel() -> None:
    lab = trained()
    text = figures.describe(picture_of(lab))
    assert text.startswith(repr(lab))
    for part in panel_words(lab):
        assert part in text


def test_words_name_the_place_of_the_network_and_the_way_down() -> None:
    net = Network([1, 1], output="identity").at([2.0, 0.25])
    lab = Lab(net, Dataset([[1.0], [3.0]], [[1.0], [5.0]], "line"), panels=["map"])
    # a − t is 1.25 at both, so ∂E/∂w = 1.25 · 1 + 1.25 · 3 and ∂E/∂b = 1.25 + 1.25.
    assert repr(lab) == (
        "Laboratory of a 1-1 network on line: map. E = 1.56 at W1[1,1] = 2, b1[1] = 0.25; "
        "steepest descent towards smaller W1[1,1] and smaller b1[1]."
    )
    lab.theta = [2.0, -1.0]
    assert "E = 0 at W1[1,1] = 2, b1[1] = −1; no way down along these two." in repr(lab)


def test_words_name_the_axes_only_where_a_panel_shows_them() -> None:
    net = Network([1, 1], output="identity").at([2.0, 0.25])
    lab = Lab(net, Dataset([[1.0], [3.0]], [[1.0], [5.0]], "line"), panels=["prediction"])
    assert repr(lab) == "Laboratory of a 1-1 network on line: prediction. E = 1.56."


def test_words_give_the_length_of_the_run_and_the_pass_shown() -> None:
    lab = trained()
    assert repr(lab).endswith(". A run of 30 passes, shown after pass 30.")
    lab.moment = 0
    assert repr(lab).endswith(". A run of 30 passes, shown at its start.")
    lab.theta = np.zeros(9)
    assert repr(lab).endswith(". A run of 30 passes; θ was moved by hand.")


def test_the_same_state_gives_the_same_words_and_the_same_bytes() -> None:
    one, other = trained(), trained()
    assert repr(one) == repr(other)
    assert one._picture() == other._picture()
    assert not re.search(r"0x[0-9a-f]+|object at", repr(one))


def test_the_path_ends_at_the_moment_that_is_shown() -> None:
    lab = trained("map")
    lab.moment = 7
    (words,) = panel_words(lab)
    assert "A path of 7 steps leads from w5 = -0.3, w6 = -0.25," in words
    lab.theta = np.zeros(9)
    (words,) = panel_words(lab)
    assert "The network is at w5 = 0, w6 = 0," in words


@pytest.mark.parametrize(
    ("line", "axis"),
    [
        ("first", "w5 = s"),
        ("second", "w6 = s"),
        ("gradient", "∇E"),
        ("start", "start"),
        ({"w1": 1, "w2": -2}, "w2 = −2 s"),
    ],
)
def test_the_error_is_split_along_the_line_that_is_chosen(line, axis: str) -> None:
    lab = trained("split")
    lab.line = line
    (words,) = panel_words(lab)
    assert axis in words.split("split into")[0]


def test_a_panel_without_a_picture_is_left_out_and_the_others_stay() -> None:
    before_training = Lab(xor_net(), some_data(), panels=["error", "map"])
    assert len(panel_words(before_training)) == 1
    alone = Lab(xor_net(), some_data(), panels=["controls"])
    assert panel_words(alone) == []
    assert figures.describe(picture_of(alone)) == repr(alone)


def test_targets_that_are_no_classes_leave_the_prediction_without_data() -> None:
    text = figures.describe(picture_of(Lab(xor_net(), some_data(), panels=["prediction"])))
    assert "Prediction of a 2-3-1 network" in text
    assert "class 0" not in text


@given(cases())
@settings(max_examples=15)
def test_any_network_has_a_picture(case) -> None:
    lab = Lab(case.net, Dataset(case.x, case.t))
    with Image.open(io.BytesIO(lab._picture())) as picture:
        assert picture.format == "PNG"
        assert picture.width <= 1280


@pytest.mark.parametrize("height", [1e10, 1e200])
def test_a_network_far_out_has_a_picture_too(height: float) -> None:
    net = xor_net(output="identity").at(np.full(13, height))
    text = figures.describe(picture_of(Lab(net, some_data())))
    assert text.startswith("Laboratory of a 2-3-1 network")


def test_no_setting_is_changed_and_no_figure_stays_open() -> None:
    before = matplotlib.rcParams.copy()
    trained()._picture()
    assert matplotlib.rcParams == before
    assert plt.get_fignums() == []


def test_it_is_small() -> None:
    lab = Lab(Network.xor(), datasets.truth_table("xor"), panels=["surface", "map", "network"])
    assert len(lab._picture()) < 60_000
