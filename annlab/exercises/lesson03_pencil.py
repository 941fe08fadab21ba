"""Exercises of lesson 3: one step of a whole network by hand, and δ of any number of layers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.answers import NumbersExercise
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator

# -- one step of the network that adds -----------------------------------------------------------


def _one_plus_one(
    *,
    sign: int = 1,
    output_slope: bool = True,
    hidden_slope: bool = True,
    back: str = "both",
    step: float = -2.0,
    old: bool = True,
    fed: str = "a",
    rows: bool = False,
    target: str = "1 + 1",
    x2: float = 1.0,
) -> Array:
    x, t = np.array([1.0, 1.0]), np.array([1.0, 0.0] if target == "1 + 1" else [0.0, 1.0])
    W1, b1 = np.array([[-1.0, 1.0], [-0.5, 1.0]]), np.array([-0.5, -1.0])
    W2, b2 = np.array([[-2.0, -0.5], [-2.0, 2.0]]), np.array([1.0, -1.0])
    z1 = x @ (W1.T if rows else W1) + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ (W2.T if rows else W2) + b2
    a2 = 1 / (1 + np.exp(-z2))
    d2 = sign * (a2 - t) * (a2 * (1 - a2) if output_slope else 1)
    blame = {
        "both": W2 @ d2,
        "ways in": W2.T @ d2,
        "no weights": np.full(2, d2.sum()),
        "5 only": W2[:, 0] * d2[0],
        "6 only": W2[:, 1] * d2[1],
    }[back]
    d1 = blame * (a1 * (1 - a1) if hidden_slope else 1)
    into = a1 if fed == "a" else z1
    slopes = [into[0] * d2[0], x2 * d1[0], into[1] * d2[1]]
    return np.array([*z1, *a1, *z2, *a2, *d2, d1[0], *slopes, old * W2[1, 1] + step * slopes[2]])


one_plus_one = NumbersExercise(
    "one_plus_one",
    lesson=3,
    title="Forwards and backwards through the whole network",
    task="""The network that adds, at its start values, with the example 1 + 1: x = (1, 1), t =
    (1, 0). Fill in the numbers in order, to four decimals; the rate is 2. You can check as you
    go.""",
    reference=_one_plus_one,
    names=(
        *("z3", "z4", "a3", "a4", "z5", "z6", "a5", "a6"),
        *("delta5", "delta6", "delta3", "slope w35", "slope w23", "slope w46", "new w46"),
    ),
    within=0.00031,
    mistakes=[
        Mistake(
            "sign",
            {"sign": -1},
            """The forward pass is right; then you use t − a. Unit 5 says too little, so E falls
            as z5 grows, and delta5 is negative.""",
        ),
        Mistake(
            "no_output_slope",
            {"output_slope": False},
            "g′(z) = a (1 − a) is missing at the outputs. What you have is ∂E/∂a.",
        ),
        Mistake(
            "no_hidden_slope",
            {"hidden_slope": False},
            "g′(z) = a (1 − a) is missing at the hidden units. What you have is ∂E/∂a.",
        ),
        Mistake(
            "no_weights",
            {"back": "no weights"},
            """δ3 lacks the weights. When a3 grows, z5 grows w35 times as much, and z6 w36 times:
            δ5 w35 + δ6 w36.""",
        ),
        Mistake(
            "only_unit_5",
            {"back": "5 only"},
            "Your δ3 comes from unit 5 alone. Unit 3 feeds unit 6 too: add over both paths.",
        ),
        Mistake(
            "only_unit_6",
            {"back": "6 only"},
            "Your δ3 comes from unit 6 alone. Unit 3 feeds unit 5 too: add over both paths.",
        ),
        Mistake(
            "ways_into_unit_5",
            {"back": "ways in"},
            """Your δ3 uses w45, which leads from unit 4 to unit 5. The weights *out of* unit 3
            are w35 and w36: their first digit is 3.""",
        ),
        Mistake(
            "rows_for_columns",
            {"rows": True},
            """Look at z3 again. The weights into unit 3 are w13 and w23: the *second* digit is
            the unit that a weight leads to.""",
        ),
        Mistake(
            "old_target",
            {"target": "1 + 0"},
            "You use the target of 1 + 0. For 1 + 1 it is (1, 0): t5 = 1 and t6 = 0.",
        ),
        Mistake(
            "x2_is_0",
            {"x2": 0.0},
            """The slope of w23 was 0 for the example 1 + 0. Now x2 is 1, so unit 2 has something
            to say.""",
        ),
        Mistake(
            "z_for_a",
            {"fed": "z"},
            """Your slopes of w46 and w35 use z of the hidden units. The input of a weight is the
            activation a.""",
        ),
        Mistake(
            "uphill",
            {"step": 2.0},
            "Everything is right up to the update, which goes uphill: subtract the step.",
        ),
        Mistake(
            "no_rate",
            {"step": -1.0},
            "The learning rate of 2 is missing from the update.",
        ),
        Mistake(
            "only_the_step",
            {"old": False},
            'Your "new w46" is the step alone. The new weight is the old one, 2, plus the step.',
        ),
    ],
    hints=[
        "z3 = −0.5 − 1 − 0.5 = −2, and a3 = g(−2) = 0.1192.",
        "delta5 = (a5 − t5) a5 (1 − a5), with t5 = 1; and delta3 = (delta5 w35 + delta6 w36) a3 "
        "(1 − a3).",
        """The slope of w46 is a4 delta6, and that of w23 is x2 delta3. The new weight is the old
        one minus 2 times the slope.""",
    ],
    solution="""
one_plus_one = {
    "z3": -2.0, "z4": 1.0, "a3": 0.1192, "a4": 0.7311,
    "z5": -0.7005, "z6": 0.4025, "a5": 0.3317, "a6": 0.5993,
    "delta5": -0.1481, "delta6": 0.1439, "delta3": 0.0236,
    "slope w35": -0.0177, "slope w23": 0.0236, "slope w46": 0.1052,
    "new w46": 1.7896,
}
""",
    praise="You have done a whole step of backpropagation by hand.",
)


# -- any number of layers ------------------------------------------------------------------------


def _my_deltas(
    A: list[Array],
    W: list[Array],
    T: Array,
    *,
    sign: int = 1,
    slopes: str = "all",
    back: str = "transposed",
    through: str = "delta",
) -> list[Array]:
    last = len(W)
    deltas: list[Array] = []
    upstream = sign * (A[-1] - T)
    for layer in range(last, 0, -1):
        a = A[layer]
        with_slope = {
            "all": True,
            "none": False,
            "no output": layer < last,
            "no hidden": layer == last,
        }
        D = upstream * a * (1 - a) if with_slope[slopes] else upstream
        deltas.insert(0, D)
        sent = D if through == "delta" else upstream
        if layer > 1:
            weights = W[layer - 1]
            sent_back: dict[str, Any] = {
                "transposed": lambda sent=sent, weights=weights: sent @ weights.T,
                "as it is": lambda sent=sent, weights=weights: sent @ weights,
                "layer below": lambda sent=sent, layer=layer: sent @ W[layer - 2].T,
                "none": lambda sent=sent, weights=weights: (
                    np.ones(len(weights)) * sent.sum(axis=1, keepdims=True)
                ),
            }
            upstream = sent_back[back]()
    return deltas


def _deep(rng: Rng, sizes: tuple[int, ...] = ()) -> tuple[Any, ...]:
    sizes = sizes or tuple(int(n) for n in rng.permutation([2, 3, 4, 5])[: rng.integers(3, 5)])
    n = rng.integers(2, 7)
    A = [rng.uniform(size=(n, sizes[0]))]
    W = [rng.normal(size=pair) for pair in pairwise(sizes)]
    for weights in W:
        A.append(1 / (1 + np.exp(-A[-1] @ weights)))
    return A, W, rng.integers(0, 2, (n, sizes[-1])).astype(float)


my_deltas = FunctionExercise(
    "my_deltas",
    lesson=3,
    title="δ of any number of layers",
    task="""Write `my_deltas(A, W, T)` for a network of logistic units: given the lists A = [X,
    A1, A2, …] and W = [W1, W2, …] and the targets T, return the list of all Δ in order: [Δ1, Δ2,
    …].""",
    reference=_my_deltas,
    inputs=_deep,
    edges=[
        (
            [np.array([[1.0, 0.0]]), np.array([[0.5, 0.8]]), np.array([[0.6]])],
            [np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[1.0], [-2.0]])],
            np.array([[1.0]]),
        ),
        _deep(np.random.default_rng(0), (3, 2)),  # a single layer
        _deep(np.random.default_rng(1), (3, 3, 3, 3)),  # where a wrong product has the right shape
        _deep(np.random.default_rng(2), (3, 5, 4, 2)),
    ],
    mistakes=[
        Mistake(
            "sign",
            {"sign": -1},
            """All signs are the wrong way round: you start from T − A. E = ½ Σ (a − t)² has the
            slope A − T.""",
        ),
        Mistake(
            "no_slope",
            {"slopes": "none"},
            "g′(z) = A (1 − A) is missing in every layer. Without it you have ∂E/∂A.",
        ),
        Mistake(
            "no_output_slope",
            {"slopes": "no output"},
            """The last Δ lacks its A (1 − A). It is no different from the others, except that it
            starts from A − T.""",
        ),
        Mistake(
            "no_hidden_slope",
            {"slopes": "no hidden"},
            "The hidden Δ lack their factor A (1 − A); only the last one has it.",
        ),
        Mistake(
            "not_transposed",
            {"back": "as it is"},
            """On the way back you multiply by W as it is; it must be W.T. If all layers have the
            same size you get no error; otherwise the shapes do not fit.""",
        ),
        Mistake(
            "layer_below",
            {"back": "layer below"},
            """You go back through the weights of the layer below: off by one. Δ of layer l comes
            from Δ of layer l + 1 through the weights between them, which are W[l], counted from
            0.""",
        ),
        Mistake(
            "no_weights",
            {"back": "none"},
            """The weights are missing on the way back: you blame all hidden units equally,
            whether they reach the next layer or not.""",
        ),
        Mistake(
            "upstream_goes_back",
            {"through": "upstream"},
            """You send ∂E/∂A back, not Δ. What goes back through W is Δ = ∂E/∂Z, which includes
            the slope of its own layer.""",
        ),
        Mistake(
            "backwards",
            wrong=lambda reference, *inputs: reference(*inputs)[::-1],
            words="""The Δ are right, but you list them in the order in which you came across
            them. The first layer must come first: `deltas.insert(0, D)` instead of `append`.""",
        ),
    ],
    hints=[
        "Keep ∂E/∂A in a variable, `upstream`. At the last layer it is A − T.",
        """Go through the layers from the last to the first: make Δ from `upstream`, then the next
        `upstream`, Δ W.T, for the layer below.""",
        "`for layer in range(len(W), 0, -1)`: D = A[layer] (1 − A[layer]) upstream, and then "
        "upstream = D @ W[layer − 1].T.",
    ],
    solution="""
def my_deltas(A, W, T):
    deltas = []
    upstream = A[-1] - T
    for layer in range(len(W), 0, -1):
        D = A[layer] * (1 - A[layer]) * upstream
        deltas.insert(0, D)
        upstream = D @ W[layer - 1].T
    return deltas
""",
    praise="""The last `upstream` is not needed here, but it does no harm: it tells you how the
    inputs should change.""",
)
