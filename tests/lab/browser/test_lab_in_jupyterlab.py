"""The laboratory in a real JupyterLab: every control moved, Python and the browser in step."""

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page

from tools.browser import next_frame, wait_until
from tools.jupyter import JupyterServer, OpenNotebook

Open = Callable[[str], OpenNotebook]

FIRST = """\
import json
import numpy as np
from annlab import Dataset, Lab, Network, datasets, train
rng = np.random.RandomState(123)
"""
XOR = "lab = Lab(Network.xor(), datasets.truth_table('xor'))\nlab"
RUN = """\
data = datasets.gate("xor", copies=10, noise=0.15, rng=rng)
held_out = datasets.gate("xor", copies=5, noise=0.15, rng=rng)
net = Network([2, 3, 1]).initialise("uniform", rng=rng)
lab = Lab(net, data, history=train(net, data, rate=2.0, epochs=30), held_out=held_out)
lab
"""
CURVE = """\
data = datasets.curve("sin", n=40, noise=0.5, rng=rng)
net = Network([1, 3, 1], hidden="tanh", output="identity").initialise("uniform", rng=rng)
lab = Lab(net, data, history=train(net, data, rate=0.05, epochs=20))
lab
"""
CLASSES = """\
x = rng.normal(size=(12, 2))
data = Dataset(x, np.eye(3)[rng.randint(3, size=12)])
net = Network([2, 4, 3], hidden="tanh", output="softmax", error="cross-entropy")
lab = Lab(net.initialise("glorot", rng=rng), data, rate=0.1, epochs=15)
lab
"""
PLAIN = """\
lab = Lab(Network([2, 1]).at({"W1[1,1]": 1.0}), datasets.truth_table("and"), epochs=5)
lab
"""
MADE = {"xor": XOR, "run": RUN, "curve": CURVE, "classes": CLASSES, "plain": PLAIN}


@pytest.fixture
def laboratory(jupyter: JupyterServer, open_notebook: Open) -> Callable[[str], OpenNotebook]:
    """A notebook with a lab, shown and ready."""

    def made(*cells: str) -> OpenNotebook:
        name = jupyter.write(f"lab-{abs(hash(cells))}.ipynb", [FIRST, *cells])
        notebook = open_notebook(name)
        notebook.run_all()
        notebook.page.locator(".annlab-lab canvas").first.wait_for()
        notebook.settle()
        assert notebook.faults() == []
        return notebook

    return made


def shown_faults(notebook: OpenNotebook) -> list[str]:
    boxes = notebook.page.locator(".annlab-faults:not([hidden])")
    return boxes.all_inner_texts() + notebook.uncaught


def settle(page: Page) -> None:
    """Waits until every change is painted and no run is being trained."""
    next_frame(page)
    page.wait_for_function(
        """![...document.querySelectorAll(".annlab-now")].some(
            line => /^training/.test(line.textContent))"""
    )
    next_frame(page)


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("∞", "inf"))


def shown_error(lab: Locator) -> float:
    found = re.search(r"E = (\S+?) at", lab.locator(".annlab-now").inner_text())
    assert found
    return number(found[1])


def python_error(notebook: OpenNotebook) -> float:
    return float(notebook.ask("print(float(lab.net.error(lab.data)))"))


def assert_in_step(notebook: OpenNotebook, what: str) -> None:
    """Python comes to hold what is shown, to the four digits that are shown."""
    lab = notebook.page.locator(".annlab-lab").first
    shown = held = np.nan

    def agree() -> bool:
        nonlocal shown, held
        settle(notebook.page)
        shown, held = shown_error(lab), python_error(notebook)
        either_finite = bool(np.isfinite(held) or np.isfinite(shown))
        return not either_finite or shown == pytest.approx(held, rel=6e-4, abs=1e-12)

    try:
        wait_until(notebook.page, agree)
    except TimeoutError:
        pytest.fail(f"{what}: the page shows E = {shown}, Python has {held}")
    assert shown_faults(notebook) == [], what


CONTROLS = """() => {
    const lab = document.querySelector(".annlab-lab");
    lab.querySelectorAll("details").forEach(part => { part.open = true; });
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
        const all = [...lab.querySelectorAll("input, select, button")];
        all.forEach((control, k) => { control.dataset.test = k; });
        done(all.map((control, k) => [k, control.type || control.tagName,
            control.getAttribute("aria-label") || control.labels?.[0]?.textContent
            || control.textContent]));
    })));
}"""


def moves(control: Locator, kind: str) -> list[Callable[[], Any]]:
    """What a hand can do with a control: to the one end, to the other, and back."""
    page = control.page
    if kind == "range":
        return [
            lambda: control.press("End"),
            lambda: control.press("Home"),
            lambda: control.press("ArrowRight"),
        ]
    if kind == "number":
        ends = [control.get_attribute(name) for name in ("max", "min")]
        before = control.input_value()
        return [lambda v=v: control.fill(v) or control.press("Enter") for v in [*ends, before] if v]
    if kind == "select-one":
        values = control.locator("option").evaluate_all("all => all.map(o => o.value)")
        before = control.input_value()
        return [lambda v=v: control.select_option(v) for v in [*values[:1], *values[-1:], before]]
    if kind == "radio":
        return [control.check]
    if kind == "checkbox":
        return [control.click, control.click]
    return [control.click, lambda: next_frame(page)]


@pytest.mark.parametrize("which", MADE)
def test_every_control_moves_to_both_ends_and_python_follows(
    which: str, laboratory: Callable[..., OpenNotebook]
) -> None:
    notebook = laboratory(MADE[which])
    page = notebook.page
    controls = page.evaluate(CONTROLS)
    assert len(controls) > 20
    for place, kind, name in controls:
        control = page.locator(f'[data-test="{place}"]')
        assert name, f"a {kind} has no name"
        if control.count() == 0 or not control.is_visible() or control.is_disabled():
            continue
        for move in moves(control, kind):
            if control.count() and control.is_enabled():
                move()
                assert shown_faults(notebook) == [], f"{kind} {name!r}"
        if kind == "range":
            assert_in_step(notebook, f"{kind} {name!r}")
    if (pause := page.get_by_role("button", name="Pause")).count():
        pause.first.click()
    assert_in_step(notebook, "at the end")
    assert notebook.faults() == []


def test_what_python_sets_is_shown_and_what_a_hand_moves_is_read(
    laboratory: Callable[..., OpenNotebook],
) -> None:
    notebook = laboratory(XOR)
    page = notebook.page
    lab = page.locator(".annlab-lab")
    notebook.ask("lab.theta = np.linspace(-2, 2, 9); lab.axes = ('w1', 'b3')")
    assert_in_step(notebook, "set in Python")
    assert "w₁ = " in lab.locator(".annlab-now").inner_text()

    slider = lab.locator('[data-panel="controls"] input[type="range"][aria-label^="w₂"]').first
    slider.press("End")
    assert_in_step(notebook, "moved by hand")
    assert float(notebook.ask("print(lab.net['w2'])")) == 10
    assert notebook.ask("print(lab.moment)").strip() == "None"

    notebook.ask("lab.history = train(Network.xor(), lab.data, rate=2.0, epochs=25)")
    assert_in_step(notebook, "a run set in Python")
    assert "pass 25 of 25" in lab.locator(".annlab-now").inner_text()
    notebook.ask("set_in_python = lab.history")
    lab.get_by_role("button", name="Train", exact=True).click()
    assert_in_step(notebook, "trained in the browser")
    wait_until(page, lambda: "False" in notebook.ask("print(lab.history is set_in_python)"))
    held = json.loads(notebook.ask("print(json.dumps(lab.history.theta[-1].tolist()))"))
    fresh = json.loads(
        notebook.ask(
            "s = lab.settings\n"
            "h = train(lab.net.at(lab.start), lab.data, rate=s['rate'], anneal=s['anneal'],"
            " epochs=s['epochs'], batch=s['batch'])\n"
            "print(json.dumps(h.theta[-1].tolist()))"
        )
    )
    np.testing.assert_allclose(held, fresh, rtol=1e-9)


def test_enter_ends_the_typing_of_a_number(laboratory: Callable[..., OpenNotebook]) -> None:
    notebook = laboratory(XOR)
    field = notebook.page.get_by_role("spinbutton", name="w₂, value")
    field.fill("2.5")
    field.press("Enter")
    notebook.settle()
    assert float(notebook.ask("print(lab.net['w2'])")) == 2.5
    assert notebook.faults() == []


def test_two_views_of_one_lab_move_together_and_two_labs_do_not(
    laboratory: Callable[..., OpenNotebook],
) -> None:
    notebook = laboratory(XOR, "lab", "other = Lab(lab.net, lab.data)\nother")
    page = notebook.page
    labs = page.locator(".annlab-lab")
    assert labs.count() == 3
    labs.nth(1).locator('input[type="range"][aria-label^="w₁"]').first.press("Home")
    settle(page)
    first, second, other = (labs.nth(k).locator(".annlab-now").inner_text() for k in range(3))
    assert first == second != other
    ids = page.evaluate("[...document.querySelectorAll('.annlab-lab [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_after_a_restart_of_the_kernel_the_view_says_so_and_stays_usable(
    laboratory: Callable[..., OpenNotebook],
) -> None:
    notebook = laboratory(RUN)
    page = notebook.page
    lab = page.locator(".annlab-lab")
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    lab.get_by_text("The kernel is gone").wait_for()
    before = lab.locator(".annlab-now").inner_text()
    lab.locator('input[type="range"][aria-label*="ate"]').first.press("ArrowRight")
    settle(page)
    assert lab.locator(".annlab-now").inner_text() != before
    assert shown_faults(notebook) == []
    notebook.run_all()
    assert notebook.faults() == []


COUNT = """
window.annlabListening = new Map();
for (const name of ["addEventListener", "removeEventListener"]) {
    const native = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (type, handler, options) {
        const outside = this === window || this === document || this === document.body
            || this === document.documentElement || this instanceof MediaQueryList;
        if (outside && handler) {
            const live = window.annlabListening;
            const key = `${this.constructor.name} ${type}`;
            if (name === "addEventListener") {
                live.set(key, (live.get(key) ?? 0) + 1);
                options?.signal?.addEventListener("abort", () => live.set(key, live.get(key) - 1));
            } else {
                live.set(key, (live.get(key) ?? 0) - 1);
            }
        }
        return native.call(this, type, handler, options);
    };
}
"""


def test_closing_lets_go_of_every_listener_outside_the_view(
    page: Page, laboratory: Callable[..., OpenNotebook]
) -> None:
    page.add_init_script(COUNT)
    notebook = laboratory(RUN)
    labs = page.locator(".annlab-lab")
    live = "Object.fromEntries(window.annlabListening)"
    notebook.ask("lab.close()")
    page.wait_for_function("!document.querySelector('.annlab-lab')")
    without = page.evaluate(live)
    for _ in range(3):
        notebook.run_all()
        page.locator(".annlab-lab canvas").first.wait_for()
        labs.locator('input[type="range"]').first.press("End")
        settle(page)
        notebook.ask("lab.close()")
        page.wait_for_function("!document.querySelector('.annlab-lab')")
    next_frame(page)
    now = page.evaluate(live)
    ours = {"MediaQueryList change", "Window resize", "HTMLDocument keydown"}
    assert {key: now.get(key, 0) for key in ours} == {key: without.get(key, 0) for key in ours}


MOVES = """async ([count, perFrame]) => {
    const lab = document.querySelector(".annlab-lab");
    const ranges = [...lab.querySelectorAll('[data-parameter]')].filter(i => i.type === "range");
    const timeline = lab.querySelector('input[data-action="time"]');
    for (let move = 0; move < count;) {
        for (let k = 0; k < perFrame; k++, move++) {
            const slider = move % 5 === 4 ? timeline : ranges[move % ranges.length];
            const [low, high] = [Number(slider.min), Number(slider.max)];
            slider.value = low + (high - low) * ((move * 0.37) % 1);
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        await new Promise(requestAnimationFrame);
    }
}"""


def test_two_thousand_moves_leave_no_more_memory_in_use(
    laboratory: Callable[..., OpenNotebook],
) -> None:
    notebook = laboratory(RUN)
    page = notebook.page
    session = page.context.new_cdp_session(page)

    def in_use() -> float:
        """Bytes, once another collection of garbage finds no more than 0.1 %."""
        settle(page)
        notebook.settle()
        before, now = np.inf, 1e300
        while now < 0.999 * before:
            session.send("HeapProfiler.collectGarbage")
            next_frame(page)
            before, now = now, session.send("Runtime.getHeapUsage")["usedSize"]
        return now

    page.evaluate(MOVES, [500, 5])
    before = in_use()
    page.evaluate(MOVES, [2000, 5])
    after = in_use()
    assert shown_faults(notebook) == []
    assert after <= 1.05 * before


def test_what_python_refuses_is_shown_and_taken_back(
    laboratory: Callable[..., OpenNotebook],
) -> None:
    notebook = laboratory(XOR)
    page = notebook.page
    status = page.locator(".annlab-lab .annlab-now")
    before, held = status.inner_text(), notebook.ask("print(lab.theta)")
    slider = page.locator('.annlab-lab input[type="range"][aria-label^="w₂"]').first
    # What the wire packs is now NaN; what is shown is not.
    page.evaluate(
        "() => { Float64Array.from = ({ length }) => new Float64Array(length).fill(NaN); }"
    )
    slider.press("End")
    fault = page.locator(".annlab-faults:not([hidden])")
    fault.filter(has_text="Python has refused a change: theta must be finite").wait_for()
    page.evaluate("() => delete Float64Array.from")  # that of all typed arrays comes back
    page.wait_for_function(
        "before => document.querySelector('.annlab-lab .annlab-now').innerText === before",
        arg=before,
    )
    assert notebook.ask("print(lab.theta)") == held
    slider.press("End")
    settle(page)
    assert float(notebook.ask("print(lab.net['w2'])")) == 10
