"""A wide network compared with PyTorch and scikit-learn, where they are installed.

10,000 examples, 64-32-10 units, ReLU, softmax, cross-entropy, float64, batches of 256. PyTorch and
annlab train from the same θ, and must end at the same θ.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from annlab import Dataset, History, Network, train
from benchmarks.clock import seconds

SIZES, EXAMPLES, BATCH, RATE, PASSES = (64, 32, 10), 10_000, 256, 1e-4, 3
Runs = dict[str, Callable[[], object]]


def example() -> tuple[Network, Dataset]:
    rng = np.random.default_rng(1)
    net = Network(SIZES, hidden="relu", output="softmax", error="cross-entropy")
    x = rng.normal(size=(EXAMPLES, SIZES[0]))
    t = np.eye(SIZES[-1])[rng.integers(SIZES[-1], size=EXAMPLES)]
    return net.initialise("glorot", rng=rng), Dataset(x, t, "noise")


def annlab_runs(net: Network, data: Dataset) -> Runs:
    def run(passes: int) -> History:
        return train(net, data, rate=RATE, epochs=passes, batch=BATCH, progress=False)

    return {
        "predict": lambda: net.predict(data.x),
        "error": lambda: net.error(data),
        "one pass": lambda: run(1),
        "three passes": lambda: run(PASSES).theta[-1],
        "three passes and the error after each": lambda: run(PASSES).error,
    }


def torch_runs(net: Network, data: Dataset) -> Runs:
    import torch

    x, label = torch.from_numpy(data.x.copy()), torch.from_numpy(data.t.argmax(1))
    loss = torch.nn.CrossEntropyLoss(reduction="sum")

    def model() -> torch.nn.Sequential:
        layers = [torch.nn.Linear(*pair, dtype=torch.float64) for pair in ((64, 32), (32, 10))]
        with torch.no_grad():
            for layer, w, b in zip(layers, net.weights, net.biases, strict=True):
                layer.weight[...] = torch.from_numpy(w.T.copy())
                layer.bias[...] = torch.from_numpy(b.copy())
        return torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1])

    fixed = model()

    def forward() -> torch.Tensor:
        with torch.no_grad():
            return fixed(x)

    def run(passes: int) -> np.ndarray:
        trained = model()
        step = torch.optim.SGD(trained.parameters(), lr=RATE)
        for _ in range(passes):
            for start in range(0, len(x), BATCH):
                step.zero_grad()
                loss(trained(x[start : start + BATCH]), label[start : start + BATCH]).backward()
                step.step()
        parts = [trained[0].weight.T, trained[0].bias, trained[2].weight.T, trained[2].bias]
        return np.concatenate([part.detach().numpy().ravel() for part in parts])

    def error() -> float:
        with torch.no_grad():
            return loss(fixed(x), label).item()

    return {
        "forward pass": forward,
        "predict": lambda: torch.softmax(forward(), 1),
        "error": error,
        "one pass": lambda: run(1),
        "three passes": lambda: run(PASSES),
    }


def sklearn_runs(net: Network, data: Dataset) -> Runs:
    from sklearn.neural_network import MLPClassifier

    label = data.t.argmax(1)
    options = {
        "hidden_layer_sizes": SIZES[1:-1], "solver": "sgd", "alpha": 0, "momentum": 0,
        "batch_size": BATCH, "learning_rate_init": RATE * BATCH, "shuffle": False, "tol": 0,
    }  # fmt: skip

    def run(passes: int) -> MLPClassifier:
        with warnings.catch_warnings(action="ignore"):  # it says that three passes are not enough
            return MLPClassifier(**options, max_iter=passes).fit(data.x, label)

    fixed = run(1)
    return {
        "predict": lambda: fixed.predict_proba(data.x),
        "one pass": lambda: run(1),
        "three passes": lambda: run(PASSES),
    }


def main() -> None:
    net, data = example()
    ours = annlab_runs(net, data)
    others = {"PyTorch": ("torch", torch_runs), "scikit-learn": ("sklearn", sklearn_runs)}
    print("Wide network: 10,000 examples, 64-32-10, batches of 256")
    for name, (module, runs_of) in others.items():
        if find_spec(module) is None:
            print(f"  {name} is not installed: pip install -e '.[bench]'")
            continue
        theirs = runs_of(net, data)
        if name == "PyTorch":
            one, other = (np.asarray(runs["three passes"]()) for runs in (ours, theirs))
            assert np.allclose(one, other, rtol=1e-9, atol=1e-12), "not the same run"
        compare(name, ours, theirs)


WANTED = {
    ("predict", "forward pass"): 2.0,
    ("error", "forward pass"): 2.0,
    ("three passes", "three passes"): 1.0,
}


def compare(name: str, ours: Runs, theirs: Runs) -> None:
    """Print the time of each of our runs and its ratio to theirs."""
    pairs = [(run, run) for run in ours if run in theirs]
    if "forward pass" in theirs:
        pairs += [("predict", "forward pass"), ("error", "forward pass")]
    pairs.append(("three passes and the error after each", "three passes"))
    for run, other in pairs:
        cost, their_cost = seconds(ours[run], theirs[other], repeat=11)
        limit = WANTED.get((run, other)) if name == "PyTorch" else None
        wanted = f" (wanted: at most {limit:g})" if limit else ""
        print(
            f"  {run:38} {cost * 1e3:7.2f} ms, {cost / their_cost:5.2f} × {other} of {name}{wanted}"
        )


if __name__ == "__main__":
    main()
