"""Controls call what they draw with, and say in words what they are where they cannot move."""

import ipywidgets as widgets
import pytest

from annlab.controls import Live, slider


def test_picture_follows_every_control_from_the_first_moment():
    seen = []
    live = Live(
        lambda **values: seen.append(values),
        "Two controls.",
        {"w1": slider("w1", 0.5, -1, 1), "axis": widgets.Dropdown(options=["w5", "w6"])},
    )
    assert seen == [{"w1": 0.5, "axis": "w5"}]
    live.controls["w1"].value = -1
    live.controls["axis"].value = "w6"
    assert seen[1:] == [{"w1": -1, "axis": "w5"}, {"w1": -1, "axis": "w6"}]


def test_arrangement_takes_the_place_of_the_plain_row_and_the_picture_stays_below():
    row = widgets.HBox([slider("a", 1, 0, 3)])
    live = Live(lambda a: None, "One.", {"a": row.children[0]}, row)
    assert live.panel.children == (row, live.picture)


def test_words_stand_in_where_no_widget_is_shown():
    bundle = Live(lambda a: None, "A slider.", {"a": slider("a", 1, 0, 3)})._repr_mimebundle_()
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
def test_slider_is_for_whole_numbers_only_if_all_of_it_is(arguments, kind, step):
    made = slider("n", *arguments)
    assert type(made) is kind
    assert (made.min, made.max, made.step, made.description) == (0, 4, step, "n")
    assert not made.continuous_update


def test_slider_refuses_a_value_out_of_its_reach():
    with pytest.raises(ValueError, match="w1: value must be at least -1 and at most 1, not 2"):
        slider("w1", 2, -1, 1)
