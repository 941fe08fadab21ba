"""Film strips and animations show the right frames, describe them, and stay small."""

import base64
import io
import re

import numpy as np
import pytest
from matplotlib import pyplot
from PIL import Image

from annlab import Perceptron, datasets, figures
from annlab.figures.lines import ends
from annlab.figures.strips import spread


@pytest.fixture
def record(rng):
    data = datasets.half_plane(31, rng=rng)
    return Perceptron([0.1, -0.1], 0.02, rate=0.1).run(data, passes=14), data


def _title(ax):
    return ax.get_title("left")


def test_a_film_strip_draws_each_frame_in_its_panel():
    panels = figures.filmstrip([3, 1, 4, 1, 5], lambda ax, k: ax.plot(range(k + 1)), rows=2, cols=3)
    assert panels.shape == (2, 3)
    lengths = [len(ax.lines[0].get_xdata()) for ax in panels.flat[:5]]
    assert lengths == [4, 2, 5, 2, 6]
    assert not panels[1, 2].lines
    assert not panels[1, 2].axison
    pyplot.close(panels[0, 0].figure)


def test_a_perceptron_is_shown_after_each_of_its_first_passes(record):
    record, data = record
    panels = figures.filmstrip_perceptron(record, data)
    assert panels.shape == (3, 4)
    for k, ax in enumerate(panels.flat, start=1):
        number = int(record.mistakes[k - 1])
        assert _title(ax) == f"pass {k}: {number} mistake{'' if number == 1 else 's'}"
        points = ends(ax.lines[0])
        np.testing.assert_allclose(points @ record.w[k] + record.b[k], 0, atol=1e-9)
    words = figures.describe(panels[0, 0].figure)
    assert words.startswith("12 panels.")
    assert "pass 12" in words


def test_the_passes_shown_of_a_history_get_further_apart(history):
    panels = figures.filmstrip_history(history, rows=2, cols=2, points=11)
    assert [_title(ax).split(":")[0] for ax in panels.flat] == [
        "start",
        "pass 1",
        "pass 4",
        "pass 9",
    ]
    assert f"{history.error[9]:.3g}" in _title(panels[1, 1])


def test_a_strip_can_be_drawn_on_given_axes(record, new_axes):
    figure = new_axes().figure
    figure.clear()
    grid = figure.subplots(2, 2)
    panels = figures.filmstrip_perceptron(*record, passes=[0, 3, 7], rows=2, cols=2, ax=grid)
    assert panels[0, 0] is grid[0, 0]
    assert [_title(ax).split(":")[0] for ax in grid.flat[:3]] == ["start", "pass 3", "pass 7"]


@pytest.mark.parametrize(("last", "count"), [(100, 12), (9, 4), (3, 12), (5000, 6), (12, 12)])
def test_spread_passes_go_from_the_first_to_the_last(last, count):
    passes = spread(last, count)
    assert passes[0] == 0
    assert passes[-1] == last
    assert len(passes) == min(count, last + 1)
    assert (np.diff(passes) > 0).all()


def test_strips_refuse_bad_arguments_by_name(record, new_axes):
    record, data = record
    with pytest.raises(ValueError, match="at least one frame"):
        figures.filmstrip([], lambda ax, k: None)
    with pytest.raises(ValueError, match="passes must be from 0 to 14, not 15"):
        figures.filmstrip_perceptron(record, data, passes=[15])
    with pytest.raises(ValueError, match="ax must hold 4 Axes, not 1"):
        figures.filmstrip([1], lambda ax, k: None, rows=2, cols=2, ax=[new_axes()])


@pytest.fixture(scope="module")
def film():
    data = datasets.half_plane(31, rng=np.random.default_rng(5))
    record = Perceptron([0.1, -0.1], 0.02, rate=0.1).run(data, passes=5)

    def draw(ax, k):
        figures.data(data, title=f"pass {k}", ax=ax)
        figures.boundary(record.w[k], record.b[k], bounds=(0, 1), ax=ax)

    return figures.animate(draw, range(6), fps=2, size=(4, 4))


def test_an_animation_opens_no_figure_and_has_words(film):
    assert pyplot.get_fignums() == []
    assert len(film) == 6
    assert film.words.startswith("Animation of 6 pictures. First (pass 0): Data set half plane: ")
    assert "31 examples" in film.words
    assert "Last (pass 5): " in film.words


def test_the_player_holds_every_frame_and_is_small(film):
    bundle, metadata = film._repr_mimebundle_()
    page = bundle["text/html"]
    assert len(page) + len(bundle["image/png"]) < 400_000
    frames = re.search(r'data-frames="([^"]*)"', page)[1].split()
    assert len(frames) == 6
    assert len(set(frames)) == 6
    assert all(base64.b64decode(frame)[8:12] == b"WEBP" for frame in frames)
    with Image.open(io.BytesIO(base64.b64decode(frames[0]))) as picture:
        assert picture.size == film.pictures[0].size
    assert "http" not in page
    assert "<script" not in page
    assert " id=" not in page
    assert 'aria-label="picture"' in page
    assert f'alt="{film.words}"' in page
    assert metadata["image/png"]["alt"] == film.words
    assert base64.b64decode(bundle["image/png"])[:4] == b"\x89PNG"


def test_a_player_that_cannot_be_made_small_enough_is_refused(film):
    with pytest.raises(ValueError, match="limit = 1000"):
        film.html(limit=1000)


def test_an_animation_refuses_no_frames_and_no_speed():
    with pytest.raises(ValueError, match="at least one frame"):
        figures.animate(lambda ax, k: None, [])
    with pytest.raises(ValueError, match="fps must be above 0"):
        figures.animate(lambda ax, k: None, [1], fps=0)
