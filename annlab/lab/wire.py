"""What crosses the wire between Python and the browser: names, numbers, and arrays as bytes."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.network import Network
from annlab.training import History

Sent = dict[str, Any]


def pack(numbers: ArrayLike) -> bytes:
    """Numbers as little-endian doubles, row after row."""
    return np.ascontiguousarray(numbers, dtype="<f8").tobytes()


def unpack(sent: bytes | memoryview) -> Array:
    """The numbers in such bytes, shape (count,)."""
    return np.frombuffer(sent, dtype="<f8").astype(np.float64)


def pack_network(net: Network) -> Sent:
    """All of a network but θ."""
    return {
        "sizes": list(net.sizes),
        "activations": [g.name for g in net.activations],
        "error": net.error_function.name,
        "names": list(net.names),
    }


def pack_data(data: Dataset | None) -> Sent | None:
    """A data set; None stays None."""
    if data is None:
        return None
    return {"x": pack(data.x), "t": pack(data.t), "n": len(data), "name": data.name}


def unpack_data(sent: Sent) -> Dataset:
    """A data set that the browser has changed."""
    n = sent["n"]
    x, t = (unpack(sent[name]).reshape(n, -1) for name in ("x", "t"))
    return Dataset(x, t, sent["name"])


def pack_run(history: History | None) -> Sent | None:
    """A training run; None stays None."""
    if history is None:
        return None
    return {
        "thetas": pack(history.theta),
        "running": pack(history.running_error),
        "rates": pack(history.rate),
        "stopped": history.stopped,
    }


def unpack_run(sent: Sent, net: Network, data: Dataset) -> History:
    """A training run of the browser's, as `train` would have returned it."""
    thetas = unpack(sent["thetas"]).reshape(-1, len(net.names))
    running, rates = unpack(sent["running"]), unpack(sent["rates"])
    return History(net.at(thetas[0]), data, thetas, running, rates, sent["stopped"])


def to_json(state: Any) -> Any:
    """The same with bytes as text, for a page without a kernel."""
    if isinstance(state, (bytes, memoryview)):
        return {"base64": base64.b64encode(state).decode("ascii")}
    if isinstance(state, dict):
        return {name: to_json(value) for name, value in state.items()}
    if isinstance(state, (list, tuple)):
        return [to_json(value) for value in state]
    return state
