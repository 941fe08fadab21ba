"""FieldWidget: what every widget made of fields does, whatever a cell or a browser sends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from annlab import _checks
from annlab.lab import limits, wire
from annlab.lab.fields import Field
from annlab.network import Network

STATIC = Path(__file__).parent / "static"
"""The browser half, bundled from browser/ by `npm run build`: a script and a style per widget."""

STATE = "application/vnd.annlab.lab+json"
"""The type under which an output carries the state, for pages that are alive without a kernel."""


class FieldWidget(anywidget.AnyWidget):
    """A widget made of fields, about one network: what Lab and Stepper have in common."""

    _kind: ClassVar[str]
    _fields: ClassVar[dict[str, Field[Any, Any]]] = {}
    """All fields by name, in the order in which they are declared."""

    _net = traitlets.Dict().tag(sync=True)
    _fault = traitlets.Unicode().tag(sync=True)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = {name: field for name, field in vars(cls).items() if isinstance(field, Field)}
        cls._fields = cls._fields | own

    def __init__(self, net: Network, **values: Any) -> None:
        """Hold the values of all fields, as checked."""
        self._model = limits.known_functions(net)
        for name, value in values.items():
            self.set_trait(name, value)
        super().__init__(_net=wire.pack_network(net))

    def _picture(self) -> bytes:
        """A PNG of what is shown, for pages where nothing can move."""
        raise NotImplementedError

    # -- changes -------------------------------------------------------------------------------

    def _set(self, name: str, value: Any) -> None:
        """Change a field from a cell: checked, in one message to the browser."""
        changes = self._with_consequences(name, value)
        with self.hold_sync(), self.hold_trait_notifications():
            for changed, to in changes.items():
                self.set_trait(changed, to)

    def _with_consequences(self, name: str, value: Any) -> dict[str, Any]:
        """The checked value of a field that a cell sets, and the fields that change with it."""
        return {name: self._fields[name].check(self._model, name, value)}

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take over what the browser has changed: a whole message or, if a part is wrong, nothing.

        A refusal is shown in the browser, which is sent the values that Python holds, so that both
        agree again. What else goes wrong is shown there too.
        """
        self._fault = ""  # the browser hears of changes only, and the same may go wrong again
        try:
            for name, sent in self._in_order(sync_data).items():
                self._fields[name].read(sent, self)
        except Exception as error:  # nothing that a browser sends may break the kernel's state
            self._refuse(sync_data, error)
            return
        try:
            super().set_state(self._in_order(sync_data))
        except Exception as error:
            self._fault = f"{type(error).__name__} in Python: {error}"
            raise

    def _in_order(self, sent: dict[str, Any]) -> dict[str, Any]:
        """A message in the order of the fields; TypeError or ValueError for what is none."""
        _checks.instance("message", sent, dict)
        if unknown := sent.keys() - self._fields.keys():
            raise ValueError(f"{', '.join(sorted(map(str, unknown)))} must not be sent")
        return {name: sent[name] for name in self._fields if name in sent}

    def _refuse(self, sent: dict[str, Any], error: Exception) -> None:
        self._fault = f"Python has refused a change: {error}"
        self.log.warning("%s refused a message from the browser: %s", type(self).__name__, error)
        self.send_state([name for name in self.keys if isinstance(sent, dict) and name in sent])

    # -- what a cell shows ---------------------------------------------------------------------

    def _state(self) -> dict[str, Any]:
        """The state as JSON, for a page without a kernel."""
        fields = {name: field.pack(getattr(self, name)) for name, field in self._fields.items()}
        state: dict[str, Any] = wire.to_json({"_widget": self._kind, "_net": self._net, **fields})
        return state

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        words = repr(self)
        return (
            {**data, "image/png": self._picture(), "text/plain": words, STATE: self._state()},
            {**metadata, "image/png": {"alt": words}},
        )
