"""The network: one function of its parameters θ and its inputs x, and the gradient of its error."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from annlab import _checks, _outputs, _parameters, _starts, activations, errors
from annlab._checks import Array
from annlab.activations import Activation
from annlab.datasets import Dataset
from annlab.errors import ErrorFunction
from annlab.propagation import Backward, Forward


class Network:
    """A fully connected feed-forward network.

    `sizes` are the numbers of inputs, hidden units (layer by layer) and outputs. `hidden` names the
    activation function of the hidden layers, one for all or a sequence of them, and `output` that
    of the last layer. `error` is what training minimises: "squared", E = ½ Σ (a − t)², or
    "cross-entropy". `names` renames the parameters, in the order of θ.

    θ is one flat vector of P numbers. Each layer has a part of it, read as a matrix of inputs + 1
    rows and one column per unit: the weights W, and the biases b as the last row (the weights of
    an input that is always 1). By default W1[2,3] is the weight of layer 1 from input 2 to unit 3,
    and b1[3] the bias of that unit.

    θ may have leading axes: with θ of shape (..., P) one object is many networks, and everything
    it computes has the same leading axes. A new network has θ = 0; see `initialise` and `at`.

    Raises TypeError for sizes that are not whole numbers; ValueError for fewer than two sizes, a
    size below 1, an unknown name of a function, an error that does not go with the output, or
    names that are not P different strings.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        hidden: str | Activation | Sequence[str | Activation] = "logistic",
        output: str | Activation = "logistic",
        error: str | ErrorFunction = "squared",
        names: Sequence[str] | None = None,
    ) -> None:
        self.sizes = tuple(
            _checks.whole(f"sizes[{i}]", size, at_least=1)
            for i, size in enumerate(_checks.items("sizes", sizes, "whole numbers"))
        )
        if len(self.sizes) < 2:
            raise ValueError(f"sizes must hold at least inputs and outputs, not {sizes!r}")
        if isinstance(hidden, (str, Activation)):
            hidden = [hidden] * (self.layers - 1)
        hidden = _checks.items("hidden", hidden, "names of activation functions")
        if len(hidden) != self.layers - 1:
            raise ValueError(
                f"hidden must name 1 or {self.layers - 1} activation functions, not {len(hidden)}"
            )
        self.activations = (
            *(activations.get(g, "hidden") for g in hidden),
            activations.get(output, "output"),
        )
        if activations.softmax in self.activations[:-1]:
            raise ValueError("hidden must not be 'softmax': it belongs to the output layer")
        self.error_function = errors.get(error)
        self.error_function.check(self.activations[-1])
        self.names = self._names(names)
        self._theta = np.zeros(len(self.names))

    @classmethod
    def xor(cls) -> Self:
        """The hand-coded network of the lesson on XOR, with its initial values.

        ŷ1 = g(b2 + w3 x1 + w4 x2), ŷ2 = g(b3 + w5 x1 + w6 x2), out = g(b1 + w1 ŷ1 + w2 ŷ2), with
        logistic g; `net["w5"]` reads and sets one of its nine parameters.
        """
        net = cls([2, 2, 1], names=["w3", "w5", "w4", "w6", "b2", "b3", "w1", "w2", "b1"])
        start = {"w1": 0.1, "w2": 0.2, "b1": 0.1, "w3": -0.2, "w4": 0.2, "b2": -0.1}
        start |= {"w5": -0.3, "w6": -0.25, "b3": 0.2}
        return net.at(start)

    # -- shape ---------------------------------------------------------------------------------

    @property
    def layers(self) -> int:
        """The number of layers with weights, so that the input does not count."""
        return len(self.sizes) - 1

    @property
    def shape(self) -> tuple[int, ...]:
        """The leading axes of θ: () for one network, (n,) for n of them."""
        return self._theta.shape[:-1]

    def _names(self, names: Sequence[str] | None) -> tuple[str, ...]:
        default = _parameters.default_names(self.sizes)
        if names is None:
            return tuple(default)
        names = _checks.items("names", names, "strings")
        different = set(names) if all(isinstance(name, str) for name in names) else ()
        if not len(names) == len(different) == len(default):
            raise ValueError(f"names must be {len(default)} different strings, not {names!r}")
        return tuple(names)

    def index(self, name: str) -> int:
        """The place of a parameter in θ; the ValueError for an unknown name lists the names."""
        return _checks.known("parameter", name, {n: i for i, n in enumerate(self.names)})

    def place(self, layer: int, source: int, unit: int) -> int:
        """The place in θ of a weight of layer 1, 2, …, from a source to a unit, both from 0.

        The source after the last input is that of the bias. Raises ValueError if there is none.
        """
        return _parameters.place(self.sizes, layer, source, unit)

    def __repr__(self) -> str:
        units = "-".join(map(str, self.sizes))
        functions = ", ".join(g.name for g in self.activations)
        many = f", {' × '.join(map(str, self.shape))} networks" if self.shape else ""
        return f"<Network {units} ({functions}; {self.error_function.name}){many}>"

    # -- parameters ----------------------------------------------------------------------------

    @property
    def theta(self) -> Array:
        """All parameters, shape (..., P). Changing this array changes the network."""
        return self._theta

    @theta.setter
    def theta(self, theta: ArrayLike) -> None:
        self._theta = self._checked(theta)

    def _checked(self, theta: ArrayLike) -> Array:
        theta = _checks.array("theta", theta)
        if theta.ndim == 0 or theta.shape[-1] != len(self.names):
            raise ValueError(
                f"theta must have shape (..., {len(self.names)}) for sizes {self.sizes}, "
                f"not {theta.shape}"
            )
        return theta

    def _blocks(self, theta: Array) -> Iterator[Array]:
        return _parameters.blocks(theta, self.sizes)

    @property
    def weights(self) -> tuple[Array, ...]:
        """The weights W of each layer, (..., inputs, units): views of θ."""
        return tuple(block[..., :-1, :] for block in self._blocks(self._theta))

    @property
    def biases(self) -> tuple[Array, ...]:
        """The biases b of each layer, (..., units): views of θ."""
        return tuple(block[..., -1, :] for block in self._blocks(self._theta))

    def __getitem__(self, name: str) -> Array:
        """The parameter of that name, with the shape of θ's leading axes."""
        return self._theta[..., self.index(name)]

    def __setitem__(self, name: str, value: ArrayLike) -> None:
        place, values = self.index(name), _checks.array(name, value)
        try:
            self._theta[..., place] = values
        except ValueError:
            raise ValueError(
                f"{name} must have shape {self.shape}, that of the network, not {values.shape}"
            ) from None

    def at(self, theta: ArrayLike | Mapping[str, ArrayLike]) -> Self:
        """The same network at another point in parameter space.

        `theta` is an array (..., P), which is copied, or a mapping of names to values, which may
        be arrays that broadcast against each other; parameters it does not name keep their values.
        Raises TypeError or ValueError unless it is a finite array of that shape.
        """
        if isinstance(theta, Mapping):
            values = {name: _checks.array(name, value) for name, value in theta.items()}
            places = {name: self.index(name) for name in values}
            try:
                shape = np.broadcast_shapes(self.shape, *(v.shape for v in values.values()))
            except ValueError:
                shapes = ", ".join(str(value.shape) for value in values.values())
                raise ValueError(
                    f"{', '.join(values)} must have shapes that broadcast with the network's "
                    f"{self.shape}, not {shapes}"
                ) from None
            theta = np.broadcast_to(self._theta, (*shape, len(self.names))).copy()
            for name, value in values.items():
                theta[..., places[name]] = value
        new = copy.copy(self)
        new._theta = self._checked(theta)
        return new

    def initialise(
        self, kind: str, *, rng: _checks.Rng | None = None, scale: float | None = None
    ) -> Self:
        """The same network with new initial parameters; this one is not changed.

        - "uniform": weights and biases uniform in (−scale, scale), scale ½ by default;
        - "gaussian": weights and biases normal with standard deviation scale, by default 0.05;
        - "glorot": weights uniform in (−r, r) with r = scale √(6 / (inputs + units)), scale 1 by
          default, biases 0 (Glorot & Bengio 2010, equation 16);
        - "zeros".

        `rng` is drawn from layer by layer, all weights before all biases; only "zeros" needs none.
        With leading axes of θ, each network gets its own parameters. Raises ValueError for an
        unknown kind or a scale that is not above 0, TypeError for a missing rng.
        """
        start = _checks.known("kind", kind, _starts.ALL)
        scale = start.scale if scale is None else _checks.number("scale", scale, above=0)
        if kind == "zeros":
            return self.at(np.zeros_like(self._theta))
        rng = _checks.generator(rng)
        new = self.at(self._theta)
        for w in new.weights:
            w[...] = start.weights(rng, w.shape, scale)
        for b in new.biases:
            b[...] = start.biases(rng, b.shape, scale)
        return new

    # -- outputs, error, gradient ----------------------------------------------------------------

    def forward(self, x: ArrayLike) -> Forward:
        """All pre-activations and activations for inputs x of shape (n, inputs).

        Z = A W + b and A = g(Z), layer by layer. A layer whose parameters and inputs do not vary
        along a leading axis of θ is computed once and repeated as a read-only view.
        Raises TypeError or ValueError unless x is a finite array of that shape.
        """
        return self._forward(self._inputs(x))

    def predict(self, x: ArrayLike) -> Array:
        """The output for inputs x of shape (n, inputs): (..., n, outputs)."""
        g = self.activations[-1].function
        return self._evaluate(self._inputs(x), lambda z, rows: g(z))

    def error(self, data: Dataset | ArrayLike, t: ArrayLike | None = None) -> Array:
        """The error E, summed over outputs and examples, shape (...).

        The argument is a data set, or x of shape (n, inputs) and t of shape (n, outputs).
        """
        return self._error(*self._examples(data, t), total=True)

    def error_per_example(self, data: Dataset | ArrayLike, t: ArrayLike | None = None) -> Array:
        """The error of each example, shape (..., n)."""
        return self._error(*self._examples(data, t))

    def _error(self, x: Array, t: Array, *, total: bool = False) -> Array:
        g, error = self.activations[-1], self.error_function.value
        return self._evaluate(x, lambda z, rows: error(g, z, t[rows]), total=total)

    def _evaluate(
        self, x: Array, result: Callable[[Array, slice], Array], *, total: bool = False
    ) -> Array:
        hidden = [g.function for g in self.activations[:-1]]
        return _outputs.evaluate(self._theta, self.sizes, hidden, x, result, total=total)

    def backward(self, data: Dataset | ArrayLike, t: ArrayLike | None = None) -> Backward:
        """A forward pass, then δ = ∂E/∂z of every unit, from the last layer to the first.

        The last layer's δ comes from the error function: (a − t) g'(z) for the squared error.
        For the others δ_j = g'(z_j) Σ_k δ_k w_jk, here for all examples at once:
        ∂E/∂A = Δ Wᵀ, Δ = g'(Z) ∘ ∂E/∂A (Rumelhart, Hinton & Williams 1986).
        """
        return self._backward(*self._examples(data, t))

    def gradient(self, data: Dataset | ArrayLike, t: ArrayLike | None = None) -> Array:
        """∂E/∂θ, shape (..., P)."""
        return self.backward(data, t).gradient

    def _forward(self, x: Array) -> Forward:
        z: list[Array] = []
        a = [x]
        blocks = self._blocks(self._theta)
        with np.errstate(all="ignore"):
            for block, g in zip(
                map(_outputs.without_constant_axes, blocks), self.activations, strict=True
            ):
                z.append(a[-1] @ block[..., :-1, :])
                z[-1] += block[..., -1:, :]
                a.append(g.function(z[-1]))
        return Forward(self._repeated(z), [x, *self._repeated(a[1:])])

    def _backward(self, x: Array, t: Array) -> Backward:
        forward = self._forward(x)
        with np.errstate(all="ignore"):
            delta = [self.error_function.delta(self.activations[-1], forward.a[-1], t)]
            for layer in range(self.layers - 1, 0, -1):
                upstream = delta[0] @ np.swapaxes(self.weights[layer], -1, -2)
                delta.insert(0, self.activations[layer - 1].pull_back(forward.a[layer], upstream))
            W1 = self.weights[0].copy()  # θ may be moved in place before dx is read
            return Backward(forward.z, forward.a, self._repeated(delta), W1)

    def _repeated(self, arrays: list[Array]) -> list[Array]:
        """Views with all leading axes of θ, of layers computed once along some of them."""
        return [np.broadcast_to(array, self.shape + array.shape[-2:]) for array in arrays]

    # -- checks --------------------------------------------------------------------------------

    def _inputs(self, x: ArrayLike) -> Array:
        return _checks.table("x", x, columns=self.sizes[0])

    def _examples(self, data: Dataset | ArrayLike, t: ArrayLike | None) -> tuple[Array, Array]:
        if not isinstance(data, Dataset):
            if t is None:
                raise TypeError(
                    f"data must be a Dataset, or x followed by t, not {type(data).__name__}"
                )
            x, t = self._inputs(data), self._targets(t)
            _checks.same_length(x, t)
            return x, t
        if t is not None:
            raise TypeError("t must not be given with a data set, which has its own targets")
        if (data.x.shape[1], data.t.shape[1]) == (self.sizes[0], self.sizes[-1]):
            return data.x, data.t  # a data set has checked the rest
        return self._inputs(data.x), self._targets(data.t)  # one of them raises

    def _targets(self, t: ArrayLike) -> Array:
        return _checks.table("t", t, columns=self.sizes[-1])


def one_network(net: object) -> Network:
    """The network if it is a single one; TypeError for anything else, ValueError for many."""
    net = _checks.instance("net", net, Network)
    if net.shape:
        raise ValueError(f"net must be one network, not {net.shape} of them; take one with net.at")
    return net
