"""A laboratory by itself, without Jupyter: what it says of itself, and that it goes when closed."""

import numpy as np
from playwright.sync_api import Page

from annlab import Dataset, Lab, Network, datasets, train
from tools.browser import next_frame, open_lab, wait_until


def some_lab() -> Lab:
    xor = datasets.truth_table("xor")
    history = train(Network.xor(), xor, rate=2.0, epochs=20)
    return Lab(Network.xor(), xor, history=history, held_out=datasets.truth_table("or"))


def test_a_closed_view_leaves_nothing_behind(page: Page) -> None:
    faults = open_lab(page, some_lab())
    page.locator('input[type="range"]').first.press("End")
    next_frame(page)
    page.evaluate("window.closeLab()")
    assert page.locator(".annlab-lab").count() == 0
    session = page.context.new_cdp_session(page)

    def is_collected() -> bool:
        session.send("HeapProfiler.collectGarbage")
        return bool(page.evaluate("window.view.deref() === undefined"))

    wait_until(page, is_collected)
    assert faults == []


def test_everything_that_can_be_worked_has_a_name_and_one_line_says_what_is_shown(
    page: Page,
) -> None:
    lab = some_lab()
    faults = open_lab(page, lab)
    nameless = page.evaluate(
        """[...document.querySelectorAll(
            "button, input, select, [tabindex='0'], [role=slider], [role=application]")]
            .filter(e => !e.getAttribute("aria-label") && !e.labels?.length)
            .filter(e => !e.textContent.trim())
            .map(e => e.outerHTML.slice(0, 90))"""
    )
    assert nameless == []
    said = page.locator(".annlab-now").inner_text()
    w5, w6 = (f"{float(lab.net[name]):.3g}".replace("-", "−") for name in ("w5", "w6"))
    assert f"w₅ = {w5}, w₆ = {w6}" in said
    assert "after pass 20 of 20" in said
    assert "steepest descent towards" in said
    page.wait_for_function(
        "said => document.querySelector('[role=status].annlab-spoken').innerText === said", arg=said
    )
    assert faults == []


def test_axes_are_named_only_where_a_panel_shows_them(page: Page) -> None:
    lab = some_lab()
    only_e = Lab(lab.net, lab.data, panels=["network", "prediction", "controls"])
    faults = open_lab(page, only_e)
    error = f"{float(lab.net.error(lab.data)):.4g}"
    assert page.locator(".annlab-now").inner_text() == f"E = {error}"
    assert faults == []


def test_what_is_typed_and_chosen_outlives_a_change_of_width(page: Page) -> None:
    faults = open_lab(page, some_lab())
    tool = page.get_by_role("combobox", name="What a click on the picture does")
    tool.select_option("add class 1")
    for width in (700, 150, 20, 1280):  # at the narrowest it counts as hidden
        page.set_viewport_size({"width": width, "height": 800})
        next_frame(page)
    assert tool.input_value() == "add class 1"
    prediction = page.locator('[data-panel="prediction"] canvas')
    prediction.press("Control+Enter")
    assert prediction.get_attribute("data-examples") == "4"
    prediction.press("Enter")
    page.wait_for_function(
        "document.querySelector('[data-panel=prediction] canvas').dataset.examples === '5'"
    )
    seed = page.get_by_role("spinbutton", name="seed, value")
    seed.fill("-5")
    seed.press("Enter")
    page.wait_for_function("window.sent.settings.seed === 0")
    assert faults == []


def test_a_message_about_something_else_leaves_the_place_within_a_pass(page: Page) -> None:
    faults = open_lab(page, some_lab())
    page.get_by_role("button", name="Step example").click()
    said = page.locator(".annlab-now")
    said.filter(has_text="after pass 20 of 20 and 1 example").wait_for()
    page.evaluate("window.hear('axes', ['w1', 'w2'])")
    said.filter(has_text="at w₁ = ").wait_for()
    assert "after pass 20 of 20 and 1 example" in said.inner_text()
    assert faults == []


def test_a_run_too_long_for_python_is_told_and_the_rest_is_sent(page: Page) -> None:
    net = Network([400, 4, 1]).initialise("uniform", rng=np.random.default_rng(1))
    data = Dataset(np.eye(400)[:3], [[0], [1], [1]])
    open_lab(page, Lab(net, data, panels=["error", "controls"], epochs=400, rate=0.001))
    page.get_by_role("button", name="Train", exact=True).click()
    told = page.locator(".annlab-faults:not([hidden])")
    told.filter(has_text="the run is too long for Python").wait_for(timeout=20_000)
    assert page.evaluate("window.sent.moment") == 400
    assert page.evaluate("window.sent.history") is None


def test_a_map_let_go_of_while_it_was_out_of_the_page_does_not_follow_the_pointer(
    page: Page,
) -> None:
    faults = open_lab(page, some_lab())
    chart = page.locator('[data-panel="map"] canvas')
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 9, y)
    page.evaluate("(window.lab = document.querySelector('.annlab-lab')).remove()")
    page.mouse.up()
    page.evaluate("document.body.append(window.lab)")
    next_frame(page)
    before = page.locator(".annlab-now").inner_text()
    page.mouse.move(x - 40, y + 30)
    next_frame(page)
    assert page.locator(".annlab-now").inner_text() == before
    assert faults == []


def test_a_fine_plane_stays_while_one_moves_in_it(page: Page) -> None:
    rng = np.random.default_rng(1)
    data = Dataset(rng.normal(size=(2000, 2)), rng.integers(2, size=(2000, 1)))
    net = Network([2, 8, 1]).initialise("uniform", rng=rng)
    faults = open_lab(page, Lab(net, data, panels=["map", "controls"]))
    page.wait_for_timeout(600)
    chart = page.locator('[data-panel="map"] canvas')
    page.evaluate("""() => {
        window.drawn = 0;
        const chart = document.querySelector('[data-panel="map"] canvas');
        new MutationObserver(() => window.drawn++).observe(
            chart, { attributeFilter: ["data-levels"] });
    }""")
    for _ in range(4):
        chart.press("ArrowLeft")
        page.wait_for_timeout(60)
    page.wait_for_timeout(300)
    assert page.evaluate("window.drawn") <= 1  # for the copy that is laid under what moves
    assert faults == []


def test_the_whole_fits_a_narrow_window_a_projector_and_a_sharp_screen(page: Page) -> None:
    faults = open_lab(page, some_lab())
    for width in (330, 700, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        next_frame(page)
        sticking_out = page.evaluate(
            """[...document.querySelectorAll(".annlab-panel, .annlab-panel *")]
                .filter(e => e.getBoundingClientRect().right > document.body.clientWidth + 9)
                .map(e => e.tagName + "." + e.className)"""
        )
        assert sticking_out == [], f"{width} px"
    session = page.context.new_cdp_session(page)
    metrics = {"width": 1280, "height": 800, "deviceScaleFactor": 2, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)
    page.locator('input[type="range"]').first.press("End")
    page.wait_for_function(
        """[...document.querySelectorAll("canvas")].every(
            canvas => Math.abs(canvas.width / canvas.clientWidth - 2) < 0.02)""",
        timeout=5000,
    )
    assert faults == []
