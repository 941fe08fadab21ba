"""A browser, a JupyterLab, and notebooks opened in it, for the tests in this folder.

Without Chromium or Chrome these tests are skipped; with ANNLAB_REQUIRE_BROWSER=1 they then fail.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jupyter_driver import BROWSER_FLAGS, JupyterServer, OpenNotebook, find_browser
from playwright.sync_api import Browser, Page, sync_playwright

LESSONS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        message = "no Chromium or Chrome found: install one, or name it in ANNLAB_BROWSER"
        if os.environ.get("ANNLAB_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with storage of its own."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def jupyter(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A JupyterLab that serves a copy of the lessons; without a browser it is not started."""
    with JupyterServer(tmp_path_factory.mktemp("jupyter"), LESSONS) as server:
        yield server


@pytest.fixture
def open_notebook(jupyter: JupyterServer, page: Page) -> Iterator[Callable[[str], OpenNotebook]]:
    """Opens the notebook of that name, by `open_notebook(name)`; its kernel ends with the test."""
    opened: list[OpenNotebook] = []

    def open_(name: str) -> OpenNotebook:
        opened.append(OpenNotebook(jupyter, page, name))
        return opened[-1]

    yield open_
    if opened:
        page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
