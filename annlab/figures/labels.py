"""The labels of a network diagram: every unit, weight and bias, in symbols or numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from annlab._checks import Array, array, known, number
from annlab.figures import style
from annlab.figures.words import several
from annlab.network import Network

SHOWS = {"names": "+ ", "values": "+ ", "both": "+ ", "gradients": "", "update": ""}
"""What to label weights and biases with, and the prefix that a bias gets then."""


class Labels:
    """The labels of a network diagram; "" where there is none.

    `show` says what weights and biases are labelled with. Activations, error signals and gradients
    are numbers if the example is given, x (inputs,) and t (outputs,), and symbols if it is not.
    """

    def __init__(
        self, net: Network, show: str | None, x: ArrayLike | None, t: ArrayLike | None,
        rate: float | None,
    ) -> None:  # fmt: skip
        self.prefix = "" if show is None else known("show", show, SHOWS)
        self.net, self.show = net, show
        self.x = None if x is None else _row("x", x, net.sizes[0], "inputs")
        self.t = None if t is None else _row("t", t, net.sizes[-1], "outputs")
        if self.t is not None and self.x is None:
            raise ValueError("t must come with x")
        if rate is None and self.t is not None and show == "update":
            raise ValueError("rate must be given to show the update in numbers")
        self.rate = 0.0 if rate is None else number("rate", rate, above=0)
        self.forward = None if self.x is None else net.forward(self.x[None])
        self.backward = None
        if self.x is not None and self.t is not None:
            self.forward = self.backward = net.backward(self.x[None], self.t[None])

    def activation(self, layer: int, unit: int) -> str:
        """The output of a unit; layer 0 is the input."""
        if self.forward is not None:
            value = float(self.forward.a[layer][0, unit])
            text = style.number(value, 2)
            # Nothing longer than "−0.25" fits in a circle.
            return text if len(text) <= 5 else style.number(round(value, 2), 2)
        return f"$x_{{{unit + 1}}}$" if layer == 0 else f"$a^{{({layer})}}_{{{unit + 1}}}$"

    def delta(self, layer: int, unit: int) -> str:
        """The error signal of a unit of layer 1, 2, …"""
        if self.backward is not None:
            return f"δ = {style.number(self.backward.delta[layer - 1][0, unit], 2)}"
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
        return f"{self.prefix}{label}".replace("+ −", "− ")

    def name(self, layer: int, source: int, unit: int) -> str:
        """The plain name of a weight, or of the bias if `source` is the number of inputs."""
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
        if self.backward is None:
            return product if self.show == "gradients" else r"$-\eta\,$" + product
        gradient = float(self.backward.gradient[place])
        if self.show == "gradients":
            return style.number(gradient, 2)
        return style.number(value - self.rate * gradient, 3)

    def words(self, *, deltas: bool) -> str:
        """The text alternative; it leaves out the parameters if there are more than 13."""
        net = self.net
        functions = ", ".join(g.name for g in net.activations)
        text = f"Network with {'-'.join(map(str, net.sizes))} units ({functions})"
        if len(net.names) <= 13:
            pairs = zip(net.names, net.theta, strict=True)
            text += ": " + ", ".join(f"{name} = {value:.3g}" for name, value in pairs)
        text += "."
        if self.x is not None and self.forward is not None:
            inputs = ", ".join(f"{value:.3g}" for value in self.x[:6])
            more = ", …" if len(self.x) > 6 else ""
            outputs = [f"{value:.3g}" for value in self.forward.a[-1][0]]
            verb = "output is" if len(outputs) == 1 else "outputs are"
            text += f" For x = ({inputs}{more}) its {verb} {several(outputs)}"
            if self.t is not None:
                noun = "target" if len(outputs) == 1 else "targets"
                text += f", its {noun} {several([f'{value:.3g}' for value in self.t])}"
            if deltas and self.backward is not None:
                signals = "; ".join(
                    ", ".join(f"{value:.2g}" for value in delta[0, :6])
                    for delta in self.backward.delta
                )
                text += f"; its δ, layer by layer: {signals}"
            text += "."
        return text


def _row(argument: str, value: ArrayLike, count: int, what: str) -> Array:
    """One example as a vector (count,); ValueError for any other shape but (1, count)."""
    row = np.atleast_1d(array(argument, value))
    if row.shape == (1, count):
        row = row[0]
    if row.shape != (count,):
        raise ValueError(
            f"{argument} must be one example of {count} {what}, not of shape {row.shape}"
        )
    return row
