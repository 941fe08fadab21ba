"""The inner loops of training: a pass over the examples, and what a step does with a gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from annlab._checks import Array
from annlab.network import Network

Step = Callable[[Array, Array, Array], None]
"""(θ, gradient, η) → θ moved in place."""


class Pass(Protocol):
    """One pass over the examples: θ is moved; z receives the outputs' pre-activations as met."""

    def __call__(self, x: Array, t: Array, z: Array, rate: Array) -> None: ...


class OnlinePass:
    """One example at a time: forward, backward, gradient, step, for one network or many at once.

    The four steps of back-propagation as `Network.backward` has them, arranged for speed: at this
    size a call of NumPy costs more than its arithmetic, and one that broadcasts three times as
    much as one that does not. An activation carries a last entry that stays 1, the input of the
    bias, and is first spread to the shape of the layer's block, where it serves forwards (a w)
    and backwards (a δ), there in one product for all of θ.

    Inputs are summed in their order, the bias last, in plain double precision (for one unit with
    many inputs NumPy adds in pairs): some published runs are so sensitive that the last bit
    decides (docs/design.md).
    """

    def __init__(self, net: Network, theta: Array, step: Step) -> None:
        shape = theta.shape[:-1]
        self.theta, self.step = theta, step
        self.output, self.output_delta = net.activations[-1], net.error_function.delta
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

    def __call__(self, x: Array, t: Array, z: Array, rate: Array) -> None:
        multiply, matmul, add = np.multiply, np.matmul, np.add.reduce
        forward, backward, gradients = self.forward, self.backward, self.gradients
        theta, all_spread, all_delta, step = self.theta, self.all_spread, self.all_delta, self.step
        output, output_delta = self.output, self.output_delta
        first, last, last_delta = self.a[0], self.a[-1], self.delta[-1]
        for x_i, t_i, z_i in zip(x, t, np.moveaxis(z, -2, 0), strict=True):
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


class BatchPass:
    """Several examples at a time: one step on the gradient summed over each batch."""

    def __init__(self, net: Network, theta: Array, step: Step, batch: int) -> None:
        self.net = net.at(theta)
        self.net._theta = theta  # moved in place, where the network sees it
        self.step, self.batch = step, batch

    def __call__(self, x: Array, t: Array, z: Array, rate: Array) -> None:
        for start in range(0, len(x), self.batch):
            rows = slice(start, start + self.batch)
            backward = self.net._backward(x[rows], t[rows])
            z[..., rows, :] = backward.z[-1]
            self.step(self.net._theta, backward.gradient, rate)


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
