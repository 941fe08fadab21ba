"""What a laboratory shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annlab._checks import Array
from annlab.datasets import Dataset
from annlab.network import Network
from annlab.training import History


@dataclass(frozen=True)
class Snapshot:
    """The fields of a laboratory, read once; each is what `Lab` says of it."""

    net: Network
    data: Dataset
    held_out: Dataset | None
    axes: tuple[str, str]
    span: tuple[tuple[float, float], tuple[float, float]]
    history: History | None
    reference: History | None
    moment: int | None
    """As in the laboratory, but None for a pass of a run that the browser has not sent yet."""
    start: Array
    settings: dict[str, Any]
    line: str | dict[str, float]
    log_height: bool
    show_hidden: bool
    view: tuple[float, float]
    panels: tuple[str, ...]

    @property
    def planar(self) -> bool:
        """Whether a panel shows the error along the two axes."""
        return any(name in self.panels for name in ("surface", "map", "split"))

    @property
    def values(self) -> list[float]:
        """The values of the two parameters of the axes."""
        return [float(self.net[name]) for name in self.axes]
