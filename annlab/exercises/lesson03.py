"""Exercises of lesson 3: δ of the output, δ of a hidden layer, the gradients of one layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from annlab._checks import Array
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator


def _slope(a: Array, kind: str) -> Array:
    """The slope of the logistic function from its output a, or what learners take for it."""
    g = 1 / (1 + np.exp(-a))
    kinds = {"logistic": a * (1 - a), "of a": g * (1 - g), "tanh": 1 - a**2}
    return kinds.get(kind, np.ones_like(a, dtype=float))


# -- δ of the output -----------------------------------------------------------------------------


def _delta_output(
    a: Array, t: Array, *, sign: int = 1, slope: str = "logistic", factor: int = 1, power: int = 1
) -> Array:
    return factor * sign * (a - t) ** power * _slope(a, slope)


def _outputs(rng: Rng) -> tuple[Array, Array]:
    n, units = rng.integers(2, 6), rng.integers(2, 5)
    return rng.uniform(0.05, 0.95, (n, units)), rng.integers(0, 2, (n, units)).astype(float)


delta_output = FunctionExercise(
    "delta_output",
    lesson=3,
    title="δ of the output units",
    task="""Write `delta_output(a, t)`: the error signal δ = ∂E/∂z of logistic output units, from
    their activations a and targets t, both of shape (examples, units), for E = ½ Σ (a − t)².""",
    reference=_delta_output,
    inputs=_outputs,
    edges=[
        (np.array([[0.8]]), np.array([[1.0]])),
        (np.array([[0.8, 0.4]]), np.array([[1, 0]])),  # whole numbers
        (np.array([[0.5, 1.0, 0.0]]), np.array([[0.5, 0.0, 0.0]])),
    ],
    mistakes=[
        Mistake(
            "sign",
            {"sign": -1},
            """You have t − a. With that sign δ points downhill, and the update W − η ∂E/∂W would
            climb. E = ½ (a − t)² has the slope a − t: if the output is too large, the slope is
            positive.""",
        ),
        Mistake(
            "no_slope",
            {"slope": "none"},
            """g′(z) is missing. a − t is ∂E/∂a, the slope with respect to the output; to get to
            z, multiply by ∂a/∂z = g′(z) = a (1 − a).""",
        ),
        Mistake(
            "slope_of_a",
            {"slope": "of a"},
            """You evaluate g′ at a, but it belongs at z. You need not go back to z: the slope of
            the logistic function at z is a (1 − a), with the a you are given.""",
        ),
        Mistake(
            "slope_of_tanh",
            {"slope": "tanh"},
            "1 − a² is the slope of tanh. These units are logistic: g′(z) = a (1 − a), which is "
            "never above ¼.",
        ),
        Mistake(
            "squared",
            {"power": 2},
            """You have (a − t)², which belongs to the error, not to its slope. The derivative of
            ½ (a − t)² is a − t, which has no square and keeps its sign.""",
        ),
        Mistake(
            "twice",
            {"factor": 2},
            """It is twice as large as it should be, everywhere. The 2 that comes down from the
            square is cancelled by the ½ in E = ½ Σ (a − t)².""",
        ),
        Mistake(
            "only_slope",
            {"power": 0},
            """a (1 − a) is only g′(z), which is the same whatever the target is. Multiply it by a
            − t.""",
        ),
        Mistake(
            "mean",
            wrong=lambda reference, a, t: reference(a, t) / len(a),
            words="""You divide by the number of examples. Here E is a sum, and each example has
            its own δ: there is nothing to average.""",
        ),
        Mistake(
            "whole_numbers",
            wrong=lambda reference, a, t: reference(a, t).astype(t.dtype),
            words="""Your result is made of whole numbers when the targets are: an array made by
            `zeros_like(t)` or `t.copy()` truncates the decimals. Make an array of floats.""",
        ),
    ],
    hints=[
        "Go from E to z in two steps: from E to a, then from a to z.",
        "∂E/∂a = a − t, and ∂a/∂z = g′(z). The chain rule multiplies them, entry by entry.",
        "For the logistic function g′(z) = a (1 − a), so δ = (a − t) a (1 − a).",
    ],
    solution="""
def delta_output(a, t):
    return (a - t) * a * (1 - a)
""",
    praise="Where a is close to 0 or 1, δ is close to 0 too, however wrong the output is.",
)


# -- δ of a hidden layer -------------------------------------------------------------------------


def _delta_hidden(
    delta: Array,
    W: Array,
    a: Array,
    *,
    back: str = "weights",
    slope: str = "logistic",
    sign: int = 1,
) -> Array:
    backs: dict[str, Callable[[], Any]] = {
        "weights": lambda: delta @ W.T,
        "not transposed": lambda: delta @ W,
        "no weights": lambda: delta.sum(axis=1, keepdims=True),
        "first": lambda: delta[:, :1] * W[:, 0],
        "mean": lambda: delta @ W.T / W.shape[1],
        "absolute": lambda: delta @ np.abs(W).T,
        "one example": lambda: W @ delta,
        "columns": lambda: W @ delta.T,
    }
    return sign * backs[back]() * _slope(a, slope)


def _hidden(rng: Rng, units: int = 0, n: int = 0) -> tuple[Array, Array, Array]:
    n = n or int(rng.integers(2, 6))
    hidden, outputs = (units, units) if units else rng.permutation([2, 3, 4, 5])[:2]
    return (
        rng.uniform(-0.5, 0.5, (n, outputs)),
        rng.uniform(-2, 2, (hidden, outputs)),
        rng.uniform(0.05, 0.95, (n, hidden)),
    )


delta_hidden = FunctionExercise(
    "delta_hidden",
    lesson=3,
    title="δ of hidden units",
    task="""Write `delta_hidden(delta, W, a)`: the error signal of a layer of logistic hidden
    units, from the error signal of the next layer, delta (examples, next units), the weights that
    lead there, W (units, next units), and the hidden activations, a (examples, units).""",
    reference=_delta_hidden,
    inputs=_hidden,
    edges=[
        (np.array([[0.1, 0.2]]), np.array([[2.0, -3.0]]), np.array([[0.5]])),
        (np.array([[0.1, 0.2]]), np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[0.5, 0.8]])),
        (np.zeros((2, 1)), np.array([[1.0], [-1.0], [0.5]]), np.full((2, 3), 0.5)),
        _hidden(np.random.default_rng(3), units=3),
        _hidden(np.random.default_rng(1), units=3, n=3),  # where every wrong product has a shape
    ],
    mistakes=[
        Mistake(
            "no_weights",
            {"back": "no weights"},
            """The weights are missing. A hidden unit is to blame for the errors of the next layer
            only as far as its weights reach them: δ_j = g′(z_j) Σ_k δ_k w_jk.""",
        ),
        Mistake(
            "not_transposed",
            {"back": "not transposed"},
            """You multiply by W as it is. Going forwards you sum over the rows of W; going
            backwards you sum over its columns, so it is W.T here. The shapes tell you: (examples,
            next) @ (next, units).""",
        ),
        Mistake(
            "no_slope",
            {"slope": "none"},
            "g′(z) is missing. Σ_k δ_k w_jk is ∂E/∂a of the hidden unit; multiply by a (1 − a) to "
            "get to its z.",
        ),
        Mistake(
            "slope_of_a",
            {"slope": "of a"},
            """You evaluate g′ at a, but it belongs at z. In terms of a, the slope at z is a (1 −
            a).""",
        ),
        Mistake(
            "slope_of_tanh",
            {"slope": "tanh"},
            "1 − a² is the slope of tanh; these hidden units are logistic: a (1 − a).",
        ),
        Mistake(
            "one_example",
            {"back": "one example"},
            """W @ delta is the line from section 7, for one example. Here each example is a *row*
            of delta, so delta comes first, and W is transposed: delta @ W.T.""",
        ),
        Mistake(
            "examples_in_columns",
            {"back": "columns"},
            """W @ delta.T has the units in rows and the examples in columns. Here examples are
            rows: transpose it, which gives delta @ W.T.""",
        ),
        Mistake(
            "first_unit",
            {"back": "first"},
            """Only the first unit of the next layer counts. A hidden unit feeds all of them, so
            the total derivative is a sum over all k.""",
        ),
        Mistake(
            "mean",
            {"back": "mean"},
            """You take the mean over the next layer's units. The total derivative is their sum: a
            unit that reaches E by more paths has more effect on it.""",
        ),
        Mistake(
            "absolute",
            {"back": "absolute"},
            "Your weights have lost their sign. A unit with a negative weight lowers what it "
            "feeds, so its δ has the opposite sign.",
        ),
        Mistake(
            "sign",
            {"sign": -1},
            """There is one minus too many. δ of the next layer has its sign already, and the
            chain rule only multiplies it.""",
        ),
    ],
    hints=[
        "How much does each unit of the next layer change when this one does? That is a weight.",
        "Σ_k δ_k w_jk for all examples and units at once is one matrix product.",
        "∂E/∂A = delta @ W.T; then multiply by a (1 − a), entry by entry.",
    ],
    solution="""
def delta_hidden(delta, W, a):
    return (delta @ W.T) * a * (1 - a)
""",
    praise="These two δ are all you need to go backwards, through any number of layers.",
)


# -- the gradients of one layer ------------------------------------------------------------------


def _gradients(
    a: Array, delta: Array, *, examples: str = "sum", bias: str = "sum", sign: int = 1
) -> tuple[Any, Any]:
    if examples == "last":
        a, delta = a[-1:], delta[-1:]
    divided = len(a) if examples == "mean" else 1
    biases: dict[str, Any] = {
        "sum": delta.sum(axis=0),
        "none": np.zeros(delta.shape[1]),
        "one": delta.sum(),
        "over units": delta.sum(axis=1),
        "each": delta,
        "from a": a.sum(axis=0),
        "mean": delta.mean(axis=0),
    }
    return sign * (a.T @ delta) / divided, sign * biases[bias] / divided


def _layer(rng: Rng) -> tuple[Array, Array]:
    n, inputs, units = rng.permutation([2, 3, 4, 5])[:3]
    return rng.uniform(0, 1, (n, inputs)), rng.normal(size=(n, units))


gradients = FunctionExercise(
    "gradients",
    lesson=3,
    title="The gradients of one layer",
    task="""Write `gradients(a, delta)`: from the inputs of a layer, a (examples, inputs), and its
    error signals, delta (examples, units), return two arrays: ∂E/∂W of shape (inputs, units) and
    ∂E/∂b of shape (units,), both summed over the examples.""",
    reference=_gradients,
    returns=("∂E/∂W", "∂E/∂b"),
    inputs=_layer,
    edges=[
        (np.array([[1.0, 2.0]]), np.array([[0.5]])),
        (np.array([[1, 2], [3, 4], [0, 1]]), np.array([[0.5, -1.0], [0.1, 0.2], [0.0, 0.3]])),
        (np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]]), np.array([[0.5, 0.1], [0.2, 0.4]])),
    ],
    mistakes=[
        Mistake(
            "last_example",
            {"examples": "last"},
            """Only the last example counts: each pass through your loop overwrites the result. E
            is a sum over the examples, so its gradient is a sum too: start from zeros and use
            `+=`.""",
        ),
        Mistake(
            "mean",
            {"examples": "mean"},
            """You divide by the number of examples. That is the gradient of the mean error; here
            E is the sum over the examples. (With the mean of n examples you would need an η n
            times as large.)""",
        ),
        Mistake(
            "outer",
            wrong=lambda reference, a, delta: (np.outer(a, delta), reference(a, delta)[1]),
            words="""`np.outer` is for one example. With several examples, each has its own table
            of products, and the tables are added up: `a.T @ delta`.""",
        ),
        Mistake(
            "transposed",
            wrong=lambda reference, a, t: (reference(a, t)[0].T, reference(a, t)[1]),
            words="""Your ∂E/∂W is transposed. It must have the same shape as W, (inputs, units):
            a.T @ delta.""",
        ),
        Mistake(
            "bias_forgotten",
            {"bias": "none"},
            """Your gradient of the bias is 0, so the bias would never learn. It is the weight of
            an input that is always 1: ∂E/∂b_j = Σ 1 · δ_j.""",
        ),
        Mistake(
            "one_bias",
            {"bias": "one"},
            """You sum δ over everything into one number. Each unit has its own bias: sum over the
            examples only, `axis=0`.""",
        ),
        Mistake(
            "bias_over_units",
            {"bias": "over units"},
            """For the bias you sum over the units and keep the examples. It should be the other
            way round: `axis=0` sums over the rows, which are the examples.""",
        ),
        Mistake(
            "bias_not_summed",
            {"bias": "each"},
            """For the bias you return the δ of each example. All examples share one bias per
            unit, so their δ are summed: `delta.sum(axis=0)`.""",
        ),
        Mistake(
            "bias_from_a",
            {"bias": "from a"},
            """For the bias you sum the inputs a. The input of a bias is 1, whatever a is: what is
            left is the sum of δ.""",
        ),
        Mistake(
            "bias_mean",
            {"bias": "mean"},
            """∂E/∂W is a sum over the examples, as it should be, but ∂E/∂b is a mean. The bias is
            a weight like the others: take the sum here too.""",
        ),
        Mistake(
            "sign",
            {"sign": -1},
            """There is one minus too many. The gradient points uphill; going down is the job of
            the update, W − η ∂E/∂W.""",
        ),
    ],
    hints=[
        "For one example, ∂E/∂w_ij = a_i δ_j. What do you do with several?",
        """Each entry is a sum over examples of a column of a times a column of delta: that is a
        matrix product.""",
        "∂E/∂W = a.T @ delta, and ∂E/∂b = delta.sum(axis=0).",
    ],
    solution="""
def gradients(a, delta):
    return a.T @ delta, delta.sum(axis=0)
""",
    praise="One matrix product does the whole sum over the examples.",
)
