"""The data sets: shapes, classes, order of random draws, splits, tables, and what is refused."""

import itertools

import numpy as np
import pytest

from annlab import datasets
from annlab._letters import PICTURES

from . import oracle

MAKERS = {
    "gate": lambda rng: datasets.gate("xor", copies=5, rng=rng),
    "ring": lambda rng: datasets.ring(copies=5, rng=rng),
    "curve": lambda rng: datasets.curve("sin", n=20, rng=rng),
    "half_plane": lambda rng: datasets.half_plane(20, rng=rng),
    "moons": lambda rng: datasets.moons(20, rng=rng),
    "spirals": lambda rng: datasets.spirals(20, rng=rng),
    "blobs": lambda rng: datasets.blobs(4, n=22, rng=rng),
    "letters": lambda rng: datasets.letters(("X", "O"), n=20, rng=rng),
}


# -- every maker -------------------------------------------------------------------------------


@pytest.mark.parametrize("generator", [np.random.default_rng, np.random.RandomState])
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_same_seed_same_data_other_seed_other_data(make, generator):
    a, b, c = make(generator(1)), make(generator(1)), make(generator(2))
    np.testing.assert_array_equal(a.x, b.x)
    np.testing.assert_array_equal(a.t, b.t)
    assert (a.x != c.x).any()
    assert a.x.dtype == a.t.dtype == np.float64
    assert a.name in repr(a)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("rng", [None, 123, "seed", np.random])
def test_only_a_generator_is_accepted_as_rng(make, rng):
    with pytest.raises(TypeError, match=r"rng must be a numpy.random.Generator or RandomState"):
        make(rng)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_examples_are_shuffled(make):
    t = make(np.random.default_rng(1)).t
    targets = t @ np.arange(1, t.shape[1] + 1)
    assert len(np.unique(np.diff(targets))) > 2  # neither sorted nor alternating


def test_global_random_state_is_not_touched():
    before = np.random.get_state()[1].copy()
    for make in MAKERS.values():
        make(np.random.RandomState(1))
    np.testing.assert_array_equal(np.random.get_state()[1], before)


# -- truth tables ------------------------------------------------------------------------------


def test_truth_tables_of_two_inputs():
    tables = {
        "and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0],
        "nand": [1, 1, 1, 0], "nor": [1, 0, 0, 0], "xnor": [1, 0, 0, 1],
    }  # fmt: skip
    for name, t in tables.items():
        data = datasets.truth_table(name)
        np.testing.assert_array_equal(data.x, [[0, 0], [0, 1], [1, 0], [1, 1]])
        np.testing.assert_array_equal(data.t, np.array(t)[:, None])
        assert data.name == name.upper()
        np.testing.assert_array_equal(datasets.truth_table(name, inputs=2).t, data.t)


@pytest.mark.parametrize("inputs", [1, 3, 5])
def test_gates_of_more_or_fewer_inputs(inputs):
    for name, rule in {
        "and": all,
        "or": any,
        "nand": lambda row: not all(row),
        "nor": lambda row: not any(row),
    }.items():
        data = datasets.truth_table(name, inputs=inputs)
        rows = list(itertools.product((0, 1), repeat=inputs))
        np.testing.assert_array_equal(data.x, rows)
        np.testing.assert_array_equal(data.t[:, 0], [rule(row) for row in rows])
        assert data.name == f"{inputs}-bit {name}"


@pytest.mark.parametrize("inputs", [1, 2, 3, 4, 7])
def test_majority_and_parity_of_any_number_of_inputs(inputs):
    majority = datasets.truth_table("majority", inputs=inputs)
    parity = datasets.truth_table("parity", inputs=inputs)
    rows = list(itertools.product((0, 1), repeat=inputs))
    np.testing.assert_array_equal(majority.x, rows)
    np.testing.assert_array_equal(parity.x, rows)
    np.testing.assert_array_equal(majority.t[:, 0], [2 * sum(row) > inputs for row in rows])
    np.testing.assert_array_equal(parity.t[:, 0], [sum(row) % 2 for row in rows])
    assert parity.name == f"{inputs}-bit parity"


def test_majority_and_parity_have_three_inputs_by_default():
    assert datasets.truth_table("majority").x.shape == datasets.truth_table("parity").x.shape
    assert datasets.truth_table("parity").x.shape == (8, 3)
    assert len(datasets.truth_table("parity", inputs=16)) == 65536


# -- noisy gates, ring, curves: the published data ---------------------------------------------


@pytest.mark.parametrize("kind", ["or", "and", "xor", "ring", "sin", "abs"])
def test_draws_are_in_the_published_order(kind):
    rng, again = np.random.RandomState(123), np.random.RandomState(123)
    if kind in ("sin", "abs"):
        data = datasets.curve(kind, n=200, noise=0.5, rng=rng)
    elif kind == "ring":
        data = datasets.ring(copies=50, noise=0.15, rng=rng)
    else:
        data = datasets.gate(kind, copies=50, noise=0.15, rng=rng)
    x, t = oracle.published_data(kind, again)
    np.testing.assert_allclose(data.x, x, rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(data.t, t, rtol=1e-14, atol=1e-14)
    assert rng.random_sample() == again.random_sample()  # nothing more was drawn


def test_published_sizes_and_noise_are_the_defaults():
    rng = np.random.default_rng(1)
    assert datasets.gate("or", rng=rng).x.shape == (200, 2)
    assert datasets.ring(rng=rng).x.shape == (450, 2)
    assert datasets.curve("abs", rng=rng).t.shape == (200, 1)
    assert datasets.half_plane(rng=rng).x.shape == (50, 2)
    for make, options in ((datasets.gate, {"kind": "xor"}), (datasets.ring, {})):
        a, b = (make(**options, **o, rng=np.random.default_rng(1)) for o in ({}, {"noise": 0.15}))
        np.testing.assert_array_equal(a.x, b.x)
    a, b = (datasets.curve("sin", **o, rng=np.random.default_rng(1)) for o in ({}, {"noise": 0.5}))
    np.testing.assert_array_equal(a.t, b.t)


@pytest.mark.parametrize("kind", ["and", "or", "xor", "nand", "nor", "xnor"])
def test_class_is_that_of_the_corner_before_the_noise(kind):
    table = datasets.truth_table(kind)
    calm = datasets.gate(kind, copies=6, noise=0, rng=np.random.default_rng(1))
    assert len(calm) == 24
    for x, t in zip(table.x, table.t, strict=True):
        here = (calm.x == x).all(1)
        assert here.sum() == 6
        assert (calm.t[here] == t).all()
    noisy = datasets.gate(kind, copies=6, noise=2, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(noisy.t, calm.t)  # the same draws, the same classes
    np.testing.assert_allclose(
        (noisy.x - calm.x) * 0.1 + calm.x,
        datasets.gate(kind, copies=6, noise=0.2, rng=np.random.default_rng(1)).x,
    )


def test_ring_is_class_1_around_a_centre_of_class_0():
    ring = datasets.ring(copies=4, noise=0, rng=np.random.default_rng(1))
    points, counts = np.unique(ring.x, axis=0, return_counts=True)
    np.testing.assert_array_equal(points, list(itertools.product((0, 0.5, 1), repeat=2)))
    assert (counts == 4).all()
    np.testing.assert_array_equal(ring.t[:, 0] == 0, (ring.x == 0.5).all(1))


def test_noise_has_its_standard_deviation():
    rng = np.random.default_rng(1)
    curve = datasets.curve("sin", n=4000, noise=0.3, rng=rng)
    assert (curve.t - 2.5 - np.sin(curve.x)).std() == pytest.approx(0.3, rel=0.05)
    blobs = datasets.blobs(2, n=4000, noise=0.1, rng=rng)
    assert np.abs(blobs.x[:, 0]).std() > 0.05
    assert blobs.x[:, 0].std() == pytest.approx(0.1, rel=0.05)


def test_curves_without_noise_lie_on_their_function_at_even_steps():
    for kind, f in (("sin", lambda x: 2.5 + np.sin(x)), ("abs", np.abs)):
        data = datasets.curve(kind, n=11, noise=0, rng=np.random.default_rng(1))
        np.testing.assert_allclose(np.sort(data.x[:, 0]), np.arange(-5, 6), atol=1e-15)
        np.testing.assert_allclose(data.t, f(data.x))


# -- points in the plane -----------------------------------------------------------------------


def test_half_plane_is_the_unit_square_cut_in_two():
    data = datasets.half_plane(500, rng=np.random.default_rng(1))
    assert 0 <= data.x.min() < 0.1 < 0.9 < data.x.max() < 1
    np.testing.assert_array_equal(data.t[:, 0], data.x[:, 0] + data.x[:, 1] > 1)


def test_moons_are_two_half_circles():
    data = datasets.moons(101, noise=0, rng=np.random.default_rng(1))
    assert data.x.shape == (101, 2)
    assert data.t.shape == (101, 1)
    upper, lower = data.x[data.t[:, 0] == 0], data.x[data.t[:, 0] == 1]
    assert (len(upper), len(lower)) == (51, 50)
    np.testing.assert_allclose(np.linalg.norm(upper, axis=1), 1)
    np.testing.assert_allclose(np.linalg.norm(lower - (1, 0.5), axis=1), 1)
    assert (upper[:, 1] > 0).all()
    assert (lower[:, 1] < 0.5).all()
    assert np.ptp(upper[:, 0]) > 1.8


@pytest.mark.parametrize("turns", [0.5, 1.5, 3])
def test_spirals_are_one_curve_and_its_mirror_image(turns):
    data = datasets.spirals(200, turns=turns, noise=0, rng=np.random.default_rng(1))
    radius = np.linalg.norm(data.x, axis=1)
    assert 0.1 <= radius.min() < 0.15 < 0.9 < radius.max() <= 1
    turned = 2 * np.pi * turns * (radius - 0.1) / 0.9
    expected = radius[:, None] * np.column_stack([np.cos(turned), np.sin(turned)])
    np.testing.assert_allclose(data.x, np.where(data.t, -expected, expected), atol=1e-12)
    assert data.t.sum() == 100


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_blobs_have_one_column_per_class_and_centres_on_the_circle(classes):
    data = datasets.blobs(classes, n=31, noise=0, rng=np.random.default_rng(1))
    assert data.x.shape == (31, 2)
    assert data.t.shape == (31, classes)
    np.testing.assert_array_equal(data.t.sum(1), 1)
    assert set(np.unique(data.t)) == {0, 1}
    assert np.ptp(data.t.sum(0)) <= 1
    np.testing.assert_allclose(np.linalg.norm(data.x, axis=1), 1)
    centres = np.array([data.x[data.t[:, k] == 1].mean(0) for k in range(classes)])
    apart = np.linalg.norm(centres - np.roll(centres, 1, axis=0), axis=1)
    np.testing.assert_allclose(apart, 2 * np.sin(np.pi / classes))


# -- letters -----------------------------------------------------------------------------------


def test_pictures_are_20_by_20_binary_with_a_margin():
    assert {"T", "L", "X", "O"} <= set(PICTURES)
    for picture in PICTURES.values():
        assert picture.shape == (20, 20)
        assert set(np.unique(picture)) == {0, 1}
        assert picture[4:16, 4:16].sum() == picture.sum() > 20
    flat = np.array([p.ravel() for p in PICTURES.values()])
    assert len(np.unique(flat, axis=0)) == len(flat)


def test_letters_are_pictures_of_the_first_and_the_second():
    data = datasets.letters(("X", "O"), n=31, noise=0, shift=0, rng=np.random.default_rng(1))
    assert data.x.shape == (31, 400)
    assert data.t.shape == (31, 1)
    assert data.t.sum() == 15
    assert data.name == "letters X and O"
    for x, (t,) in zip(data.x, data.t, strict=True):
        np.testing.assert_array_equal(x.reshape(20, 20), PICTURES["XO"[int(t)]])


@pytest.mark.parametrize("shift", [1, 2, 4])
def test_letters_are_shifted_up_to_the_limit_in_each_direction(shift):
    data = datasets.letters(("T", "L"), n=400, noise=0, shift=shift, rng=np.random.default_rng(1))
    moves_met = set()
    for x, (t,) in zip(data.x.reshape(-1, 20, 20), data.t, strict=True):
        rows, columns = np.nonzero(PICTURES["TL"[int(t)]])
        moved_rows, moved_columns = np.nonzero(x)
        move = (moved_rows.min() - rows.min(), moved_columns.min() - columns.min())
        np.testing.assert_array_equal(moved_rows - move[0], rows)  # whole, nothing cut off
        np.testing.assert_array_equal(moved_columns - move[1], columns)
        moves_met.add((int(move[0]), int(move[1])))
    moves = range(-shift, shift + 1)
    assert {a for a, _ in moves_met} == {b for _, b in moves_met} == set(moves)
    assert len(moves_met) > 0.9 * len(moves) ** 2


def test_every_shift_of_a_letter_is_equally_likely():
    data = datasets.letters(("T", "L"), n=1200, noise=0, shift=1, rng=np.random.default_rng(1))
    top = data.x.reshape(-1, 20, 20).any(2).argmax(1)  # both letters start at row 4
    left = data.x.reshape(-1, 20, 20).any(1).argmax(1)
    for moves in (top, left):
        np.testing.assert_allclose(np.bincount(moves, minlength=6)[3:], 400, atol=60)


def test_noise_flips_cells():
    options = {"n": 50, "shift": 0}
    calm = datasets.letters(noise=0, rng=np.random.default_rng(1), **options)
    noisy = datasets.letters(noise=0.1, rng=np.random.default_rng(1), **options)
    assert set(np.unique(noisy.x)) == {0, 1}
    assert (calm.x != noisy.x).mean() == pytest.approx(0.1, rel=0.1)
    flipped = datasets.letters(noise=1, rng=np.random.default_rng(1), **options)
    np.testing.assert_array_equal(flipped.x, 1 - calm.x)
