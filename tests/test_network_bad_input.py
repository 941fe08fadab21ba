"""Bad arguments of a network are refused by name and value."""

import math

import numpy as np
import pytest

from annlab import Dataset, Network


@pytest.mark.parametrize(
    ("error", "words", "arguments"),
    [
        (ValueError, r"sizes must hold .* not \[2\]", {"sizes": [2]}),
        (TypeError, "sizes must be a sequence .* not 3", {"sizes": 3}),
        (TypeError, "sizes must be a sequence .* not '23'", {"sizes": "23"}),
        (ValueError, r"sizes must hold .* not \(\)", {"sizes": ()}),
        (ValueError, r"sizes\[1\] must be at least 1, not 0", {"sizes": [2, 0, 1]}),
        (ValueError, r"sizes\[0\] must be at least 1, not -2", {"sizes": [-2, 1]}),
        (TypeError, r"sizes\[1\] must be a whole number, not 2.0", {"sizes": [2, 2.0]}),
        (TypeError, r"sizes\[0\] must be a whole number, not True", {"sizes": [True, 1]}),
        (TypeError, r"sizes\[1\] must be a whole number, not '3'", {"sizes": [2, "3"]}),
        (TypeError, r"sizes\[1\] must be a whole number, not None", {"sizes": [2, None]}),
        (ValueError, "hidden must be one of .*'tanh'.* not 'logit'", {"hidden": "logit"}),
        (ValueError, "output must be one of .*'step'.* not 'sine'", {"output": "sine"}),
        (ValueError, "hidden must name 1 or 1 .* not 2", {"hidden": ["tanh", "relu"]}),
        (ValueError, "hidden must not be 'softmax'", {"hidden": "softmax"}),
        (ValueError, "error must be one of .*'squared'.* not 'mse'", {"error": "mse"}),
        (
            ValueError,
            "'cross-entropy' needs output 'logistic' or 'softmax', not 'tanh'",
            {"error": "cross-entropy", "output": "tanh"},
        ),
        (ValueError, "names must be 9 different strings", {"names": ["w1", "w2"]}),
        (ValueError, "names must be 9 different strings", {"names": ["w"] * 9}),
        (ValueError, "names must be 9 different strings", {"names": range(9)}),
        (ValueError, "names must be 9 different strings", {"names": [*"abcdefghi", "a"]}),
    ],
)
def test_bad_network_is_refused_with_the_argument_and_its_value(error, words, arguments):
    sizes = arguments.pop("sizes", [2, 2, 1])
    with pytest.raises(error, match=words):
        Network(sizes, **arguments)


BAD_ARRAYS = [
    (ValueError, "must be finite, but {}.0, 1. is nan", [[0.0, np.nan]]),
    (ValueError, "must be finite, but {}.1, 0. is -inf", [[0.0, 1.0], [-np.inf, 0.0]]),
    (TypeError, "must hold real numbers, not complex128", [[1j, 0]]),
    (TypeError, "must hold real numbers, not <U1", [["1", "2"]]),
    (TypeError, "must hold real numbers, not object", [[None, 1.0]]),
    (TypeError, "must hold real numbers, not object", None),
    (ValueError, "must be an array with rows of equal length", [[1.0, 2.0], [3.0]]),
]


@pytest.mark.parametrize(("error", "words", "value"), BAD_ARRAYS)
@pytest.mark.parametrize(
    ("argument", "refuse"),
    [
        ("theta", Network([2, 2]).at),
        ("x", Network([2, 2]).forward),
        ("t", lambda t: Network([2, 2]).error([[0.0, 0.0]], [[t]] if t is None else t)),
    ],
    ids=["theta", "x", "t"],
)
def test_anything_but_a_finite_array_is_refused(error, words, value, argument, refuse):
    with pytest.raises(error, match=f"^{argument} " + words.format(argument)):
        refuse(value)


@pytest.mark.parametrize(
    "x", [5.0, [1.0, 2.0], [[1.0]], [[1.0, 2.0, 3.0]], np.zeros((0, 2)), np.zeros((1, 2, 2))]
)
def test_inputs_of_another_shape_are_refused(x):
    net = Network([2, 3, 1])
    for method in (net.forward, net.predict):
        with pytest.raises(ValueError, match=r"x must have shape \(examples, 2\)") as caught:
            method(x)
        assert str(np.shape(x)) in str(caught.value)


def test_examples_that_do_not_match_are_refused():
    net, x = Network([2, 3, 1]), np.zeros((4, 2))
    for method in (net.error, net.error_per_example, net.backward, net.gradient):
        with pytest.raises(ValueError, match=r"t must have shape \(examples, 1\).*\(4, 2\)"):
            method(x, x)
        with pytest.raises(ValueError, match=r"t must have shape \(examples, 1\).*\(4,\)"):
            method(x, np.zeros(4))
        with pytest.raises(
            ValueError, match="x and t must have one row per example each, not 4 and 3 rows"
        ):
            method(x, np.zeros((3, 1)))
        with pytest.raises(
            TypeError, match=r"data must be a Dataset, or x followed by t, not ndarray"
        ):
            method(x)
        with pytest.raises(TypeError, match="t must not be given with a data set"):
            method(Dataset(x, np.zeros((4, 1))), np.zeros((4, 1)))
        with pytest.raises(ValueError, match=r"x must have shape \(examples, 2\).*\(4, 3\)"):
            method(Dataset(np.zeros((4, 3)), np.zeros((4, 1))))


@pytest.mark.parametrize("theta", [1.0, np.zeros(8), np.zeros((9, 1)), np.zeros((2, 10)), []])
def test_theta_of_another_shape_is_refused(theta):
    net = Network.xor()
    with pytest.raises(ValueError, match=r"theta must have shape \(..., 9\) for sizes \(2, 2, 1\)"):
        net.at(theta)
    with pytest.raises(ValueError, match=r"theta must have shape"):
        net.theta = theta
    assert net.shape == ()


def test_unknown_parameter_is_refused_with_a_list_of_the_known_ones():
    net = Network.xor()
    for ask in (
        lambda: net["w7"],
        lambda: net.index("w7"),
        lambda: net.at({"w7": 1.0}),
        lambda: net.__setitem__("w7", 1.0),
    ):
        with pytest.raises(ValueError, match=r"parameter must be one of 'w3'.*'b1', not 'w7'"):
            ask()
    with pytest.raises(ValueError, match="not 3"):
        net.index(3)


def test_bad_value_of_a_named_parameter_is_refused_by_its_name():
    net = Network.xor()
    with pytest.raises(ValueError, match="w1 must be finite"):
        net["w1"] = np.nan
    with pytest.raises(TypeError, match="w2 must hold real numbers"):
        net.at({"w2": "0.5"})
    assert float(net["w1"]) == 0.1


@pytest.mark.parametrize(
    ("error", "words", "arguments"),
    [
        (ValueError, "kind must be one of 'uniform', .*'zeros', not 'ones'", {"kind": "ones"}),
        (TypeError, "rng must be a numpy.random.Generator.* not None", {}),
        (TypeError, "rng must be .* not 5", {"rng": 5}),
        (ValueError, "scale must be above 0, not 0", {"scale": 0}),
        (ValueError, "scale must be above 0, not -1", {"scale": -1}),
        (ValueError, "scale must be above 0, not nan", {"scale": np.nan}),
        (TypeError, "scale must be a number, not 'big'", {"scale": "big"}),
        (TypeError, "scale must be a number, not True", {"scale": True}),
    ],
)
def test_bad_start_is_refused(error, words, arguments):
    if "scale" in arguments:
        arguments["rng"] = np.random.default_rng(1)
    with pytest.raises(error, match=words):
        Network([2, 1]).initialise(**{"kind": "uniform"} | arguments)


def test_one_example_one_input_and_one_unit_work():
    net = Network([1, 1]).at([2.0, 1.0])
    assert net.predict([[3]]).shape == (1, 1)
    assert net.error([[3]], [[1]]) == pytest.approx(0.5 * (1 / (1 + math.e**7)) ** 2, rel=1e-9)
    assert net.predict([[True]]) == net.predict([[1]])
