"""Exercises of lesson 3: the update, and the whole backward pass of two layers."""

from __future__ import annotations

import numpy as np

from annlab._checks import Array
from annlab.exercises.core import Mistake
from annlab.exercises.functions import FunctionExercise

Rng = np.random.Generator

# -- the update ----------------------------------------------------------------------------------


def _update(
    W: Array,
    b: Array,
    dW: Array,
    db: Array,
    rate: float,
    *,
    direction: int = -1,
    step: str = "rate",
    bias: bool = True,
    old: bool = True,
) -> tuple[Array, Array]:
    eta = {"rate": rate, "twice": rate**2, "none": 1.0, "two": 2.0, "divided": 1 / rate}[step]
    new_b = b * old + direction * eta * db
    return W * old + direction * eta * dW, new_b if bias else b


def _parameters(rng: Rng) -> tuple[Array, Array, Array, Array, float]:
    inputs, units = rng.permutation([1, 2, 3, 4])[:2]
    return (
        rng.normal(size=(inputs, units)),
        rng.normal(size=units),
        rng.normal(size=(inputs, units)),
        rng.normal(size=units),
        float(rng.uniform(0.1, 0.9)),
    )


update = FunctionExercise(
    "update",
    lesson=3,
    title="One step downhill",
    task="""Write `update(W, b, dW, db, rate)`: one step of gradient descent. Return the new W and
    the new b, and do not change the arrays you are given.""",
    reference=_update,
    returns=("W", "b"),
    inputs=_parameters,
    edges=[
        (
            np.array([[1.0], [2.0]]),
            np.array([0.5]),
            np.array([[0.4], [-0.2]]),
            np.array([0.6]),
            0.5,
        ),
        (np.array([[1, 2]]), np.array([0, 3]), np.array([[0.4, -0.2]]), np.array([0.6, 1.0]), 0.5),
        (np.ones((2, 3)), np.ones(3), np.zeros((2, 3)), np.zeros(3), 2.0),
    ],
    mistakes=[
        Mistake(
            "uphill",
            {"direction": 1},
            """You add. The gradient points in the direction in which E grows, so this step
            climbs: subtract.""",
        ),
        Mistake(
            "rate_twice",
            {"step": "twice"},
            """You multiply by η twice, so the step is η² ∂E/∂W. With a small η training would
            seem to stand still. Multiply once.""",
        ),
        Mistake(
            "no_rate",
            {"step": "none"},
            "You do not use the rate. The gradient gives the direction; η says how far to go.",
        ),
        Mistake(
            "always_two",
            {"step": "two"},
            "Your rate is always 2, as in the lesson so far. Use the `rate` you are given.",
        ),
        Mistake(
            "rate_divides",
            {"step": "divided"},
            "You divide by the rate, so a smaller η takes larger steps. Multiply.",
        ),
        Mistake(
            "bias_stays",
            {"bias": False},
            "The bias does not change. It learns like every weight: b − η ∂E/∂b.",
        ),
        Mistake(
            "old_forgotten",
            {"old": False},
            """You return the step itself, not where it leads. The new W is the old one plus the
            step: W − η ∂E/∂W.""",
        ),
        Mistake(
            "whole_numbers",
            wrong=lambda reference, W, b, dW, db, rate: tuple(
                new.astype(old.dtype)
                for new, old in zip(reference(W, b, dW, db, rate), (W, b), strict=True)
            ),
            words="""When W holds whole numbers, so does your result: it truncates the decimals,
            and small steps vanish. Make a new array with `W - …`; do not write into an existing
            one.""",
        ),
    ],
    hints=[
        "The gradient points uphill, and you want to go down.",
        "Every parameter moves by η times its own slope, biases included.",
        "return W - rate * dW, b - rate * db",
    ],
    solution="""
def update(W, b, dW, db, rate):
    return W - rate * dW, b - rate * db
""",
    praise="That one line is all there is to learning; everything else finds the slopes.",
)


# -- the whole backward pass ---------------------------------------------------------------------


def _backward(
    x: Array,
    t: Array,
    W1: Array,
    b1: Array,
    W2: Array,
    b2: Array,
    *,
    sign: int = 1,
    output_slope: bool = True,
    hidden_slope: str = "a",
    back: str = "delta",
    layer: str = "right",
    bias: str = "sum",
    examples: str = "sum",
    forward: str = "right",
) -> list[Array]:
    def g(z: Array) -> Array:
        return 1 / (1 + np.exp(-z))

    z1 = x @ W1 + (b1 if forward == "right" else 0)
    a1 = g(z1) if forward != "no hidden g" else z1 + b1
    a2 = g(a1 @ W2 + b2)

    delta2 = sign * (a2 - t)
    miss = delta2
    if output_slope:
        delta2 = delta2 * a2 * (1 - a2)
    slope = {"a": a1 * (1 - a1), "z": z1 * (1 - z1), "none": np.ones_like(a1)}[hidden_slope]
    if back == "delta":
        upstream = delta2 @ W2.T
    elif back == "not transposed":
        upstream = delta2 @ W2
    elif back == "miss":
        upstream = miss @ W2.T
    else:
        upstream = delta2.sum(axis=1, keepdims=True)
    delta1 = upstream * slope

    in1, in2 = {"right": (x, a1), "below": (x, x), "above": (a1, a1)}[layer]
    if examples == "last":
        in1, in2, delta1, delta2 = in1[-1:], in2[-1:], delta1[-1:], delta2[-1:]
    divided = len(x) if examples == "mean" else 1
    db1, db2 = delta1.sum(axis=0), delta2.sum(axis=0)
    if bias == "none":
        db1, db2 = 0 * db1, 0 * db2
    return [part / divided for part in (in1.T @ delta1, db1, in2.T @ delta2, db2)]


def _network(rng: Rng, sizes: tuple[int, ...] = ()) -> tuple[Array, ...]:
    inputs, hidden, outputs = sizes or rng.permutation([2, 3, 4, 5])[:3]
    n = rng.integers(2, 7)
    return (
        rng.uniform(-1, 1, (n, inputs)),
        rng.integers(0, 2, (n, outputs)).astype(float),
        rng.normal(size=(inputs, hidden)),
        rng.normal(size=hidden),
        rng.normal(size=(hidden, outputs)),
        rng.normal(size=outputs),
    )


backward = FunctionExercise(
    "backward",
    lesson=3,
    title="The backward pass of two layers",
    task="""Write `backward(x, t, W1, b1, W2, b2)` for a network with one hidden layer, logistic
    everywhere, in matrix form: go forward, then backward, and return a list of the four gradients
    of E = ½ Σ (a − t)²: [∂E/∂W1, ∂E/∂b1, ∂E/∂W2, ∂E/∂b2], summed over the examples.""",
    reference=_backward,
    returns=("∂E/∂W1", "∂E/∂b1", "∂E/∂W2", "∂E/∂b2"),
    inputs=_network,
    edges=[
        (
            np.array([[1.0, 0.0], [0.0, 1.0]]),
            np.array([[1.0], [0.0]]),
            np.array([[0.5, -0.4], [0.3, 0.2]]),
            np.array([0.1, -0.1]),
            np.array([[1.0], [-2.0]]),
            np.array([0.2]),
        ),
        _network(np.random.default_rng(1), (3, 3, 3)),  # where a wrong product has the right shape
        _network(np.random.default_rng(3), (2, 3, 3)),
    ],
    mistakes=[
        Mistake(
            "sign",
            {"sign": -1},
            """Every gradient has the wrong sign: you start from t − a. E = ½ (a − t)² has the
            slope a − t, and everything after that inherits its sign.""",
        ),
        Mistake(
            "no_output_slope",
            {"output_slope": False},
            """g′(z) is missing at the output: δ is (a − t) a (1 − a). (With cross-entropy as the
            error it would indeed be a − t; here E is the squared error.)""",
        ),
        Mistake(
            "no_hidden_slope",
            {"hidden_slope": "none"},
            """g′(z) is missing in the hidden layer. The gradients of the second layer are right;
            those of the first lack the factor a (1 − a) of the hidden units.""",
        ),
        Mistake(
            "slope_from_z",
            {"hidden_slope": "z"},
            """In the hidden layer you use z (1 − z). The slope at z is a (1 − a), computed from
            the activation a.""",
        ),
        Mistake(
            "not_transposed",
            {"back": "not transposed"},
            """On the way back you multiply by W2 as it is; it must be W2.T. If the layers have
            different numbers of units you see it at once: the shapes do not fit.""",
        ),
        Mistake(
            "no_weights",
            {"back": "no weights"},
            """You pass δ of the output to the hidden units without the weights between them. A
            hidden unit whose weight is close to 0 has hardly any part in the error: Δ2 @ W2.T.""",
        ),
        Mistake(
            "miss_goes_back",
            {"back": "miss"},
            """What you send back is a − t, not δ. Send back δ = ∂E/∂z of the output, which
            includes g′(z): the weights W2 lead to z, not to a.""",
        ),
        Mistake(
            "layer_below",
            {"layer": "below"},
            """Your gradient of W2 uses x. That is off by one layer: the inputs of W2 are the
            hidden activations, so ∂E/∂W2 = A1.T @ Δ2.""",
        ),
        Mistake(
            "layer_above",
            {"layer": "above"},
            """Your gradient of W1 uses the hidden activations. That is off by one layer: the
            input of W1 is x, so ∂E/∂W1 = X.T @ Δ1.""",
        ),
        Mistake(
            "bias_forgotten",
            {"bias": "none"},
            """Your gradients of the biases are 0. They should be the column sums of Δ: a bias is
            the weight of an input that is always 1.""",
        ),
        Mistake(
            "mean",
            {"examples": "mean"},
            "You divide by the number of examples; here E is their sum.",
        ),
        Mistake(
            "last_example",
            {"examples": "last"},
            """Only the last example counts: your loop overwrites the gradient where it should add
            to it.""",
        ),
        Mistake(
            "hidden_bias_forward",
            {"forward": "no bias"},
            "On the way forward you leave out the bias of the hidden units: z1 = x @ W1 + b1.",
        ),
        Mistake(
            "hidden_without_g",
            {"forward": "no hidden g"},
            """On the way forward you leave out g in the hidden layer: a1 = g(z1). Without g
            between them, two layers do no more than one.""",
        ),
        Mistake(
            "order",
            wrong=lambda reference, *inputs: [reference(*inputs)[i] for i in (2, 3, 0, 1)],
            words="""All four are right, but you list them in the order in which you came across
            them. The list goes from the first layer to the last: [∂E/∂W1, ∂E/∂b1, ∂E/∂W2,
            ∂E/∂b2].""",
        ),
    ],
    hints=[
        "You have all the pieces: `delta_output`, `delta_hidden` and `gradients`.",
        "Forward: A1 = g(X W1 + b1), A2 = g(A1 W2 + b2). Backward: Δ2, then Δ1 from it through "
        "W2.T.",
        """Each layer's gradients are (its input).T @ Δ and the column sums of Δ. The input of the
        second layer is A1, and that of the first is X.""",
    ],
    solution="""
def backward(x, t, W1, b1, W2, b2):
    a1 = 1 / (1 + np.exp(-(x @ W1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
    delta2 = (a2 - t) * a2 * (1 - a2)
    delta1 = (delta2 @ W2.T) * a1 * (1 - a1)
    return [x.T @ delta1, delta1.sum(axis=0), a1.T @ delta2, delta2.sum(axis=0)]
""",
    praise="This is backpropagation. `Network.backward` does the same for any number of layers.",
)
