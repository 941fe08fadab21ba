"""Bad arguments of `train` are refused by name and value."""

import numpy as np
import pytest

from annlab import Dataset, Network, train
from annlab.activations import Activation
from annlab.errors import ErrorFunction

from .strategies import some_data, xor_net


@pytest.mark.parametrize(
    ("error", "words", "arguments"),
    [
        (ValueError, "rate must be above 0, not 0", {"rate": 0}),
        (ValueError, "rate must be above 0, not -0.5", {"rate": -0.5}),
        (ValueError, "rate must be finite.* nan", {"rate": np.nan}),
        (ValueError, "rate must be finite.* inf", {"rate": np.inf}),
        (TypeError, "rate must hold real numbers.*'fast'", {"rate": "fast"}),
        (TypeError, "rate must hold real numbers, not complex128", {"rate": 1j}),
        (TypeError, "rate must hold real numbers, not object", {"rate": None}),
        (ValueError, r"rate must be one number.* not of shape \(2,\)", {"rate": [0.1, 0.2]}),
        (ValueError, "epochs must be at least 1, not 0", {"epochs": 0}),
        (TypeError, "epochs must be a whole number, not 2.5", {"epochs": 2.5}),
        (TypeError, "epochs must be a whole number, not True", {"epochs": True}),
        (ValueError, "batch must be at least 1, not 0", {"batch": 0}),
        (ValueError, "batch must be at least 1, not -1", {"batch": -1}),
        (TypeError, "batch must be a whole number, not 'all'", {"batch": "all"}),
        (ValueError, "anneal must be above 0 and at most 1, not 0", {"anneal": 0}),
        (ValueError, "anneal must be above 0 and at most 1, not 1.1", {"anneal": 1.1}),
        (ValueError, "anneal must be .* not nan", {"anneal": np.nan}),
        (TypeError, "anneal must be a number, not None", {"anneal": None}),
        (
            ValueError,
            "method must be one of 'gradient', 'momentum', 'adam', not 'sgd'",
            {"method": "sgd"},
        ),
        (ValueError, "momentum must be .*below 1, not 1", {"momentum": 1}),
        (ValueError, "momentum must be at least 0.*, not -0.1", {"momentum": -0.1}),
        (TypeError, "rng must be a numpy.random.Generator.* not None", {"shuffle": True}),
        (TypeError, "rng must be .* not 3", {"shuffle": True, "rng": 3}),
        (ValueError, "rng must come with shuffle=True: 3 would", {"rng": 3}),
        (TypeError, "shuffle must be True or False, not 'yes'", {"shuffle": "yes"}),
        (
            ValueError,
            "momentum must not be given with method 'adam', but is 0.5",
            {"method": "adam", "momentum": 0.5},
        ),
        (TypeError, "callback must be a function, not 5", {"callback": 5}),
        (ValueError, "target_error must be at least 0, not -1", {"target_error": -1}),
        (TypeError, "target_error must be a number, not '0'", {"target_error": "0"}),
    ],
)
def test_bad_arguments_are_refused_with_name_and_value(error, words, arguments):
    with pytest.raises(error, match=words):
        train(xor_net(), some_data(), **{"rate": 0.5, "epochs": 2} | arguments)


def test_rates_must_broadcast_to_the_networks():
    net = xor_net().at(np.ones((2, 3, 13)))
    for rate in ([0.1, 0.2], np.ones((3, 2)), np.ones((1, 2, 3))):
        with pytest.raises(ValueError, match=r"rate must be one number.*\(2, 3\) networks"):
            train(net, some_data(), rate=rate, epochs=1)
    with pytest.raises(ValueError, match="rate must be above 0"):
        train(net, some_data(), rate=[0.1, 0.2, 0], epochs=1)


def test_rate_and_epochs_are_required():
    with pytest.raises(TypeError, match="rate"):
        train(xor_net(), some_data(), epochs=1)
    with pytest.raises(TypeError, match="epochs"):
        train(xor_net(), some_data(), rate=1)


def test_only_a_network_and_a_data_set_of_its_sizes_can_be_trained():
    net, data = xor_net(), some_data()
    with pytest.raises(TypeError, match="net must be a Network, not list"):
        train([2, 3, 1], data, rate=1, epochs=1)
    with pytest.raises(TypeError, match="data must be a Dataset, not ndarray"):
        train(net, data.x, rate=1, epochs=1)
    with pytest.raises(ValueError, match=r"x must have shape \(examples, 2\).* not \(4, 3\)"):
        train(net, Dataset(np.ones((4, 3)), np.ones((4, 1))), rate=1, epochs=1)
    with pytest.raises(ValueError, match=r"t must have shape \(examples, 1\).* not \(4, 3\)"):
        train(net, Dataset(np.ones((4, 2)), np.ones((4, 3))), rate=1, epochs=1)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.nan, "theta of net must be finite"),
        (1e200, "net must have a finite error on the data to start with, not inf"),
    ],
)
def test_start_that_is_not_finite_is_refused(value, words):
    net, data = Network([2, 1], output="identity"), some_data()
    net.theta[0] = value
    with pytest.raises(ValueError, match=words):
        train(net, data, rate=0.1, epochs=1)


def test_start_with_infinite_error_is_refused_even_if_its_parameters_are_small():
    words = "net must have a finite error on the data to start with, not inf"
    far = Dataset(np.ones((3, 2)), np.full((3, 1), 1e200))
    with pytest.raises(ValueError, match=words):
        train(Network([2, 1], output="identity"), far, rate=0.1, epochs=1)
    exponential = Activation("exponential", "e^z", np.exp, lambda a: a)
    steep = Network([2, 1], output=exponential).at([400.0, 400.0, 0.0])
    with pytest.raises(ValueError, match=words):
        train(steep, Dataset(np.ones((3, 2)), np.ones((3, 1))), rate=0.1, epochs=1)


def test_an_error_function_of_the_user_s_own_is_asked_for_its_value_at_the_start():
    far = ErrorFunction(
        "far",
        "e^(1000 |a − t|)",
        lambda g, z, t: np.exp(1e3 * np.abs(g.function(z) - t)).sum(-1),
        lambda g, a, t: a - t,
    )
    data = Dataset([[0.0, 1.0]], [[1e3]])
    with pytest.raises(ValueError, match="net must have a finite error on the data to start with"):
        train(Network([2, 2, 1], error=far), data, rate=0.1, epochs=3)


def test_a_number_too_long_to_be_written_is_refused_by_name():
    with pytest.raises(ValueError, match="parameter must be one of") as raised:
        xor_net().index("x" * 10_000)
    assert len(str(raised.value)) < 300
    with pytest.raises(
        ValueError, match=r"^epochs must be at least 1, not a number of more digits"
    ):
        train(xor_net(), some_data(), rate=0.1, epochs=-(10**5000))
