"""Training in the browser is the package's, and so are the starts that it draws."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from annlab import Dataset, Network, datasets, train
from annlab.training import DivergenceWarning

from ...test_published_runs import run
from .lab_page import assert_close, compute, network, sent


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all: these tests only compute."""
    page = browser.new_page()
    yield page
    page.close()


SHAPES = {
    "one layer": ([3, 2], {}),
    "softmax": ([2, 3, 3], {"output": "softmax", "error": "cross-entropy"}),
    "deep": ([2, 3, 2, 1], {"hidden": ["tanh", "relu"], "error": "cross-entropy"}),
}
DESCEND = """
    const net = new lab.Network(shape);
    const descent = new lab.Descent(net, examples(sent), { ...options, theta: typed(theta) });
"""
RESULT = """
    const { theta: at, thetas, running, rates, stopped, done, next } = descent;
    return { theta: at, thetas, running, rates, stopped, done, next };
"""


def descend(page: Page, net: Network, data: Dataset, script: str = "", **options: Any) -> Any:
    """A Descent in the page: all of it, or what the script makes of `descent`."""
    return compute(
        page,
        DESCEND + (script or "descent.run();") + RESULT,
        shape=network(net),
        theta=net.theta.tolist(),
        sent=sent(data),
        options=options,
    )


def problem(name: str, n: int = 11) -> tuple[Network, Dataset]:
    sizes, options = SHAPES[name]
    rng = np.random.default_rng(4)
    net = Network(sizes, **options).initialise("uniform", rng=rng, scale=2)
    return net, Dataset(rng.normal(size=(n, sizes[0])), rng.uniform(size=(n, sizes[-1])))


PUBLISHED = [("or", 0, 1.0), ("and", 0, 1.0), ("xor", 0, 1.0), ("xor", 4, 1.0), ("ring", 4, 1.0),
             ("ring", 4, 0.95), ("sin", 3, 0.95)]  # fmt: skip


@pytest.mark.parametrize("which", PUBLISHED, ids=str)
def test_published_run_pass_by_pass(page: Page, which: tuple[str, int, float]) -> None:
    history = run(*which)
    rate = 0.2 if which[0] == "sin" else 2.0
    lab = descend(page, history.start, history.data, rate=rate, anneal=which[2], passes=100)
    assert (lab["stopped"], lab["done"], lab["next"]) == ("finished", 100, 0)
    np.testing.assert_allclose(lab["running"], history.running_error, rtol=1e-9)
    np.testing.assert_allclose(lab["thetas"], history.theta, rtol=1e-8, atol=1e-10)
    np.testing.assert_array_equal(lab["rates"], history.rate)


def test_first_pass_of_the_chaotic_run(page: Page) -> None:
    """Later ones hang on the last bit of tanh (docs/design.md)."""
    history = run("abs", 3, 0.95)
    lab = descend(page, history.start, history.data, rate=0.2, anneal=0.95, passes=1)
    np.testing.assert_allclose(lab["running"], history.running_error[:1], rtol=1e-9)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("batch", [1, 2, 4, 11, 50, 0])
def test_batches_of_any_size(page: Page, name: str, batch: int) -> None:
    net, data = problem(name)
    history = train(net, data, rate=0.1, anneal=0.9, epochs=6, batch=batch or None)
    lab = descend(page, net, data, rate=0.1, anneal=0.9, passes=6, batch=batch)
    assert_close(lab["thetas"], history.theta, 1e-12)
    assert_close(lab["running"], history.running_error, 1e-12)
    np.testing.assert_array_equal(lab["rates"], history.rate)


PAUSES = {
    # A clock that moves on by 1 ms whenever it is asked: 2 ms allow for two looks.
    "run": """
        let now = 0, places = new Set();
        const clock = performance.now;
        performance.now = () => now++;
        try { while (!descent.run(2)) places.add(descent.next); }
        finally { performance.now = clock; }
        if (places.size < 3) throw new Error(`it paused only at ${[...places]}`);
        if (!descent.run(0)) throw new Error("finished, but does not say so");
    """,
    "step": """
        for (let e = 0; descent.next === e; e = descent.next) {
            descent.step();
            if (descent.stopped) break;
        }
        descent.step();
    """,
    "both": "for (let k = 0; k < 777; k++) descent.step(); descent.run();",
}


@pytest.mark.parametrize("how", PAUSES)
@pytest.mark.parametrize("batch", [1, 3])
def test_pauses_change_nothing(page: Page, how: str, batch: int) -> None:
    net, data = problem("deep", n=100)
    options = {"rate": 0.2, "anneal": 0.95, "passes": 30, "batch": batch}
    at_once = descend(page, net, data, **options)
    assert at_once["done"] == 30
    assert descend(page, net, data, PAUSES[how], **options) == at_once


def test_step_takes_one_batch_and_says_which_is_next(page: Page) -> None:
    net, data = problem("softmax")
    script = """
        const seen = [];
        for (let k = 0; k < 4; k++) { descent.step(); seen.push([descent.next, descent.done]); }
        return { seen, theta: descent.theta, thetas: descent.thetas };
    """
    lab = descend(page, net, data, script, rate=0.5, passes=9, batch=4)
    assert lab["seen"] == [[4, 0], [8, 0], [0, 1], [4, 1]]
    two = train(net, Dataset(data.x[:4], data.t[:4]), rate=0.5, epochs=1, batch=4)
    assert_close(lab["thetas"][0], net.theta, 0)
    after = lab["thetas"][1]
    second = train(net.at(after), Dataset(data.x[:4], data.t[:4]), rate=0.5, epochs=1, batch=4)
    assert_close(lab["theta"], second.theta[-1], 1e-12)
    assert not np.allclose(two.theta[-1], after)


@pytest.mark.parametrize("rate", [1.5, 40.0, 1e80, 1e300])
def test_divergence_ends_the_run_where_it_ends_the_packages(page: Page, rate: float) -> None:
    rng = np.random.RandomState(5)
    data = datasets.curve("sin", n=20, noise=0.1, rng=rng)
    net = Network([1, 3, 2, 1], hidden="relu", output="identity").initialise("uniform", rng=rng)
    with pytest.warns(DivergenceWarning):
        history = train(net, data, rate=rate, epochs=100, batch=5)
    lab = descend(page, net, data, rate=rate, passes=100, batch=5)
    assert lab["stopped"] == history.stopped == "diverged"
    assert lab["done"] == len(lab["rates"]) == len(history)
    assert lab["theta"] == lab["thetas"][-1]
    assert_close(lab["thetas"], history.theta, 1e-9)
    assert_close(lab["running"], history.running_error, 1e-9)


def test_pass_that_ends_where_the_error_overflows_is_not_kept(page: Page) -> None:
    """θ is finite there, and so was the error that the pass met."""
    net, data = Network([1, 1], output="identity"), Dataset([[1.0]], [[1.0]])
    with pytest.warns(DivergenceWarning):
        history = train(net, data, rate=1e200, epochs=2)
    lab = descend(page, net, data, rate=1e200, passes=2)
    assert (lab["stopped"], lab["done"]) == ("diverged", len(history)) == ("diverged", 0)
    assert lab["theta"] == [0, 0]


def test_start_without_a_finite_error_goes_nowhere(page: Page) -> None:
    net = Network([1, 1, 1], hidden="identity", output="identity")
    net = net.at(np.full(4, 1e200))
    lab = descend(page, net, Dataset([[1.0]], [[1.0]]), rate=1, passes=3)
    assert (lab["stopped"], lab["done"]) == ("diverged", 0)


# -- starts ------------------------------------------------------------------------------------

SEEDS = [0, 1, 123, 19650218, 2**31, 2**32 - 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_random_numbers_are_those_of_numpy(page: Page, seed: int) -> None:
    lab = compute(
        page,
        """const rng = new lab.RandomState(seed);
        const draw = (one) => Array.from({ length: 1500 }, one);
        return {
            first: draw(() => rng.random()),
            uniform: draw(() => rng.uniform(-0.5, 0.5)),
            normal: draw(() => rng.normal(2, 0.25)),
            last: rng.random(),
        };""",
        seed=seed,
    )
    rng = np.random.RandomState(seed)
    np.testing.assert_array_equal(lab["first"], rng.random_sample(1500))
    np.testing.assert_array_equal(lab["uniform"], rng.uniform(-0.5, 0.5, 1500))
    # The browser's logarithm may have another last bit than that of the C library.
    np.testing.assert_allclose(lab["normal"], rng.normal(2, 0.25, 1500), rtol=0, atol=1e-15)
    assert lab["last"] == rng.random_sample()


@pytest.mark.parametrize("kind", ["uniform", "gaussian", "glorot", "zeros"])
@pytest.mark.parametrize("scale", [None, 0.3])
def test_starts_are_those_of_the_package(page: Page, kind: str, scale: float | None) -> None:
    net = Network([2, 5, 3, 1])
    script = "return lab.initialise(new lab.Network(shape), kind, seed, scale ?? undefined);"
    for seed in SEEDS:
        lab = compute(page, script, shape=network(net), kind=kind, seed=seed, scale=scale)
        rng = np.random.RandomState(seed)
        expected = net.initialise(kind, rng=rng, scale=scale).theta
        np.testing.assert_allclose(lab, expected, rtol=1e-14)
        if kind == "uniform" and scale is None:
            np.testing.assert_array_equal(lab, expected)


def test_unknown_names_are_refused(page: Page) -> None:
    shape = network(Network([2, 1]))
    with pytest.raises(Exception, match='unknown kind of start "normal"'):
        compute(page, 'lab.initialise(new lab.Network(shape), "normal", 1);', shape=shape)
    shape["activations"] = ["sigmoid"]
    with pytest.raises(Exception, match='unknown activation function "sigmoid"'):
        compute(page, "new lab.Network(shape);", shape=shape)
