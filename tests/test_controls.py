"""Controls call the drawing function when they move, and are described where they cannot."""

import ipywidgets as widgets
import pytest
from matplotlib import pyplot

from annlab import datasets, figures
from annlab.controls import Live, slider

CORNERS = datasets.truth_table("xor")


def a_slider() -> dict[str, widgets.Widget]:
    return {"a": slider("a", 1, 0, 3)}


def test_picture_and_text_follow_every_control_from_the_start():
    calls = []

    def draw(**values):
        calls.append(values)
        return figures.data(CORNERS, title=str(values["w1"])), f"w1 < {values['w1']}"

    live = Live(
        draw,
        "Two controls.",
        {"w1": slider("w1", 0.5, -1, 1), "axis": widgets.Dropdown(options=["w5", "w6"])},
    )
    assert calls == [{"w1": 0.5, "axis": "w5"}]
    first = bytes(live.image.value)
    assert first.startswith(b"\x89PNG")
    assert live.text.value == "<pre>w1 &lt; 0.5</pre>"
    assert "4 examples" in live.alternative.value
    live.controls["w1"].value = -1
    assert bytes(live.image.value) not in (b"", first)
    live.controls["axis"].value = "w6"
    assert calls[1:] == [{"w1": -1, "axis": "w5"}, {"w1": -1, "axis": "w6"}]


def test_no_figure_stays_open_to_be_shown_twice():
    Live(lambda a: figures.data(CORNERS), "One.", a_slider())
    assert pyplot.get_fignums() == []


def test_a_text_without_a_figure_and_a_figure_without_a_text_are_shown():
    live = Live(
        lambda a: (None, "no figure") if a else figures.data(CORNERS).figure, "", a_slider()
    )
    assert (live.text.value, live.image.layout.display) == ("<pre>no figure</pre>", "none")
    assert live.alternative.value == ""
    live.controls["a"].value = 0
    assert (live.text.value, live.image.layout.display) == ("", "")


def test_an_exception_is_shown_until_the_next_successful_call():
    live = Live(lambda a: (None, f"{6 / a:g}"), "One.", a_slider())
    live.controls["a"].value = 0
    assert live.text.value == "<pre>ZeroDivisionError: division by zero</pre>"
    live.controls["a"].value = 2
    assert live.text.value == "<pre>3</pre>"


def test_words_replace_the_controls_where_no_widget_is_shown():
    bundle = Live(lambda a: None, "A slider.", a_slider())._repr_mimebundle_()
    assert bundle["text/plain"] == "[A slider. Run the notebook to move them.]"
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize(
    ("arguments", "kind", "step"),
    [
        ((2, 0, 4), widgets.IntSlider, 1),
        ((2, 0, 4, 2), widgets.IntSlider, 2),
        ((2.0, 0, 4), widgets.FloatSlider, 0.02),
        ((2, 0, 4, 0.5), widgets.FloatSlider, 0.5),
    ],
)
def test_a_slider_gives_whole_numbers_if_all_its_arguments_are_whole(arguments, kind, step):
    made = slider("n", *arguments)
    assert type(made) is kind
    assert (made.min, made.max, made.step, made.description) == (0, 4, step, "n")
    assert not made.continuous_update


def test_a_slider_refuses_a_value_outside_its_range():
    with pytest.raises(ValueError, match="w1: value must be at least -1 and at most 1, not 2"):
        slider("w1", 2, -1, 1)
