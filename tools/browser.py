"""A headless Chromium, and a laboratory alone in one of its pages."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from annlab import Lab
from annlab.lab import widget

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = (
    "--no-sandbox",  # Chromium's own sandbox does not start for the root user of a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """The path of ANNLAB_BROWSER or of an installed Chromium, Chrome or Edge; None without one."""
    for name in (os.environ.get("ANNLAB_BROWSER", ""), *BROWSERS):
        if name and (path := shutil.which(name)):
            return path
    return None


def next_frame(page: Page) -> None:
    """Waits until the page has painted what was changed up to now."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def wait_until(page: Page, condition: Callable[[], bool], patience: float = 20) -> None:
    """Looks at every frame until the condition holds; TimeoutError after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {patience} seconds")
        next_frame(page)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Starts the browser at that path, headless; closes it at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


OPEN = """async ([text, style, state]) => {
    const revive = value => value === null || typeof value !== "object" ? value
        : Array.isArray(value) ? value.map(revive)
        : "base64" in value
            ? new DataView(Uint8Array.from(atob(value.base64), c => c.charCodeAt(0)).buffer)
        : Object.fromEntries(Object.entries(value).map(([k, part]) => [k, revive(part)]));
    const held = revive(state);
    const hearing = {};
    const model = { get: name => held[name], set: (name, value) => { held[name] = value; },
        save_changes() {}, send() {}, off: event => delete hearing[event],
        on: (event, handler) => hearing[event] = handler };
    window.hear = (name, value) => { held[name] = value; hearing[`change:${name}`](); };
    document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const lab = (await import(url)).default();
    const closeState = await lab.initialize({ model });
    const closeView = await lab.render({ model, el: document.body });
    window.view = new WeakRef(document.querySelector(".annlab-lab"));
    window.closeLab = () => { closeView(); closeState(); delete window.closeLab;
        delete window.hear; };
    window.sent = held;
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def open_lab(page: Page, lab: Lab) -> list[str]:
    """Puts a laboratory into an empty page; returns a list that collects the page's errors."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    state = lab._repr_mimebundle_()[0][widget.STATE]
    page.evaluate(OPEN, [lab._esm, lab._css, state])
    return faults
