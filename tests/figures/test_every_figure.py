"""Every figure draws on the axes it is given, describes itself and changes no setting."""

import os
import re
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure

from annlab import Dataset, Network, Perceptron, datasets, figures, surfaces


def _gate(rng):
    return datasets.gate("or", copies=3, rng=rng)


def _record(rng):
    data = datasets.half_plane(31, rng=rng)
    return Perceptron([0.1, -0.1], 0.02, rate=0.1).run(data, passes=5), data


FLAT = {
    "neuron": lambda ax, f: figures.neuron(ax=ax),
    "biological_neuron": lambda ax, f: figures.biological_neuron(ax=ax),
    "network": lambda ax, f: figures.network(f.solver, show="both", x=(0, 1), t=1, ax=ax),
    "activations": lambda ax, f: figures.activations(("tanh", "relu"), ax=ax),
    "data": lambda ax, f: figures.data(_gate(f.rng), ax=ax),
    "data of a curve": lambda ax, f: figures.data(datasets.curve("abs", n=17, rng=f.rng), ax=ax),
    "boundary": lambda ax, f: figures.boundary((1, 2), -1, ax=ax),
    "hidden_lines": lambda ax, f: figures.hidden_lines(f.history.network, ax=ax),
    "prediction": lambda ax, f: figures.prediction(f.solver, f.xor, points=21, ax=ax),
    "prediction of a curve": lambda ax, f: figures.prediction(f.curve.network, f.curve.data, ax=ax),
    "surface_map": lambda ax, f: figures.surface_map(f.plane, ax=ax),
    "split": lambda ax, f: figures.split(surfaces.line(f.solver, f.xor, "w5"), here=5, ax=ax),
    "mistakes": lambda ax, f: figures.mistakes([3, 1, 0], bound=31.5, ax=ax),
    "confusion": lambda ax, f: figures.confusion(f.solver, f.xor, ax=ax),
    "errors": lambda ax, f: figures.errors(f.history, labels=["XOR"], ax=ax),
    "weights_image": lambda ax, f: figures.weights_image(np.arange(6.0), shape=(2, 3), ax=ax),
    "pictures": lambda ax, f: figures.pictures(
        Dataset(np.eye(6), np.eye(6)[:, :1]), n=4, shape=(2, 3), ax=ax
    ),
}


NOT_FLAT = {"compare", "surface", "filmstrip", "filmstrip_history", "filmstrip_perceptron"}
NO_FIGURE = {"Animation", "animate", "describe", "png", "show", "style"}


def test_this_file_draws_every_flat_figure():
    drawn = {name.split()[0] for name in FLAT}
    assert drawn == set(figures.__all__) - NOT_FLAT - NO_FIGURE


@pytest.fixture
def f(solver, xor, plane, history, curve_history, rng):
    return SimpleNamespace(
        solver=solver, xor=xor, plane=plane, history=history, curve=curve_history, rng=rng
    )


@pytest.mark.parametrize("name", FLAT)
def test_draws_on_the_axes_given_and_returns_them(name, ax, f):
    open_before = pyplot.get_fignums()
    assert FLAT[name](ax, f) is ax
    assert len(ax.collections) + len(ax.lines) + len(ax.patches) + len(ax.images)
    assert pyplot.get_fignums() == open_before
    ax.figure.canvas.draw()


@pytest.mark.parametrize("name", FLAT)
def test_without_axes_makes_one_pyplot_figure(name, f):
    open_before = pyplot.get_fignums()
    drawn = np.asarray(FLAT[name](None, f), dtype=object).flat[0]
    new = set(pyplot.get_fignums()) - set(open_before)
    try:
        assert len(new) == 1
        assert pyplot.figure(new.pop()) is drawn.figure
        assert figures.describe(drawn.figure)
    finally:
        pyplot.close(drawn.figure)


@pytest.mark.parametrize("name", FLAT)
def test_describes_itself_in_words(name, ax, f):
    FLAT[name](ax, f)
    words = figures.describe(ax)
    assert words.endswith(".")
    assert "\n" not in words
    assert "$" not in words
    assert re.search(r"\d", words)
    assert figures.describe(ax.figure) == words
    ax.clear()
    assert figures.describe(ax) == ""


@pytest.mark.parametrize("name", FLAT)
def test_refuses_anything_but_flat_axes(name, f, new_axes):
    with pytest.raises(TypeError, match="ax must be"):
        FLAT[name]("axes", f)
    with pytest.raises(ValueError, match="ax must be flat"):
        FLAT[name](new_axes(solid=True), f)


@pytest.mark.parametrize("name", FLAT)
def test_draws_nothing_outside_its_figure(name, f):
    drawn = np.asarray(FLAT[name](None, f), dtype=object).flat[0]
    try:
        drawn.figure.canvas.draw()
        drawing = drawn.figure.get_tightbbox()
        width, height = drawn.figure.get_size_inches()
        assert drawing.x0 > -0.05
        assert drawing.y0 > -0.05
        assert drawing.x1 < width + 0.05
        assert drawing.y1 < height + 0.05
    finally:
        pyplot.close(drawn.figure)


def test_a_foreign_figure_has_no_words():
    assert figures.describe(Figure()) == ""
    with pytest.raises(TypeError, match="describe"):
        figures.describe("a figure")


def test_words_of_several_figures_on_the_same_axes_are_joined(ax, rng):
    data = datasets.half_plane(31, rng=rng)
    figures.data(data, ax=ax)
    figures.boundary((1, 1), -1, ax=ax)
    words = figures.describe(ax)
    assert "31 examples" in words
    assert "Boundary" in words
    assert f"{int(data.t.sum())} of class 1" in words


def test_importing_the_figures_changes_no_setting_and_does_not_import_pyplot():
    import subprocess
    import sys

    code = (
        "import sys, matplotlib; before = matplotlib.rcParams.copy(); from annlab import figures; "
        "print('matplotlib.pyplot' in sys.modules or before != matplotlib.rcParams)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_notebook_still_shows_figures_by_itself_after_the_first_one():
    import subprocess
    import sys

    code = (
        "from IPython.core.interactiveshell import InteractiveShell; InteractiveShell.instance(); "
        "import matplotlib; from annlab import datasets, figures; "
        "figures.data(datasets.truth_table('or')); print(matplotlib.is_interactive())"
    )
    inline = os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=inline
    )
    assert run.stdout.strip() == "True"


def test_several_networks_at_once_are_refused_by_name():
    many = Network([2, 2, 1]).at(np.zeros((4, 9)))
    for draw in (figures.network, figures.prediction, figures.hidden_lines):
        with pytest.raises(ValueError, match="net must be one network"):
            draw(many)
        with pytest.raises(TypeError, match="net must be a Network"):
            draw([2, 2, 1])
