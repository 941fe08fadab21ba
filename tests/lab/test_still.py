"""The still picture of a lab: its panels, its words, small, quick, and there whatever happens."""

import io
import re

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

from annlab import Dataset, Network, datasets, figures, train
from annlab.lab import Lab
from annlab.lab.still import png, still, words

from ..strategies import cases, some_data, xor_net

ALL = ("surface", "map", "split", "network", "prediction", "error", "controls")


@pytest.fixture
def trained() -> Lab:
    data = datasets.truth_table("xor")
    run = train(Network.xor(), data, rate=5.0, epochs=30)
    kept = train(Network.xor(), data, rate=1.0, epochs=12)
    return Lab(
        Network.xor(), data, history=run, reference=kept, held_out=some_data(6), panels=ALL,
        span=((-8, 8), (-3, 9)),
    )  # fmt: skip


def axes_with_words(lab: Lab) -> list[str]:
    return [figures.describe(ax) for ax in still(lab).axes if figures.describe(ax)]


def test_every_panel_but_the_controls_is_drawn_once(trained: Lab) -> None:
    begins = [
        "Error surface over", "Error surface from above", "Error along", "Network with",
        "Prediction of", "Error E per example",
    ]  # fmt: skip
    drawn = axes_with_words(trained)
    assert [text[: len(start)] for text, start in zip(drawn, begins, strict=True)] == begins


def test_the_panels_stand_in_the_order_asked_for() -> None:
    lab = Lab(xor_net(), some_data(), panels=["map", "controls", "network"])
    assert [text.split()[0] for text in axes_with_words(lab)] == ["Error", "Network"]


@pytest.mark.parametrize("count", range(1, 7))
def test_it_is_never_wider_than_ten_inches_and_panels_do_not_overlap(trained, count) -> None:
    lab = Lab(Network.xor(), trained.data, history=trained.history, panels=ALL[:count])
    figure = still(lab)
    assert figure.get_figwidth() <= 10 + 1e-9
    boxes = [ax.get_position() for ax in figure.axes if figures.describe(ax)]
    assert len(boxes) == count
    for k, box in enumerate(boxes):
        assert 0 <= box.x0 < box.x1 <= 1
        assert 0 <= box.y0 < box.y1 <= 1
        for other in boxes[:k]:
            apart = box.x0 >= other.x1 or other.x0 >= box.x1
            assert apart or box.y0 >= other.y1 or other.y0 >= box.y1


def test_its_words_are_those_of_the_lab_and_of_every_panel(trained: Lab) -> None:
    text = figures.describe(still(trained))
    assert text.startswith(words(trained))
    for part in axes_with_words(trained):
        assert part in text


def test_words_say_where_the_network_is_and_which_way_is_down() -> None:
    net = Network([1, 1], output="identity").at([2.0, 0.25])
    lab = Lab(net, Dataset([[1.0], [3.0]], [[1.0], [5.0]], "line"), panels=["map"])
    # a − t is 1.25 at both, so ∂E/∂w = 1.25 · 1 + 1.25 · 3 and ∂E/∂b = 1.25 + 1.25.
    assert words(lab) == (
        "Laboratory of a 1-1 network on line: map. E = 1.56 at W1[1,1] = 2, b1[1] = 0.25; "
        "steepest descent towards smaller W1[1,1] and smaller b1[1]."
    )
    lab.theta = [2.0, -1.0]
    assert "E = 0 at W1[1,1] = 2, b1[1] = −1; no way down along these two." in words(lab)


def test_words_name_the_axes_only_where_a_panel_shows_them() -> None:
    net = Network([1, 1], output="identity").at([2.0, 0.25])
    lab = Lab(net, Dataset([[1.0], [3.0]], [[1.0], [5.0]], "line"), panels=["prediction"])
    assert words(lab) == "Laboratory of a 1-1 network on line: prediction. E = 1.56."


def test_words_say_how_long_the_run_is_and_what_is_shown_of_it(trained: Lab) -> None:
    assert words(trained).endswith(". A run of 30 passes, shown after pass 30.")
    trained.moment = 0
    assert words(trained).endswith(". A run of 30 passes, shown at its start.")
    trained.theta = np.zeros(9)
    assert words(trained).endswith(". A run of 30 passes; θ was moved by hand.")


def test_the_same_state_gives_the_same_words_and_the_same_bytes(trained: Lab) -> None:
    again = Lab(
        Network.xor(), trained.data, history=trained.history, reference=trained.reference,
        held_out=trained.held_out, panels=ALL, span=trained.span,
    )  # fmt: skip
    assert words(again) == words(trained)
    assert png(again) == png(trained)
    assert not re.search(r"0x[0-9a-f]+|object at", words(trained))


def test_the_path_ends_at_the_moment_that_is_shown(trained: Lab) -> None:
    trained.moment = 7
    assert "A path of 7 steps leads from w5 = -0.3, w6 = -0.25," in axes_with_words(trained)[1]
    trained.theta = np.zeros(9)
    assert "The network is at w5 = 0, w6 = 0," in axes_with_words(trained)[1]


@pytest.mark.parametrize("line", ["first", "second", "gradient", "start", {"w1": 1, "w2": -2}])
def test_the_error_is_split_along_the_line_that_is_chosen(trained: Lab, line) -> None:
    trained.line = line
    said = {"first": "w5 = s", "second": "w6 = s", "gradient": "∇E", "start": "start"}
    expected = "w2 = −2 s" if isinstance(line, dict) else said[line]
    assert expected in axes_with_words(trained)[2].split("split into")[0]


def test_a_panel_without_a_picture_is_left_out_and_the_others_stay() -> None:
    before_training = Lab(xor_net(), some_data(), panels=["error", "map"])
    assert len(axes_with_words(before_training)) == 1
    alone = Lab(xor_net(), some_data(), panels=["controls"])
    assert axes_with_words(alone) == []
    assert figures.describe(still(alone)) == words(alone)


def test_targets_that_are_no_classes_leave_the_prediction_without_data() -> None:
    text = figures.describe(still(Lab(xor_net(), some_data(), panels=["prediction"])))
    assert "Prediction of a 2-3-1 network" in text
    assert "class 0" not in text


@given(cases())
@settings(max_examples=15)
def test_any_network_has_a_picture(case) -> None:
    lab = Lab(case.net, Dataset(case.x, case.t))
    with Image.open(io.BytesIO(png(lab))) as picture:
        assert picture.format == "PNG"
        assert picture.width <= 1280


def test_a_network_far_out_has_a_picture_too() -> None:
    net = xor_net(output="identity")
    for height in (1e10, 1e200):
        lab = Lab(net.at(np.full(13, height)), some_data())
        assert figures.describe(still(lab)).startswith("Laboratory of a 2-3-1 network")


def test_no_setting_is_changed_and_no_figure_stays_open(trained: Lab) -> None:
    before = matplotlib.rcParams.copy()
    png(trained)
    assert matplotlib.rcParams == before
    assert plt.get_fignums() == []


def test_it_is_small() -> None:
    lab = Lab(Network.xor(), datasets.truth_table("xor"), panels=["surface", "map", "network"])
    assert len(png(lab)) < 60_000
