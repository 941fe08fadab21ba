"""Mistakes per pass and confusion tables count correctly."""

import numpy as np
import pytest

from annlab import Dataset, Network, figures


def test_bars_show_the_mistakes_of_each_pass(ax):
    figures.mistakes([5, 3, 0, 1], ax=ax)
    assert [bar.get_height() for bar in ax.patches] == [5, 3, 0, 1]
    assert "Mistakes in 4 passes: 5, 3, 0 and 1; 9 in all." in figures.describe(ax)


def test_with_a_bound_the_bars_show_the_mistakes_so_far(ax):
    figures.mistakes([5, 3, 0, 1], bound=40.25, ax=ax)
    assert [bar.get_height() for bar in ax.patches] == [5, 8, 8, 9]
    assert set(ax.lines[0].get_ydata()) == {40.25}
    assert "The bound (R/γ)² is 40.25." in figures.describe(ax)


def test_rows_of_the_confusion_table_are_the_true_classes(ax):
    net = Network([1, 1], output="step")
    net.weights[0][...] = 1
    data = Dataset([[-1.0], [1.0], [2.0], [3.0]], [[0.0], [0.0], [0.0], [1.0]])
    figures.confusion(net, data, ax=ax)
    np.testing.assert_array_equal(ax.images[0].get_array(), [[1, 2], [0, 1]])
    assert figures.describe(ax) == (
        "Confusion table of 4 examples, 2 classified correctly (50.0%). "
        "Class 0: 1 as 0 and 2 as 1. Class 1: 0 as 0 and 1 as 1."
    )


def test_a_single_output_above_a_half_means_class_1(ax):
    net = Network([1, 1], output="identity")
    net.weights[0][...] = 1
    data = Dataset([[0.45], [0.55], [0.85]], [[1.0], [1.0], [1.0]])
    figures.confusion(net, data, ax=ax)
    np.testing.assert_array_equal(ax.images[0].get_array(), [[0, 0], [1, 2]])


def test_the_largest_of_several_outputs_is_the_class(ax):
    net = Network([3, 3], output="identity")
    net.weights[0][...] = np.roll(np.eye(3), 1, axis=1)
    figures.confusion(net, Dataset(np.eye(3), np.eye(3)), ax=ax)
    np.testing.assert_array_equal(ax.images[0].get_array(), np.roll(np.eye(3), 1, axis=1))


def test_counts_of_the_wrong_shape_are_refused(ax):
    with pytest.raises(ValueError, match=r"record\.mistakes must have shape"):
        figures.mistakes([[1, 2]], ax=ax)
    with pytest.raises(ValueError, match="data must have the 2 outputs"):
        figures.confusion(Network([1, 2]), Dataset([[1.0]], [[1.0]]), ax=ax)
