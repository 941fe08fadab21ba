"""A data set: read-only pairs, parts of it, its table in a notebook, and what is refused."""

import copy
import html.parser
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annlab import Dataset, datasets


def some_data(n: int = 10, inputs: int = 3, outputs: int = 2, name: str = "some") -> Dataset:
    """Every row knows its number: x[i] = i + (0, 0.1, 0.2), t[i] = −i."""
    i = np.arange(float(n))[:, None]
    return Dataset(i + np.arange(inputs) / 10, -i * np.ones(outputs), name)


def test_arrays_are_copied_and_read_only():
    x, t = np.ones((5, 2)), np.zeros((5, 1), int)
    data = Dataset(x, t)
    x[0], t[0] = 5, 5
    np.testing.assert_array_equal(data.x, 1)
    np.testing.assert_array_equal(data.t, 0)
    assert data.t.dtype == np.float64
    for array in (data.x, data.t, *(s.x for s in data.split(rng=np.random.default_rng(1)))):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7
    x.flags.writeable = True  # what was given stays as it was
    with pytest.raises(AttributeError):
        data.x = x


def test_lists_booleans_and_a_single_example_are_accepted():
    data = Dataset([[1, 2]], [[True]])
    assert len(data) == 1
    np.testing.assert_array_equal(data.t, [[1.0]])
    assert data.name == "data"
    assert repr(data) == "<Dataset data: 1 example, 2 inputs, 1 output>"


@pytest.mark.parametrize(
    ("error", "words", "x", "t"),
    [
        (ValueError, r"x must have shape \(examples, columns\).*not \(2,\)", [1, 2], [[1], [2]]),
        (ValueError, r"t must have shape \(examples, columns\).*not \(2,\)", [[1], [2]], [1, 2]),
        (ValueError, r"x must have .* not \(0, 2\)", np.zeros((0, 2)), np.zeros((0, 1))),
        (ValueError, r"t must have .* not \(2, 0\)", np.zeros((2, 1)), np.zeros((2, 0))),
        (ValueError, r"x must have .* not \(1, 1, 1\)", [[[1]]], [[1]]),
        (ValueError, r"x must have .* not \(\)", 5, [[1]]),
        (ValueError, "one row per example each, not 2 and 3", [[1], [2]], [[1], [2], [3]]),
        (ValueError, r"x must be finite, but x\[1, 0\] is nan", [[1], [np.nan]], [[1], [2]]),
        (ValueError, r"t must be finite, but t\[0, 1\] is inf", [[1]], [[1, np.inf]]),
        (TypeError, "x must hold real numbers, not complex128", [[1j]], [[1]]),
        (TypeError, "t must hold real numbers, not <U3", [[1]], [["one"]]),
        (TypeError, "x must hold real numbers, not object", None, [[1]]),
        (
            TypeError,
            "t must hold real numbers, not datetime64",
            [[1]],
            np.array([["2020"]], "M8[D]"),
        ),
        (ValueError, "x must be an array with rows of equal length", [[1, 2], [3]], [[1], [2]]),
    ],
)
def test_bad_tables_are_refused_with_the_argument_and_the_value(error, words, x, t):
    with pytest.raises(error, match=words):
        Dataset(x, t)


def test_take_gives_rows_in_the_order_asked_for():
    data = some_data()
    part = data.take(np.array([7, 2, 2]))
    np.testing.assert_array_equal(part.t[:, 0], [-7, -2, -2])
    np.testing.assert_allclose(part.x[:, 1], [7.1, 2.1, 2.1])
    assert part.name == "some"
    assert data.take(slice(3), "first").name == "first"
    np.testing.assert_array_equal(data.take(data.x[:, 0] > 6).t[:, 0], [-7, -8, -9])
    with pytest.raises(ValueError, match="x must have shape"):
        data.take(slice(0))


def test_shuffled_keeps_pairs_together():
    data = some_data(50)
    other = data.shuffled(rng=np.random.default_rng(1))
    assert (other.t != data.t).any()
    np.testing.assert_array_equal(np.sort(other.x[:, 0]), data.x[:, 0])
    np.testing.assert_array_equal(other.t[:, 0], -other.x[:, 0])


@given(
    n=st.integers(8, 60),
    parts=st.tuples(*[st.integers(2, 5)] * 3),
    seed=st.integers(0, 1000),
)
def test_split_parts_do_not_overlap_and_cover_everything(n, parts, seed):
    fractions = np.array(parts) / sum(parts)
    data = some_data(n)
    sets = data.split(rng=np.random.default_rng(seed), fractions=fractions)
    rows = np.concatenate([s.x[:, 0] for s in sets])
    np.testing.assert_array_equal(np.sort(rows), np.arange(n))
    for s, fraction in zip(sets, fractions, strict=True):
        np.testing.assert_array_equal(s.t[:, 0], -s.x[:, 0])
        assert abs(len(s) - fraction * n) <= 1


def test_split_is_60_20_20_drawn_at_random_and_named():
    data = some_data(20)
    sets = data.split(rng=np.random.default_rng(1))
    assert [len(s) for s in sets] == [12, 4, 4]
    assert [s.name for s in sets] == ["some, training", "some, validation", "some, test"]
    assert [len(s) for s in some_data(11).split(rng=np.random.default_rng(1))] == [7, 2, 2]
    assert not np.array_equal(np.sort(sets[0].x[:, 0]), np.arange(12))
    again = data.split(rng=np.random.default_rng(1))
    np.testing.assert_array_equal(sets[2].x, again[2].x)
    assert [
        len(s) for s in data.split(rng=np.random.default_rng(1), fractions=(0.5, 0.1, 0.4))
    ] == [
        10,
        2,
        8,
    ]


@pytest.mark.parametrize(
    "fractions", [(0.5, 0.5), (0.6, 0.3, 0.2), (1.2, -0.1, -0.1), (1, 0, 0), (0.2, 0.2, 0.2)]
)
def test_fractions_must_be_three_that_add_up_to_one(fractions):
    with pytest.raises(ValueError, match="fractions must be 3 positive numbers that") as caught:
        some_data().split(rng=np.random.default_rng(1), fractions=fractions)
    assert str(fractions) in str(caught.value)


def test_a_part_must_not_be_empty():
    with pytest.raises(ValueError, match="of 2 examples leave a part empty"):
        some_data(2).split(rng=np.random.default_rng(1))


# -- the table ---------------------------------------------------------------------------------


class Cells(html.parser.HTMLParser):
    """The text of each row of a table, and its caption."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.caption = ""
        self.tag = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tag = tag
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.tag = ""

    def handle_data(self, data):
        if self.tag in ("td", "th"):
            self.rows[-1][-1] += data
        if self.tag == "caption":
            self.caption += data


def test_table_shows_every_row_of_a_short_set():
    data = Dataset([[0, 0.5], [10, -1.23456]], [[1], [0.25]], "two")
    table = Cells(data._repr_html_())
    assert table.caption == "two: 2 examples"
    assert table.rows == [
        ["", "x₁", "x₂", "t"],
        ["1", "0", "0.5", "1"],
        ["2", "10", "-1.235", "0.25"],
    ]


def test_table_shows_ten_rows_and_says_how_many_more():
    table = Cells(some_data(14)._repr_html_())
    assert table.rows[0] == ["", "x₁", "x₂", "x₃", "t₁", "t₂"]
    assert len(table.rows) == 12
    assert table.rows[10][:2] == ["10", "9"]
    assert table.rows[11] == ["…", "4 more"]
    assert len(Cells(some_data(10)._repr_html_()).rows) == 11


def test_table_shows_only_the_first_inputs_of_wide_examples():
    table = Cells(some_data(2, inputs=30, outputs=1)._repr_html_())
    assert table.rows[0] == ["", *(f"x{c}" for c in "₁₂₃₄₅₆₇₈"), "…", "t"]
    assert len(table.rows[1]) == len(table.rows[0])
    eight = Cells(some_data(2, inputs=8, outputs=12)._repr_html_())
    assert eight.rows[0][-1] == "t₁₂"
    assert "…" not in eight.rows[0]


def test_table_escapes_the_name():
    text = some_data(name="<script>a & b</script>")._repr_html_()
    assert "<script>" not in text
    assert Cells(text).caption == "<script>a & b</script>: 10 examples"


def test_copy_is_as_read_only_as_the_original():
    data = Dataset([[1.0, 2.0]], [[3.0]], "one")
    for other in (copy.deepcopy(data), pickle.loads(pickle.dumps(data))):
        assert other.name == "one"
        np.testing.assert_array_equal(other.x, data.x)
        with pytest.raises(ValueError, match="read-only"):
            other.x[0, 0] = 5


@pytest.mark.parametrize(
    ("error", "rows"),
    [
        (ValueError, 2),
        (ValueError, [3]),
        (ValueError, [-4]),
        (ValueError, [True, False]),
        (TypeError, [0.5]),
        (TypeError, "01"),
    ],
)
def test_rows_that_do_not_exist_are_refused(error, rows):
    with pytest.raises(error, match="rows must"):
        Dataset([[1.0], [2.0], [3.0]], [[0.0], [1.0], [0.0]]).take(rows)


def test_examples_taken_from_pictures_keep_their_shape():
    data = Dataset(np.zeros((9, 6)), np.ones((9, 1)), shape=(2, 3))
    rng = np.random.default_rng(1)
    for other in (data.take(slice(3)), data.shuffled(rng=rng), *data.split(rng=rng)):
        assert other.shape == (2, 3)
    for other in (copy.deepcopy(data), pickle.loads(pickle.dumps(data))):
        assert other.shape == (2, 3)
    assert Dataset(data.x, data.t).shape is None
    assert Dataset(data.x, data.t, shape=np.array([3, 2])).shape == (3, 2)
    assert datasets.letters(n=3, rng=rng).shape == (20, 20)


@pytest.mark.parametrize(
    ("error", "shape"),
    [
        (ValueError, (2, 2)),
        (ValueError, (6,)),
        (ValueError, (1, 2, 3)),
        (ValueError, (0, 6)),
        (ValueError, (-2, -3)),
        (TypeError, (1.5, 4)),
        (TypeError, 6),
        (TypeError, "23"),
    ],
)
def test_shape_that_does_not_fit_the_inputs_is_refused(error, shape):
    with pytest.raises(error, match="shape must be"):
        Dataset(np.zeros((9, 6)), np.ones((9, 1)), shape=shape)
