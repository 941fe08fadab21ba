"""Bad arguments of the functions that make data sets are refused by name and value."""

import numpy as np
import pytest

from annlab import datasets


@pytest.mark.parametrize(
    ("error", "words", "make"),
    [
        (
            ValueError,
            "name must be one of 'and', .*'parity', not 'nope'",
            lambda r: datasets.truth_table("nope"),
        ),
        (
            ValueError,
            "inputs of 'xor' must be 2, not 3",
            lambda r: datasets.truth_table("xor", inputs=3),
        ),
        (
            ValueError,
            "inputs of 'xnor' must be 2, not 1",
            lambda r: datasets.truth_table("xnor", inputs=1),
        ),
        (
            ValueError,
            "inputs .*must be at most 16, not 17",
            lambda r: datasets.truth_table("parity", inputs=17),
        ),
        (
            ValueError,
            "inputs must be at least 1, not 0",
            lambda r: datasets.truth_table("parity", inputs=0),
        ),
        (
            TypeError,
            "inputs must be a whole number, not 2.0",
            lambda r: datasets.truth_table("parity", inputs=2.0),
        ),
        (
            ValueError,
            "kind must be one of 'and', .*'xnor', not 'parity'",
            lambda r: datasets.gate("parity", rng=r),
        ),
        (ValueError, "kind must be one of .* not 1", lambda r: datasets.gate(1, rng=r)),
        (
            ValueError,
            "copies must be at least 1, not 0",
            lambda r: datasets.gate("or", copies=0, rng=r),
        ),
        (
            TypeError,
            "copies must be a whole number, not 1.5",
            lambda r: datasets.ring(copies=1.5, rng=r),
        ),
        (
            TypeError,
            "copies must be a whole number, not True",
            lambda r: datasets.ring(copies=True, rng=r),
        ),
        (
            ValueError,
            "noise must be at least 0, not -0.1",
            lambda r: datasets.gate("or", noise=-0.1, rng=r),
        ),
        (
            ValueError,
            "noise must be at least 0, not nan",
            lambda r: datasets.ring(noise=np.nan, rng=r),
        ),
        (TypeError, "noise must be a number, not None", lambda r: datasets.ring(noise=None, rng=r)),
        (
            ValueError,
            "kind must be one of 'sin', 'abs', not 'cos'",
            lambda r: datasets.curve("cos", rng=r),
        ),
        (ValueError, "n must be at least 1, not 0", lambda r: datasets.curve("sin", n=0, rng=r)),
        (TypeError, "n must be a whole number, not '5'", lambda r: datasets.half_plane("5", rng=r)),
        (
            ValueError,
            "noise must be at least 0, not inf",
            lambda r: datasets.curve("sin", noise=np.inf, rng=r),
        ),
        (ValueError, "n must be at least 1, not -3", lambda r: datasets.moons(-3, rng=r)),
        (ValueError, "noise must be at least 0, not -1", lambda r: datasets.moons(noise=-1, rng=r)),
        (ValueError, "turns must be above 0, not 0", lambda r: datasets.spirals(turns=0, rng=r)),
        (ValueError, "classes must be at least 2, not 1", lambda r: datasets.blobs(1, rng=r)),
        (ValueError, "n must be at least 1, not 0", lambda r: datasets.blobs(3, n=0, rng=r)),
        (
            ValueError,
            "pair must be two different letters, not .'T', 'T'.",
            lambda r: datasets.letters(("T", "T"), rng=r),
        ),
        (
            ValueError,
            "pair must be two different letters, not 'TLX'",
            lambda r: datasets.letters("TLX", rng=r),
        ),
        (
            ValueError,
            "pair must be one of 'T', .* not 'ß'",
            lambda r: datasets.letters(("T", "ß"), rng=r),
        ),
        (
            ValueError,
            "noise must be at least 0 and at most 1, not 1.5",
            lambda r: datasets.letters(noise=1.5, rng=r),
        ),
        (
            ValueError,
            "shift must be at most 4, .* not 5",
            lambda r: datasets.letters(shift=5, rng=r),
        ),
        (
            ValueError,
            "shift must be at least 0, not -1",
            lambda r: datasets.letters(shift=-1, rng=r),
        ),
        (
            TypeError,
            "shift must be a whole number, not 0.5",
            lambda r: datasets.letters(shift=0.5, rng=r),
        ),
    ],
)
def test_bad_arguments_are_refused_with_name_and_value(error, words, make):
    with pytest.raises(error, match=words):
        make(np.random.default_rng(1))
