"""Fields: what a widget holds, each readable in a cell and shared with the browser half.

A field is declared once, in the class of its widget. From that declaration follow the trait, the
attribute with its documentation, the name and the form on the wire, the check of what a cell or a
browser sets, and the saved state of a page without a kernel.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, Protocol, TypeVar

import numpy as np
import traitlets

from annlab.network import Network

Get = TypeVar("Get")
Set = TypeVar("Set")


class HasNetwork(Protocol):
    """A widget as far as its fields need to know it."""

    _model: Network


def _unchanged(value: Any) -> Any:
    return value


def _as_sent(argument: str, sent: Any) -> Any:
    return sent


class Field(traitlets.TraitType[Get, Set]):
    """One thing that a widget holds. Its name is that of the attribute and that on the wire.

    - `check(net, argument, value)`: the value as it is held, or TypeError or ValueError;
    - `pack(value)`: what is sent to the browser; `unpack(argument, sent)`: what the browser has
      sent, in a form that `check` takes;
    - `settable`: whether a cell may set it; `from_browser`: whether the browser may;
    - `help`: what it is, as `help` of the widget prints it.
    """

    def __init__(
        self,
        check: Callable[[Network, str, Any], Get],
        *,
        pack: Callable[[Any], Any] = _unchanged,
        unpack: Callable[[str, Any], Any] = _as_sent,
        settable: bool = False,
        from_browser: bool = True,
        help: str,
    ) -> None:
        super().__init__(read_only=not settable, help=help)
        self.check, self.pack, self.unpack = check, pack, unpack
        self.from_browser = from_browser
        self.tag(sync=True, to_json=lambda value, _: pack(value), from_json=self.read)

    def read(self, sent: Any, widget: HasNetwork) -> Get:
        """What the browser has sent, checked; TypeError or ValueError for what is wrong."""
        assert self.name is not None
        if not self.from_browser:
            raise ValueError(f"{self.name} must not be changed in the browser")
        return self.check(widget._model, self.name, self.unpacked(sent, widget))

    def unpacked(self, sent: Any, widget: HasNetwork) -> Any:
        """What the browser has sent, in a form that `check` takes."""
        assert self.name is not None
        return self.unpack(self.name, sent)

    def get(self, obj: Any, cls: type[Any] | None = None) -> Get | None:
        """What is held: a copy of what could be changed in place."""
        value = super().get(obj, cls)
        return copy(value) if isinstance(value, np.ndarray | dict) else value

    def __set__(self, obj: Any, value: Set) -> None:
        """Set it from a cell, with what follows from it."""
        assert self.name is not None
        if self.read_only:
            raise AttributeError(f"{self.name} of a {type(obj).__name__} cannot be set")
        obj._set(self.name, value)

    def set(self, obj: Any, value: Any) -> None:
        """Hold a checked value; observers are told if the browser would be sent something else."""
        assert self.name is not None
        held = obj._trait_values
        if self.name in held and self.pack(held[self.name]) == self.pack(value):
            held[self.name] = value
        else:
            super().set(obj, value)
