"""The inner loops of training: a pass over the examples, and what a step does with a gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from annlab.network import Network

Array = NDArray[np.float64]
Step = Callable[[Array, Array, Array], None]
"""(θ, gradient, η) → θ moved in place; the gradient may be used as scratch."""


class Pass(Protocol):
    """One pass over the examples: θ is moved; z receives the outputs' pre-activations as met."""

    def __call__(self, x: Array, t: Array, z: Array, rate: Array) -> None: ...


class OnlinePass:
    """One example at a time: forward, backward, gradient, step, for one network or many at once.

    The four steps of back-propagation as `Network.backward` has them, in the fewest calls of
    NumPy: at this size a call costs more than its arithmetic. Every array is made once. An
    activation carries a last entry that stays 1, the input of the bias, so that one product
    serves weights and biases. Sums run in the order of the inputs, the bias last, in plain double
    precision: some published runs are so sensitive that the last bit decides (docs/design.md).
    """

    def __init__(self, net: Network, theta: Array, step: Step) -> None:
        shape = theta.shape[:-1]
        self.theta, self.step, self.error = theta, step, net.error_function
        self.gradient = np.empty_like(theta)
        blocks, into = list(net._blocks(theta)), list(net._blocks(self.gradient))
        a = [np.ones((*shape, size + 1)) for size in net.sizes]
        heads = [array[..., :-1] for array in a]
        columns = [array[..., :, None] for array in a]
        products = [np.empty_like(block) for block in blocks]
        z = [np.empty_like(head) for head in heads[1:]]
        self.delta = [np.empty_like(head) for head in heads[1:]]
        rows = [delta[..., None, :] for delta in self.delta]
        self.first, self.last, self.output = heads[0], heads[-1], net.activations[-1]
        self.z = z[-1]
        self.forward = [
            (columns[i], blocks[i], products[i], z[i], heads[i + 1], g.function)
            for i, g in enumerate(net.activations)
        ]
        self.backward = [
            (blocks[i][..., :-1, :], rows[i], products[i][..., :-1, :], heads[i],
             self.delta[i - 1], net.activations[i - 1].pull_back)
            for i in range(net.layers - 1, 0, -1)
        ]  # fmt: skip
        self.products = list(zip(columns, rows, into, strict=False))

    def __call__(self, x: Array, t: Array, z: Array, rate: Array) -> None:
        multiply, add = np.multiply, np.add.reduce
        for x_i, t_i, z_i in zip(x, t, np.moveaxis(z, -2, 0), strict=True):
            self.first[...] = x_i
            for a, w, product, z_layer, head, g in self.forward:
                multiply(a, w, product)
                add(product, -2, out=z_layer)
                head[...] = g(z_layer)
            z_i[...] = self.z
            self.delta[-1][...] = self.error.delta(self.output, self.last, t_i)
            for w, row, product, a, delta, pull_back in self.backward:
                multiply(w, row, product)
                delta[...] = pull_back(a, add(product, -1))
            for a, row, gradient in self.products:
                multiply(a, row, gradient)
            self.step(self.theta, self.gradient, rate)


class BatchPass:
    """Several examples at a time: one step on the gradient summed over each batch."""

    def __init__(self, net: Network, theta: Array, step: Step, batch: int) -> None:
        self.net = net.at(theta)
        self.net._theta = theta  # moved in place, where the network sees it
        self.step, self.batch = step, batch

    def __call__(self, x: Array, t: Array, z: Array, rate: Array) -> None:
        for start in range(0, len(x), self.batch):
            rows = slice(start, start + self.batch)
            seen = self.net._backward(x[rows], t[rows])
            z[..., rows, :] = seen.z[-1]
            self.step(self.net._theta, seen.theta, rate)


def gradient_step(theta: Array, gradient: Array, rate: Array) -> None:
    """θ ← θ − η ∂E/∂θ."""
    np.multiply(gradient, rate, gradient)
    np.subtract(theta, gradient, theta)


def momentum_step(momentum: float) -> Step:
    """v ← μ v − η ∂E/∂θ, θ ← θ + v (Polyak 1964)."""
    velocity: list[Array] = []

    def step(theta: Array, gradient: Array, rate: Array) -> None:
        if not velocity:
            velocity.append(np.zeros_like(theta))
        (v,) = velocity
        np.multiply(v, momentum, v)
        np.multiply(gradient, rate, gradient)
        np.subtract(v, gradient, v)
        np.add(theta, v, theta)

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
