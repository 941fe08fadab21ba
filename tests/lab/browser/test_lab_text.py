"""No text in a laboratory is cut off, in an empty page and in one with styles of its own."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from annlab import Dataset, Lab, Network
from tools.browser import open_lab

from ...tools.site_page import open_page
from .test_lab_view import some_lab

CUT_OFF = """() => [...document.querySelectorAll(".annlab-lab *")]
    .filter(e => e instanceof HTMLElement && e.innerText.trim())
    .filter(e => !e.matches(".annlab-spoken, select"))
    .filter(e => {
        const { overflowY, contain } = getComputedStyle(e);
        const clips = overflowY !== "visible" || /strict|content|paint/.test(contain);
        return clips && e.scrollHeight > e.clientHeight + 1;
    })
    .map(e => `${e.className} ${e.scrollHeight} > ${e.clientHeight}: ${e.innerText}`)"""


def wide_lab() -> Lab:
    """Numbers with many digits, three classes and long names of parameters."""
    rng = np.random.RandomState(2)
    net = Network([2, 7, 3], output="softmax", error="cross-entropy").initialise("uniform", rng=rng)
    data = Dataset(rng.normal(size=(30, 2)), np.eye(3)[np.arange(30) % 3])
    return Lab(net, data, line="gradient")


@pytest.mark.parametrize("lab", [some_lab, wide_lab])
def test_no_text_is_cut_off_in_an_empty_page(page: Page, lab: Callable[[], Lab]) -> None:
    faults = open_lab(page, lab())
    for width in (400, 700, 1280, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(
            """width => {
                const lab = document.querySelector(".annlab-lab");
                return Math.abs(lab.getBoundingClientRect().width - width) < 40;
            }""",
            arg=width,
        )
        page.evaluate("() => new Promise(requestAnimationFrame)")
        assert page.evaluate(CUT_OFF) == [], f"{width} px"
    assert faults == []


def test_no_text_is_cut_off_on_a_page_of_the_site(page: Page, tmp_path: Path) -> None:
    faults = open_page(page, [some_lab(), wide_lab()], tmp_path)
    page.locator(".annlab-now", has_text="E = ").nth(1).wait_for()
    assert page.evaluate(CUT_OFF) == []
    assert faults == []
