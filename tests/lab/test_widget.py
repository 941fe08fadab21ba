"""The Python half of the laboratory: what it accepts, what it holds, what a browser changes."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from annlab import Dataset, Lab, Network, Stepper, activations, datasets, errors, train
from annlab.lab import limits, widget, wire
from annlab.training import History


@pytest.fixture
def xor():
    return datasets.truth_table("xor")


@pytest.fixture
def lab(xor):
    return Lab(Network.xor(), xor)


def two_inputs():
    """Unequal sizes: 2 inputs, 3 hidden units, 1 output."""
    rng = np.random.default_rng(5)
    data = datasets.gate("or", copies=5, noise=0.1, rng=rng)
    return Network([2, 3, 1]).initialise("uniform", rng=rng), data


def from_browser(lab, **fields):
    """Hands the laboratory a message, as from its browser half."""
    lab.set_state(fields)


# -- what it holds -------------------------------------------------------------------------------


def test_theta_is_a_copy_of_the_networks(lab):
    lab.theta[0] = 99
    assert (lab.theta == Network.xor().theta).all()
    assert (lab.net.theta == lab.theta).all()


def test_theta_can_be_set_and_leaves_the_run(xor):
    net = Network.xor()
    lab = Lab(net, xor, history=train(net, xor, rate=1.0, epochs=3))
    assert lab.moment == 3
    lab.theta = np.arange(9.0)
    assert (lab.theta == np.arange(9.0)).all()
    assert lab.moment is None
    assert (net.theta == Network.xor().theta).all()


def test_parameters_set_by_name_leave_the_others_as_shown(lab):
    lab.theta = np.arange(9.0)
    lab.theta = {"w5": 50.0, "b1": -1}
    assert (lab.theta == [0, 50, 2, 3, 4, 5, 6, 7, -1]).all()
    for wrong in ({"w10": 1.0}, {"w5": np.nan}, {"w5": [1.0, 2.0]}):
        with pytest.raises(ValueError, match=r"theta.*(w10|w5|shape)"):
            lab.theta = wrong
    assert lab.theta[1] == 50


@pytest.mark.parametrize("wrong", [np.zeros(8), np.zeros((2, 9)), np.full(9, np.nan), "theta"])
def test_a_wrong_theta_is_refused_and_nothing_is_changed(lab, wrong):
    before = lab.theta
    with pytest.raises((ValueError, TypeError), match=r"theta"):
        lab.theta = wrong
    assert (lab.theta == before).all()


def test_axes_default_to_w5_and_w6_or_else_the_first_two(xor):
    assert Lab(Network.xor(), xor).axes == ("w5", "w6")
    net, data = two_inputs()
    assert Lab(net, data).axes == net.names[:2]


@pytest.mark.parametrize(
    ("axes", "message"),
    [
        (("w5", "w5"), "twice"),
        (("w5",), "two parameters"),
        (("w5", "w10"), "w10"),
        ("w5", "two names"),
        ({"w5", "w6"}, "axes must be two names in order"),
        ({"w5": 1, "w6": 2}, "axes must be two names in order"),
        ({"w5": 1, "w6": 2}.keys(), "axes must be two names in order"),
    ],
)
def test_wrong_axes_are_refused(lab, axes, message):
    with pytest.raises((ValueError, TypeError), match=message):
        lab.axes = axes
    assert lab.axes == ("w5", "w6")


def test_data_can_be_set(lab):
    lab.data = datasets.truth_table("and")
    assert (lab.data.t[:, 0] == [0, 0, 0, 1]).all()
    with pytest.raises(ValueError, match=r"columns|shape"):
        lab.data = Dataset(np.zeros((4, 3)), np.zeros((4, 1)))
    with pytest.raises(TypeError, match="Dataset"):
        lab.data = np.zeros((4, 2))
    assert lab.data.name == datasets.truth_table("and").name


def test_an_example_that_the_data_no_longer_have_becomes_the_last(xor):
    lab = Lab(Network.xor(), xor, example=3)
    lab.data = xor.take(slice(2))
    assert lab.example == 1
    lab.data = xor
    assert lab.example == 1
    lab.history = train(Network.xor(), xor.take(slice(1)), rate=1.0, epochs=1)
    assert lab.example == 0


def test_a_history_is_shown_at_its_end_and_given_back_as_it_is():
    net, data = two_inputs()
    history = train(net, data, rate=0.7, anneal=0.9, epochs=4, batch=2)
    lab = Lab(net, data, history=history)
    assert lab.history is history
    assert lab.moment == 4
    assert (lab.theta == history.theta[-1]).all()
    assert (lab.start == net.theta).all()
    assert lab.settings["rate"] == 0.7
    assert lab.settings["anneal"] == pytest.approx(0.9)
    assert lab.settings["epochs"] == 4
    lab.moment = 1
    assert (lab.theta == history.theta[1]).all()
    lab.moment = -1
    assert lab.moment == 4
    lab.history = None
    assert lab.history is None
    with pytest.raises(ValueError, match="history"):
        lab.moment = 0


def test_a_run_of_many_networks_or_of_another_one_is_refused(xor):
    many = Network.xor().at(np.zeros((3, 9)))
    with pytest.raises(ValueError, match="history"):
        Lab(Network.xor(), xor, history=train(many, xor, rate=1.0, epochs=1))
    net, data = two_inputs()
    with pytest.raises(ValueError, match="reference"):
        Lab(Network.xor(), xor, reference=train(net, data, rate=1.0, epochs=1))


@pytest.mark.parametrize("functions", [{"hidden": "tanh"}, {"error": "cross-entropy"}])
def test_a_run_with_other_functions_is_refused(xor, functions):
    run = train(Network([2, 2, 1], **functions), xor, rate=1.0, epochs=1)
    with pytest.raises(
        ValueError, match=r"history must be a run of one <Network 2-2-1.*>, not of <"
    ):
        Lab(Network([2, 2, 1]), xor, history=run)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("theta", np.zeros((4, 8))),
        ("theta", np.zeros((3, 9))),
        ("theta", np.full((4, 9), np.nan)),
        ("running_error", np.zeros((3, 1))),
        ("running_error", np.full(3, np.inf)),
        ("rate", np.ones(2)),
        ("rate", np.full(3, np.nan)),
    ],
)
def test_a_run_with_wrong_arrays_is_refused(lab, xor, part, value):
    run = train(Network.xor(), xor, rate=1.0, epochs=3)
    with pytest.raises(ValueError, match=f"{part} of history"):
        lab.history = dataclasses.replace(run, **{part: value})
    assert lab.history is None


def test_a_run_whose_rate_has_sunk_to_0_is_accepted_and_written_as_code(xor, capsys):
    run = train(Network.xor(), xor, rate=1.0, anneal=0.3, epochs=700)
    assert run.rate[-1] == 0
    lab = Lab(Network.xor(), xor, history=run)
    lab.history = None
    from_browser(lab, history=wire.pack_history(run))
    assert lab.history is not None
    assert lab.history.rate.tobytes() == run.rate.tobytes()
    from_browser(lab, settings={**lab.settings, "anneal": 0.3})
    lab.show_code()
    names: dict[str, Any] = {}
    exec(capsys.readouterr().out, names)
    assert (names["history"].theta == run.theta).all()


@pytest.mark.parametrize("rates", [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
def test_a_run_of_rate_0_is_shown(xor, rates, capsys):
    theta = np.tile(Network.xor().theta, (3, 1))
    run = History(Network.xor(), xor, theta, np.ones(2), np.array(rates), "finished")
    lab = Lab(Network.xor(), xor, history=run)
    assert lab.settings["rate"] > 0
    assert 0 < lab.settings["anneal"] <= 1
    lab.show_code()
    assert "does not repeat that run" in capsys.readouterr().out


def test_a_history_too_long_to_be_sent_is_refused(xor):
    net, data = two_inputs()
    history = train(net, data, rate=0.1, epochs=3)
    long = type(history)(
        history.start,
        data,
        np.zeros((limits.MOST_NUMBERS // 13 + 2, 13)),
        np.zeros(limits.MOST_NUMBERS // 13 + 1),
        np.ones(limits.MOST_NUMBERS // 13 + 1),
        "finished",
    )
    with pytest.raises(ValueError, match="fewer epochs"):
        Lab(net, data, history=long)


# -- what it refuses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"panels": ["surface", "surface"]}, "different"),
        ({"panels": []}, "at least one"),
        ({"panels": ["weights"]}, "weights"),
        ({"panels": "surface"}, "sequence"),
        ({"rate": 0}, "rate"),
        ({"rate": "fast"}, "rate"),
        ({"anneal": 1.5}, "anneal"),
        ({"epochs": 0}, "epochs"),
        ({"batch": 0}, "batch"),
        ({"kind": "large"}, "kind"),
        ({"seed": -1}, "seed"),
        ({"example": 4}, "example"),
        ({"line": "diagonal"}, "line"),
        ({"line": {"w1": 0.0}}, "line"),
        ({"line": {"w99": 1.0}}, "w99"),
        ({"span": (3, 3)}, "span"),
        ({"log_height": 1}, "log_height"),
        ({"view": (5, 0)}, "elevation"),
        ({"view": (30,)}, "view"),
        ({"held_out": "test"}, "held_out"),
        ({"history": "run"}, "history"),
    ],
)
def test_wrong_arguments_are_refused_by_name(xor, options, message):
    with pytest.raises((ValueError, TypeError), match=message):
        Lab(Network.xor(), xor, **options)


def test_unknown_arguments_are_refused(xor):
    with pytest.raises(TypeError, match="colour"):
        Lab(Network.xor(), xor, colour="red")


def test_a_network_too_large_is_told_what_to_do():
    net = Network([1, 1000, 1])
    data = Dataset([[0.0]], [[0.0]])
    with pytest.raises(ValueError, match=r"2,000 parameters, not 3,001.*annlab\.train"):
        Lab(net, data)


@pytest.mark.parametrize("show", [Lab, Stepper])
def test_functions_that_the_browser_does_not_have_are_refused(xor, show):
    mine = dataclasses.replace(activations.tanh, function=np.sin)  # by name a tanh like any other
    for net in (Network([2, 2, 1], hidden=mine), Network([2, 1], output=mine)):
        with pytest.raises(ValueError, match=r"^net .*activations, .*tanh.* only its name"):
            show(net, xor)
    error = dataclasses.replace(errors.squared_error, value=lambda g, z, t: abs(z - t).sum(-1))
    with pytest.raises(ValueError, match=r"^net .*errors, .*squared.* only its name"):
        show(Network([2, 1], error=error), xor)


def test_data_too_large_are_told_what_to_do():
    data = Dataset(np.zeros((2001, 1)), np.zeros((2001, 1)))
    with pytest.raises(ValueError, match=r"2,000 examples, not 2,001.*take"):
        Lab(Network([1, 1]), data)


def test_the_prediction_of_three_inputs_is_left_out_or_refused():
    net = Network([3, 1])
    data = Dataset(np.zeros((2, 3)), np.zeros((2, 1)))
    assert "prediction" not in Lab(net, data).panels
    with pytest.raises(ValueError, match="prediction"):
        Lab(net, data, panels=["prediction"])


# -- what the browser changes -------------------------------------------------------------------


def test_what_a_hand_moves_is_read_in_the_next_cell(lab):
    moved = np.linspace(-1, 1, 9)
    from_browser(lab, theta=memoryview(wire.pack(moved)), axes=["w1", "b3"], moment=None)
    assert (lab.theta == moved).all()
    assert lab.axes == ("w1", "b3")
    assert lab.net["w5"] == moved[lab.net.index("w5")]


def test_a_run_of_the_browser_is_a_history():
    net, data = two_inputs()
    lab = Lab(net, data)
    history = train(net, data, rate=0.5, epochs=6)
    sent = {
        name: memoryview(value) if isinstance(value, bytes) else value
        for name, value in wire.pack_history(history).items()
    }
    from_browser(lab, history=sent)
    assert (lab.history.theta == history.theta).all()
    assert (lab.history.running_error == history.running_error).all()
    assert (lab.history.error == history.error).all()
    assert lab.history is lab.history


def test_points_drawn_by_hand_are_in_the_data():
    net, data = two_inputs()
    lab = Lab(net, data)
    x, t = np.vstack([data.x, [9.0, 8.0]]), np.vstack([data.t, [1.0]])
    sent = {"x": memoryview(wire.pack(x)), "t": memoryview(wire.pack(t)), "n": 21, "name": "mine"}
    from_browser(lab, data=sent)
    assert (lab.data.x == x).all()
    assert (lab.data.t == t).all()
    assert lab.data.name == "mine"


def test_callbacks_are_called_for_the_names_they_asked_for(lab):
    heard = []
    lab.on_change(lambda lab: heard.append(lab.axes), "axes")
    from_browser(lab, theta=memoryview(wire.pack(np.zeros(9))))
    assert heard == []
    from_browser(lab, axes=["w1", "w2"])
    lab.axes = ("b1", "b2")
    assert heard == [("w1", "w2"), ("b1", "b2")]
    with pytest.raises(ValueError, match="weight"):
        lab.on_change(print, "weight")
    with pytest.raises(TypeError, match="callback"):
        lab.on_change("print")


def test_what_a_callback_raises_is_shown_in_the_laboratory(lab):
    lab.on_change(lambda lab: 1 / 0)
    from_browser(lab, axes=["w1", "w2"])
    assert lab.axes == ("w1", "w2")
    assert lab._fault == "ZeroDivisionError in a callback: division by zero"


# -- what is sent --------------------------------------------------------------------------------


def test_script_and_style_are_within_80_kB_and_name_no_address():
    texts = [(widget.STATIC / name).read_text() for name in ("lab.js", "lab.css")]
    assert sum(len(text.encode()) for text in texts) <= 80_000
    for text in texts:
        assert "://" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_representation_has_a_picture_and_the_same_text_each_time(lab, xor):
    bundle, metadata = lab._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["text/plain"] == repr(lab) == repr(Lab(Network.xor(), xor))
    assert metadata["image/png"]["alt"] == bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle[widget.STATE] == Lab(Network.xor(), xor)._repr_mimebundle_()[0][widget.STATE]


def test_show_code_prints_what_rebuilds_the_state(lab, capsys):
    lab.theta = np.linspace(0.1, 0.9, 9)
    lab.show_code()
    names: dict[str, Any] = {}
    exec(capsys.readouterr().out, names)
    assert (names["net"].theta == lab.theta).all()
