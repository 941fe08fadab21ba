"""Handwritten digits: what the file holds, its two parts, and that the wheel contains it."""

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pytest

import annlab
from annlab import datasets

FILE = Path(annlab.__file__).parent / "data" / "digits.csv.gz"


def test_digits_are_the_lines_of_the_file_in_their_order():
    data = datasets.digits()
    lines = gzip.decompress(FILE.read_bytes()).decode().splitlines()
    assert len(data) == len(lines) == 1797
    assert data.x.shape == (1797, 64)
    assert data.t.shape == (1797, 10)
    assert data.shape == (8, 8)
    assert data.name == "handwritten digits"
    for line, x, t in zip(lines, data.x, data.t, strict=True):
        *counts, digit = map(int, line.split(","))
        assert (16 * x).tolist() == counts
        assert t.tolist() == [float(k == digit) for k in range(10)]
    assert data.x.min() == 0
    assert data.x.max() == 1


def test_each_digit_is_as_frequent_as_in_the_source():
    counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    np.testing.assert_array_equal(datasets.digits().t.sum(0), counts)


def test_the_two_parts_are_the_beginning_and_the_end():
    whole, train, new = (datasets.digits(part) for part in (None, "train", "new writers"))
    assert (len(train), len(new)) == (1287, 510)
    np.testing.assert_array_equal(np.concatenate([train.x, new.x]), whole.x)
    np.testing.assert_array_equal(np.concatenate([train.t, new.t]), whole.t)
    assert (train.shape, new.shape) == ((8, 8), (8, 8))
    assert new.name == "handwritten digits, new writers"


@pytest.mark.parametrize("part", ["test", "Train", 3, ["train"]])
def test_unknown_part_is_refused_with_a_list_of_the_known_ones(part):
    with pytest.raises(ValueError, match=r"part must be one of 'train', 'new writers', not "):
        datasets.digits(part)


def test_digits_equal_those_of_scikit_learn():
    sklearn_datasets = pytest.importorskip("sklearn.datasets")
    theirs, data = sklearn_datasets.load_digits(), datasets.digits()
    np.testing.assert_array_equal(16 * data.x, theirs.data)
    np.testing.assert_array_equal(data.t.argmax(1), theirs.target)


def test_wheel_holds_the_digits_with_their_source_and_licence(tmp_path):
    build = pytest.importorskip("hatchling.builders.wheel")
    builder = build.WheelBuilder(str(Path(annlab.__file__).parents[1]))
    (wheel,) = builder.build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as packed:
        assert packed.read("annlab/data/digits.csv.gz") == FILE.read_bytes()
        notice = packed.read("annlab/data/digits.txt").decode()
    assert "CC BY 4.0" in notice
    assert "10.24432/C50P49" in notice
