"""Training runs: batches, weight decay, momentum, divergence, and the published ones."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from annlab import Dataset, Network, datasets, train
from annlab.training import DivergenceWarning

from ...test_published_runs import run
from .case import Array, Case, Fixture, short

PROBLEMS: dict[str, tuple[list[int], dict[str, Any]]] = {
    "one layer": ([3, 2], {}),
    "softmax": ([2, 3, 3], {"output": "softmax", "error": "cross-entropy"}),
    "deep": ([2, 3, 2, 1], {"hidden": ["tanh", "relu"], "error": "cross-entropy"}),
}
BATCHES = (1, 2, 4, 11, 50, 0)  # of 11 examples; 0 stands for all
RATE, ANNEAL = 0.1, 0.9


def problem(name: str) -> Case:
    """A network at a random start, and eleven examples."""
    sizes, options = PROBLEMS[name]
    rng = np.random.default_rng(4)
    net = Network(sizes, **options).initialise("uniform", rng=rng, scale=2)
    x, t = rng.normal(size=(11, sizes[0])), rng.uniform(size=(11, sizes[-1]))
    return Case(net.at(short(net.theta)), Dataset(short(x), short(t)))


def descend(
    case: Case, *, passes: int, batch: int, decay: float, momentum: float
) -> tuple[Array, Array]:
    """θ at the start and after each pass, and E of each pass, by a plain loop."""
    net, data = case
    n = len(data)
    theta, velocity, rate = net.theta.copy(), np.zeros(len(net.names)), RATE
    is_weight = np.array([name.startswith("W") for name in net.names])
    thetas, errors = [theta], []
    for _ in range(passes):
        error = 0.0
        for start in range(0, n, batch or n):
            examples = data.take(slice(start, start + (batch or n)))
            here = net.at(theta)
            error += float(here.error(examples))
            gradient = here.gradient(examples) + decay * len(examples) / n * theta * is_weight
            velocity = momentum * velocity - rate * gradient
            theta = theta + velocity
        thetas.append(theta)
        errors.append(error)
        rate *= ANNEAL
    return np.array(thetas), np.array(errors)


def runs_in_batches() -> list[Fixture]:
    """Runs of `train` with batches of every size."""
    runs = []
    for name in PROBLEMS:
        net, data = problem(name)
        for batch in BATCHES:
            history = train(net, data, rate=RATE, anneal=ANNEAL, epochs=4, batch=batch or None)
            options = {"problem": name, "batch": batch, "rates": history.rate.tolist()}
            runs.append({**options, "thetas": history.theta, "running": history.running_error})
    return runs


def runs_with_decay_and_momentum() -> list[Fixture]:
    """Runs of a plain loop with weight decay, with momentum, and with both."""
    runs = []
    for name in PROBLEMS:
        for batch in (1, 4, 0):
            for decay, momentum in ((0.5, 0.0), (0.0, 0.9), (0.2, 0.5)):
                thetas, running = descend(
                    problem(name), passes=3, batch=batch, decay=decay, momentum=momentum
                )
                options = {"batch": batch, "decay": decay, "momentum": momentum}
                runs.append({"problem": name, **options, "thetas": thetas, "running": running})
    return runs


def diverging_runs() -> list[Fixture]:
    """Runs that overflow sooner or later, and one whose θ stays finite when its error does not."""
    rng = np.random.RandomState(5)
    data = datasets.curve("sin", n=20, noise=0.1, rng=rng)
    net = Network([1, 3, 2, 1], hidden="relu", output="identity").initialise("uniform", rng=rng)
    one = Case(Network([1, 1], output="identity"), Dataset(np.ones((1, 1)), np.ones((1, 1))))
    runs = []
    for case, rate, batch in [
        *((Case(net, data), rate, 5) for rate in (1.5, 40.0, 1e80, 1e300)),
        (one, 1e200, 1),
    ]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DivergenceWarning)
            history = train(case.net, case.data, rate=rate, epochs=100, batch=batch)
        result = {"thetas": history.theta, "running": history.running_error}
        runs.append({**case.describe(), "rate": rate, "batch": batch, **result})
    return runs


def descent() -> Fixture:
    """Training runs."""
    return {
        "problems": [{"name": name, **problem(name).describe()} for name in PROBLEMS],
        "batches": runs_in_batches(),
        "decay_and_momentum": runs_with_decay_and_momentum(),
        "divergence": diverging_runs(),
    }


PUBLISHED = [("or", 0, 1.0), ("and", 0, 1.0), ("xor", 0, 1.0), ("xor", 4, 1.0), ("ring", 4, 1.0),
             ("ring", 4, 0.95), ("sin", 3, 0.95), ("abs", 3, 0.95)]  # fmt: skip
AT = [0, 1, 2, 3, 5, *range(10, 101, 10)]  # the passes after which all of θ is kept, not its sum


def published_runs() -> Fixture:
    """The published runs of the course; of the chaotic one, on |x|, only the first pass.

    Later passes depend on the last bit of tanh (docs/design.md).
    """
    data, runs = {}, []
    for kind, hidden, anneal in PUBLISHED:
        history = run(kind, hidden, anneal)
        passes = 1 if kind == "abs" else 100
        case = Case(history.start, history.data).describe()
        data[kind] = {"kind": kind, **case.pop("data")}
        at = [number for number in AT if number <= passes]
        runs.append(
            {
                "data": kind,
                "net": case["net"],
                "theta": case["theta"],
                "rate": history.rate[0],
                "anneal": anneal,
                "passes": passes,
                "rates": history.rate[:passes].tolist(),
                "running": history.running_error[:passes],
                "at": at,
                "thetas": history.theta[at],
                "theta_sums": history.theta[: passes + 1].sum(-1),
            }
        )
    return {"data": list(data.values()), "runs": runs}
