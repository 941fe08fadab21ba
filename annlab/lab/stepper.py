"""One update of backpropagation, a number at a time, to be found out by the learner."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from annlab import _checks, figures
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.figures import style
from annlab.figures.words import tell
from annlab.lab import wire
from annlab.lab.fields import STATE, STATIC
from annlab.network import Network, one_network

MOST_LAYERS, MOST_UNITS, MOST_EXAMPLES = 3, 6, 2_000
_STATE = ("_net", "_data", "_rate", "_theta", "_start", "_example", "_step")


class Stepper(anywidget.AnyWidget):
    """One online update after another, number by number: forward, backward, gradients, update.

    Shows the network with its numbers and asks for the next one, which may be typed in before it
    is shown; after the last it goes on to the next example with the new θ. All numbers are those
    of `net.backward` on one example, and of `train` with `rate` and a batch of 1. It begins with
    `example`, counted from 0. Works in the browser alone, also on a page without a kernel.

    Raises TypeError or ValueError for arguments that are not as described, for more than 3 layers
    of weights, more than 6 units in a layer, or more than 2,000 examples.
    """

    _esm = STATIC / "stepper.js"
    _css = STATIC / "stepper.css"
    _widget = traitlets.Unicode("stepper")
    _net = traitlets.Any().tag(sync=True)
    _data = traitlets.Any().tag(sync=True)
    _rate = traitlets.Float().tag(sync=True)
    _theta = traitlets.Any().tag(sync=True)
    _start = traitlets.Any().tag(sync=True)
    _example = traitlets.Int().tag(sync=True)
    _step = traitlets.Int().tag(sync=True)

    def __init__(self, net: Network, data: Dataset, *, rate: float = 1.0, example: int = 0) -> None:
        net = self._model = _small(one_network(net))
        net._examples(_checks.instance("data", data, Dataset), None)
        if len(data) > MOST_EXAMPLES:
            raise ValueError(
                f"data must have at most {MOST_EXAMPLES:,} examples, not {len(data):,}; take some "
                f"of them with data.take(slice({MOST_EXAMPLES}))"
            )
        self._examples = data
        theta = wire.pack(_checks.array("theta of net", net.theta))
        example = _checks.index("example", example, len(data))
        super().__init__(
            _net=wire.pack_network(net),
            _data=wire.pack_data(data),
            _rate=_checks.number("rate", rate, above=0),
            _theta=theta,
            _start={"theta": theta, "example": example},
            _example=example,
            _step=0,
        )

    @property
    def theta(self) -> Array:
        """θ before the update that is shown, shape (P,): a copy."""
        return wire.unpack("theta", self._theta)

    @property
    def example(self) -> int:
        """The example that is shown, counted from 0."""
        return int(self._example)

    @property
    def rate(self) -> float:
        """η."""
        return float(self._rate)

    @property
    def step(self) -> int:
        """How many numbers of this update are shown, from 0 to `steps`. Can be set."""
        return int(self._step)

    @step.setter
    def step(self, step: int) -> None:
        self._step = _checks.index("step", step, self.steps + 1)

    @property
    def steps(self) -> int:
        """How many numbers there are: z, a and δ of each unit, E, each slope and new value."""
        return 3 * sum(self._model.sizes[1:]) + 1 + 2 * len(self._model.names)

    def still(self) -> Figure:
        """The four steps of this update, drawn by `figures.network`."""
        net = self._model.at(self.theta)
        x, t = self._examples.x[self.example], self._examples.t[self.example]
        figure = Figure(figsize=(13, 8.4), dpi=80, layout="constrained", facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        for number, (ax, step) in enumerate(
            zip(figure.subplots(2, 2).flat, style.STEPS, strict=True), start=1
        ):
            title = f"{number}. {step}"
            figures.network(net, x=x, t=t, step=step, rate=self.rate, title=title, ax=ax)
        tell(figure, repr(self))
        return figure

    def __repr__(self) -> str:
        data, at = self._examples, self.example
        units = "-".join(map(str, self._model.sizes))
        x, t = (", ".join(map(style.number, row)) for row in (data.x[at], data.t[at]))
        seen = self._model.at(self.theta).backward(data.x[[at]], data.t[[at]])
        a, delta = (
            "; ".join(", ".join(map(style.number, layer[0])) for layer in layers)
            for layers in (seen.a[1:], seen.delta)
        )
        return (
            f"Stepper through one update of a {units} network, example {at + 1} of {len(data)} of "
            f"{data.name}: x = ({x}), t = ({t}), η = {style.number(self.rate)}; "
            f"{self.step} of {self.steps} numbers shown. "
            f"Layer by layer, the activations are {a}, and δ is {delta}."
        )

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        state = {name: getattr(self, name) for name in ("_widget", *_STATE)}
        return (
            {
                **data,
                "image/png": figures.png(self.still()),
                "text/plain": repr(self),
                STATE: wire.to_json(state),
            },
            {**metadata, "image/png": {"alt": repr(self)}},
        )


def _small(net: Network) -> Network:
    """A copy of a network that a hand can step through."""
    if net.layers > MOST_LAYERS or max(net.sizes) > MOST_UNITS:
        raise ValueError(
            f"net must have at most {MOST_LAYERS} layers of at most {MOST_UNITS} units, not the "
            f"sizes {net.sizes}: step through a smaller one; annlab.Lab shows a large one, and "
            f"net.backward has all its numbers"
        )
    return net.at(net.theta)
