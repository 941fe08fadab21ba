"""The network panel on a page with styles of its own."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from annlab import Lab, Network, datasets

from ...tools.site_page import open_page


def xor_lab(*panels: str) -> Lab:
    return Lab(Network.xor(), datasets.truth_table("xor"), panels=panels)


@pytest.mark.parametrize("width", [400, 1280])
def test_the_formula_of_a_unit_is_seen_whole(page: Page, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    faults = open_page(page, [xor_lab("network", "controls")], tmp_path)
    formula = page.locator('[data-panel="network"] .annlab-formula')
    formula.filter(has_text="z").wait_for()
    lines = formula.inner_text().split("\n")
    assert len(lines) == 3
    outside = formula.evaluate(
        """formula => {
            const body = formula.closest(".annlab-body").getBoundingClientRect();
            const text = document.createRange();
            text.selectNodeContents(formula);
            const { top, bottom } = text.getBoundingClientRect();
            const box = formula.getBoundingClientRect();
            return [box.top - top, bottom - box.bottom, body.top - top, bottom - body.bottom];
        }"""
    )
    assert max(outside) <= 0
    assert faults == []


def test_no_class_of_the_panel_can_be_hit_by_a_page_style(page: Page, tmp_path: Path) -> None:
    faults = open_page(page, [xor_lab("network", "prediction", "controls")], tmp_path)
    page.locator(".annlab-net circle").first.wait_for()
    classes: list[str] = page.evaluate(
        """[...document.querySelectorAll(
                '[data-panel="network"], [data-panel="prediction"]')]
            .flatMap(panel => [...panel.querySelectorAll("*")])
            .flatMap(element => [...element.classList])"""
    )
    assert classes
    assert [name for name in classes if not name.startswith("annlab-")] == []
    assert faults == []
