"""The laboratory's own JavaScript, run in a page on what a test gives it."""

from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, Route

import annlab
from annlab import Dataset, Network

BROWSER_HALF = Path(annlab.__file__).parent / "lab" / "browser" / "numbers"
ORIGIN = "http://annlab.test/"  # no such host: what is asked of it is answered from the folder
MODULES = ("network", "surfaces", "training", "starts")
INDEX = f"""<!doctype html><title>annlab</title><link rel="icon" href="data:,">
<script type="module">
{"".join(f'import * as {name} from "./{name}.js";' for name in MODULES)}
const typed = (values) => Float64Array.from(values);
const plain = (value) =>
  ArrayBuffer.isView(value) ? Array.from(value)
  : Array.isArray(value) ? value.map(plain)
  : value instanceof Object && value.constructor === Object
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
  : value;
window.lab = {{ {", ".join(f"...{name}" for name in MODULES)}, typed, plain,
  data: (sent) => ({{ ...sent, x: typed(sent.x), t: typed(sent.t) }}) }};
</script>"""


def compute(page: Page, script: str, **given: Any) -> Any:
    """What the script returns: the body of a function of `lab`, all that the modules export.

    `given` are its other variables. It has `typed(list)` and `data(sent)` to make arrays of
    numbers of them; the arrays that it returns come back as lists.
    """
    if not page.url.startswith(ORIGIN):
        page.route(ORIGIN + "**", _answer)
        page.goto(ORIGIN)
        page.wait_for_function("window.lab")
    names = ", ".join(given)
    return page.evaluate(
        f"""({{ {names} }}) => {{
            const {{ typed, plain, data: examples }} = lab;
            return plain((() => {{ {script} }})());
        }}""",
        given,
    )


def _answer(route: Route) -> None:
    name = route.request.url.removeprefix(ORIGIN)
    if name:
        text = (BROWSER_HALF / name).read_text(encoding="utf-8")
        route.fulfill(body=text, content_type="text/javascript")
    else:
        route.fulfill(body=INDEX, content_type="text/html")


def sent(data: Dataset) -> dict[str, Any]:
    """A data set for `data()` in the page."""
    return {"x": data.x.ravel().tolist(), "t": data.t.ravel().tolist(), "n": len(data), "name": ""}


def network(net: Network) -> dict[str, Any]:
    """A network for `new lab.Network(…)` in the page."""
    return {
        "sizes": net.sizes,
        "activations": [g.name for g in net.activations],
        "error": net.error_function.name,
        "names": net.names,
    }


def assert_close(found: Any, expected: Any, tolerance: float, what: object = "") -> None:
    """Equal, up to that part of the largest number of the lot or of 1; finite in the same places.

    A sum of many terms that cancel has no more digits than its largest term.
    """
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    finite = np.isfinite(expected)
    np.testing.assert_array_equal(np.isfinite(found), finite, err_msg=str(what))
    size = max(1.0, abs(expected[finite]).max(initial=0.0))
    np.testing.assert_allclose(
        found[finite], expected[finite], rtol=tolerance, atol=tolerance * size, err_msg=str(what)
    )
