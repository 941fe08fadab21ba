"""What a network diagram says: the label of every unit, weight and bias, in symbols or numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from annlab._checks import Array, array, known, number
from annlab.figures import style
from annlab.network import Network

SHOWS = {"names": "+ ", "values": "+ ", "both": "+ ", "gradients": "", "update": ""}
"""What weights and biases may be labelled with, and what then stands before that of a bias."""


class Quantities:
    """The labels of a network diagram, "" where there is nothing to say.

    `show` chooses those of weights and biases. With x (inputs,) and t (outputs,) the labels are
    numbers; without, activations, error signals and gradients are symbols.
    """

    def __init__(
        self, net: Network, show: str | None, x: ArrayLike | None, t: ArrayLike | None,
        rate: float | None,
    ) -> None:  # fmt: skip
        self.plus = "" if show is None else known("show", show, SHOWS)
        self.net, self.show = net, show
        self.x = None if x is None else _row("x", x, net.sizes[0], "inputs")
        self.t = None if t is None else _row("t", t, net.sizes[-1], "outputs")
        if self.t is not None and self.x is None:
            raise ValueError("t must come with x")
        if rate is None and self.t is not None and show == "update":
            raise ValueError("rate must be given to show the update in numbers")
        self.rate = 0.0 if rate is None else number("rate", rate, above=0)
        self.seen = None if self.x is None else net.forward(self.x[None])
        self.back = None
        if self.x is not None and self.t is not None:
            self.seen = self.back = net.backward(self.x[None], self.t[None])

    def activation(self, layer: int, unit: int) -> str:
        """What a unit puts out; layer 0 is the input."""
        if self.seen is not None:
            value = float(self.seen.a[layer][0, unit])
            text = style.number(value, 2)
            # A circle has room for "−0.25" and no more.
            return text if len(text) <= 5 else style.number(round(value, 2), 2)
        return f"$x_{{{unit + 1}}}$" if layer == 0 else f"$a^{{({layer})}}_{{{unit + 1}}}$"

    def delta(self, layer: int, unit: int) -> str:
        """The error signal of a unit of layer 1, 2, …"""
        if self.back is not None:
            return f"δ = {style.number(self.back.delta[layer - 1][0, unit], 2)}"
        return rf"$\delta^{{({layer})}}_{{{unit + 1}}}$"

    def weight(self, layer: int, source: int, unit: int) -> str:
        """The label of the weight of layer 1, 2, … from a source to a unit."""
        a = f"x_{{{source + 1}}}" if layer == 1 else f"a^{{({layer - 1})}}_{{{source + 1}}}"
        product = rf"${a}\,\delta^{{({layer})}}_{{{unit + 1}}}$"
        return self._parameter(self.net.place(layer, source, unit), product)

    def bias(self, layer: int, unit: int) -> str:
        """The label of the bias of a unit of layer 1, 2, …"""
        product = rf"$\delta^{{({layer})}}_{{{unit + 1}}}$"
        place = self.net.place(layer, self.net.sizes[layer - 1], unit)
        label = self._parameter(place, product)
        return f"{self.plus}{label}".replace("+ −", "− ")

    def name(self, layer: int, source: int, unit: int) -> str:
        """The plain name of a weight; source = number of inputs means the bias."""
        return self.net.names[self.net.place(layer, source, unit)]

    def _parameter(self, place: int, product: str) -> str:
        name = style.math(self.net.names[place])
        value = float(self.net.theta[place])
        if self.show is None:
            return ""
        if self.show == "names":
            return name
        if self.show == "values":
            return style.number(value, 2)
        if self.show == "both":
            return f"{name} = {style.number(value, 2)}"
        if self.back is None:
            return product if self.show == "gradients" else r"$-\eta\,$" + product
        slope = float(self.back.gradient[place])
        if self.show == "gradients":
            return style.number(slope, 2)
        return style.number(value - self.rate * slope, 3)

    def words(self, *, deltas: bool) -> str:
        """All of it in a sentence or two; parameters only as far as they can be listened to."""
        net = self.net
        functions = ", ".join(g.name for g in net.activations)
        text = f"Network with {' - '.join(map(str, net.sizes))} units ({functions})"
        if len(net.names) <= 13:
            pairs = zip(net.names, net.theta, strict=True)
            text += ": " + ", ".join(f"{name} = {value:.3g}" for name, value in pairs)
        text += "."
        if self.x is not None and self.seen is not None:
            some = ", ".join(f"{value:.3g}" for value in self.x[:6])
            more = ", …" if len(self.x) > 6 else ""
            out = ", ".join(f"{value:.3g}" for value in self.seen.a[-1][0])
            text += f" For x = ({some}{more}) its output is {out}"
            if self.t is not None:
                text += f", the target {', '.join(f'{value:.3g}' for value in self.t)}"
            if deltas and self.back is not None:
                signals = "; ".join(
                    ", ".join(f"{value:.2g}" for value in layer[0, :6]) for layer in self.back.delta
                )
                text += f"; δ layer by layer: {signals}"
            text += "."
        return text


def _row(argument: str, value: ArrayLike, count: int, what: str) -> Array:
    row = np.atleast_1d(array(argument, value))
    if row.shape == (1, count):
        row = row[0]
    if row.shape != (count,):
        raise ValueError(
            f"{argument} must be one example of {count} {what}, not of shape {row.shape}"
        )
    return row
