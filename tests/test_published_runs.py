"""The published runs against recorded numbers, and against the oracle run here."""

import functools
import hashlib

import numpy as np
import pytest

from annlab import History, Network, datasets, train

from . import oracle

# run: Σ (a − t)² of the first and of the hundredth pass
RECORDED = {
    ("or", 0, 1.0): (14.3170845554, 1.4184748401),
    ("and", 0, 1.0): (20.2251952021, 0.7348700848),
    ("xor", 0, 1.0): (58.6881329968, 58.8743132419),
    ("xor", 4, 1.0): (57.4253437441, 0.1484844412),
    ("ring", 4, 1.0): (45.7288108147, 12.1015365723),
    ("ring", 4, 0.95): (45.7288108147, 43.3652810189),
    ("sin", 3, 0.95): (227.8859023725, 56.9050317197),
    ("abs", 3, 0.95): (335.9138936408, 64.9100971138),
}
CURVES = ("sin", "abs")
# NumPy's tanh has other last bits on other processors and C libraries, and the abs run is chaotic
# in its first passes: its last pass is the recorded one only where tanh has these bits.
TANH_BITS = "0853c1696438a025"


def tanh_bits() -> str:
    """The bits of tanh over (−6, 6), in rows of three: as many numbers as the run has units."""
    rows = np.linspace(-6, 6, 30_000).reshape(-1, 3)
    return hashlib.sha256(b"".join(np.tanh(row).tobytes() for row in rows)).hexdigest()[:16]


def sizes_of(kind: str, hidden: int) -> tuple[int, ...]:
    inputs = 1 if kind in CURVES else 2
    return (inputs, hidden, 1) if hidden else (inputs, 1)


@functools.cache
def run(kind: str, hidden: int, anneal: float, copies: int = 50, nudge: float = 0.0) -> History:
    """A published run as the lessons make it; `nudge` is added to one weight of the start."""
    rng = np.random.RandomState(123)
    if kind in CURVES:
        data = datasets.curve(kind, n=200, noise=0.5, rng=rng)
        net = Network(sizes_of(kind, hidden), hidden="tanh", output="identity")
    else:
        make = datasets.ring if kind == "ring" else functools.partial(datasets.gate, kind)
        data = make(copies=copies, noise=0.15, rng=rng)
        net = Network(sizes_of(kind, hidden), hidden="logistic", output="logistic")
    net = net.initialise("uniform", rng=rng)
    net.theta[0] += nudge
    rate = 0.2 if kind in CURVES else 2.0
    return train(net, data, rate=rate, anneal=anneal, epochs=100, progress=False)


def run_of_the_oracle(kind: str, hidden: int, anneal: float, copies: int = 50, passes: int = 100):
    rng = np.random.RandomState(123)
    x, t = oracle.published_data(kind, rng, copies)
    sizes = sizes_of(kind, hidden)
    names = ("tanh", "identity") if kind in CURVES else ("logistic",) * (len(sizes) - 1)
    theta = oracle.published_start(sizes, rng)
    rate = 0.2 if kind in CURVES else 2.0
    return oracle.online(sizes, names, theta, x, t, rate=rate, anneal=anneal, passes=passes)


@pytest.mark.parametrize(("which", "numbers"), RECORDED.items(), ids=str)
def test_published_run_has_the_recorded_first_and_last_pass(which, numbers):
    error = 2 * run(*which).running_error
    assert error.shape == (100,)
    assert error[0] == pytest.approx(numbers[0], rel=1e-9)
    if which[0] == "abs" and tanh_bits() != TANH_BITS:
        assert error[-1] == pytest.approx(numbers[1], rel=0.003)
    else:
        assert error[-1] == pytest.approx(numbers[1], rel=1e-9)


@pytest.mark.parametrize(
    "which",
    [
        ("or", 0, 1.0),
        ("and", 0, 1.0),
        ("xor", 0, 1.0),
        ("xor", 4, 1.0),
        ("ring", 4, 1.0),
        ("sin", 3, 0.95),
        ("xor", 3, 1.0, 20),
        ("xor", 7, 1.0, 20),
        ("ring", 10, 0.95, 10),
        ("sin", 5, 0.95),
    ],
    ids=str,
)
def test_run_agrees_with_the_oracle_in_every_pass(which):
    history = run(*which)
    errors, theta = run_of_the_oracle(*which)
    np.testing.assert_allclose(history.running_error, errors, rtol=1e-9)
    np.testing.assert_allclose(history.theta[-1], theta, rtol=1e-8)


@pytest.mark.parametrize(
    ("which", "passes"),
    [(("ring", 10, 1.0), 10), (("abs", 3, 0.95), 1)],
    ids=str,
)
def test_long_or_chaotic_run_agrees_with_the_oracle_in_its_first_passes(which, passes):
    errors, _ = run_of_the_oracle(*which, passes=passes)
    np.testing.assert_allclose(run(*which).running_error[:passes], errors, rtol=1e-9)


def test_learning_rate_falls_by_a_twentieth_per_pass_in_an_annealed_run():
    rate = run("ring", 4, 0.95).rate
    np.testing.assert_allclose(rate, [2 * 0.95**i for i in range(100)], rtol=1e-13)


def test_annealing_breaks_the_ring_run():
    constant, annealed = run("ring", 4, 1.0), run("ring", 4, 0.95)
    assert 2 * constant.running_error[-1] < 13
    assert 2 * annealed.running_error[-1] > 43


def test_a_change_in_the_sixteenth_digit_changes_the_abs_run_but_not_the_sin_run():
    """The reason why only the first pass of abs is compared to nine digits on every machine."""

    def moved(kind: str) -> float:
        last = [2 * run(kind, 3, 0.95, nudge=n).running_error[-1] for n in (0.0, 1e-15)]
        return abs(last[1] - last[0])

    assert moved("abs") > 1e-6
    assert moved("sin") < 1e-9


def test_published_data_and_start_are_drawn_in_the_published_order():
    for kind, hidden in (("xor", 4), ("ring", 4), ("sin", 3), ("abs", 3)):
        history = run(kind, hidden, 0.95 if kind in CURVES else 1.0)
        rng = np.random.RandomState(123)
        x, t = oracle.published_data(kind, rng)
        np.testing.assert_allclose(history.data.x, x, rtol=1e-14, atol=1e-14)
        np.testing.assert_allclose(history.data.t, t, rtol=1e-14, atol=1e-14)
        start = oracle.published_start(sizes_of(kind, hidden), rng)
        np.testing.assert_array_equal(history.theta[0], start)
