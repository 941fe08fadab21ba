"""The code that a lab shows makes the same network, the same data and the same run."""

import contextlib
import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annlab import Dataset, Network, datasets, train
from annlab.lab import Lab
from annlab.lab.code import code as code_of

from ..strategies import cases, some_data, xor_net


def code(lab: Lab) -> str:
    """The code that `lab.show_code()` prints."""
    return code_of(lab._snapshot())


def made_by(text: str) -> dict[str, Any]:
    """The names that the code defines, and under "" what it prints."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(text, names)
    return names | {"": printed.getvalue()}


def the_same(data: Dataset, other: Dataset) -> bool:
    tables = [(data.x, other.x), (data.t, other.t)]
    return data.name == other.name and all(
        one.shape == two.shape and one.tobytes() == two.tobytes() for one, two in tables
    )


@given(cases(), st.text(max_size=9), st.data())
@settings(max_examples=60)
def test_it_makes_the_same_network_and_data_bit_for_bit(case, name, draw) -> None:
    count = len(case.net.names)
    names = draw.draw(
        st.none() | st.lists(st.text(min_size=1), min_size=count, max_size=count, unique=True)
    )
    net = Network(
        case.net.sizes, hidden=case.functions[:-1], output=case.functions[-1], error=case.kind,
        names=names,
    ).at(case.net.theta)  # fmt: skip
    lab = Lab(net, Dataset(case.x, case.t, name), panels=["map"])
    made = made_by(code(lab))
    assert made["net"].theta.tobytes() == lab.net.theta.tobytes()
    assert repr(made["net"]) == repr(net)
    assert made["net"].names == net.names
    assert the_same(made["data"], lab.data)
    assert made["plane"].axes == lab.axes
    assert made["plane"].error.shape == (41, 41)
    assert f"{float(net.error(lab.data)):.9g}" in made[""]


def test_lines_fit_a_page_however_wide_and_long_the_data_are() -> None:
    rng = np.random.default_rng(3)
    data = Dataset(rng.normal(size=(70, 9)), rng.uniform(size=(70, 2)), "wide")
    lab = Lab(Network([9, 3, 2]).initialise("uniform", rng=rng), data)
    assert max(map(len, code(lab).splitlines())) <= 100
    assert the_same(made_by(code(lab))["data"], data)


def test_the_network_of_the_lesson_is_made_by_its_name() -> None:
    lab = Lab(Network.xor(), datasets.truth_table("xor"))
    assert "\nnet = Network.xor()\n" in code(lab)
    lab.theta = np.arange(9) / 7
    assert "\nnet = Network.xor().at({\n" in code(lab)
    assert '"w5": 0.14285714285714285' in code(lab)


def test_axes_given_as_an_array_are_written_as_strings() -> None:
    lab = Lab(Network.xor(), datasets.truth_table("xor"), axes=np.array(["w1", "w2"]))
    assert 'plane = surfaces.plane(net, data, ("w1", "w2"), ' in code(lab)
    assert {type(name) for name in lab.axes} == {str}


@pytest.mark.parametrize("rows", [2, 40])
def test_the_shape_of_pictures_is_written(rows: int) -> None:
    data = Dataset(np.zeros((rows, 6)), np.ones((rows, 1)), "pictures", (2, 3))
    made = made_by(code(Lab(Network([6, 1]), data)))["data"]
    assert the_same(made, data)
    assert made.shape == (2, 3)


def test_minus_zero_and_the_smallest_numbers_are_kept() -> None:
    net = Network([1, 1]).at([-0.0, 5e-324])
    made = made_by(code(Lab(net, Dataset([[-0.0], [1e308]], [[0.1], [1.0]]))))
    assert made["net"].theta.tobytes() == net.theta.tobytes()
    assert made["data"].x.tobytes() == np.array([[-0.0], [1e308]]).tobytes()


@pytest.mark.parametrize("batch", [1, 4, None])
def test_a_run_of_plain_descent_is_repeated(batch) -> None:
    data = some_data()
    run = train(xor_net(), data, rate=0.7, anneal=0.9, epochs=8, batch=batch)
    lab = Lab(xor_net(), data, history=run, anneal=0.9, batch=batch)
    lab.moment = 5
    text = code(lab)
    made = made_by(text)
    assert made["history"].theta.tobytes() == run.theta.tobytes()
    assert made["net"].theta.tobytes() == run.theta[5].tobytes()
    assert "# After pass 5 of a run of 8.\n" in text


def test_a_run_is_repeated_with_its_own_rates_not_with_those_set_since() -> None:
    data = some_data()
    run = train(xor_net(), data, rate=0.7, anneal=0.5, epochs=3)
    lab = Lab(xor_net(), data, history=run, rate=0.1, anneal=0.75)
    assert np.allclose(made_by(code(lab))["history"].theta, run.theta, rtol=1e-12)


def test_a_run_of_another_method_is_not_passed_off_as_plain_descent() -> None:
    data = some_data()
    for options in ({"method": "adam"}, {"shuffle": True, "rng": np.random.default_rng(1)}):
        run = train(xor_net(), data, rate=0.5, epochs=4, **options)
        text = code(Lab(xor_net(), data, history=run))
        assert "train" not in text.replace("training", "")
        assert "does not repeat that run" in text


def test_a_network_moved_off_its_run_says_so() -> None:
    data = some_data()
    lab = Lab(xor_net(), data, history=train(xor_net(), data, rate=0.5, epochs=2))
    lab.theta = np.zeros(13)
    assert "# Moved by hand, off a run of 2.\n" in code(lab)
    assert not made_by(code(lab))["net"].theta.any()


def test_held_out_data_are_there_too() -> None:
    lab = Lab(xor_net(), some_data(), held_out=some_data(5, seed=4))
    assert the_same(made_by(code(lab))["held_out"], some_data(5, seed=4))
