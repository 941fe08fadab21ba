"""The laboratories of a web page opened from disk, as by a double click, are live."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from annlab import Lab, Network, datasets, train

from .site_page import open_page

PROBE = """
export default () => ({
  initialize({ model }) {
    model.on("change:example", () => model.heard = model.get("example"));
  },
  render({ model, el }) {
    const silent = () => { throw new Error("not to be called"); };
    model.on("change:example", silent);
    model.off("change:example", silent);
    model.set("example", 3);
    model.save_changes();
    model.send({});
    const theta = model.get("theta");
    const second = theta.getFloat64(8, true);
    const history = model.get("history");
    el.textContent = `heard ${model.heard}, ${theta.byteLength}, ${second}, ${history}`;
  },
});
// </script>
"""


def put_in_place_of_the_module(module: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes pages run this module where they would run the laboratory's."""
    (folder / "lab.js").write_text(module)
    (folder / "lab.css").write_text("")
    monkeypatch.setattr("tools.make_site.STATIC", folder)


@pytest.fixture
def labs() -> list[Lab]:
    xor = datasets.truth_table("xor")
    run = train(Network.xor(), xor, rate=5.0, epochs=20)
    return [Lab(Network.xor(), xor), Lab(Network.xor(), xor, history=run, panels=["map", "error"])]


def test_laboratories_start_and_replace_their_pictures(
    page: Page, labs: list[Lab], tmp_path: Path
) -> None:
    faults = open_page(page, labs, tmp_path)
    page.wait_for_function("document.querySelectorAll('.still').length === 0")
    page.wait_for_function(
        "[...document.querySelectorAll('.annlab-now')].every((p) => p.textContent.includes('E = '))"
    )
    assert page.locator(".annlab-lab canvas").count() > 0
    assert "E = 0.507" in page.locator(".annlab-now").nth(0).inner_text()
    assert "pass 20" in page.locator(".annlab-now").nth(1).inner_text()
    assert faults == []
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_laboratory_is_handed_a_model_like_a_notebook_s(
    page: Page, labs: list[Lab], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_place_of_the_module(PROBE, tmp_path, monkeypatch)
    faults = open_page(page, labs[:1], tmp_path)
    page.get_by_text("heard 3, 72, -0.3, null").wait_for()
    assert faults == []


def test_one_that_cannot_start_says_so_and_keeps_its_picture(
    page: Page, labs: list[Lab], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_place_of_the_module("export default { render() { planted(); } };", tmp_path, monkeypatch)
    faults = open_page(page, labs, tmp_path)
    said = page.get_by_text("This laboratory could not be started. ReferenceError: planted is not")
    said.nth(1).wait_for()
    assert page.locator("img.still").count() == 2
    assert len(faults) == 2


def test_without_script_there_is_a_picture(
    browser: Browser, labs: list[Lab], tmp_path: Path
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        open_page(page, labs, tmp_path)
        assert page.get_by_role("img", name="Laboratory of a 2-2-1 network").count() == 2
