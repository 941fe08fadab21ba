"""What a laboratory shows, written as Python that makes it again."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import numpy as np

from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.lab.snapshot import Snapshot
from annlab.network import Network
from annlab.training import DivergenceWarning, History, train

WIDTH = 100
BY_NAME = 12
"""Parameters are written with their names up to this many."""


def code(lab: Snapshot) -> str:
    """Python that makes `data`, `net` and, if there was training, `history` as the lab shows them.

    Every number is written with all its digits: `net.theta` is the lab's bit for bit. A run is
    written as a call of `train` if its passes are plain gradient descent in the data's order; that
    repeats it up to rounding, which differs between the browser and NumPy.
    """
    net, data, history = lab.net, lab.data, lab.history
    parts = [_data("data", data)]
    if lab.held_out is not None:
        parts.append(_data("held_out", lab.held_out))
    head = ""
    if history is not None:
        where = "Moved by hand, off" if lab.moment is None else f"After pass {lab.moment} of"
        head = f"# {where} a run of {len(history)}.\n"
    error = f'print(f"E = {{net.error(data):.9g}}")  # {float(net.error(data)):.9g}'
    parts.append(f"{head}{_network(net)}\n{error}")
    names = {"Dataset", "Network"}
    if history is not None and len(history):
        run = _run(net, data, history, lab.settings["anneal"], lab.settings["batch"])
        parts.append(run or "# Plain gradient descent on this data does not repeat that run.")
        names |= {"train"} if run else set()
    if {"surface", "map"} & set(lab.panels):
        axes = ", ".join(map(_quoted, lab.axes))
        parts.append(f"plane = surfaces.plane(net, data, ({axes}), span={lab.span!r})")
        names.add("surfaces")
    imports = f"from annlab import {', '.join(sorted(names))}"
    return "\n\n".join([imports, *parts]) + "\n"


def _data(name: str, data: Dataset) -> str:
    x, t = (_filled("[", _rows(table), "]") for table in (data.x, data.t))
    rest = _quoted(data.name) + (f", shape={data.shape}" if data.shape else "")
    call = f"{name} = Dataset({x}, {t}, {rest})"
    if "\n" not in call and len(call) <= WIDTH:
        return call
    return f"{name} = Dataset(\n    {_in(x)},\n    {_in(t)},\n    {rest},\n)"


def _rows(table: Array) -> list[str]:
    """The rows of a table as lists; wide rows are cut into pieces."""
    rows = [_numbers(row) for row in table]
    texts = [f"[{', '.join(row)}]" for row in rows]
    if max(map(len, texts)) <= WIDTH - 12:
        return texts
    for row in rows:
        row[0], row[-1] = f"[{row[0]}", f"{row[-1]}]"
    return [piece for row in rows for piece in row]


def _network(net: Network) -> str:
    """The network at its θ."""
    base, made = _maker(net)
    if base.theta.tobytes() == net.theta.tobytes():
        return f"net = {made}"
    numbers = _numbers(net.theta)
    if len(numbers) > BY_NAME:
        return f"net = {made}.at({_filled('[', numbers, ']')})"
    named = [f"{_quoted(name)}: {number}" for name, number in zip(net.names, numbers, strict=True)]
    return f"net = {made}.at({_filled('{', named, '}')})"


def _maker(net: Network) -> tuple[Network, str]:
    """A new network of the same sizes, functions and names, and the call that makes it."""
    functions = [g.name for g in net.activations]
    *hidden, output = functions
    xor = Network.xor()
    if (net.names, repr(net)) == (xor.names, repr(xor)):
        return xor, "Network.xor()"
    arguments = [repr(list(net.sizes))]
    if len(set(hidden)) > 1:
        arguments.append(f"hidden=[{', '.join(map(_quoted, hidden))}]")
    elif hidden and hidden[0] != "logistic":
        arguments.append(f"hidden={_quoted(hidden[0])}")
    if output != "logistic":
        arguments.append(f"output={_quoted(output)}")
    if net.error_function.name != "squared":
        arguments.append(f"error={_quoted(net.error_function.name)}")
    base = Network(net.sizes, hidden=hidden, output=output, error=net.error_function.name)
    if net.names != base.names:
        arguments.append(f"names={_filled('[', map(_quoted, net.names), ']')}")
    return base, f"Network({', '.join(arguments)})"


def _run(
    net: Network, data: Dataset, history: History, anneal: float, batch: int | None
) -> str | None:
    """The training of the run, or None if it was not plain gradient descent on this data."""
    rate, passes = float(history.rate[0]), len(history)
    if not rate > 0:
        return None
    if not _shrinks(history.rate, anneal):
        anneal = float(history.rate[1]) / rate  # the lab's settings have been changed since
    if not (0 < anneal <= 1 and _shrinks(history.rate, anneal)):
        return None
    if not all(_is_plain(net, data, history, k, batch) for k in {0, passes // 2, passes - 1}):
        return None
    start = f"start = net.at({_filled('[', _numbers(history.theta[0]), ']')})"
    arguments = [f"rate={rate!r}", f"epochs={passes}"]
    arguments += [f"anneal={anneal!r}"] if anneal != 1 else []
    arguments += [f"batch={batch!r}"] if batch != 1 else []
    return f"{start}\nhistory = train(start, data, {', '.join(arguments)})"


def _shrinks(rates: Array, anneal: float) -> bool:
    """Whether each rate is the one before times `anneal`."""
    tiny = np.finfo(np.float64).tiny  # below it, numbers lose digits until they are 0
    return np.allclose(rates, rates[0] * anneal ** np.arange(len(rates)), rtol=1e-9, atol=tiny)


def _is_plain(net: Network, data: Dataset, history: History, k: int, batch: int | None) -> bool:
    """Whether pass k, counted from 0, was one of plain gradient descent."""
    before, after = history.theta[k : k + 2]
    rate = float(history.rate[k])
    if rate == 0:  # which `train` does not take
        return np.array_equal(before, after)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DivergenceWarning)
        again = train(net.at(before), data, rate=rate, epochs=1, batch=batch, progress=False)
    return len(again) == 1 and np.allclose(again.theta[-1], after, rtol=1e-6, atol=1e-9)


def _numbers(values: Array) -> list[str]:
    return [repr(value) for value in values.tolist()]


def _quoted(text: str) -> str:
    """A string as a formatter would write it: in double quotes, unless it contains one."""
    literal = repr(text)
    return literal if '"' in literal else f'"{literal[1:-1]}"'


def _filled(opening: str, items: Iterable[str], closing: str) -> str:
    """A list of items on one line, or on lines of at most WIDTH - 8, which may be indented."""
    items = list(items)
    text = f"{opening}{', '.join(items)}{closing}"
    if len(text) <= WIDTH - 36:
        return text
    lines = [""]
    for item in items:
        if lines[-1] and len(lines[-1]) + len(item) + 2 > WIDTH - 8:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{item},"
    return "\n    ".join([opening, *lines]) + f"\n{closing}"


def _in(text: str) -> str:
    """Indent all lines but the first by one step."""
    return text.replace("\n", "\n    ")
