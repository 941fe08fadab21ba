"""The stepper in a real browser: it shows every number, and keys are enough.

That its numbers are NumPy's and its formulas true is tested in tests/lab/node.
"""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from annlab import Dataset, Network, Stepper, train
from tools.jupyter import JupyterServer, OpenNotebook

from ...tools.site_page import open_page

Open = Callable[[str], OpenNotebook]
NAMES = ["w13", "w14", "w23", "w24", "b3", "b4", "w35", "w36", "w45", "w46", "b5", "b6"]
START = [-1.0, 1.0, -0.5, 1.0, -0.5, -1.0, -2.0, -0.5, -2.0, 2.0, 1.0, -1.0]
ADDER = Dataset([[0, 0], [0, 1], [1, 0], [1, 1]], [[0, 0], [0, 1], [0, 1], [1, 0]], "half adder")


def half_adder() -> Network:
    return Network([2, 2, 2], names=NAMES).at(START)


def random_case(sizes: list[int], hidden: str | list[str], output: str) -> tuple[Network, Dataset]:
    """A network of those sizes at random parameters, and three random examples."""
    rng = np.random.default_rng(11)
    net = Network(sizes, hidden=hidden, output=output)
    x, t = rng.normal(size=(3, sizes[0])), rng.normal(size=(3, sizes[-1]))
    return net.at(rng.normal(size=len(net.names))), Dataset(x, t, "random")


CASES = [
    (half_adder(), ADDER),
    random_case([3, 5, 2, 3], "logistic", "tanh"),
    random_case([6, 6, 6, 6], ["tanh", "step"], "relu"),
]


def one_update(net: Network, data: Dataset, example: int, rate: float) -> Network:
    """The network after one online update, as `train` makes it."""
    one = data.take(slice(example, example + 1))
    return train(net, one, rate=rate, epochs=1, progress=False).network


def oracle(net: Network, data: Dataset, example: int, rate: float) -> dict[tuple[Any, ...], float]:
    """Every number of one update, by kind and place."""
    x, t = data.x[[example]], data.t[[example]]
    backward, gradient = net.backward(x, t), net.gradient(Dataset(x, t))
    numbers: dict[tuple[Any, ...], float] = {("E",): float(net.error(x, t))}
    for layer in range(1, net.layers + 1):
        for unit in range(net.sizes[layer]):
            numbers["z", layer, unit] = backward.z[layer - 1][0, unit]
            numbers["a", layer, unit] = backward.a[layer][0, unit]
            numbers["δ", layer, unit] = backward.delta[layer - 1][0, unit]
    updated = one_update(net, data, example, rate).theta
    for index in range(len(net.names)):
        numbers["gradients", index] = gradient[index]
        numbers["update", index] = updated[index]
    return numbers


def site_page(page: Page, folder: Path, *steppers: Stepper) -> list[str]:
    """Opens an exported page of steppers; returns what goes wrong in it, as it happens."""
    faults = open_page(page, [*steppers], folder)
    page.wait_for_function("!document.querySelector('.still')")
    return faults


def number_text(value: float) -> str:
    """How the stepper writes numbers between 1e-4 and 1e6."""
    return "0" if abs(value) < 1e-12 else f"{value:.4g}".replace("-", "−")


def symbol(net: Network, key: tuple[Any, ...]) -> str:
    """The name of a quantity of the half adder."""
    subscripts = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    if key == ("E",):
        return "E"
    if key[0] in ("gradients", "update"):
        name = net.names[key[1]].translate(subscripts)
        return f"∂E/∂{name}" if key[0] == "gradients" else f"new {name}"
    return key[0] + str(1 + sum(net.sizes[: key[1]]) + key[2]).translate(subscripts)


def test_next_shows_every_number_of_every_example_without_a_kernel(
    page: Page, tmp_path: Path
) -> None:
    net = half_adder()
    faults = site_page(page, tmp_path, Stepper(net, ADDER, rate=2.0, example=2))
    facts = page.locator(".annlab-facts")
    for example in (2, 3, 0, 1, 2):
        expected = oracle(net, ADDER, example, 2.0)
        left = {f"{symbol(net, key)} = {number_text(value)}" for key, value in expected.items()}
        clicks = 0
        while page.locator(".annlab-stepper form").is_visible():
            page.get_by_role("button", name="Next", exact=False).click()
            clicks += 1
            line = page.locator(".annlab-last").inner_text()
            one = re.fullmatch(r"(\S+) = .* = (\S+)", line)
            new = {f"{one[1]} = {one[2]}"} if one and "," not in line else set(line.split(", "))
            assert new <= left, (line, left)
            left -= new
        assert left == set()
        assert clicks == 21
        drawn = page.locator(".annlab-stepper svg text").all_text_contents()
        for name in net.names:
            value = expected["update", net.index(name)]
            assert any(text.endswith(f"→ {value:.3g}".replace("-", "−")) for text in drawn), name
        updated = one_update(net, ADDER, example, 2.0)
        error = number_text(float(updated.error(ADDER.x[[example]], ADDER.t[[example]])))
        card = page.locator(".annlab-card").inner_text()
        assert f"with the new values it is {error}." in card
        net = updated
        page.get_by_role("button", name="Next example").click()
    assert "Example 4 of 4" in facts.inner_text()
    assert "after 5 updates" in facts.inner_text()
    page.get_by_role("button", name="◂ Back").click()
    assert page.get_by_role("button", name="Next example").is_visible()
    page.get_by_role("button", name="Start over").click()
    assert "Example 3 of 4" in facts.inner_text()
    assert faults == []


def test_the_keyboard_alone_is_enough(page: Page, tmp_path: Path) -> None:
    net = half_adder()
    faults = site_page(page, tmp_path, Stepper(net, ADDER, rate=2.0, example=2))
    expected = oracle(net, ADDER, 2, 2.0)
    field = page.locator(".annlab-stepper input")
    label = page.locator(".annlab-stepper label")
    judgement, score = page.locator(".annlab-judgement"), page.locator(".annlab-score")
    facts = page.locator(".annlab-facts")
    field.focus()
    page.keyboard.type("nonsense")
    page.keyboard.press("Enter")
    assert judgement.inner_text() == "Type one number, such as −0.25."
    assert score.inner_text() == ""
    field.fill("1,5")
    page.keyboard.press("Enter")
    assert judgement.inner_text() == "Right except for the sign."
    assert score.inner_text() == "0 of 1 right"
    field.fill("−1,5")
    page.keyboard.press("Enter")
    assert judgement.inner_text() == "Right. Press Enter to go on."
    assert score.inner_text() == "1 of 1 right"
    page.keyboard.press("Enter")
    typed = 1
    while page.evaluate("document.activeElement.tagName") == "INPUT":
        asked = label.inner_text().removesuffix(" =")
        key = next(key for key in expected if symbol(net, key) == asked)
        page.keyboard.type(f"{expected[key]:.3g}")
        page.keyboard.press("Enter")
        assert judgement.inner_text() == "Right. Press Enter to go on.", asked
        page.keyboard.press("Enter")
        typed += 1
    assert typed == len(expected) == 37
    assert score.inner_text() == "37 of 37 right"
    assert judgement.get_attribute("class") == "annlab-judgement"  # its tick has gone
    page.keyboard.press("Enter")  # Next example has the focus
    assert "Example 4 of 4" in facts.inner_text()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.keyboard.press("Enter")  # in an empty field: shows the number
    assert page.locator(".annlab-last").inner_text().startswith("z₃ = ")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Alt+ArrowLeft")
    assert "Example 3 of 4" in facts.inner_text()
    assert "3 Gradients" in page.get_by_role("button").all_inner_texts()
    page.get_by_role("button", name="3 Gradients").press("Enter")
    assert label.inner_text() == "∂E/∂w₁₃ ="
    assert page.locator(".annlab-spoken").inner_text().startswith("δ₄ = ")
    assert faults == []


@pytest.mark.parametrize("width", [290, 420, 700, 1100])
@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case[0]))
def test_nothing_sticks_out_or_is_clipped_at_any_width(
    page: Page, tmp_path: Path, case: tuple[Network, Dataset], width: int
) -> None:
    stepper = Stepper(*case)
    page.set_viewport_size({"width": width + 32, "height": 900})
    faults = site_page(page, tmp_path, stepper)
    root = page.locator(".annlab-stepper")
    for stage in ("1 Forward", "2 Backward", "3 Gradients", "4 Update"):
        page.get_by_role("button", name=stage).click()
        for _ in range(2):
            page.get_by_role("button", name="Next", exact=False).click()
        outside = root.evaluate(
            """root => [...root.querySelectorAll(
                    "button, input, span, svg, p:not(.annlab-spoken)")]
                .filter(part => part.offsetParent || part.tagName === "svg")
                .filter(part => part.getBoundingClientRect().right
                    > root.getBoundingClientRect().right + 1)
                .map(part => part.textContent || part.tagName)"""
        )
        assert outside == [], stage
        clipped = root.evaluate(
            """root => [...root.querySelectorAll("p:not(.annlab-spoken), .annlab-formula, h4")]
                .filter(part => part.scrollHeight > part.clientHeight + 1)
                .map(part => part.textContent)"""
        )
        assert clipped == [], stage
    assert page.evaluate("document.documentElement.scrollWidth") <= width + 32
    assert faults == []


def test_no_class_of_the_stepper_can_be_hit_by_a_page_style(page: Page, tmp_path: Path) -> None:
    faults = site_page(page, tmp_path, Stepper(half_adder(), ADDER))
    classes: list[str] = page.evaluate(
        "[...document.querySelectorAll('.annlab-stepper *')].flatMap(e => [...e.classList])"
    )
    assert classes
    assert [name for name in classes if not name.startswith("annlab-")] == []
    assert faults == []


def wait_for(notebook: OpenNotebook, expression: str, expected: object) -> None:
    """Waits until an expression has that value in the kernel."""
    deadline = time.monotonic() + 20
    while (value := json.loads(notebook.ask(f"print(json.dumps({expression}))"))) != expected:
        assert time.monotonic() < deadline, (expression, value, expected)


def test_python_and_the_browser_are_in_step(jupyter: JupyterServer, open_notebook: Open) -> None:
    cell = f"""\
import json
from annlab import Dataset, Network, Stepper, train
net = Network([2, 2, 2], names={NAMES}).at({START})
adder = Dataset({ADDER.x.tolist()}, {ADDER.t.tolist()}, "half adder")
stepper = Stepper(net, adder, rate=2.0, example=0)
stepper"""
    name = jupyter.write("stepper.ipynb", [cell, "stepper"])
    notebook = open_notebook(name)
    notebook.run_all()
    page = notebook.page
    first, second = (page.locator(".annlab-stepper").nth(k) for k in range(2))
    first.get_by_role("button", name="Next").click()
    assert second.locator(".annlab-last").inner_text().startswith("z₃ = ")
    wait_for(notebook, "stepper.step", 1)
    notebook.ask("stepper.step = 9")
    first.get_by_role("heading", name="δ₅, error signal of unit 5").wait_for()
    for _ in range(4):
        first.get_by_role("button", name="4 Update").click()
        for _ in range(5):
            first.get_by_role("button", name="Next").click()
    expected = train(half_adder(), ADDER, rate=2.0, epochs=1).network.theta
    wait_for(notebook, "[stepper.example, stepper.step]", [0, 0])
    theta = json.loads(notebook.ask("print(json.dumps(stepper.theta.tolist()))"))
    np.testing.assert_allclose(theta, expected, rtol=1e-12)
    ids = page.evaluate("[...document.querySelectorAll('.annlab-stepper [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    # Keys pressed in a stepper are not commands to JupyterLab: "b" would insert a cell.
    cells = len(notebook.cells())
    first.get_by_role("button", name="Next").press("b")
    assert len(notebook.cells()) == cells
    assert notebook.faults() == []
