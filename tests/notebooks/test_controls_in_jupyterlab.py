"""Every slider and menu of a lesson, moved to both ends in a real JupyterLab, changes the view."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tools.jupyter import OpenNotebook

LESSONS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))

# What stands below a control: the picture's bytes and the text, as one string.
VIEW = """async control => {
    const output = control.closest('.jp-OutputArea-child');
    const images = Array.from(output.querySelectorAll('img'));
    const bytes = await Promise.all(images.map(async image =>
        Array.from(new Uint8Array(await (await fetch(image.src)).arrayBuffer())).join()));
    return bytes.join() + Array.from(output.querySelectorAll('pre'), part => part.innerText).join();
}"""
ERRORS = '[data-mime-type$="jupyter.error"], [data-mime-type$="jupyter.stderr"]'


def settled(notebook: OpenNotebook, control: Locator) -> str:
    """The view below a control once the kernel has nothing more to draw."""
    notebook.page.wait_for_timeout(60)
    before, now = None, ""
    while now != before or not now:
        before = now
        notebook.page.wait_for_function(
            "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
        )
        notebook.page.wait_for_timeout(40)
        now = control.evaluate(VIEW)
    assert notebook.page.locator(ERRORS).all_inner_texts() == []
    return now


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_control_answers_at_both_ends(
    lesson: Path, open_notebook: Callable[[str], OpenNotebook]
) -> None:
    notebook = open_notebook(lesson.name)
    notebook.run_all()
    sliders = notebook.page.locator(".widget-slider .noUi-handle").all()
    menus = notebook.page.locator(".widget-dropdown select").all()
    labs = notebook.page.locator(".annlab-lab").all()
    assert sliders or labs
    for slider in sliders:
        whole = slider.locator("xpath=ancestor::*[contains(@class, 'widget-slider')]")
        readout = whole.locator(".widget-readout")
        name, start = whole.locator("label").inner_text(), readout.inner_text()
        views = {settled(notebook, slider)}
        for key in ("End", "Home"):
            slider.press(key)
            views.add(settled(notebook, slider))
        assert len(views) > 1, f"slider {name!r} changes nothing"
        if readout.get_attribute("contenteditable"):  # back, so that the next one is seen to act
            readout.fill(start)
            readout.press("Enter")
    for menu in menus:
        start, options = menu.input_value(), menu.locator("option").all_inner_texts()
        views = {settled(notebook, menu)}
        for option in (options[-1], options[0]):
            menu.select_option(option)
            views.add(settled(notebook, menu))
        assert len(views) > 1, f"menu of {options} changes nothing"
        menu.select_option(start)
    for lab in labs:  # what its controls do is held by test_lab.py
        for slider in lab.locator('input[type="range"]:visible:enabled').all():
            slider.press("End")
            slider.press("Home")
        assert lab.locator(".annlab-faults:visible").all_inner_texts() == []
    assert notebook.faults() == []
