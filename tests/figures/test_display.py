"""A notebook receives one PNG with its text alternative, and the figure is closed."""

import io

import IPython.display
import numpy as np
import pytest
from matplotlib import pyplot
from PIL import Image

from annlab import Network, datasets, figures
from annlab.figures.display import png


@pytest.fixture
def shown(monkeypatch):
    """The calls of `display`, which are recorded and have no effect."""
    calls = []
    monkeypatch.setattr(
        IPython.display, "display", lambda data, **options: calls.append((data, options))
    )
    return calls


def test_a_figure_is_shown_as_png_with_its_text_alternative(shown):
    ax = figures.data(datasets.truth_table("or"))
    figures.show(ax)
    (data, options), (words, _) = shown
    assert options["raw"]
    assert options["metadata"]["image/png"]["alt"] == figures.describe(ax)
    assert data["text/plain"] == figures.describe(ax)
    with Image.open(io.BytesIO(data["image/png"])) as picture:
        assert picture.format == "PNG"
        assert picture.width > 400
    assert "4 examples" in words["text/html"]
    assert pyplot.get_fignums() == []


def test_the_current_figure_is_shown_if_none_is_given(shown):
    figures.data(datasets.truth_table("or"))
    figures.show(alt="The four points of <OR>.")
    (_, options), _ = shown
    assert options["metadata"]["image/png"]["alt"] == "The four points of <OR>."


def test_words_on_the_page_are_escaped(shown):
    figures.show(figures.data(datasets.truth_table("or")), alt="a < b")
    assert "a &lt; b" in shown[1][0]["text/html"]


def test_show_refuses_no_figure_and_a_figure_without_words():
    with pytest.raises(ValueError, match="pyplot has none open"):
        figures.show()
    with pytest.raises(TypeError, match="Figure or Axes"):
        figures.show("figure")
    figure, _ = pyplot.subplots()
    with pytest.raises(ValueError, match="alt must say"):
        figures.show(figure)


def test_a_png_is_small_and_opaque_and_keeps_its_colours(solid, plane):
    figures.surface(plane, ax=solid)
    data = png(solid.figure)
    assert len(data) < 100_000
    with Image.open(io.BytesIO(data)) as picture:
        pixels = np.asarray(picture.convert("RGBA")).reshape(-1, 4).astype(int)
    assert (pixels[:, 3] == 255).all()
    assert (pixels[0, :3] == 255).all()
    # The ball is a few pixels among thousands: its colour must survive the reduction.
    ball = np.array([0xB3, 0x22, 0x4F])
    assert np.abs(pixels[:, :3] - ball).sum(1).min() < 12


def test_text_outside_the_figure_is_not_cut_off(ax):
    ax.figure.text(1.3, 0.5, "far outside")
    wide = png(ax.figure)
    with Image.open(io.BytesIO(wide)) as picture:
        assert picture.width > 1.2 * ax.figure.get_size_inches()[0] * ax.figure.dpi


def test_a_network_diagram_can_be_shown(shown):
    figures.show(figures.network(Network([2, 3, 1])).figure)
    assert len(shown) == 2
