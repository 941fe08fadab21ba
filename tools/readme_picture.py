"""Records the README's picture: a laboratory that learns XOR, in headless Chromium."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from annlab import Lab, Network, datasets, train
from tools.browser import chromium, find_browser, next_frame, open_lab

HERE = Path(__file__).resolve().parent
PICTURE = HERE.parent / "docs" / "laboratory.webp"
PASSES = [*range(0, 31), *range(35, 101, 5)]


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
    if (path := find_browser()) is None:
        raise SystemExit("No Chromium or Chrome found: install one, or name it in ANNLAB_BROWSER.")
    with chromium(path) as browser:
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
            next_frame(page)
            shot = page.locator(".annlab-lab").screenshot()
            frames.append(Image.open(io.BytesIO(shot)).convert("RGB"))
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
