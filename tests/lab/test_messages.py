"""Messages from a browser: a wrong one is refused, changes nothing, and everything still works."""

import logging
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annlab import Dataset, Lab, Network, Stepper, train
from annlab.lab import wire
from annlab.lab.field_widget import FieldWidget
from annlab.lab.fields import Field

from ..strategies import some_data, xor_net

P = 13  # parameters of a 2-3-1 network


def packed(*shape: int, value: float = 0.5) -> memoryview:
    return memoryview(wire.pack(np.full(shape, value)))


def data_message(count: int = 3, **changes: Any) -> dict[str, Any]:
    message = {"x": packed(count, 2), "t": packed(count, 1), "n": count, "name": "drawn"}
    return message | changes


def run_message(passes: int = 2, **changes: Any) -> dict[str, Any]:
    return {
        "thetas": packed(passes + 1, P), "running": packed(passes), "rates": packed(passes),
        "stopped": "finished", **changes,
    }  # fmt: skip


SETTINGS = {
    "rate": 0.5, "anneal": 1, "epochs": 10, "batch": None, "kind": "glorot", "seed": 7,
    "live": False,
}  # fmt: skip

GOOD: dict[str, list[Any]] = {
    "theta": [packed(P), packed(P, value=1e308), packed(P, value=-1e-308)],
    "start": [packed(P)],
    "axes": [["W1[1,1]", "b2[1]"]],
    "span": [[[-1, 1], [0, 1e-3]], [[-1e100, 1e100], [0, 1]]],
    "data": [data_message(), data_message(1, x=packed(1, 2, value=-1e308)), data_message(2000)],
    "history": [
        None, run_message(), run_message(0), run_message(3, thetas=packed(4, P, value=9e99)),
        run_message(rates=packed(2, value=0)),
    ],
    "reference": [None, run_message(1)],
    "moment": [None, 0, 2, 400],
    "settings": [SETTINGS, {**SETTINGS, "batch": 3, "seed": 2**32 - 1}],
    "line": ["gradient", "start", {"b1[2]": -2, "W1[2,3]": 0.1}],
    "example": [0, 2, 1999],
    "log_height": [True],
    "show_hidden": [True],
}  # fmt: skip
"""What a laboratory's browser half sends."""

BAD: dict[str, list[Any]] = {
    "theta": [
        None, "0", [0.5] * P, packed(P - 1), packed(2, P), packed(P, value=np.nan),
        packed(P, value=np.inf), memoryview(b"1234567"), {},
    ],
    "start": [None, packed(0), packed(P, value=-np.inf)],
    "axes": [
        None, "W1[1,1]", ["W1[1,1]"], ["W1[1,1]", "W1[1,1]"], ["w1", "w2"], [0, 1], [[], {}],
        ["W1[1,1]", None],
    ],
    "span": [
        None, 3, [1, 2, 3], [[1, 1], [0, 1]], [[0, np.nan], [0, 1]], [["0", "1"], ["0", "1"]], "ab",
        [[0, 1], [0]], [[-1e101, 1], [0, 1]], [], {},
    ],
    "data": [
        None, [], data_message(x=packed(3, 3)), data_message(t=packed(2, 1)), data_message(n=0),
        data_message(n=2.0), data_message(n="3"), data_message(n=True), data_message(name=None),
        data_message(name="\ud800"), data_message(x=packed(3, 2, value=np.nan)),
        data_message(more=1),
        data_message(t=packed(3, 1, value=np.inf)), data_message(200_000), data_message(2001),
        data_message(n=10**400), data_message(x=None), {"x": packed(3, 2)},
    ],
    "history": [
        {}, "run", run_message(rates=packed(3)), run_message(running=packed(1)),
        run_message(thetas=packed(3, P - 1)), run_message(thetas=packed(0, P)),
        run_message(thetas=packed(3, P, value=np.nan)),
        run_message(thetas=memoryview(bytes(packed(2, P)) + bytes(packed(1, P, value=np.nan)))),
        run_message(running=packed(2, value=np.inf)),
        run_message(rates=packed(2, value=-1)), run_message(rates=packed(2, value=np.nan)),
        run_message(stopped=None), run_message(stopped=[]), run_message(extra=1),
        run_message(200_000),
    ],
    "reference": [run_message(thetas=packed(2, 2)), [run_message()]],
    "moment": [-1, 0.5, "3", True, np.nan, 10**400, [1]],
    "settings": [
        None, {}, {**SETTINGS, "rate": 0}, {**SETTINGS, "rate": np.inf}, {**SETTINGS, "rate": "1"},
        {**SETTINGS, "anneal": 1.1}, {**SETTINGS, "epochs": 0}, {**SETTINGS, "epochs": 10**9},
        {**SETTINGS, "batch": 0}, {**SETTINGS, "batch": 2.5}, {**SETTINGS, "kind": "best"},
        {**SETTINGS, "kind": []}, {**SETTINGS, "seed": -1}, {**SETTINGS, "seed": 2**32},
        {**SETTINGS, "live": 1}, {**SETTINGS, "speed": 1}, {**SETTINGS, "rate": 10**400},
        {name: SETTINGS[name] for name in list(SETTINGS)[1:]},
    ],
    "line": [None, "up", {}, {"w99": 1}, {"b1[1]": np.nan}, {"b1[1]": "1"}, {"b1[1]": 0}, 1, []],
    "example": [None, -1, 2000, "1", 1.5, True, np.nan],
    "log_height": [None, 1, "true", []],
    "show_hidden": [0, {}],
    "panels": [["map"], ["surface", "map"]],
    "held_out": [None, data_message()],
    "view": [[30, 0], {"elevation": 30, "azimuth": 0, "zoom": 1.0}],
    "_net": [{}],
    "_fault": ["gone"],
    "_esm": ["export default {}"],
    "nothing_known": [1],
}  # fmt: skip
"""What no laboratory's browser half sends."""

EVERY_BAD = [(name, value) for name, values in BAD.items() for value in values]


@pytest.fixture
def lab() -> Lab:
    data = some_data()
    return Lab(xor_net(), data, history=train(xor_net(), data, rate=0.5, epochs=3))


def fields_of(widget: FieldWidget) -> dict[str, Any]:
    """What a widget holds, as it would be sent."""
    return widget._state()


def assert_all_works(lab: Lab) -> None:
    repr(lab)
    lab.show_code()
    fields_of(lab)
    for name, attribute in vars(Lab).items():
        if isinstance(attribute, (Field, property)):
            getattr(lab, name)


def messages(values: dict[str, list[Any]], **sizes: int) -> st.SearchStrategy[dict[str, Any]]:
    """Messages of some of these fields."""
    some = st.sets(st.sampled_from(sorted(values)), **sizes)
    return some.flatmap(
        lambda names: st.fixed_dictionaries({n: st.sampled_from(values[n]) for n in sorted(names)})
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4) | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@given(messages(GOOD))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_good_messages_bring_is_held_and_shown(capsys, message) -> None:
    lab = Lab(xor_net(), some_data())
    lab.set_state(message)
    assert lab._fault == ""
    for name, sent in message.items():
        held = getattr(lab, name)
        if name not in ("data", "history", "reference", "theta", "start"):
            assert Lab._fields[name].pack(held) == sent
    assert_all_works(lab)


@pytest.mark.parametrize(("name", "value"), EVERY_BAD)
def test_a_bad_value_is_refused_shown_and_logged(lab, capsys, caplog, name, value) -> None:
    before = fields_of(lab)
    with caplog.at_level(logging.WARNING):
        lab.set_state({name: value})
    assert fields_of(lab) == before
    assert lab._fault.startswith("Python has refused a change: ")
    assert "refused a message" in caplog.text
    assert_all_works(lab)


@given(messages(GOOD, min_size=1), st.sampled_from(EVERY_BAD), st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_bad_value_keeps_the_whole_message_out(capsys, message, bad, first) -> None:
    lab = Lab(xor_net(), some_data())
    heard: list[Lab] = []
    lab.on_change(heard.append)
    before = fields_of(lab)
    message.pop(bad[0], None)
    lab.set_state({bad[0]: bad[1], **message} if first else {**message, bad[0]: bad[1]})
    assert fields_of(lab) == before
    assert lab._fault
    assert heard == []


@given(st.dictionaries(st.sampled_from([*BAD, "?"]) | st.text(max_size=3), ANYTHING, max_size=3))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_message_all_works(capsys, message) -> None:
    lab = Lab(xor_net(), some_data())
    lab.set_state(message)
    assert_all_works(lab)


@given(messages(GOOD, min_size=1), messages(GOOD, min_size=1), messages(GOOD, min_size=1))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_after_any_good_messages_a_cell_shows_the_lab(capsys, one, two, three) -> None:
    lab = Lab(xor_net(), some_data(), panels=["map", "error"])
    for message in (one, two, three):
        lab.set_state(message)
    assert_all_works(lab)
    bundle, _ = lab._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")


def test_the_browser_is_sent_the_values_that_hold(lab, monkeypatch) -> None:
    sent: list[tuple[str, Any]] = []
    monkeypatch.setattr(lab, "_send", lambda message, buffers: sent.append((message, buffers)))
    theta = lab.theta
    lab.set_state({"theta": packed(P, value=np.nan), "example": 1})
    state: dict[str, Any] = {}
    buffers: list[Any] = []
    for message, these in sent:
        assert message["method"] == "update"  # no echo of what was refused
        state |= message["state"]
        buffers += these
    assert state["example"] == 0
    assert state["_fault"].startswith("Python has refused a change: theta must be finite")
    assert [bytes(part) for part in buffers] == [wire.pack(theta)]


def test_a_moment_beyond_the_history_counts_as_off_the_run(lab) -> None:
    lab.set_state({"moment": 40})  # the run of 40 passes follows when the hand rests
    assert lab.moment == 40
    assert repr(lab).endswith("A run of 3 passes; θ was moved by hand.")
    lab.set_state({"history": run_message(40)})
    assert repr(lab).endswith("A run of 40 passes, shown after pass 40.")


def test_a_run_and_new_data_in_one_message_belong_together(lab) -> None:
    lab.set_state({"history": run_message(), "data": data_message()})
    assert lab.history is not None
    assert lab.history.data is lab.data
    assert len(lab.data) == 3


def test_a_run_sent_back_unchanged_is_the_one_that_is_held(lab) -> None:
    run = lab.history
    lab.reference = other = train(xor_net(), some_data(5, seed=4), rate=0.1, epochs=2)
    lab.set_state({
        "data": data_message(),
        **{
            name: {
                part: memoryview(value) if isinstance(value, bytes) else value
                for part, value in wire.pack_history(held).items()
            }
            for name, held in (("history", run), ("reference", other))
        },
    })  # fmt: skip
    assert lab.history is run
    assert lab.reference is other
    assert len(lab.data) == 3


def test_data_sent_back_keep_their_shape_while_they_have_the_same_inputs() -> None:
    lab = Lab(xor_net(), Dataset(np.zeros((3, 2)), np.zeros((3, 1)), shape=(2, 1)))
    lab.set_state({"data": data_message(4)})
    assert lab.data.shape == (2, 1)
    lab.set_state({"history": run_message()})
    assert lab.history is not None
    assert lab.history.data.shape == (2, 1)


def test_no_history_is_no_moment(lab) -> None:
    assert lab.moment == 3
    lab.set_state({"history": None})
    assert lab.history is None
    assert lab.moment is None


@pytest.mark.parametrize("message", [None, 3, "theta", ["theta"], [[]]])
def test_what_is_no_message_is_refused(lab, message) -> None:
    before = fields_of(lab)
    lab.set_state(message)
    assert fields_of(lab) == before
    assert lab._fault.startswith("Python has refused a change: message must be a dict")


def test_equal_refusals_both_reach_the_browser_and_a_good_message_clears_them(
    lab, monkeypatch
) -> None:
    sent: list[str] = []

    def send(message: dict[str, Any], buffers: object = None) -> None:
        if "_fault" in message["state"]:
            sent.append(message["state"]["_fault"])

    monkeypatch.setattr(lab, "_send", send)
    lab.set_state({"example": -1})
    lab.set_state({"example": -1})
    refusal = "Python has refused a change: example must be at least 0, not -1"
    assert sent == [refusal, "", refusal]  # the browser hears of changes, and passes "" over
    lab.set_state({"example": 1})
    assert lab._fault == ""


def test_the_same_failure_of_a_callback_reaches_the_browser_each_time(lab, monkeypatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(
        lab, "_send", lambda message, buffers: sent.append(message["state"].get("_fault"))
    )
    lab.on_change(lambda lab: 1 / 0, "example")
    failure = "ZeroDivisionError in a callback: division by zero"
    for example in (1, 2):
        lab.set_state({"example": example})
    assert [text for text in sent if text is not None] == [failure, "", failure]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"start": packed(3)}, r"start must have shape \(13,\), not \(3,\)"),
        ({"theta": packed(3)}, r"theta must have shape \(13,\), not \(3,\)"),
        ({"axes": ["b1[1]", "w9"]}, r"name in axes must be one of .*, not 'w9'"),
        ({"line": {"w9": 1}}, r"name in line must be one of .*, not 'w9'"),
        ({"data": data_message(x=packed(3, 3))}, r"data: x must have shape \(examples, 2\)"),
        ({"data": data_message(x=packed(3, 2, value=np.nan))}, "data: x must be finite"),
    ],
)
def test_a_refusal_names_the_field(lab, message, reason) -> None:
    lab.set_state(message)
    assert re.match(f"Python has refused a change: {reason}", lab._fault)


# -- the stepper ---------------------------------------------------------------------------------

STEPS: dict[str, tuple[list[Any], list[Any]]] = {
    "theta": ([packed(P), packed(P, value=1e308)], BAD["theta"]),
    "example": ([0, 2], [None, -1, 3, "1", 0.5, True]),
    "step": ([0, 39], [None, -1, 40, "forward", 1.5, True, np.nan]),
    "rate": ([], [1.0]),
    "data": ([], [data_message()]),
    "start": ([], [{"theta": packed(P), "example": 0}]),
    "_net": ([], [{}]),
}


@pytest.fixture
def stepper() -> Stepper:
    data = Dataset([[0.0, 1.0], [1.0, 0.5], [2.0, -1.0]], [[1.0], [0.0], [0.5]], "three")
    return Stepper(Network([2, 3, 1], hidden="tanh").at(np.linspace(-1, 1, P)), data)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, (_, bad) in STEPS.items() for value in bad]
)
def test_a_stepper_refuses_bad_values(stepper, caplog, name, value) -> None:
    before = fields_of(stepper)
    stepper.set_state({name: value, "step": 3} if name != "step" else {name: value, "example": 1})
    assert fields_of(stepper) == before
    assert stepper._fault.startswith("Python has refused a change: ")
    repr(stepper)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, (good, _) in STEPS.items() for value in good]
)
def test_a_stepper_takes_what_its_browser_half_sends(stepper, name, value) -> None:
    stepper.set_state({name: value})
    assert stepper._fault == ""
    repr(stepper)


@given(st.dictionaries(st.sampled_from([*STEPS]), ANYTHING, max_size=2))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_message_a_stepper_works(caplog, message) -> None:
    data = Dataset([[0.0, 1.0]], [[1.0]])
    stepper = Stepper(xor_net(), data)
    stepper.set_state(message)
    repr(stepper)
    fields_of(stepper)
