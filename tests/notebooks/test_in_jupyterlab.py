"""Each lesson in a real JupyterLab: Run All reaches its end, and every control changes the view."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tools.jupyter import OpenNotebook

LESSONS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))

# What a control's output shows, as one string: the pictures' bytes and the text.
VIEW = """async control => {
    const output = control.closest('.jp-OutputArea-child');
    const images = Array.from(output.querySelectorAll('img'));
    const bytes = await Promise.all(images.map(async image =>
        Array.from(new Uint8Array(await (await fetch(image.src)).arrayBuffer())).join()));
    return bytes.join() + Array.from(output.querySelectorAll('pre'), part => part.innerText).join();
}"""
ERRORS = '[data-mime-type$="jupyter.error"], [data-mime-type$="jupyter.stderr"]'


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_an_untouched_lesson_runs_to_its_end_and_every_control_answers(
    lesson: Path, open_notebook: Callable[[str], OpenNotebook]
) -> None:
    notebook = open_notebook(lesson.name)
    notebook.run_all()
    assert notebook.faults() == []
    sliders = notebook.page.locator(".widget-slider .noUi-handle").all()
    menus = notebook.page.locator(".widget-dropdown select").all()
    labs = notebook.page.locator(".annlab-lab").all()
    assert sliders or labs
    for slider in sliders:
        move_slider(notebook, slider)
    for menu in menus:
        choose_both_ends(notebook, menu)
    for lab in labs:  # tests/lab/browser tests what its controls do
        for slider in lab.locator('input[type="range"]:visible:enabled').all():
            slider.press("End")
            slider.press("Home")
        assert lab.locator(".annlab-faults:visible").all_inner_texts() == []
    assert notebook.faults() == []


def move_slider(notebook: OpenNotebook, slider: Locator) -> None:
    """Moves a slider to both ends, each of which must change the view, and back."""
    whole = slider.locator("xpath=ancestor::*[contains(@class, 'widget-slider')]")
    readout = whole.locator(".widget-readout")
    name, start = whole.locator("label").inner_text(), readout.inner_text()
    views = {view_beside(notebook, slider)}
    for key in ("End", "Home"):
        slider.press(key)
        views.add(view_beside(notebook, slider))
    assert len(views) > 1, f"slider {name!r} changes nothing"
    if readout.get_attribute("contenteditable"):  # back, so that the next one has an effect
        readout.fill(start.replace("−", "-"))  # it shows a minus that it does not read
        readout.press("Enter")
        notebook.settle()
        assert readout.inner_text().strip() == start


def choose_both_ends(notebook: OpenNotebook, menu: Locator) -> None:
    """Chooses the last and the first option of a menu, then the one it had."""
    start, options = menu.input_value(), menu.locator("option").all_inner_texts()
    views = {view_beside(notebook, menu)}
    for option in (options[-1], options[0]):
        menu.select_option(option)
        views.add(view_beside(notebook, menu))
    assert len(views) > 1, f"menu of {options} changes nothing"
    menu.select_option(start)


def view_beside(notebook: OpenNotebook, control: Locator) -> str:
    """What the output of a control shows once the kernel has answered every move."""
    notebook.settle()
    assert notebook.page.locator(ERRORS).all_inner_texts() == []
    view: str = control.evaluate(VIEW)
    return view
