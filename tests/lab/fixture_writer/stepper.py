"""Every number of one online update."""

from __future__ import annotations

from typing import Any

import numpy as np

from annlab import Dataset, Network, Stepper, train

from .case import Case, Fixture, short

STEPPER_RATE = 0.7


def half_adder() -> Case:
    """The network of lesson 03, whose parameters are named after the units they connect."""
    names = ["w13", "w14", "w23", "w24", "b3", "b4", "w35", "w36", "w45", "w46", "b5", "b6"]
    start = [-1.0, 1.0, -0.5, 1.0, -0.5, -1.0, -2.0, -0.5, -2.0, 2.0, 1.0, -1.0]
    x, t = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0, 0], [0, 1], [0, 1], [1, 0]])
    return Case(Network([2, 2, 2], names=names).at(start), Dataset(x, t, "half adder"))


def stepper_cases() -> list[Case]:
    """The half adder, and unequal sizes with every activation and error function."""
    rng = np.random.default_rng(11)
    cases = [half_adder()]
    shapes: list[tuple[list[int], Any, str, str]] = [
        ([1, 3, 1], "tanh", "identity", "squared"),
        ([3, 2, 4], "tanh", "softmax", "cross-entropy"),
        ([2, 3, 2], "relu", "logistic", "cross-entropy"),
        ([2, 4, 3], "identity", "softmax", "squared"),
        ([3, 5, 2, 3], "logistic", "tanh", "squared"),
        ([2, 1], [], "step", "squared"),
        ([6, 6, 6, 6], ["tanh", "step"], "relu", "squared"),
    ]
    for sizes, hidden, output, error in shapes:
        net = Network(sizes, hidden=hidden, output=output, error=error)
        x = rng.normal(size=(3, sizes[0]))
        targets = np.eye(sizes[-1])[rng.integers(sizes[-1], size=3)]
        if error == "squared":
            targets = short(rng.normal(size=(3, sizes[-1])))
        net = net.at(short(rng.normal(size=len(net.names))))
        cases.append(Case(net, Dataset(short(x), targets, "random")))
    net, data = cases[2]  # targets of softmax that do not sum to 1
    return [*cases, Case(net, Dataset(data.x, data.t * 1.5, "more"))]


def update_steps() -> Fixture:
    """Every number of one online update, for each example: `backward`, and a step of `train`."""
    cases = []
    for case in stepper_cases():
        net, data = case
        examples = []
        for k in range(len(data)):
            one = data.take(slice(k, k + 1))
            backward = net.backward(one)
            moved = train(net, one, rate=STEPPER_RATE, epochs=1, progress=False).network
            examples.append(
                {
                    "E": net.error(one),
                    "z": [z[0] for z in backward.z],
                    "a": [a[0] for a in backward.a[1:]],
                    "delta": [delta[0] for delta in backward.delta],
                    "gradient": net.gradient(one),
                    "theta": moved.theta,
                }
            )
        steps = Stepper(net, data).steps
        described = case.describe(names=True)
        cases.append({**described, "rate": STEPPER_RATE, "steps": steps, "examples": examples})
    return {"cases": cases}
