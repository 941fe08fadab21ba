"""The Python half of the laboratory: what it holds is readable and settable from the next cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from numpy.typing import ArrayLike

from annlab import _checks
from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.lab import code, limits, still, wire
from annlab.lab.field_widget import STATE as STATE
from annlab.lab.field_widget import STATIC as STATIC
from annlab.lab.field_widget import FieldWidget
from annlab.lab.fields import Field
from annlab.lab.snapshot import Snapshot
from annlab.network import Network, one_network
from annlab.training import History


class _DataField(Field[Dataset, Dataset]):
    """Data: the browser does not know the shape of their pictures."""

    def unpacked(self, sent: Any, widget: Any) -> Dataset:
        """The data, of the shape of those that are held unless the number of inputs changes."""
        assert self.name is not None
        data, held = wire.unpack_data(self.name, sent), widget.data
        same = data.x.shape[1] == held.x.shape[1]
        return dataclasses.replace(data, shape=held.shape if same else None)


class _HistoryField(Field[History | None, History | None]):
    """A training run: the browser sends its numbers, not the data that it was trained on."""

    def unpacked(self, sent: Any, widget: Any) -> History | None:
        """The run that is held if the same is sent, else a run on the data that are held."""
        assert self.name is not None
        held = getattr(widget, self.name)
        if sent == wire.pack_history(held):
            return held
        return wire.unpack_history(self.name, sent, widget._model, widget.data)


class Lab(FieldWidget):
    """A live laboratory for one network and its data: linked panels, moved by hand.

    - `panels`: any of "surface", "map", "split", "network", "prediction", "error", "controls";
      by default all that can show this network;
    - `axes`: the names of the two parameters over which the error surface is drawn, by default
      ("w5", "w6") if the network has them, else its first two; `span`: their values, (low, high)
      for both or a pair of such;
    - `history`: a training run to be shown and replayed; `reference`: an earlier run beside it;
      `held_out`: data whose error is drawn beside that of the training data;
    - `line`: the line along which the errors are split: the "first" or "second" axis, the
      "gradient", from the "start" of training to here, or a mapping of names to steps;
    - `rate`, `anneal`, `epochs`, `batch`: how the laboratory trains, as in `annlab.train`; by
      default as in the history, else 0.5, 1, 100 and 1;
    - `kind`, `seed`: how new starts are drawn, by
      `net.initialise(kind, rng=numpy.random.RandomState(seed))`;
    - `log_height`: whether heights are on a logarithmic scale; `show_hidden`: whether the
      prediction shows what each hidden unit contributes;
    - `view`: the direction from which the surface is seen at first, elevation and azimuth in
      degrees.

    `theta`, `net`, `axes`, `span`, `data`, `history`, `reference`, `moment` and `line` can be read
    and set at any time: what a hand does in the browser is read in the next cell, and what a cell
    sets is shown at once. The other attributes can only be read.

    Training, errors and gradients are computed in the browser, so that they follow the hand
    however far away the kernel is, and so that an exported page stays alive without one.
    Raises TypeError or ValueError for arguments that are not as described, for more than 2,000
    parameters or 2,000 examples, and for a prediction of more than 2 inputs or 4 outputs.
    """

    _kind = "lab"
    _esm = STATIC / "lab.js"
    _css = STATIC / "lab.css"

    # Data come before the histories that belong to them: a message is read in this order.
    panels = Field[tuple[str, ...], Any](
        limits.panels, pack=list, from_browser=False, help="The names of the panels."
    )
    theta = Field[Array, ArrayLike | Mapping[str, float]](
        limits.theta,
        pack=wire.pack,
        unpack=wire.unpack,
        settable=True,
        help="θ as it is shown, shape (P,): a copy. Set it, or some parameters by name in a "
        "mapping, to move the network there.",
    )
    start = Field[Array, Any](
        limits.theta,
        pack=wire.pack,
        unpack=wire.unpack,
        help="θ where training begins, shape (P,): a copy.",
    )
    axes = Field[tuple[str, str], Sequence[str]](
        limits.axes,
        pack=list,
        settable=True,
        help="The names of the two parameters over which the error surface is drawn.",
    )
    span = Field[limits.Span, ArrayLike](
        limits.span,
        pack=lambda span: [list(ends) for ends in span],
        settable=True,
        help="The values of the two axes, (low, high) of each.",
    )
    data = _DataField(
        limits.data,
        pack=wire.pack_data,
        settable=True,
        help="The examples that are shown and trained on, with the points drawn by hand.",
    )
    held_out = Field[Dataset | None, Any](
        limits.data_or_none,
        pack=wire.pack_data,
        from_browser=False,
        help="Data that training does not see, if there are any.",
    )
    history = _HistoryField(
        limits.history,
        pack=wire.pack_history,
        settable=True,
        help="The training run that is shown, wherever it was trained; None before the first.",
    )
    reference = _HistoryField(
        limits.history,
        pack=wire.pack_history,
        settable=True,
        help="An earlier run, drawn beside the one that is shown.",
    )
    moment = Field[int | None, int](
        limits.moment,
        settable=True,
        help="The pass of the history whose θ is shown; None once θ was set by hand.",
    )
    settings = Field[dict[str, Any], Any](
        limits.settings,
        help="How the laboratory trains: rate, anneal, epochs and batch; kind and seed of new "
        "starts; live, whether it trains again after a change. A copy.",
    )
    line = Field[str | dict[str, float], str | Mapping[str, float]](
        limits.line, settable=True, help="The line along which the errors are split."
    )
    example = Field[int, Any](
        limits.example, help="The example that the network panel shows, counted from 0."
    )
    log_height = Field[bool, Any](limits.truth, help="Whether heights are on a logarithmic scale.")
    show_hidden = Field[bool, Any](
        limits.truth, help="Whether the prediction shows what each hidden unit contributes."
    )
    view = Field[tuple[float, float], Any](
        limits.view,
        pack=lambda view: {"elevation": view[0], "azimuth": view[1], "zoom": 1.0},
        from_browser=False,
        help="The direction from which the surface is seen at first: elevation and azimuth in "
        "degrees.",
    )

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
        self._callbacks: list[tuple[Callable[[Lab], object], frozenset[str]]] = []
        net = limits.network(one_network(net))
        history = limits.history(net, "history", history)
        given = {
            "panels": panels,
            "theta": net.theta,
            "start": net.theta,
            "axes": limits.first_axes(net) if axes is None else axes,
            "span": span,
            "data": data,
            "held_out": held_out,
            "history": None,
            "reference": reference,
            "moment": None,
            "settings": limits.first_settings(history)
            | {"batch": batch, "kind": kind, "seed": seed, "live": True}
            | _without_none(rate=rate, anneal=anneal, epochs=epochs),
            "line": line,
            "example": example,
            "log_height": log_height,
            "show_hidden": show_hidden,
            "view": view,
        }
        values = {name: self._fields[name].check(net, name, value) for name, value in given.items()}
        _checks.index("example", example, len(data))
        if history is not None:
            values |= _shown(net, history)
        super().__init__(net, **values)
        self.observe(self._tell, list(self._fields))

    @property
    def net(self) -> Network:
        """The network at the θ that is shown: a copy. Set it to move there, by a network's θ."""
        return self._model.at(self.theta)

    @net.setter
    def net(self, net: Network) -> None:
        if one_network(net).sizes != self._model.sizes:
            raise ValueError(f"net must have the sizes {self._model.sizes}, not {net.sizes}")
        self.theta = net.theta

    def _with_consequences(self, name: str, value: Any) -> dict[str, Any]:
        if name == "moment":
            return self._at_moment(value)
        if name == "theta" and isinstance(value, Mapping):
            with wire.naming(name):
                value = self.net.at(value).theta  # what is not named stays as it is shown
        changes = super()._with_consequences(name, value)
        if name == "theta" or (name == "history" and changes["history"] is None):
            changes["moment"] = None
        elif name == "history":
            changes |= _shown(self._model, changes["history"])
        if "data" in changes:
            changes["example"] = min(self.example, len(changes["data"]) - 1)
        return changes

    def _in_order(self, sent: dict[str, Any]) -> dict[str, Any]:
        message = super()._in_order(sent)
        no_history = "history" in message and message["history"] is None
        return {"moment": None} | message if no_history else message

    def _at_moment(self, value: int) -> dict[str, Any]:
        """A moment of the history, counted from the end if negative, and θ there."""
        history = self.history
        if history is None:
            raise ValueError(f"moment must wait for a history, not be {value!r} without one")
        moment = _checks.index("moment", value, len(history.theta), negative=True)
        moment %= len(history.theta)
        return {"moment": moment, "theta": history.theta[moment].copy()}

    # -- what it does --------------------------------------------------------------------------

    def on_change(self, callback: Callable[[Lab], object], *names: str) -> None:
        """Call `callback(lab)` when one of the named things changes, here or in the browser.

        Names are those of the attributes: "theta", "axes", "data", "history", "moment", …; none
        means any. What the callback raises is shown in the laboratory.
        Raises ValueError for an unknown name.
        """
        if not callable(callback):
            raise TypeError(f"callback must be a function, not {callback!r}")
        for name in names:
            _checks.known("names", name, self._fields)
        self._callbacks.append((callback, frozenset(names)))

    def _tell(self, change: Any) -> None:
        """Call the callbacks that asked for the field that has changed."""
        for callback, names in self._callbacks:
            if not names or change["name"] in names:
                try:
                    callback(self)
                except Exception as error:  # a learner's function may raise anything
                    self._fault = f"{type(error).__name__} in a callback: {error}"

    def show_code(self) -> None:
        """Print Python that rebuilds exactly the state on screen."""
        print(code.code(self._snapshot()))

    def __repr__(self) -> str:
        return still.words(self._snapshot())

    def _picture(self) -> bytes:
        return still.png(self._snapshot())

    def _snapshot(self) -> Snapshot:
        names = {field.name for field in dataclasses.fields(Snapshot)}
        values = {name: getattr(self, name) for name in names}
        history, moment = values["history"], values["moment"]
        if moment is not None and (history is None or moment > len(history)):
            values["moment"] = None
        return Snapshot(**values)


def _shown(net: Network, history: History) -> dict[str, Any]:
    """The fields of a laboratory that shows a history at its end."""
    return {
        "data": limits.data(net, "data of history", history.data),
        "start": history.theta[0].copy(),
        "theta": history.theta[-1].copy(),
        "history": history,
        "moment": len(history),
    }


def _without_none(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
