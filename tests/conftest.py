"""Fixtures and settings of all tests: no windows, a fresh browser page, a JupyterLab when asked.

Without Chromium or Chrome the tests that need one are skipped; with ANNLAB_REQUIRE_BROWSER=1 they
fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import matplotlib
import matplotlib.pyplot as plt
import pytest

if TYPE_CHECKING:  # imported by the fixtures, since most tests need neither
    from playwright.sync_api import Browser, Page
    from xdist.scheduler import LoadScopeScheduling

    from tools.jupyter import JupyterServer, OpenNotebook

LESSONS = Path(__file__).resolve().parents[1] / "notebooks"

matplotlib.use("agg")

# The lessons run as a test, not by a learner: no attempt goes into the learner's file.
os.environ["ANNLAB_PROGRESS"] = ""

# No deadline: a shared machine may be slow at any moment. On a build machine the same examples
# every time, so that a failure there can be repeated here.
hypothesis.settings.register_profile("annlab", deadline=None)
hypothesis.settings.register_profile("build", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("build" if os.environ.get("CI") else "annlab")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts long tests first, so that all workers end at about the same time."""
    items.sort(key=lambda item: (not _is_long(item.nodeid), item.path.suffix != ".ipynb"))


def _is_long(nodeid: str) -> bool:
    return "jupyterlab" in nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)  # for a pytest without xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """With `--dist loadscope` a worker takes whole files, but the long tests one by one."""
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class LongTestsOneByOne(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid if _is_long(nodeid) else super()._split_scope(nodeid)

    config.option.loadscopereorder = False
    return LongTestsOneByOne(config, log)


@pytest.fixture(autouse=True)
def _figures_are_closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    from tools.browser import chromium, find_browser

    path = find_browser()
    if path is None:
        message = "no Chromium or Chrome found: install one, or name it in ANNLAB_BROWSER"
        if os.environ.get("ANNLAB_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with chromium(path) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with storage of its own."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def jupyter(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A JupyterLab that serves a copy of the lessons; without a browser it does not start."""
    from tools.jupyter import JupyterServer

    with JupyterServer(tmp_path_factory.mktemp("jupyter"), LESSONS) as server:
        yield server


@pytest.fixture
def open_notebook(jupyter: JupyterServer, page: Page) -> Iterator[Callable[[str], OpenNotebook]]:
    """`open_notebook(name)` opens the notebook of that name; its kernel ends with the test."""
    from tools.jupyter import OpenNotebook

    opened: list[OpenNotebook] = []

    def open_(name: str) -> OpenNotebook:
        opened.append(OpenNotebook(jupyter, page, name))
        return opened[-1]

    yield open_
    if opened:
        page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
