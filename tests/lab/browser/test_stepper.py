"""The stepper in a real browser: every number that of NumPy, every formula true, by keyboard."""

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from annlab import Dataset, Network, Stepper, train
from tools.jupyter import JupyterServer, OpenNotebook

from ...tools.site_page import open_page
from .lab_page import assert_close, compute, network, sent

Open = Callable[[str], OpenNotebook]
NAMES = ["w13", "w14", "w23", "w24", "b3", "b4", "w35", "w36", "w45", "w46", "b5", "b6"]
START = [-1.0, 1.0, -0.5, 1.0, -0.5, -1.0, -2.0, -0.5, -2.0, 2.0, 1.0, -1.0]
ADDER = Dataset([[0, 0], [0, 1], [1, 0], [1, 1]], [[0, 0], [0, 1], [0, 1], [1, 0]], "half adder")


def half_adder() -> Network:
    return Network([2, 2, 2], names=NAMES).at(START)


def others() -> list[tuple[Network, Dataset]]:
    """Unequal sizes, with every activation and error function."""
    rng = np.random.default_rng(11)
    found = []
    for sizes, hidden, output, error in [
        ([1, 3, 1], "tanh", "identity", "squared"),
        ([3, 2, 4], "tanh", "softmax", "cross-entropy"),
        ([2, 3, 2], "relu", "logistic", "cross-entropy"),
        ([2, 4, 3], "identity", "softmax", "squared"),
        ([3, 5, 2, 3], "logistic", "tanh", "squared"),
        ([2, 1], [], "step", "squared"),
        ([6, 6, 6, 6], ["tanh", "step"], "relu", "squared"),
    ]:
        net = Network(sizes, hidden=hidden, output=output, error=error)
        x = rng.normal(size=(3, sizes[0]))
        targets = np.eye(sizes[-1])[rng.integers(sizes[-1], size=3)]
        if error == "squared":
            targets = rng.normal(size=(3, sizes[-1]))
        found.append((net.at(rng.normal(size=len(net.names))), Dataset(x, targets, "random")))
    # Targets of softmax that do not sum to 1.
    net, data = found[1]
    return [*found, (net, Dataset(data.x, data.t * 1.5, "more"))]


CASES = [(half_adder(), ADDER), *others()]

ITEMS = """async ({ shape, theta, data, example, rate }) => {
    const { Network } = await import("./network.js");
    const { itemsOf } = await import("./stepper_items.js");
    const { judge } = await import("./stepper_answer.js");
    const { shown } = await import("./stepper_diagram.js");
    const typed = (values) => Float64Array.from(values);
    const items = itemsOf(new Network(shape), typed(theta),
        { ...data, x: typed(data.x), t: typed(data.t) }, example, rate);
    return items.map((item) => {
        const say = (text) => judge(item, text);
        const text = shown(item.value);
        return { ...item, shown: text, right: [text, text.replace(".", ","), text.replace("−", "-"),
            ` ${text} `].map((each) => say(each).verdict), other: say(shown(-item.value)).verdict,
            said: item.slips.map(([value, words]) => [value, words, say(shown(value)).words]),
            far: say(shown(3 * item.value + 17)).verdict };
    });
}"""


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """A page in which the modules can be imported."""
    page = browser.new_page()
    compute(page, "return 0;")
    yield page
    page.close()


def items(page: Page, net: Network, data: Dataset, example: int, rate: float) -> list[Any]:
    given = {"shape": network(net), "theta": net.theta.tolist(), "data": sent(data)}
    found: list[Any] = page.evaluate(ITEMS, {**given, "example": example, "rate": rate})
    return found


def one_update(net: Network, data: Dataset, example: int, rate: float) -> Network:
    """After one online update, as `train` does it."""
    one = data.take(slice(example, example + 1))
    return train(net, one, rate=rate, epochs=1, progress=False).network


def oracle(net: Network, data: Dataset, example: int, rate: float) -> dict[tuple[Any, ...], float]:
    """Every number of one update, by kind and place."""
    x, t = data.x[[example]], data.t[[example]]
    seen = net.backward(x, t)
    found: dict[tuple[Any, ...], float] = {("E",): float(net.error(x, t))}
    for layer in range(1, net.layers + 1):
        for unit in range(net.sizes[layer]):
            found["z", layer, unit] = seen.z[layer - 1][0, unit]
            found["a", layer, unit] = seen.a[layer][0, unit]
            found["δ", layer, unit] = seen.delta[layer - 1][0, unit]
    moved = one_update(net, data, example, rate).theta
    for index in range(len(net.names)):
        found["gradients", index] = seen.gradient[index]
        found["update", index] = moved[index]
    return found


def place(item: dict[str, Any]) -> tuple[Any, ...]:
    at = item["at"]
    return tuple(at[name] for name in ("kind", "layer", "unit", "index") if name in at)


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case[0]))
def test_every_number_is_that_of_backward_and_of_one_step_of_train(
    modules: Page, case: tuple[Network, Dataset]
) -> None:
    net, data = case
    for example in range(len(data)):
        expected = oracle(net, data, example, 0.7)
        found = items(modules, net, data, example, 0.7)
        assert len(found) == len(expected) == Stepper(net, data).steps
        for item in found:
            assert_close(item["value"], expected.pop(place(item)), 1e-12, item["symbol"])
        assert not expected
        stages = [item["stage"] for item in found]
        assert sorted(stages, key=["forward", "backward", "gradients", "update"].index) == stages


MEANS = {"·": "*", "½": "0.5", "²": "**2", "−": "-", "ln": "log", ", else": " else"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case[0]))
def test_every_formula_gives_its_number(modules: Page, case: tuple[Network, Dataset]) -> None:
    net, data = case
    for item in items(modules, net, data, 1, 0.7):
        text = ""
        for part in item["formula"]:
            if isinstance(part, dict):
                text += f"({part['value']!r})"
            else:
                for sign, word in MEANS.items():
                    part = part.replace(sign, word)
                text += part
        functions = {"exp": math.exp, "tanh": math.tanh, "log": math.log, "max": max}
        value = eval(text, functions)
        assert value == pytest.approx(item["value"], rel=1e-9, abs=1e-12), (item["symbol"], text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case[0]))
def test_what_is_shown_is_right_and_other_numbers_are_not(
    modules: Page, case: tuple[Network, Dataset]
) -> None:
    net, data = case
    for item in items(modules, net, data, 2, 0.7):
        assert item["right"] == ["right"] * 4, item["symbol"]
        assert item["far"] == "wrong"
        if abs(item["value"]) > 1e-3 * item["size"]:
            assert item["other"] == "wrong", item["symbol"]


def test_the_usual_slips_are_named(modules: Page) -> None:
    found = {item["symbol"]: item for item in items(modules, half_adder(), ADDER, 2, 2.0)}
    said = {
        symbol: {words: answer for _, words, answer in item["said"]}
        for symbol, item in found.items()
    }
    for symbol, words in [
        ("z₃", "Right but for the sign."),
        ("a₃", "That is z: put it through g."),
        ("E", "The ½ is missing."),
        ("δ₅", "The slope g′(z) is missing."),
        ("δ₆", "Right but for the sign: δ begins with a − t, not t − a."),
        ("δ₃", "The weights are missing in the sum."),
        ("δ₃", "The slope g′(z) is missing."),
        ("δ₄", "That is only the way through unit 5."),
        ("∂E/∂w₃₅", "That takes z in place of a."),
        ("∂E/∂w₄₆", "What comes in is missing."),
        ("new w₄₆", "The step goes uphill: η times the slope is subtracted."),
        ("new b₃", "The rate η is missing."),
    ]:
        assert said[symbol][words] == words, symbol


# -- the page ------------------------------------------------------------------------------------


def site_page(page: Page, folder: Path, *steppers: Stepper) -> list[str]:
    """Opens an exported page of steppers; returns what goes wrong in it, as it happens."""
    faults = open_page(page, [*steppers], folder)
    page.wait_for_function("!document.querySelector('.still')")
    return faults


def shown(value: float) -> str:
    """As the stepper writes numbers, for those between 1e-4 and 1e6."""
    return "0" if abs(value) < 1e-12 else f"{value:.4g}".replace("-", "−")


def symbol(net: Network, key: tuple[Any, ...]) -> str:
    """The name of a quantity of the half adder."""
    low = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    if key == ("E",):
        return "E"
    if key[0] in ("gradients", "update"):
        name = net.names[key[1]].translate(low)
        return f"∂E/∂{name}" if key[0] == "gradients" else f"new {name}"
    return key[0] + str(1 + sum(net.sizes[: key[1]]) + key[2]).translate(low)


def test_next_shows_every_number_of_every_example_without_a_kernel(
    page: Page, tmp_path: Path
) -> None:
    net = half_adder()
    faults = site_page(page, tmp_path, Stepper(net, ADDER, rate=2.0, example=2))
    for example in (2, 3, 0, 1, 2):
        expected = oracle(net, ADDER, example, 2.0)
        left = {f"{symbol(net, key)} = {shown(value)}" for key, value in expected.items()}
        clicks = 0
        while page.locator(".annlab-stepper form").is_visible():
            page.get_by_role("button", name="Next", exact=False).click()
            clicks += 1
            said = page.locator(".last").inner_text()
            one = re.fullmatch(r"(\S+) = .* = (\S+)", said)
            now = {f"{one[1]} = {one[2]}"} if one and "," not in said else set(said.split(", "))
            assert now <= left, (said, left)
            left -= now
        assert left == set()
        assert clicks == 21
        drawn = page.locator(".annlab-stepper svg text").all_text_contents()
        for name in net.names:
            value = expected["update", net.index(name)]
            assert any(text.endswith(f"→ {value:.3g}".replace("-", "−")) for text in drawn), name
        moved = one_update(net, ADDER, example, 2.0)
        after = float(moved.error(ADDER.x[[example]], ADDER.t[[example]]))
        assert f"with the new values it is {shown(after)}." in page.locator(".card").inner_text()
        net = moved
        page.get_by_role("button", name="Next example").click()
    assert "Example 4 of 4" in page.locator(".facts").inner_text()
    assert "after 5 updates" in page.locator(".facts").inner_text()
    page.get_by_role("button", name="◂ Back").click()
    assert page.get_by_role("button", name="Next example").is_visible()
    page.get_by_role("button", name="Start over").click()
    assert "Example 3 of 4" in page.locator(".facts").inner_text()
    assert faults == []


def test_the_keyboard_alone_is_enough(page: Page, tmp_path: Path) -> None:
    net = half_adder()
    faults = site_page(page, tmp_path, Stepper(net, ADDER, rate=2.0, example=2))
    expected = oracle(net, ADDER, 2, 2.0)
    page.locator(".annlab-stepper input").focus()
    said, score = page.locator(".said"), page.locator(".score")
    page.keyboard.type("nonsense")
    page.keyboard.press("Enter")
    assert said.inner_text() == "Type one number, such as −0.25."
    assert score.inner_text() == ""
    page.locator(".annlab-stepper input").fill("1,5")
    page.keyboard.press("Enter")
    assert said.inner_text() == "Right but for the sign."
    assert score.inner_text() == "0 of 1 right"
    page.locator(".annlab-stepper input").fill("−1,5")
    page.keyboard.press("Enter")
    assert said.inner_text() == "Right. Enter goes on."
    assert score.inner_text() == "1 of 1 right"
    page.keyboard.press("Enter")
    typed = 1
    while page.evaluate("document.activeElement.tagName") == "INPUT":
        asked = page.locator(".annlab-stepper label").inner_text().removesuffix(" =")
        key = next(key for key in expected if symbol(net, key) == asked)
        page.keyboard.type(f"{expected[key]:.3g}")
        page.keyboard.press("Enter")
        assert said.inner_text() == "Right. Enter goes on.", asked
        page.keyboard.press("Enter")
        typed += 1
    assert typed == len(expected) == 37
    assert score.inner_text() == "37 of 37 right"
    page.keyboard.press("Enter")  # Next example has the focus
    assert "Example 4 of 4" in page.locator(".facts").inner_text()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.keyboard.press("Enter")  # of an empty field: shows the number
    assert page.locator(".last").inner_text().startswith("z₃ = ")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Alt+ArrowLeft")
    assert "Example 3 of 4" in page.locator(".facts").inner_text()
    assert "3 Gradients" in page.get_by_role("button").all_inner_texts()
    page.get_by_role("button", name="3 Gradients").press("Enter")
    assert page.locator(".annlab-stepper label").inner_text() == "∂E/∂w₁₃ ="
    assert page.locator(".spoken").inner_text().startswith("δ₄ = ")
    assert faults == []


@pytest.mark.parametrize("width", [290, 420, 700, 1100])
@pytest.mark.parametrize("case", [CASES[0], CASES[5], CASES[7]], ids=lambda case: repr(case[0]))
def test_nothing_sticks_out_at_any_width(
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
            """root => [...root.querySelectorAll("button, input, span, svg, p:not(.spoken)")]
                .filter(part => part.offsetParent || part.tagName === "svg")
                .filter(part => part.getBoundingClientRect().right
                    > root.getBoundingClientRect().right + 1)
                .map(part => part.textContent || part.tagName)"""
        )
        assert outside == [], stage
    assert page.evaluate("document.documentElement.scrollWidth") <= width + 32
    assert faults == []


def test_python_and_the_browser_are_in_step(jupyter: JupyterServer, open_notebook: Open) -> None:
    made = f"""\
import json
from annlab import Dataset, Network, Stepper, train
net = Network([2, 2, 2], names={NAMES}).at({START})
adder = Dataset({ADDER.x.tolist()}, {ADDER.t.tolist()}, "half adder")
stepper = Stepper(net, adder, rate=2.0, example=0)
stepper"""
    name = jupyter.write("stepper.ipynb", [made, "stepper"])
    notebook = open_notebook(name)
    notebook.run_all()
    page = notebook.page
    first, second = (page.locator(".annlab-stepper").nth(k) for k in range(2))
    first.get_by_role("button", name="Next").click()
    assert second.locator(".last").inner_text().startswith("z₃ = ")
    notebook.settle()
    assert notebook.ask("print(stepper.step)").strip() == "1"
    notebook.ask("stepper.step = 9")
    first.get_by_role("heading", name="δ₅, error signal of unit 5").wait_for()
    for _ in range(4):
        first.get_by_role("button", name="4 Update").click()
        for _ in range(5):
            first.get_by_role("button", name="Next").click()
    notebook.settle()
    held = json.loads(notebook.ask("print(json.dumps([stepper.theta.tolist(), stepper.example]))"))
    expected = train(half_adder(), ADDER, rate=2.0, epochs=1).network.theta
    np.testing.assert_allclose(held[0], expected, rtol=1e-12)
    assert held[1] == 0
    ids = page.evaluate("[...document.querySelectorAll('.annlab-stepper [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    # Keys pressed in a stepper are no commands for JupyterLab: "b" would insert a cell.
    cells = len(notebook.cells())
    first.get_by_role("button", name="Next").press("b")
    assert len(notebook.cells()) == cells
    assert notebook.faults() == []
