"""The table of fields: what follows from a declaration, and the browser half's table beside it."""

import json
import pydoc
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import annlab.lab
from annlab import Dataset, Lab, Network, Stepper, train
from annlab.lab import wire

from ..strategies import some_data, xor_net

BROWSER = Path(annlab.lab.__file__).parent / "browser"


def node(script: str) -> str:
    """What a script prints in Node."""
    path = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if path is None:
        pytest.skip("no Node: developers install it with the package")
    command = [path, "--input-type=module", "--eval", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_both_halves_know_the_same_fields_and_agree_on_who_may_change_them() -> None:
    module = (BROWSER / "state" / "wire.js").as_uri()
    printed = node(
        f"import {{ traits }} from {json.dumps(module)}; console.log(JSON.stringify(traits()))"
    )
    browser = {field["trait"]: field["sent"] for field in json.loads(printed)}
    assert browser == {name: field.from_browser for name, field in Lab._fields.items()}


@pytest.mark.parametrize("widget", [Lab, Stepper])
def test_every_field_is_an_attribute_with_help_and_is_in_the_saved_state(widget) -> None:
    lab = widget(xor_net(), some_data())
    state = lab._state()
    text = pydoc.plain(pydoc.render_doc(widget))
    for name, field in widget._fields.items():
        assert field.help
        assert field.help in text
        assert getattr(type(lab), name) is field
        assert state[name] == wire.to_json(field.pack(getattr(lab, name)))
        assert lab.trait_metadata(name, "sync")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("start", np.zeros(13)),
        ("panels", ["map"]),
        ("held_out", None),
        ("settings", {}),
        ("example", 1),
        ("log_height", True),
        ("show_hidden", True),
        ("view", (30, 0)),
    ],
)
def test_what_cannot_be_set_says_so(name: str, value: object) -> None:
    lab = Lab(xor_net(), some_data())
    before = repr(getattr(lab, name))
    with pytest.raises(AttributeError, match=f"{name} of a Lab cannot be set"):
        setattr(lab, name, value)
    assert repr(getattr(lab, name)) == before


@pytest.mark.parametrize("name", ["theta", "start", "settings"])
def test_what_could_be_changed_in_place_is_given_as_a_copy(name: str) -> None:
    lab = Lab(xor_net(), some_data())
    before = repr(getattr(lab, name))
    held = getattr(lab, name)
    held[0 if name != "settings" else "rate"] = 99.0
    assert repr(getattr(lab, name)) == before


def messages_of(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The fields in each message that the laboratory sends from now on, as it sends them."""
    sent: list[set[str]] = []

    def send(message: dict[str, Any], buffers: object = None) -> None:
        sent.append({*message["state"]} | {path[0] for path in message["buffer_paths"]})

    monkeypatch.setattr(lab, "_send", send)
    return sent


def test_a_change_is_one_message(monkeypatch) -> None:
    data = some_data()
    run = train(xor_net(), data, rate=0.5, epochs=4)
    lab = Lab(xor_net(), data)
    sent = messages_of(lab, monkeypatch)
    lab.history = run
    lab.theta = np.arange(13)
    lab.moment = 2
    lab.axes = ("b1[1]", "b2[1]")
    assert sent == [
        {"theta", "history", "moment"},  # the run starts where the laboratory does, on its data
        {"theta", "moment"},
        {"theta", "moment"},
        {"axes"},
    ]


def test_changes_in_one_hold_are_one_message(monkeypatch) -> None:
    lab = Lab(xor_net(), some_data())
    sent = messages_of(lab, monkeypatch)
    with lab.hold_sync():
        lab.theta = np.ones(13)
        lab.axes = ("b1[1]", "b2[1]")
        lab.span = (0, 1)
    assert sent == [{"theta", "axes", "span"}]


def test_the_same_value_again_is_no_change(monkeypatch) -> None:
    data = some_data()
    lab = Lab(xor_net(), data, line={"b1[1]": 1})
    sent = messages_of(lab, monkeypatch)
    heard: list[Lab] = []
    lab.on_change(heard.append)
    lab.theta = lab.theta
    lab.data = Dataset(data.x, data.t, data.name)
    lab.line = lab.line
    lab.net = lab.net
    assert sent == []
    assert heard == []


def test_callbacks_see_everything_that_has_changed() -> None:
    run = train(xor_net(), some_data(), rate=0.5, epochs=4)
    lab = Lab(xor_net(), some_data())
    calls: list[tuple[int | None, bool]] = []
    lab.on_change(
        lambda lab: calls.append((lab.moment, bool((lab.theta == run.theta[-1]).all()))), "history"
    )
    lab.history = run
    assert calls == [(4, True)]


def test_arrays_cross_the_wire_bit_for_bit() -> None:
    numbers = np.array([0.1, -0.0, 5e-324, 1e308])
    assert wire.unpack("theta", memoryview(wire.pack(numbers))).tobytes() == numbers.tobytes()


def test_a_network_is_described_without_its_theta() -> None:
    net = Network([2, 3, 1], hidden="tanh", error="cross-entropy").at(np.ones(13))
    assert wire.pack_network(net) == {
        "sizes": [2, 3, 1], "activations": ["tanh", "logistic"], "error": "cross-entropy",
        "names": list(net.names),
    }  # fmt: skip
