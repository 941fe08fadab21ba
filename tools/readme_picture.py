"""Films the README's picture: a laboratory that learns XOR, in a headless Chromium."""

import io
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from annlab import Lab, Network, datasets, train

HERE = Path(__file__).resolve().parent
PICTURE = HERE.parent / "docs" / "laboratory.webp"
PASSES = [*range(0, 31), *range(35, 101, 5)]

sys.path.insert(0, str(HERE.parent / "tests" / "browser"))
from jupyter_driver import BROWSER_FLAGS, find_browser  # noqa: E402
from test_lab_view import open_lab  # noqa: E402


def main() -> None:
    rng = np.random.RandomState(123)
    data = datasets.gate("xor", copies=50, noise=0.15, rng=rng)
    net = Network([2, 4, 1]).initialise("uniform", rng=rng)
    lab = Lab(
        net,
        data,
        panels=["surface", "map", "split", "network", "prediction", "error"],
        axes=("W1[1,2]", "W1[2,2]"),
        history=train(net, data, rate=2.0, epochs=100),
        show_hidden=True,
    )
    frames = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(BROWSER_FLAGS)
        )
        page = browser.new_page(viewport={"width": 1120, "height": 760})
        faults = open_lab(page, lab)
        curve = page.locator('[data-panel="error"] canvas')
        curve.focus()
        page.keyboard.press("Home")
        shown = 0
        for number in PASSES:
            while shown < number:
                page.keyboard.press("ArrowRight")
                shown += 1
            page.wait_for_timeout(60)
            shot = page.locator(".annlab-lab").screenshot()
            frames.append(Image.open(io.BytesIO(shot)).convert("RGB"))
        browser.close()
    if faults:
        raise RuntimeError("\n".join(faults))
    durations = [1200, *[130] * (len(frames) - 2), 3000]
    frames[0].save(
        PICTURE, save_all=True, append_images=frames[1:], duration=durations, loop=0,
        quality=50, method=4,
    )  # fmt: skip
    print(f"{PICTURE.name}  {PICTURE.stat().st_size / 1000:.0f} kB, {len(frames)} frames")


if __name__ == "__main__":
    main()
