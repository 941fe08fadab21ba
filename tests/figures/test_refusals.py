"""Bad arguments are refused by name before a figure is opened, which Jupyter would show."""

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot

from annlab import Dataset, Network, Perceptron, datasets, figures, surfaces
from annlab.activations import Activation

PLUS_MINUS = Dataset([[0.0, 1.0], [2.0, 0.5], [1.0, 1.0]], [[1.0], [-1.0], [1.0]])
FIVE = Dataset(np.ones((5, 2)), np.eye(5))
CURVE = Network([1, 2, 1])

REFUSED = [
    (lambda f: figures.data(FIVE), "data.t must"),
    (lambda f: figures.data(PLUS_MINUS), "data.t must"),
    (lambda f: figures.data(Dataset(np.ones((4, 3)), np.ones((4, 1)))), "1 or 2"),
    (lambda f: figures.data(f.xor, size=-1), "size must be above 0"),
    (lambda f: figures.prediction(f.net, points=0), "points must be at least 2"),
    (lambda f: figures.prediction(CURVE, points=1), "points must be at least 2"),
    (lambda f: figures.prediction(f.net, points="x"), "points must be a whole"),
    (lambda f: figures.prediction(f.net, PLUS_MINUS), "data.t must"),
    (lambda f: figures.prediction(f.net, bounds=(2, 1)), "bounds must be"),
    (lambda f: figures.prediction(f.net, size=0), "size must be above 0"),
    (lambda f: figures.boundary((1, 2), 0, bounds=(2, 1)), "bounds must be"),
    (lambda f: figures.boundary((1, 2, 3), 0), "w must hold 2"),
    (lambda f: figures.boundary((1, 2), 0, colour="bleu"), "colour must be"),
    (lambda f: figures.hidden_lines(f.net, bounds=(2, 1)), "bounds must be"),
    (lambda f: figures.errors([2.0, np.inf]), "histories must be finite"),
    (lambda f: figures.errors(f.net), "histories must hold real numbers"),
    (lambda f: figures.errors([f.history, f.history]), "histories must hold"),
    (lambda f: figures.errors([2.0, 1.0], labels="a"), "labels must be a sequence"),
    (lambda f: figures.errors([2.0, 1.0], labels=[3]), "labels must be a str"),
    (lambda f: figures.errors(f.history, held_out=FIVE), "must have shape"),
    (lambda f: figures.split(f.plane), "line must be a Line, not Plane"),
    (lambda f: figures.split(f.line, here=99), "here must be at least -10"),
    (lambda f: figures.surface(f.line), "plane must be a surfaces.Plane, not Line"),
    (lambda f: figures.surface(f.plane, zlim=(1, 0)), "zlim must be"),
    (lambda f: figures.surface(f.plane, view=3), "view must be"),
    (lambda f: figures.surface(f.plane, path=[[1, 2]]), "path must have shape"),
    (lambda f: figures.surface_map(f.flat, log=True), "log=True needs errors"),
    (lambda f: figures.surface_map(f.plane, levels=0), "levels must be at least"),
    (lambda f: figures.activations(span=4), "span must be"),
    (lambda f: figures.activations("sine"), "names must be one of"),
    (lambda f: figures.activations(["softmax"]), "names must not be 'softmax'"),
    (lambda f: figures.neuron(activation="softmax"), "activation must not be"),
    (lambda f: figures.network(f.net, step="update", x=(0, 1), t=1), "rate must"),
    (lambda f: figures.network(f.net, highlight=None), "highlight must be"),
    (lambda f: figures.network(f.net, highlight="w99"), "must be one of"),
    (lambda f: figures.network(f.net, show="all"), "show must be one of"),
    (lambda f: figures.mistakes([3, 1], bound=0), "bound must be above 0"),
    (lambda f: figures.mistakes(f.history), "record.mistakes must hold"),
    (lambda f: figures.confusion(f.net, PLUS_MINUS), "data.t must"),
    (lambda f: figures.confusion(f.net, 3), "data must be a Dataset"),
    (lambda f: figures.weights_image([1.0], shape=20), "shape must be"),
    (lambda f: figures.weights_image([1.0], shape=(1,)), "shape must be"),
    (lambda f: figures.pictures(f.xor, shape=3), "shape must be"),
    (lambda f: figures.filmstrip([1, 2], _fails), "not this frame"),
    (lambda f: figures.filmstrip(3, _fails), "frames must be a sequence"),
    (lambda f: figures.filmstrip_history(f.history, passes=[99]), "from 0 to 9"),
    (lambda f: figures.filmstrip_history(f.net), "history must be a History"),
    (lambda f: figures.filmstrip_history(f.history, points=0), "points"),
    (lambda f: figures.filmstrip_perceptron(*f.run, passes=[2.5]), "passes"),
    (lambda f: figures.filmstrip_perceptron(*f.run, bounds=(2, 1)), "bounds"),
    (lambda f: figures.animate(_fails, 3), "frames must be a sequence"),
]


def _fails(ax, frame):
    raise ValueError("not this frame")


@pytest.fixture
def f(solver, xor, plane, history):
    data = datasets.truth_table("and")
    u, v = np.arange(3.0), np.arange(2.0)
    flat = surfaces.Plane(solver, xor, ("w5", "w6"), u, v, np.zeros((2, 3)))
    return SimpleNamespace(
        net=solver,
        xor=xor,
        plane=plane,
        history=history,
        flat=flat,
        line=surfaces.line(solver, xor, "w5", points=5),
        run=(Perceptron([0.1, -0.1], 0.02, rate=0.1).run(data, passes=3), data),
    )


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_a_refused_call_opens_no_figure_and_names_what_is_wrong(call, message, f):
    with pytest.raises((ValueError, TypeError), match=message):
        call(f)
    assert pyplot.get_fignums() == []


@pytest.mark.filterwarnings("error")
def test_a_constant_activation_is_a_horizontal_line(ax):
    constant = Activation("constant", "1", np.ones_like, np.zeros_like)
    figures.neuron(activation=constant, ax=ax)
    curve = ax.lines[-1].get_ydata()
    np.testing.assert_array_equal(curve, 0)
    ax.clear()
    figures.network(Network([1, 1], output=constant), ax=ax)
    assert np.ptp(ax.lines[-1].get_ydata()) == 0
