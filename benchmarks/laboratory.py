"""The laboratory: time from slider to pixels in a real JupyterLab, compared with interact.

ipywidgets.interact, as tutorials use it, draws a new matplotlib figure in Python at every move.
Both are driven by the same real mouse and keys, in one run, in headless Chromium.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tools.browser import chromium, find_browser
from tools.jupyter import JupyterServer, OpenNotebook

FRAME = 1 / 60  # seconds
MOVES = 60

SETUP = """\
import ipywidgets, matplotlib.pyplot as plt, numpy as np
from annlab import Lab, Network, datasets, figures, train
xor = datasets.truth_table("xor")
start = {"w1": 6.0, "w2": 6.0, "b1": -9.0, "w3": 6.0, "w4": 6.0, "b2": -3.0,
         "w5": -6.0, "w6": -6.0, "b3": 9.0}
net = Network.xor().at(start)
"""
LAB = """\
Lab(net, xor, panels=["surface", "map", "split", "prediction", "network", "controls"])
"""
TUTORIAL = """\
def g(z):
    return 1 / (1 + np.exp(-z))

u, v = np.meshgrid(np.linspace(-10, 10, 41), np.linspace(-10, 10, 41))

def draw(w1=6.0):
    p = start | {"w1": w1, "w5": u, "w6": v}
    e = 0
    for (x1, x2), (t,) in zip(xor.x, xor.t):
        y1 = g(p["b2"] + p["w3"] * x1 + p["w4"] * x2)
        y2 = g(p["b3"] + p["w5"] * x1 + p["w6"] * x2)
        e = e + (g(p["b1"] + p["w1"] * y1 + p["w2"] * y2) - t) ** 2 / 2
    ax = plt.figure().add_subplot(projection="3d")
    ax.plot_surface(u, v, e, cmap="viridis")
    plt.show()

ipywidgets.interact(draw, w1=(-10.0, 10.0, 0.05));
"""
RUN = """\
rng = np.random.RandomState(123)
gate = datasets.gate("xor", copies=50, noise=0.15, rng=rng)
four = Network([2, 4, 1]).initialise("uniform", rng=rng)
Lab(four, gate, history=train(four, gate, rate=2.0, epochs=100))
"""
BUSY = """\
import time
until = time.monotonic() + 25
while time.monotonic() < until:
    sum(range(10_000))
"""

# Watches a place and notes, after each frame has been painted, when its picture was a new one.
# Pictures are told apart by pixels: two rows of every canvas and the numbers beside
# them, or the source of every image.
WATCH = """(place) => {
    const bench = { moves: [], frames: [], running: true };
    window.annlabBench = bench;
    const picture = () => {
        let sum = 0;
        for (const canvas of place.querySelectorAll("canvas")) {
            if (!canvas.width || !canvas.height) continue;
            for (const part of [0.35, 0.6]) {
                const y = Math.floor(canvas.height * part);
                const row = canvas.getContext("2d").getImageData(0, y, canvas.width, 1).data;
                for (let k = 0; k < row.length; k++) sum = (sum * 31 + row[k]) | 0;
            }
        }
        const images = [...place.querySelectorAll("img")].filter(i => i.complete && i.naturalWidth);
        const words = place.matches(".annlab-lab") ? place.textContent : "";
        return sum + words + images.map(i => i.src.length + i.src.slice(-4000)).join();
    };
    let last = picture();
    let left = 0; // frames still to be looked at; at rest none is asked for
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {  // comes after the frame's painting
        const painted = performance.now();
        const now = picture();
        if (now !== last) bench.frames.push(painted);
        last = now;
        if (bench.running && --left > 0) requestAnimationFrame(() => channel.port2.postMessage(0));
    };
    const look = () => {
        if (left <= 0) requestAnimationFrame(() => channel.port2.postMessage(0));
        left = 4;
    };
    window.addEventListener("pointermove", () => {
        if (!bench.running) return;
        bench.moves.push(performance.now());
        look();
    }, true);
    new MutationObserver(look).observe(place, { childList: true, subtree: true });
}"""


class Bench:
    """One place in a notebook, and its slider, whose handle is at `at` of its length."""

    def __init__(self, page: Page, place: Locator, slider: Locator, at: float) -> None:
        self.page, self.place, self.slider, self.at = page, place, slider, at

    def _watch(self) -> None:
        self.place.evaluate(WATCH)
        self.page.wait_for_timeout(100)

    def _times(self) -> dict[str, list[float]]:
        times: dict[str, list[float]] = self.page.evaluate(
            "(window.annlabBench.running = false, window.annlabBench)"
        )
        return times

    def _grip(self) -> tuple[float, float, float]:
        """Takes the slider's handle by the mouse: where it is, and how wide the slider is."""
        self.slider.scroll_into_view_if_needed()
        track = self.slider.bounding_box()
        assert track is not None
        y = track["y"] + track["height"] / 2
        # From the handle towards the middle: dragged back and forth, it ends where it began.
        left, width = track["x"] + self.at * track["width"], 0.6 * track["width"]
        width = -width if self.at > 0.5 else width
        self.page.mouse.move(left, y)
        self.page.mouse.down()
        self.page.wait_for_timeout(400)
        self._watch()
        self.at += width / track["width"]
        return left, y, width

    def single_moves(self, count: int = 40) -> list[float]:
        """Milliseconds from the mouse's event to the painted picture, the page at rest before."""
        left, y, width = self._grip()
        for k in range(1, count + 1):
            before = self.page.evaluate("window.annlabBench.frames.length")
            self.page.mouse.move(left + k * width / count, y)
            self.page.wait_for_function(
                "n => window.annlabBench.frames.length > n",
                arg=before,
                timeout=15_000,
                polling=100,
            )
            self.page.wait_for_timeout(120)
        self.page.mouse.up()
        return self._delays(self._times())[:count]

    @staticmethod
    def _delays(times: dict[str, list[float]]) -> list[float]:
        """Of each move, the milliseconds until the next new picture."""
        return [
            min((frame - move for frame in times["frames"] if frame > move), default=float("inf"))
            for move in times["moves"]
        ]

    def drag(self) -> dict[str, Any]:
        """A drag of 60 moves at 60 per second: how many different pictures, and how late."""
        left, y, width = self._grip()
        start = time.perf_counter()
        for k in range(1, MOVES + 1):
            self.page.mouse.move(left + k * width / MOVES, y)
            time.sleep(max(0.0, start + k * FRAME - time.perf_counter()))
        at_end = len(self.page.evaluate("window.annlabBench.frames"))
        self.page.wait_for_timeout(600)
        self.page.mouse.up()
        times = self._times()
        return {"frames": min(at_end, MOVES), "delays": self._delays(times)[:MOVES]}


def _line(name: str, single: list[float], drag: dict[str, Any]) -> None:
    p95 = statistics.quantiles(single, n=20)[-1]
    print(
        f"  {name:38} {statistics.median(single):6.1f} / {p95:6.1f} ms   "
        f"{drag['frames']:2} of {MOVES} frames, {statistics.median(drag['delays']):6.1f} ms"
    )


def first_display(page: Page, code: str, ready: str) -> float:
    """Milliseconds from running a cell to its first painted picture."""
    took: float = page.evaluate(
        """async ([code, ready]) => {
            const panel = window.jupyterapp.shell.currentWidget;
            const cell = panel.content.activeCell;
            cell.model.sharedModel.setSource(code);
            const start = performance.now();
            window.jupyterapp.commands.execute("notebook:run-cell");
            while (!cell.node.querySelector(ready)) await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            await new Promise(done => { const c = new MessageChannel();
                c.port1.onmessage = done; c.port2.postMessage(0); });
            return performance.now() - start;
        }""",
        [code, ready],
    )
    return took


def parameter(place: Locator, name: str) -> Locator:
    return place.locator(f'[data-panel="controls"] input[type="range"][aria-label^="{name}"]').first


def main() -> None:
    if (browser_path := find_browser()) is None:
        print("The laboratory: no Chromium or Chrome here, not measured")
        return
    with tempfile.TemporaryDirectory() as home, chromium(browser_path) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        with JupyterServer(Path(home), Path(home) / "none") as server:
            server.write("bench.ipynb", [SETUP, LAB, TUTORIAL, RUN, ""])
            notebook = OpenNotebook(server, page, "bench.ipynb")
            notebook.run_all()
            page.wait_for_timeout(1500)
            labs = page.locator(".annlab-lab")
            tutorial = page.locator(".jp-Cell", has=page.locator(".widget-interact"))
            print("The laboratory in JupyterLab, 1280 px: slider to pixels (median / 95 %), and a "
                  "drag of 60 moves")  # fmt: skip
            ways = {
                "lab: surface, map, split, prediction, network": Bench(
                    page, labs.nth(0), parameter(labs.nth(0), "w₁"), 0.8
                ),
                "interact, a new figure per move": Bench(
                    page, tutorial, tutorial.locator(".noUi-base").first, 0.8
                ),
            }
            medians = []
            for name, bench in ways.items():
                single, drag = bench.single_moves(), bench.drag()
                _line(name, single, drag)
                medians.append(statistics.median(single))
            print(
                f"  the lab is {medians[1] / medians[0]:.1f} × as fast (wanted: 8, at most 16.7 ms)"
            )

            rate = labs.nth(1).locator('input[type="range"][aria-label*="rate"]').first
            drag = Bench(page, labs.nth(1), rate, 0.7675).drag()
            print(f"  XOR run trained again at every move of the rate slider: {drag['frames']} of "
                  f"{MOVES} frames (wanted: 30)")  # fmt: skip

            page.evaluate(
                """code => {
                    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
                    window.annlabBusy = kernel.requestExecute({ code }).done;
                }""",
                BUSY,
            )
            page.wait_for_timeout(300)
            bench = next(iter(ways.values()))
            _line("lab, the kernel busy in a loop", bench.single_moves(20), bench.drag())
            page.evaluate("window.annlabBusy.then(() => null)")  # until the kernel is free again
            page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex = 4")
            times = [first_display(page, LAB, ".annlab-lab canvas") for _ in range(7)]
            print(
                f"  first display {statistics.median(times):.0f} ms after the cell is run "
                f"(wanted: at most 300)"
            )


if __name__ == "__main__":
    main()
