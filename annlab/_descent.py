"""The inner loops of training: a pass over the examples, and the step that uses a gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from annlab import _checks, _parameters
from annlab._checks import Array
from annlab.network import Network

Step = Callable[[Array, Array, Array], None]
"""(θ, gradient, η) → θ moved in place."""


class Pass(Protocol):
    """One pass over the examples x, t in their order, which moves θ in place.

    Returns the running error, shape (...): the error of each example before its step, summed.
    """

    def __call__(self, x: Array, t: Array, rate: Array) -> Array: ...


class OnlinePass:
    """One example at a time: forward, backward, gradient, step; for one network or many at once.

    These are the four steps of back-propagation of `Network.backward`, arranged for speed. At this
    size a NumPy call costs more than its arithmetic, and a call that broadcasts costs three times
    as much as one that does not. Each layer's activations end with a 1, the input of the bias, and
    are copied into an array of the shape of the layer's block. That array is used in the forward
    pass (a w) and again for the gradient (a δ), which is one product for all of θ.

    Inputs are summed in order, the bias last, in plain double precision (NumPy adds in pairs where
    one unit has many inputs). Some published runs are so sensitive that the last bit decides
    (docs/design.md).
    """

    def __init__(self, net: Network, theta: Array, n: int, step: Step) -> None:
        shape = theta.shape[:-1]
        self.theta, self.step = theta, step
        self.output, self.error = net.activations[-1], net.error_function
        self.z = np.empty(
            (*shape, n, net.sizes[-1])
        )  # of the outputs, for each example before its step
        # Both flat, and read as one block (inputs + 1, units) per layer.
        self.all_spread, self.all_delta = np.empty_like(theta), np.empty_like(theta)
        blocks, spread, gradients = (
            list(net._blocks(flat)) for flat in (theta, self.all_spread, self.all_delta)
        )
        with_one = [np.ones((*shape, size + 1)) for size in net.sizes]
        self.a = [layer[..., :-1] for layer in with_one]
        self.delta = [np.empty_like(layer) for layer in self.a[1:]]
        columns = [layer[..., :, None] for layer in with_one[:-1]]
        functions = [g.function for g in net.activations]
        self.forward = list(zip(columns, spread, blocks, self.a[1:], functions, strict=True))
        self.backward = [
            (blocks[i][..., :-1, :], self.delta[i][..., :, None], self.a[i],
             net.activations[i - 1].slope, self.delta[i - 1])
            for i in range(net.layers - 1, 0, -1)
        ]  # fmt: skip
        rows = [delta[..., None, :] for delta in self.delta]
        self.gradients = list(zip(gradients, rows, strict=True))

    def __call__(self, x: Array, t: Array, rate: Array) -> Array:
        multiply, matmul, add = np.multiply, np.matmul, np.add.reduce
        forward, backward, gradients = self.forward, self.backward, self.gradients
        theta, all_spread, all_delta, step = self.theta, self.all_spread, self.all_delta, self.step
        output, output_delta = self.output, self.error.delta
        first, last, last_delta = self.a[0], self.a[-1], self.delta[-1]
        for x_i, t_i, z_i in zip(x, t, np.moveaxis(self.z, -2, 0), strict=True):
            first[...] = x_i  # 1. forward
            for a, spread, w, after, g in forward:
                spread[...] = a
                z_layer = add(multiply(spread, w), -2)
                after[...] = g(z_layer)
            z_i[...] = z_layer
            # 2. backward
            last_delta[...] = output_delta(output, last, t_i)
            for w, column, a, slope, delta in backward:
                delta[...] = matmul(w, column)[..., 0] * slope(a)
            for into, row in gradients:  # 3. gradients
                into[...] = row
            # 4. update
            step(theta, multiply(all_delta, all_spread), rate)
        total: Array = self.error.value(output, self.z, t).sum(-1)
        return total


class BatchPass:
    """Several examples at a time: one step on the gradient summed over each batch."""

    def __init__(
        self, net: Network, theta: Array, n: int, step: Step, batch: int, decay: Decay | None
    ) -> None:
        self.net = net.at(theta)
        self.net._theta = theta  # shared, so that the network follows each step
        self.step, self.batch, self.decay = step, batch, decay
        self.error = np.empty((*theta.shape[:-1], n))  # of each example before its step

    def __call__(self, x: Array, t: Array, rate: Array) -> Array:
        theta, output, error = self.net._theta, self.net.activations[-1], self.net.error_function
        for start in range(0, len(x), self.batch):
            rows = slice(start, start + self.batch)
            backward = self.net._backward(x[rows], t[rows])
            self.error[..., rows] = error.value(output, backward.z[-1], t[rows])
            gradient = backward.gradient
            if self.decay is not None:
                gradient += self.decay(theta, len(x[rows]))
            self.step(theta, gradient, rate)
        total: Array = self.error.sum(-1)
        return total


# -- steps -------------------------------------------------------------------------------------


class Decay:
    """Weight decay: what a step on m of n examples adds to the gradient, m (λ / n) w.

    That is the gradient of (m / n) λ/2 Σ w², added to that of the error. The steps of a pass use
    all of λ/2 Σ w² between them, whatever the batch size, as they use all of E. Biases are not
    decayed.
    """

    def __init__(self, net: Network, decay: Array, n: int) -> None:
        self.per_example = decay / n * _parameters.is_weight(net.sizes)

    def __call__(self, theta: Array, m: int) -> Array:
        return m * self.per_example * theta

    def before(self, step: Step) -> Step:
        """The step on one example with its share of the decay."""

        def step_with_decay(theta: Array, gradient: Array, rate: Array) -> None:
            gradient += self.per_example * theta
            step(theta, gradient, rate)

        return step_with_decay


def gradient_step(theta: Array, gradient: Array, rate: Array) -> None:
    """θ ← θ − η ∂E/∂θ."""
    theta -= gradient * rate


def momentum_step(momentum: float) -> Step:
    """v ← μ v − η ∂E/∂θ, θ ← θ + v (Polyak 1964)."""
    velocity: list[Array] = []

    def step(theta: Array, gradient: Array, rate: Array) -> None:
        if not velocity:
            velocity.append(np.zeros_like(theta))
        (v,) = velocity
        v *= momentum
        v -= gradient * rate
        theta += v

    return step


def adam_step(beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> Step:
    """Steps scaled by running means of the gradient and of its square (Kingma & Ba 2015)."""
    mean: Array | float = 0.0
    square: Array | float = 0.0
    count = 0

    def step(theta: Array, gradient: Array, rate: Array) -> None:
        nonlocal mean, square, count
        count += 1
        mean = beta1 * mean + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient**2
        unbiased = np.sqrt(square / (1 - beta2**count)) + epsilon
        theta -= rate * (mean / (1 - beta1**count)) / unbiased

    return step


def make_pass(
    net: Network,
    theta: Array,
    n: int,
    method: str,
    momentum: float | None,
    batch: int | None,
    decay: Array,
) -> Pass:
    """The pass over n examples that these arguments of `train` describe, once they are checked."""
    step = _make_step(method, momentum)
    size = n if batch is None else _checks.whole("batch", batch, at_least=1)
    weight_decay = Decay(net, decay, n) if decay.any() else None
    if size == 1 and batch is not None:
        return OnlinePass(net, theta, n, weight_decay.before(step) if weight_decay else step)
    return BatchPass(net, theta, n, step, size, weight_decay)


def _make_step(method: str, momentum: float | None) -> Step:
    if momentum is not None and method == "gradient":
        method = "momentum"
    elif momentum is not None and method == "adam":
        raise ValueError(f"momentum must not be given with method 'adam', but is {momentum}")
    momentum = _checks.number("momentum", 0.9 if momentum is None else momentum, at_least=0)
    if momentum >= 1:
        raise ValueError(f"momentum must be below 1, not {momentum}")
    steps = {
        "gradient": gradient_step,
        "momentum": momentum_step(momentum),
        "adam": adam_step(),
    }
    return _checks.known("method", method, steps)
