"""The core: training compared with a plain reference, many networks at once, error planes."""

from __future__ import annotations

from functools import partial

import numpy as np

from annlab import Dataset, Network, datasets, surfaces, train
from benchmarks import reference
from benchmarks.clock import seconds


def xor_run() -> tuple[Network, Dataset]:
    rng = np.random.RandomState(123)
    data = datasets.gate("xor", copies=50, noise=0.15, rng=rng)
    return Network([2, 4, 1]).initialise("uniform", rng=rng), data


def training() -> None:
    net, data = xor_run()
    names = ("w_hidden", "w_out", "b_hidden", "b_out")
    plain = dict(zip(names, (*net.weights, *net.biases), strict=True))
    _, errors = reference.train(plain, data.x, data.t, rate=2.0, epochs=100)
    history = train(net, data, rate=2.0, epochs=100, progress=False)
    assert np.allclose(errors, 2 * history.running_error, rtol=1e-9), "not the same run"

    many = net.at(np.tile(net.theta, (64, 1)))
    one, with_decay, plain_time, lockstep = seconds(
        lambda: train(net, data, rate=2.0, epochs=100, progress=False),
        lambda: train(net, data, rate=2.0, epochs=100, decay=0.1, progress=False),
        lambda: reference.train(plain, data.x, data.t, rate=2.0, epochs=100),
        lambda: train(many, data, rate=2.0, epochs=100, progress=False),
    )
    updates = 100 * len(data)

    def line(name: str, cost: float) -> None:
        print(f"  {name:30} {cost * 1e3:8.1f} ms {cost / updates * 1e6:6.2f} µs/update "
              f"{cost / plain_time:6.2f} × the reference")  # fmt: skip

    print("XOR run: 4 hidden units, 200 examples, 100 passes, online")
    line("plain reference", plain_time)
    line("annlab.train (at most 0.40)", one)
    line("with weight decay", with_decay)
    line("64 networks at once", lockstep)
    print(f"  64 networks at once are {lockstep / one:.2f} × one (wanted: at most 6)")
    outputs, histories = seconds(
        lambda: net.error(data), lambda: history.error_on(data), repeat=20, number=5
    )
    print(f"  error {outputs * 1e6:.0f} µs, of all 101 networks of the history "
          f"{histories / outputs:.1f} × that")  # fmt: skip


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
