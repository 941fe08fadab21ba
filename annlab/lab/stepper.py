"""One update of backpropagation, number by number, to be worked out by the learner."""

from __future__ import annotations

from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from annlab import _checks, figures
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.words import tell
from annlab.lab import limits, wire
from annlab.lab.field_widget import STATIC, FieldWidget
from annlab.lab.fields import Field
from annlab.network import Network, one_network

MOST_LAYERS, MOST_UNITS = 3, 6


class _ExampleField(Field[int, Any]):
    """The number of an example; the browser names one of the data that are held."""

    def unpacked(self, sent: Any, widget: Any) -> int:
        return _checks.index("example", sent, len(widget.data))


class Stepper(FieldWidget):
    """One online update after another, number by number: forward, backward, gradients, update.

    Shows the network with its numbers and asks for the next one, which may be typed in before it
    is shown; after the last number it goes on to the next example with the new θ. All numbers are
    those of `net.backward` on one example, and of `train` with `rate` and a batch of 1. It begins
    with `example`, counted from 0. It works in the browser alone, also on a page without a kernel.

    Raises TypeError or ValueError for arguments that are not as described, for more than 3 layers
    of weights, more than 6 units in a layer, or more than 2,000 examples.
    """

    _kind = "stepper"
    _esm = STATIC / "stepper.js"
    _css = STATIC / "stepper.css"

    data = Field[Dataset, Any](
        limits.data, pack=wire.pack_data, from_browser=False, help="The examples."
    )
    rate = Field[float, Any](limits.rate, from_browser=False, help="η.")
    theta = Field[Array, Any](
        limits.theta,
        pack=wire.pack,
        unpack=wire.unpack,
        help="θ before the update that is shown, shape (P,): a copy.",
    )
    example = _ExampleField(limits.example, help="The example that is shown, counted from 0.")
    start = Field[tuple[Array, int], Any](
        lambda net, argument, value: value,
        pack=lambda start: {"theta": wire.pack(start[0]), "example": start[1]},
        from_browser=False,
        help="θ and the example with which it began.",
    )
    step = Field[int, int](
        lambda net, argument, value: _checks.index(argument, value, _values(net) + 1),
        settable=True,
        help="How many numbers of this update are shown, from 0 to `steps`. Can be set.",
    )

    def __init__(self, net: Network, data: Dataset, *, rate: float = 1.0, example: int = 0) -> None:
        net = _small(one_network(net))
        data = limits.data(net, "data", data)
        example = _checks.index("example", example, len(data))
        super().__init__(
            net,
            data=data,
            rate=limits.rate(net, "rate", rate),
            theta=net.theta,
            example=example,
            start=(net.theta.copy(), example),
            step=0,
        )

    @property
    def steps(self) -> int:
        """How many numbers there are: z, a and δ of each unit, E, each slope and new value."""
        return _values(self._model)

    def still(self) -> Figure:
        """The four steps of this update, drawn by `figures.network`."""
        net = self._model.at(self.theta)
        x, t = self.data.x[self.example], self.data.t[self.example]
        figure = Figure(figsize=(13, 8.4), dpi=80, layout="constrained", facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        for number, (ax, step) in enumerate(
            zip(figure.subplots(2, 2).flat, style.STEPS, strict=True), start=1
        ):
            title = f"{number}. {step}"
            figures.network(net, x=x, t=t, step=step, rate=self.rate, title=title, ax=ax)
        tell(figure, repr(self))
        return figure

    def _picture(self) -> bytes:
        return figures.png(self.still())

    def __repr__(self) -> str:
        data, row = self.data, [self.example]
        units = "-".join(map(str, self._model.sizes))
        x, t = (_listed(numbers[0]) for numbers in (data.x[row], data.t[row]))
        backward = self._model.at(self.theta).backward(data.x[row], data.t[row])
        a, delta = (
            "; ".join(_listed(layer[0]) for layer in layers)
            for layers in (backward.a[1:], backward.delta)
        )
        return (
            f"Stepper through one update of a {units} network, example {self.example + 1} of "
            f"{len(data)} of {data.name}: x = ({x}), t = ({t}), η = {style.number(self.rate)}; "
            f"{self.step} of {self.steps} numbers shown. "
            f"Layer by layer, the activations are {a}, and δ is {delta}."
        )


def _listed(numbers: Array) -> str:
    return ", ".join(map(style.number, numbers))


def _values(net: Network) -> int:
    """The number of values in an update: see `Stepper.steps`."""
    return 3 * sum(net.sizes[1:]) + 1 + 2 * len(net.names)


def _small(net: Network) -> Network:
    """A copy of a network that is small enough to be stepped through by hand."""
    if net.layers > MOST_LAYERS or max(net.sizes) > MOST_UNITS:
        raise ValueError(
            f"net must have at most {MOST_LAYERS} layers of at most {MOST_UNITS} units, not the "
            f"sizes {net.sizes}: step through a smaller one; annlab.Lab shows a large one, and "
            f"net.backward has all its numbers"
        )
    return net.at(net.theta)
