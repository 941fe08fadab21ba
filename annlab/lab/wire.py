"""What crosses the wire between Python and the browser: names, numbers, and arrays as bytes.

Each `pack_…` turns a value into what is sent; each `unpack_…` reads what a browser has sent, and
raises TypeError or ValueError, naming the argument, for what no laboratory sends.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from annlab import _checks
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.network import Network
from annlab.training import History

Sent = dict[str, Any]

_STOPPED = {why: why for why in ("finished", "target", "callback", "diverged")}


def pack(numbers: ArrayLike) -> bytes:
    """Numbers as little-endian doubles, row after row."""
    return np.ascontiguousarray(numbers, dtype="<f8").tobytes()


def unpack(argument: str, sent: object) -> Array:
    """The numbers in such bytes, shape (count,)."""
    if not isinstance(sent, (bytes, memoryview)):
        raise TypeError(f"{argument} must be sent as bytes, not {type(sent).__name__}")
    size = len(sent) if isinstance(sent, bytes) else sent.nbytes
    if size % 8:
        raise ValueError(f"{argument} must be doubles of 8 bytes each, not {size:,} bytes")
    return np.frombuffer(sent, dtype="<f8").astype(np.float64)


def pack_network(net: Network) -> Sent:
    """Everything about a network except θ."""
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


def unpack_data(argument: str, sent: object) -> Dataset:
    """A data set that was changed in the browser."""
    parts = record(argument, sent, "x", "t", "n", "name")
    n = _checks.whole(f"n of {argument}", parts["n"], at_least=1)
    x, t = (_rows(f"{name} of {argument}", parts[name], n) for name in ("x", "t"))
    name = _checks.instance(f"name of {argument}", parts["name"], str)
    if not _is_text(name):
        raise ValueError(f"name of {argument} must be text, not {name!r}")
    with naming(argument):
        return Dataset(x, t, name)


def _is_text(name: str) -> bool:
    """Whether it can be printed and saved: half of a surrogate pair cannot."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def pack_history(history: History | None) -> Sent | None:
    """A training run; None stays None."""
    if history is None:
        return None
    return {
        "thetas": pack(history.theta),
        "running": pack(history.running_error),
        "rates": pack(history.rate),
        "stopped": history.stopped,
    }


def unpack_history(argument: str, sent: object, net: Network, data: Dataset) -> History | None:
    """A training run from the browser, as `train` would have returned it; None stays None."""
    if sent is None:
        return None
    parts = record(argument, sent, "thetas", "running", "rates", "stopped")
    running, rates = (
        _checks.array(f"{name} of {argument}", unpack(f"{name} of {argument}", parts[name]))
        for name in ("running", "rates")
    )
    thetas = _rows(f"thetas of {argument}", parts["thetas"], len(running) + 1)
    if len(rates) != len(running):
        raise ValueError(
            f"{argument} must have a rate for each pass, not {len(rates)} for {len(running)}"
        )
    if not (rates >= 0).all():  # η, annealed long enough, is 0
        raise ValueError(f"rates of {argument} must be at least 0, not {rates.min():g}")
    stopped = _checks.known(f"stopped of {argument}", parts["stopped"], _STOPPED)
    thetas = _checks.array(f"thetas of {argument}", thetas)
    if thetas.shape[1] != len(net.names):
        raise ValueError(
            f"thetas of {argument} must have {len(net.names)} columns, not {thetas.shape[1]}"
        )
    return History(net.at(thetas[0]), data, thetas, running, rates, stopped)  # type: ignore[arg-type]


@contextmanager
def naming(argument: str) -> Iterator[None]:
    """Put the argument's name before what a check that does not know it raises."""
    try:
        yield
    except (TypeError, ValueError) as error:
        raise type(error)(f"{argument}: {error}") from None


def record(argument: str, sent: object, *names: str) -> Sent:
    """A mapping with exactly these names."""
    if not isinstance(sent, dict):
        raise TypeError(f"{argument} must be a mapping, not {type(sent).__name__}")
    if sent.keys() != set(names):
        raise ValueError(f"{argument} must have the names {', '.join(names)}, not {[*sent]}")
    return sent


def _rows(argument: str, sent: object, count: int) -> Array:
    """Numbers in that many rows of equal length."""
    numbers = unpack(argument, sent)
    if len(numbers) == 0 or len(numbers) % count:
        raise ValueError(f"{argument} must be {count} rows of numbers, not {len(numbers)} numbers")
    return numbers.reshape(count, -1)


def to_json(sent: Any) -> Any:
    """The same with bytes as text, for a page without a kernel."""
    if isinstance(sent, (bytes, memoryview)):
        return {"base64": base64.b64encode(sent).decode("ascii")}
    if isinstance(sent, dict):
        return {name: to_json(value) for name, value in sent.items()}
    if isinstance(sent, (list, tuple)):
        return [to_json(value) for value in sent]
    return sent
