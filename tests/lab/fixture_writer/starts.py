"""Starts for learning, and the random numbers that they are drawn from."""

from __future__ import annotations

import hashlib
import math

import numpy as np

from annlab import Dataset, Network

from .case import Array, Case, Fixture

START_SEEDS = [0, 1, 123, 19650218, 2**31, 2**32 - 1]
COUNT = 1500  # random numbers of each kind


def digest(numbers: Array) -> str:
    """The SHA-256 of numbers as little-endian doubles: all of them, bit for bit."""
    return hashlib.sha256(numbers.astype("<f8").tobytes()).hexdigest()


def random_numbers(seed: int) -> Fixture:
    """What a RandomState gives: random numbers, uniform, normal, and one more random number."""
    rng = np.random.RandomState(seed)
    random, uniform = rng.random_sample(COUNT), rng.uniform(-0.5, 0.5, COUNT)
    # Not bit for bit: a browser's logarithm may differ from the C library's in its last bit.
    normal = rng.normal(2, 0.25, COUNT)
    return {
        "seed": seed,
        "random": digest(random),
        "uniform": digest(uniform),
        "normal": normal[:100].tolist(),
        "normal_sum": math.fsum(normal),
        "last": digest(rng.random_sample(1)),
    }


def starts() -> Fixture:
    """Random numbers, and the starts that are drawn from them."""
    net = Network([2, 5, 3, 1])
    shape = Case(net, Dataset(np.zeros((1, 2)), np.zeros((1, 1)))).describe()["net"]
    drawn = [
        {
            "kind": kind,
            "scale": scale,
            "seed": seed,
            # A list, not an array: of these numbers every digit counts.
            "theta": net.initialise(
                kind, rng=np.random.RandomState(seed), scale=scale
            ).theta.tolist(),
        }
        for kind in ("uniform", "gaussian", "glorot", "zeros")
        for scale in (None, 0.3)
        for seed in START_SEEDS
    ]
    return {
        "generators": [random_numbers(seed) for seed in START_SEEDS],
        "net": [shape],
        "starts": drawn,
    }
