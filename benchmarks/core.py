"""What the core costs: training beside a plain reference, many networks at once, error planes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from annlab import Dataset, Network, datasets, surfaces, train
from benchmarks import reference


def xor_run() -> tuple[Network, Dataset]:
    rng = np.random.RandomState(123)
    data = datasets.gate("xor", copies=50, noise=0.15, rng=rng)
    return Network([2, 4, 1]).initialise("uniform", rng=rng), data


def seconds(*runs: Callable[[], object], repeat: int = 7, number: int = 1) -> list[float]:
    """The median seconds of each, the runs taken in turn so that all see the same weather."""
    times = []
    for turn in range(repeat + 1):
        row = []
        for run in runs:
            start = time.perf_counter()
            for _ in range(number):
                run()
            row.append((time.perf_counter() - start) / number)
        if turn:  # the first turn warms up
            times.append(row)
    return [float(m) for m in np.median(times, axis=0)]


def training() -> None:
    net, data = xor_run()
    names = ("w_hidden", "w_out", "b_hidden", "b_out")
    plain = dict(zip(names, (*net.weights, *net.biases), strict=True))
    _, errors = reference.train(plain, data.x, data.t, rate=2.0, epochs=100)
    history = train(net, data, rate=2.0, epochs=100)
    assert np.allclose(errors, 2 * history.running_error, rtol=1e-9), "not the same run"

    many = net.at(np.tile(net.theta, (64, 1)))
    one, old, lockstep = seconds(
        lambda: train(net, data, rate=2.0, epochs=100),
        lambda: reference.train(plain, data.x, data.t, rate=2.0, epochs=100),
        lambda: train(many, data, rate=2.0, epochs=100),
    )
    updates = 100 * len(data)
    print("XOR run: 4 hidden units, 200 examples, 100 passes, online")
    print(f"  plain reference        {old * 1e3:8.1f} ms  {old / updates * 1e6:6.2f} µs/update")
    print(f"  annlab.train           {one * 1e3:8.1f} ms  {one / updates * 1e6:6.2f} µs/update")
    print(f"  share of the reference {one / old:8.2f}     (wanted: at most 0.40)")
    print(f"  64 networks at once    {lockstep * 1e3:8.1f} ms  {lockstep / one:6.2f} × one "
          "(wanted: at most 6)")  # fmt: skip


def planes() -> None:
    corners = datasets.truth_table("xor")
    net, data = xor_run()
    print("Error planes, 41 × 41 points")
    for size, where, examples, axes, wanted in (
        ("[2, 2, 1]", Network.xor(), corners, ("w5", "w6"), 0.5),
        ("[2, 2, 1]", Network.xor(), corners, ("w1", "w5"), 0.5),
        ("[2, 4, 1]", net, data, ("W1[1,1]", "W1[2,1]"), 8),
        ("[2, 4, 1]", net, data, ("W1[1,1]", "W1[2,2]"), 8),
        ("[2, 4, 1]", net, data, ("W2[1,1]", "W2[2,1]"), 8),
    ):
        (cost,) = seconds(partial(surfaces.plane, where, examples, axes), number=20)
        print(f"  {size}, {len(examples):3} examples, {' × '.join(axes):17} {cost * 1e3:6.2f} ms "
              f"(wanted: at most {wanted})")  # fmt: skip


def main() -> None:
    training()
    planes()
