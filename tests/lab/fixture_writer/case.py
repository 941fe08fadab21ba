"""A network with some examples, and how a fixture describes both."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annlab import Dataset, Network

Array = NDArray[np.float64]
Fixture = dict[str, Any]


class Case(NamedTuple):
    """A network and some examples for it."""

    net: Network
    data: Dataset

    def describe(self, names: bool = False) -> Fixture:
        """Everything that the browser half needs to rebuild both."""
        net, data = self
        shape = {
            "sizes": list(net.sizes),
            "activations": [g.name for g in net.activations],
            "error": net.error_function.name,
            "names": list(net.names) if names else [],
        }
        # Lists, not arrays: of what goes in, every digit is kept.
        x, t = data.x.ravel().tolist(), data.t.ravel().tolist()
        examples = {"x": x, "t": t, "n": len(data), "name": data.name}
        return {"net": shape, "theta": net.theta.tolist(), "data": examples}


def short(values: ArrayLike) -> Array:
    """The same numbers rounded to four digits."""
    rounded = [float(f"{value:.4g}") for value in np.ravel(values)]
    return np.reshape(rounded, np.shape(values))
