"""The Python face of the laboratory: what it holds is readable and settable from the next cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from numpy.typing import ArrayLike

from annlab import _checks, surfaces
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.lab import code, limits, still, wire
from annlab.network import Network, one_network
from annlab.training import History

STATIC = Path(__file__).parent / "static"
"""The browser half, bundled from browser/ by `npm run build`: a module and a style sheet per widget."""

STATE = "application/vnd.annlab.lab+json"
"""The type under which an output carries the state, for pages that are alive without a kernel."""

_PUBLIC = {
    "_theta": "theta", "_axes": "axes", "_run": "history", "_data": "data", "_moment": "moment",
    "_settings": "settings", "_reference": "reference", "_line": "line", "_start": "start",
}  # fmt: skip

_STATE = (
    "_net", "_panels", "_theta", "_start", "_axes", "_span", "_data", "_held_out", "_run",
    "_reference", "_moment", "_settings", "_line", "_example", "_log_height", "_show_hidden",
    "_turn",
)  # fmt: skip


class Lab(anywidget.AnyWidget):
    """A live laboratory for one network and its data: linked panels, moved by hand.

    - `panels`: any of "surface", "map", "split", "network", "prediction", "error", "controls";
      by default all that can show this network;
    - `axes`: the names of the two parameters over which the error surface is drawn, by default
      ("w5", "w6") if the network has them, else its first two; `span`: their values, (low, high)
      for both or a pair of such;
    - `history`: a training run to be shown and replayed; `reference`: an earlier run beside it;
      `held_out`: data whose error is drawn beside that of the training data;
    - `line`: along what the split errors are drawn: the "first" or "second" axis, the "gradient",
      from the "start" of training to here, or a mapping of names to steps;
    - `rate`, `anneal`, `epochs`, `batch`: of training in the laboratory, as `annlab.train` has
      them; by default those of the history, else 0.5, 1, 100 and 1;
    - `kind`, `seed`: of new starts, `net.initialise(kind, rng=numpy.random.RandomState(seed))`;
    - `log_height`: heights on a logarithmic scale; `show_hidden`: what each hidden unit
      contributes, drawn into the prediction;
    - `view`: from where the surface is seen at first, elevation and azimuth in degrees.

    `theta`, `axes`, `data`, `history`, `moment` and `line` can be read and set at any time: what a
    hand does in the browser is read in the next cell, what a cell sets is seen at once.

    Training, errors and gradients are computed in the browser, so that they follow the hand
    however far away the kernel is, and so that an exported page stays alive without one.
    Raises TypeError or ValueError for arguments that are not as described, for more than 2,000
    parameters or 2,000 examples, and for a prediction of more than 2 inputs or 4 outputs.
    """

    _esm = STATIC / "lab.js"
    _css = STATIC / "lab.css"
    _net = traitlets.Any().tag(sync=True)
    _panels = traitlets.Any().tag(sync=True)
    _theta = traitlets.Any().tag(sync=True)
    _start = traitlets.Any().tag(sync=True)
    _axes = traitlets.Any().tag(sync=True)
    _span = traitlets.Any().tag(sync=True)
    _data = traitlets.Any().tag(sync=True)
    _held_out = traitlets.Any().tag(sync=True)
    _run = traitlets.Any().tag(sync=True)
    _reference = traitlets.Any().tag(sync=True)
    _moment = traitlets.Any().tag(sync=True)
    _settings = traitlets.Any().tag(sync=True)
    _line = traitlets.Any().tag(sync=True)
    _example = traitlets.Int().tag(sync=True)
    _log_height = traitlets.Bool().tag(sync=True)
    _show_hidden = traitlets.Bool().tag(sync=True)
    _turn = traitlets.Any().tag(sync=True)
    _fault = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        net: Network,
        data: Dataset,
        *,
        panels: Sequence[str] | None = None,
        axes: Sequence[str] | None = None,
        history: History | None = None,
        reference: History | None = None,
        held_out: Dataset | None = None,
        span: ArrayLike = (-10.0, 10.0),
        line: str | Mapping[str, float] = "first",
        rate: float | None = None,
        anneal: float | None = None,
        epochs: int | None = None,
        batch: int | None = 1,
        kind: str = "uniform",
        seed: int = 123,
        example: int = 0,
        log_height: bool = False,
        show_hidden: bool = False,
        view: Sequence[float] = (32, -58),
    ) -> None:
        net = self._model = limits.network(one_network(net))
        self._seen: tuple[Any, History] | None = None
        self._asked: list[tuple[Callable[[Lab], object], frozenset[str]]] = []
        if axes is None:
            axes = ("w5", "w6") if {"w5", "w6"} <= {*net.names} else net.names[:2]
        history = limits.run(net, "history", history)
        super().__init__(
            _net=wire.pack_network(net),
            _panels=limits.panels(net, panels),
            _theta=wire.pack(net.theta),
            _start=wire.pack(net.theta),
            _axes=limits.axes(net, axes),
            _span=surfaces.spans(span).tolist(),
            _data=wire.pack_data(limits.data(net, "data", data)),
            _held_out=wire.pack_data(
                None if held_out is None else limits.data(net, "held_out", held_out)
            ),
            _run=None,
            _reference=wire.pack_run(limits.run(net, "reference", reference)),
            _moment=None,
            _settings=limits.settings(
                history, rate=rate, anneal=anneal, epochs=epochs, batch=batch, kind=kind, seed=seed
            ),
            _line=limits.line(net, line),
            _example=_checks.index("example", example, len(data)),
            _log_height=limits.truth("log_height", log_height),
            _show_hidden=limits.truth("show_hidden", show_hidden),
            _turn=limits.turn(view),
        )
        if history is not None:
            self.history = history

    # -- what it holds -------------------------------------------------------------------------

    @property
    def theta(self) -> Array:
        """θ as it is shown, shape (P,): a copy. Set it to move the network there."""
        return wire.unpack(self._theta)

    @theta.setter
    def theta(self, theta: ArrayLike) -> None:
        self._move(self._model.at(theta))

    @property
    def net(self) -> Network:
        """The network at the θ that is shown: a copy. Set it to move there, by a network's θ."""
        return self._model.at(self.theta)

    @net.setter
    def net(self, net: Network) -> None:
        if one_network(net).sizes != self._model.sizes:
            raise ValueError(f"net must have the sizes {self._model.sizes}, not {net.sizes}")
        self._move(net)

    def _move(self, net: Network) -> None:
        if net.shape:
            raise ValueError(
                f"theta must have shape ({len(net.names)},), not {net.theta.shape}: the laboratory "
                f"shows one network"
            )
        with self.hold_sync():
            self._theta, self._moment = wire.pack(net.theta), None

    @property
    def start(self) -> Array:
        """θ where training begins, shape (P,): a copy."""
        return wire.unpack(self._start)

    @property
    def axes(self) -> tuple[str, str]:
        """The names of the two parameters over which the error surface is drawn."""
        first, second = self._axes
        return first, second

    @axes.setter
    def axes(self, axes: Sequence[str]) -> None:
        self._axes = limits.axes(self._model, axes)

    @property
    def span(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The values of the two axes, (low, high) of each."""
        (a, b), (c, d) = self._span
        return (a, b), (c, d)

    @span.setter
    def span(self, span: ArrayLike) -> None:
        self._span = surfaces.spans(span).tolist()

    @property
    def data(self) -> Dataset:
        """The examples that are shown and trained on, with the points drawn by hand."""
        return wire.unpack_data(self._data)

    @data.setter
    def data(self, data: Dataset) -> None:
        self._data = wire.pack_data(limits.data(self._model, "data", data))

    @property
    def held_out(self) -> Dataset | None:
        """Data that training does not see, if there are any."""
        return None if self._held_out is None else wire.unpack_data(self._held_out)

    @property
    def history(self) -> History | None:
        """The training run that is shown, wherever it was trained; None before the first."""
        if self._run is None:
            return None
        if self._seen is None or self._seen[0] is not self._run:
            self._seen = self._run, wire.unpack_run(self._run, self._model, self.data)
        return self._seen[1]

    @history.setter
    def history(self, history: History | None) -> None:
        run = wire.pack_run(limits.run(self._model, "history", history))
        with self.hold_sync():
            if history is None or run is None:
                self._run, self._moment = None, None
                return
            self._seen = run, history
            self._run = run
            self._data = wire.pack_data(limits.data(self._model, "data of history", history.data))
            self._start = wire.pack(history.theta[0])
            self._theta = wire.pack(history.theta[-1])
            self._moment = len(history)

    @property
    def reference(self) -> History | None:
        """An earlier run, drawn beside the one that is shown."""
        sent = self._reference
        return None if sent is None else wire.unpack_run(sent, self._model, self.data)

    @reference.setter
    def reference(self, history: History | None) -> None:
        self._reference = wire.pack_run(limits.run(self._model, "reference", history))

    @property
    def moment(self) -> int | None:
        """The pass of the history whose θ is shown; None once θ was set by hand."""
        moment: int | None = self._moment
        return moment

    @moment.setter
    def moment(self, moment: int) -> None:
        history = self.history
        if history is None:
            raise ValueError(f"moment must wait for a history, not be {moment!r} without one")
        moment = _checks.index("moment", moment, len(history.theta), negative=True)
        with self.hold_sync():
            self._moment = moment % len(history.theta)
            self._theta = wire.pack(history.theta[moment])

    @property
    def settings(self) -> dict[str, Any]:
        """Of training in the laboratory: rate, anneal, epochs, batch, and kind, seed of starts."""
        held = dict(self._settings)
        batch = held["batch"] or None
        return {
            "rate": held["rate"], "anneal": held["anneal"], "epochs": held["passes"],
            "batch": batch, "kind": held["kind"], "seed": held["seed"],
        }  # fmt: skip

    @property
    def line(self) -> str | dict[str, float]:
        """Along what the split errors are drawn."""
        line: str | dict[str, float] = self._line
        return line

    @line.setter
    def line(self, line: str | Mapping[str, float]) -> None:
        self._line = limits.line(self._model, line)

    @property
    def panels(self) -> tuple[str, ...]:
        """The names of the panels."""
        return tuple(self._panels)

    @property
    def log_height(self) -> bool:
        """Are heights on a logarithmic scale?"""
        return bool(self._log_height)

    @property
    def view(self) -> tuple[float, float]:
        """From where the surface is seen at first: elevation and azimuth in degrees."""
        return self._turn["elevation"], self._turn["azimuth"]

    @property
    def show_hidden(self) -> bool:
        """Is drawn what each hidden unit contributes?"""
        return bool(self._show_hidden)

    # -- what it does --------------------------------------------------------------------------

    def on_change(self, callback: Callable[[Lab], object], *names: str) -> None:
        """Call `callback(lab)` when one of the named things changes, here or in the browser.

        Names are those of the properties: "theta", "axes", "data", "history", "moment", …; none
        means any. What the callback raises is shown in the laboratory.
        Raises ValueError for an unknown name.
        """
        if not callable(callback):
            raise TypeError(f"callback must be a function, not {callback!r}")
        for name in names:
            _checks.known("names", name, {public: public for public in _PUBLIC.values()})
        self._asked.append((callback, frozenset(names)))

    @traitlets.observe(*_PUBLIC)
    def _tell(self, change: Any) -> None:
        name = _PUBLIC[change["name"]]
        for callback, names in getattr(self, "_asked", ()):
            if not names or name in names:
                try:
                    callback(self)
                except Exception as error:  # a learner's function may raise anything
                    self._fault = f"{type(error).__name__} in a callback: {error}"

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take over what the browser has changed; what goes wrong is shown there too."""
        try:
            super().set_state(sync_data)
        except Exception as error:
            self._fault = f"{type(error).__name__} in Python: {error}"
            raise

    def show_code(self) -> None:
        """Print Python that rebuilds exactly the state on screen."""
        print(code.code(self))

    def __repr__(self) -> str:
        return still.words(self)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        alternative = still.words(self)
        return (
            {
                **data,
                "image/png": still.png(self),
                "text/plain": alternative,
                STATE: wire.to_json({name: getattr(self, name) for name in _STATE}),
            },
            {**metadata, "image/png": {"alt": alternative}},
        )
