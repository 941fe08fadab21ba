"""What the laboratory computes in the browser is what the package computes in NumPy."""

from collections.abc import Iterator
from itertools import permutations
from typing import Any, NamedTuple

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from annlab import Dataset, Network, surfaces

from .lab_page import assert_close, compute, network, sent

HIDDEN = ("step", "identity", "logistic", "tanh", "relu")
OUTPUTS = [
    *(("squared", output) for output in (*HIDDEN, "softmax")),
    *(("cross-entropy", output) for output in ("logistic", "softmax")),
]
SATURATING, OVERFLOWING = 40.0, 1e200  # how large θ is, ordinarily about 1


class Case(NamedTuple):
    net: Network
    data: Dataset

    @property
    def given(self) -> dict[str, Any]:
        net, data = self
        return {"net": network(net), "theta": net.theta.tolist(), "sent": sent(data)}


def random_case(seed: int, scale: float = 1.0, widest: int = 4, most: int = 5) -> Case:
    """A network of 1 to 4 layers, every error and output function in turn, and a few examples."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, widest + 1, rng.integers(2, 6)).tolist()
    error, output = OUTPUTS[seed % len(OUTPUTS)]
    hidden = rng.choice(HIDDEN, len(sizes) - 2).tolist()
    net = Network(sizes, hidden=hidden, output=output, error=error)
    net = net.at(rng.normal(size=len(net.names)) * scale)
    n = rng.integers(1, most + 1)
    return Case(net, Dataset(rng.normal(size=(n, sizes[0])), rng.uniform(size=(n, sizes[-1]))))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all: these tests only compute."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [random_case(seed, scale) for scale in (1, SATURATING) for seed in range(64)]


def of_each(page: Page, cases: list[Case], script: str) -> list[Any]:
    """What the script returns for each case, of net, theta and data."""
    return compute(
        page,
        f"""return cases.map(({{ net: shape, theta: list, sent }}) => {{
            const net = new lab.Network(shape);
            const theta = typed(list);
            const data = examples(sent);
            {script}
        }});""",
        cases=[case.given for case in cases],
    )


def test_every_parameter_is_where_the_package_has_it(page: Page, cases: list[Case]) -> None:
    found = of_each(
        page,
        cases[:64],
        """return theta.map((_, p) => p).reduce((seen, p) => {
            const { layer, source, unit, bias } = net.where(p);
            seen.push([layer, source, unit, bias, net.place(layer, source, unit), net.P]);
            return seen;
        }, []);""",
    )
    for (net, _), places in zip(cases, found, strict=False):
        assert len(places) == len(net.names)
        for index, (name, (layer, source, unit, bias, place, count)) in enumerate(
            zip(net.names, places, strict=True)
        ):
            assert place == index == net.place(layer, source, unit)
            assert count == len(net.names)
            bare = f"b{layer}[{unit + 1}]" if bias else f"W{layer}[{source + 1},{unit + 1}]"
            assert name == bare


def test_forward_and_backward_of_the_last_example(page: Page, cases: list[Case]) -> None:
    found = of_each(
        page,
        cases,
        """const e = data.n - 1;
        const error = net.backward(theta, data.x, data.t, e * net.inputs, e * net.outputs);
        return { error, z: net.z.slice(1), a: net.a, delta: net.delta.slice(1) };""",
    )
    for case, lab in zip(cases, found, strict=True):
        seen = case.net.backward(case.data)
        assert_close(lab["error"], case.net.error_per_example(case.data)[-1], 1e-12, case.net)
        for layer, a in enumerate(lab["a"]):
            assert_close(a, seen.a[layer][-1], 1e-12, case.net)
        for layer, (z, delta) in enumerate(zip(lab["z"], lab["delta"], strict=True)):
            assert_close(z, seen.z[layer][-1], 1e-12, case.net)
            assert_close(delta, seen.delta[layer][-1], 1e-12, case.net)


def test_errors_gradient_and_predictions(page: Page, cases: list[Case]) -> None:
    found = of_each(
        page,
        cases,
        """return {
            error: net.error(theta, data),
            errors: net.errors(theta, data),
            gradient: net.gradient(theta, data),
            outputs: net.predict(theta, data.x, data.n),
        };""",
    )
    for (net, data), lab in zip(cases, found, strict=True):
        assert_close(lab["error"], net.error(data), 1e-12, net)
        assert_close(lab["errors"], net.error_per_example(data), 1e-12, net)
        assert_close(lab["gradient"], net.gradient(data), 1e-12, net)
        assert_close(lab["outputs"], net.predict(data.x).ravel(), 1e-12, net)


def test_some_of_these_cases_are_saturated(cases: list[Case]) -> None:
    largest = [abs(net.gradient(data)).max() for net, data in cases[64:]]
    assert sum(0 < gradient < 1e-6 for gradient in largest) > 5


def test_errors_and_predictions_overflow_where_the_package_has_them_overflow(page: Page) -> None:
    cases = [random_case(seed, OVERFLOWING) for seed in range(64)]
    found = of_each(
        page, cases, "return [net.errors(theta, data), net.predict(theta, data.x, data.n)];"
    )
    for (net, data), (errors, outputs) in zip(cases, found, strict=True):
        assert_close(errors, net.error_per_example(data), 1e-12, net)
        assert_close(outputs, net.predict(data.x).ravel(), 1e-12, net)
    finite = sum(np.isfinite(errors).all() for errors, _ in found)
    assert 10 < finite < 54


def test_a_class_ruled_out_beyond_all_numbers_costs_nothing(page: Page) -> None:
    """Its target 0 times the logarithm of its probability, −∞, would be no number."""
    net = Network([1, 2], output="softmax", error="cross-entropy").at([1e308, -1e308, 0, 0])
    case = Case(net, Dataset([[1.0]], [[1.0, 0.0]]))
    assert net.error(case.data) == 0
    assert of_each(page, [case], "return net.error(theta, data);") == [0]


def test_gradients_overflow_where_the_package_has_them_overflow(page: Page) -> None:
    """One unit per layer: whether ∞ − ∞ comes out of a product of matrices depends on the BLAS."""
    cases = [random_case(seed, OVERFLOWING, widest=1, most=1) for seed in range(64)]
    found = of_each(page, cases, "return net.gradient(theta, data);")
    for (net, data), gradient in zip(cases, found, strict=True):
        assert_close(gradient, net.gradient(data), 1e-12, net)
    finite = sum(np.isfinite(gradient).all() for gradient in found)
    assert 10 < finite < 54


def test_arrays_given_to_write_into_are_used_and_come_back(page: Page) -> None:
    (case,) = [random_case(1)]
    assert of_each(
        page,
        [case],
        """const old = (count) => new Float64Array(count).fill(7);
        const u = typed([0, 1, 2]), v = typed([0, 1]);
        const pairs = [
            ["errors", (...into) => net.errors(theta, data, ...into), data.n],
            ["gradient", (...into) => net.gradient(theta, data, ...into), net.P],
            ["predict", (...into) => net.predict(theta, data.x, data.n, ...into),
             data.n * net.outputs],
            ["plane", (...into) => lab.planeOfErrors(net, theta, data, 0, 1, u, v, ...into), 6],
        ];
        return pairs.filter(([, compute, count]) => {
            const into = old(count);
            return compute(into) !== into || into.some((value, k) => value !== compute()[k]);
        }).map(([name]) => name);""",
    ) == [[]]


# -- planes and lines --------------------------------------------------------------------------

LANDSCAPES = {
    "one layer": ([3, 2], {"output": "logistic"}),
    "xor": ([2, 2, 1], {"error": "cross-entropy"}),
    "regression": ([1, 3, 1], {"hidden": "tanh", "output": "identity"}),
    "classes": ([2, 2, 3], {"output": "softmax", "error": "cross-entropy"}),
    "deep": ([2, 3, 2, 2], {"hidden": ["tanh", "logistic"]}),
    "deeper": ([1, 2, 1, 2, 1], {"hidden": ["logistic", "relu", "identity"], "output": "tanh"}),
}


def landscape(name: str) -> Case:
    sizes, options = LANDSCAPES[name]
    net = Network(sizes, **options)
    rng = np.random.default_rng(5)
    data = Dataset(rng.normal(size=(4, sizes[0])), rng.uniform(size=(4, sizes[-1])))
    return Case(net.at(rng.normal(size=len(net.names))), data)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_plane_over_every_pair_of_parameters(page: Page, name: str) -> None:
    case = net, data = landscape(name)
    spans, counts = ((-4.0, 3.0), (-2.0, 5.0)), (5, 3)
    u, v = (np.linspace(*span, count) for span, count in zip(spans, counts, strict=True))
    pairs = list(permutations(range(len(net.names)), 2))
    found = compute(
        page,
        """const net = new lab.Network(given.net);
        const theta = typed(given.theta);
        const planes = pairs.map(([i, j]) =>
            lab.planeOfErrors(net, theta, examples(given.sent), i, j, typed(u), typed(v)));
        return { planes, theta };""",
        given=case.given,
        pairs=pairs,
        u=u.tolist(),
        v=v.tolist(),
    )
    assert found["theta"] == net.theta.tolist()
    for (i, j), error in zip(pairs, found["planes"], strict=True):
        axes = net.names[i], net.names[j]
        plane = surfaces.plane(net, data, axes, span=spans, points=counts)
        np.testing.assert_allclose(
            np.reshape(error, (3, 5)), plane.error, rtol=1e-12, err_msg=str(axes)
        )


def test_plane_that_overflows_does_so_in_the_same_places(page: Page) -> None:
    net = Network([2, 3, 2], hidden="relu", output="identity")
    net = net.at(np.random.default_rng(6).normal(size=len(net.names)))
    data = landscape("classes").data
    case = Case(net, Dataset(data.x, data.t[:, :2]))
    u = np.array([-1e200, -1e100, 0.0, 1e100, 1e200])
    pairs = list(permutations(range(len(net.names)), 2))
    found = of_each(
        page,
        [case],
        f"""const u = typed({u.tolist()});
        return {[list(pair) for pair in pairs]}.map(([i, j]) =>
            lab.planeOfErrors(net, theta, data, i, j, u, u));""",
    )[0]
    expected = [net.at({net.names[i]: u, net.names[j]: u[:, None]}).error(case.data).ravel()
                for i, j in pairs]  # fmt: skip
    assert 0.1 < np.isfinite(expected).mean() < 0.9
    np.testing.assert_array_equal(np.isfinite(found), np.isfinite(expected))


@pytest.mark.parametrize("name", LANDSCAPES)
def test_line_in_every_direction_split_by_example(page: Page, name: str) -> None:
    case = net, data = landscape(name)
    s = np.linspace(-2, 3, 7)
    rng = np.random.default_rng(7)
    directions = [*np.eye(len(net.names)), rng.normal(size=len(net.names))]
    found = compute(
        page,
        """const net = new lab.Network(given.net);
        return directions.map((direction) => lab.lineOfErrors(
            net, typed(given.theta), typed(direction), typed(s), examples(given.sent)));""",
        given=case.given,
        directions=[direction.tolist() for direction in directions],
        s=s.tolist(),
    )
    for direction, line in zip(directions, found, strict=True):
        stop = net.theta + 3 * direction
        expected = surfaces.between(net, data, net.theta - 2 * direction, stop, points=7)
        each = np.reshape(line["each"], (7, len(data)))
        np.testing.assert_allclose(each, expected.per_example, rtol=1e-11, atol=1e-14)
        np.testing.assert_allclose(line["total"], each.sum(-1), rtol=1e-14)
