"""The Python half of the stepper: what it accepts, what it holds, what a browser changes."""

import numpy as np
import pytest

from annlab import Dataset, Network, Stepper
from annlab.lab import widget, wire


@pytest.fixture
def data():
    return Dataset([[0.0, 1.0], [1.0, 0.5], [2.0, -1.0]], [[1.0], [0.0], [0.5]], "three")


@pytest.fixture
def net():
    """Unequal sizes: 2 inputs, 3 hidden units, 1 output."""
    return Network([2, 3, 1], hidden="tanh").at(np.linspace(-1, 1, 13))


@pytest.fixture
def stepper(net, data):
    return Stepper(net, data, rate=0.5, example=1)


def test_it_begins_with_the_network_as_given_and_nothing_shown(stepper, net):
    assert (stepper.theta == net.theta).all()
    assert (stepper.example, stepper.step, stepper.rate) == (1, 0, 0.5)
    net["b2[1]"] = 7
    assert stepper.theta[-1] == 1


def test_theta_is_a_copy(stepper):
    stepper.theta[0] = 99
    assert stepper.theta[0] == -1


def test_there_is_a_step_for_each_number(stepper):
    units, parameters = 3 + 1, 13
    assert stepper.steps == 3 * units + 1 + 2 * parameters
    stepper.step = stepper.steps
    assert stepper.step == 39


@pytest.mark.parametrize("wrong", [-1, 40, 1.5, "forward", True])
def test_a_wrong_step_is_refused(stepper, wrong):
    with pytest.raises((ValueError, TypeError), match="step"):
        stepper.step = wrong
    assert stepper.step == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rate": 0}, "rate"),
        ({"rate": "fast"}, "rate"),
        ({"example": 3}, "example"),
        ({"example": -1}, "example"),
        ({"panels": ["map"]}, "panels"),
    ],
)
def test_wrong_options_are_refused_by_name(net, data, options, message):
    with pytest.raises((ValueError, TypeError), match=message):
        Stepper(net, data, **options)


def test_other_networks_and_data_are_refused(net, data):
    with pytest.raises(TypeError, match="net"):
        Stepper("net", data)
    with pytest.raises(ValueError, match="one network"):
        Stepper(net.at(np.zeros((2, 13))), data)
    with pytest.raises(TypeError, match="data"):
        Stepper(net, data.x)
    with pytest.raises(ValueError, match="x must have"):
        Stepper(net, Dataset([[1.0]], [[1.0]]))
    with pytest.raises(ValueError, match="t must have"):
        Stepper(net, Dataset([[1.0, 2.0]], [[1.0, 2.0]]))
    net.theta[3] = np.nan
    with pytest.raises(ValueError, match="theta"):
        Stepper(net, data)


@pytest.mark.parametrize("sizes", [[2, 7, 1], [7, 1], [1, 7], [2, 2, 2, 2, 1]])
def test_a_network_too_large_is_told_what_to_do(sizes):
    data = Dataset(np.zeros((1, sizes[0])), np.zeros((1, sizes[-1])))
    with pytest.raises(ValueError, match=r"3 layers of at most 6 units.*annlab\.Lab"):
        Stepper(Network(sizes), data)


def test_data_too_large_are_told_what_to_do():
    data = Dataset(np.zeros((2001, 1)), np.zeros((2001, 1)))
    with pytest.raises(ValueError, match=r"2,000 examples, not 2,001.*take"):
        Stepper(Network([1, 1]), data)


def test_what_the_browser_moves_is_read_in_the_next_cell(stepper):
    moved = np.linspace(0, 3, 13)
    stepper.set_state({"theta": memoryview(wire.pack(moved)), "example": 2, "step": 4})
    assert (stepper.theta == moved).all()
    assert (stepper.example, stepper.step) == (2, 4)


def test_the_representation_has_a_picture_words_and_state(stepper, net, data):
    bundle, metadata = stepper._repr_mimebundle_()
    again, _ = Stepper(net, data, rate=0.5, example=1)._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["image/png"] == again["image/png"]
    assert bundle["text/plain"] == repr(stepper) == again["text/plain"]
    assert metadata["image/png"]["alt"] == bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle[widget.STATE] == again[widget.STATE]
    assert bundle[widget.STATE]["_widget"] == "stepper"


def test_the_words_hold_the_numbers_of_backward(stepper, net, data):
    backward = net.backward(data.x[[1]], data.t[[1]])
    words = repr(stepper)
    assert "2-3-1 network, example 2 of 3 of three: x = (1, 0.5), t = (0), η = 0.5" in words
    assert "0 of 39 numbers shown" in words
    for value in (
        *backward.a[1][0],
        *backward.a[2][0],
        *backward.delta[0][0],
        *backward.delta[1][0],
    ):
        assert f"{value:.3g}".replace("-", "−") in words


def test_the_script_is_its_own_and_small_and_names_no_address():
    module, style = ((widget.STATIC / f"stepper.{kind}").read_text() for kind in ("js", "css"))
    assert len(module.encode()) <= 28_000
    assert len(style.encode()) <= 6_000
    for text in (module, style):
        assert "://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "annlab-lab" not in module + style
