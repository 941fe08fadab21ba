"""Arguments of a wrong type are refused by name."""

import numpy as np
import pytest

from annlab import Dataset, Network, ThresholdUnit, datasets, gradients, surfaces, train
from annlab.perceptron import conjunctive, disjunctive

XOR = datasets.truth_table("xor")
NET = Network.xor()


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("sizes", lambda: Network(None)),
        ("sizes", lambda: Network(2.5)),
        ("hidden", lambda: Network([2, 2, 1], hidden=None)),
        ("hidden", lambda: Network([2, 2, 1], hidden=3)),
        ("names", lambda: Network([2, 1], names=5)),
        ("w1", lambda: NET.at(NET.theta).__setitem__("w1", [1.0, 2.0])),
        ("w2", lambda: NET.at({"w1": [1, 2], "w2": [1, 2, 3]})),
        ("b", lambda: ThresholdUnit([1.0], np.complex128(1 + 2j))),
        ("b", lambda: ThresholdUnit([1.0], 10**400)),
        ("name", lambda: Dataset([[1]], [[1]], name=5)),
        ("table", lambda: disjunctive([[0, 1]])),
        ("table", lambda: conjunctive(None)),
        ("pair", lambda: datasets.letters(None, rng=np.random.default_rng(1))),
        ("net", lambda: gradients.check(None, XOR)),
        ("f", lambda: gradients.central_difference(lambda p: p, [1.0, 2.0])),
        ("net", lambda: surfaces.plane(None, XOR, ("w5", "w6"))),
        ("axes", lambda: surfaces.plane(NET, XOR, axes=None)),
        ("direction", lambda: surfaces.line(NET, XOR, ["w1", "w2"])),
        ("direction", lambda: surfaces.line(NET, XOR, None)),
        ("start", lambda: surfaces.between(NET, XOR, np.ones(9), np.ones((2, 9)))),
        ("data", lambda: surfaces.plane(NET, [1, 2], ("w5", "w6"))),
        ("data", lambda: gradients.check(NET, 3)),
        ("callback", lambda: train(NET, XOR, rate=1, epochs=1, callback="stop")),
    ],
)
def test_refusal_names_the_argument(argument, call):
    with pytest.raises((TypeError, ValueError), match=rf"\b{argument}\b.* must|^{argument}\b"):
        call()
