"""A JupyterLab server of our own, and notebooks opened, run and checked in it in a browser."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import ConsoleMessage, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tools.browser import next_frame

SETTINGS = {
    # Every cell is in the page, not only those in view.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
POLLING = 50  # ms; Playwright's own way, once a frame, makes the browser render without end
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
UNRENDERED = """view => window.jupyterapp.shell.currentWidget.content.widgets.flatMap((cell, c) => {
    const outputs = cell.model.type === "code" ? cell.model.outputs : { length: 0 };
    return Array.from({ length: outputs.length }, (_, i) => {
        if (!(view in outputs.get(i).data)) return [];
        const node = cell.outputArea.widgets[i].node;
        const shown = node.querySelector(".jp-OutputArea-output");
        const text = shown?.textContent ?? "";
        const failed = /^(Loading widget|Error displaying widget)/.test(text)
            || node.querySelector(".jupyter-widgets-error-widget");
        const empty = !Array.from(shown?.querySelectorAll("*") ?? []).some(
            part => part.offsetWidth * part.offsetHeight > 0 || part.tagName === "svg");
        if (failed) return [`cell ${c + 1}: widget failed: ${text}`];
        return empty ? [`cell ${c + 1}: widget shows nothing`] : [];
    }).flat();
})"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answering(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until the URL answers; RuntimeError with the server's log if it does not."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {url}\n{log.read_text(errors='replace')[-4000:]}")


class JupyterServer:
    """A JupyterLab on 127.0.0.1 that ignores the user's settings; a context manager.

    It writes only into `home`, which must be empty, and serves `home/lessons`, a copy of `lessons`.
    """

    def __init__(self, home: Path, lessons: Path) -> None:
        self.home = home
        self.root = home / "lessons"
        self.token = secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{free_port()}"
        self.log = home / "server.log"
        if lessons.is_dir():
            shutil.copytree(lessons, self.root)
        self.root.mkdir(exist_ok=True)

    def __enter__(self) -> Self:
        settings = self.home / "settings"
        for name, values in SETTINGS.items():
            path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))
        folders = {
            "JUPYTERLAB_SETTINGS_DIR": settings,
            "JUPYTERLAB_WORKSPACES_DIR": self.home / "workspaces",
            "JUPYTER_CONFIG_DIR": self.home / "config",
            "JUPYTER_DATA_DIR": self.home / "data",
            "JUPYTER_RUNTIME_DIR": self.home / "runtime",
            "IPYTHONDIR": self.home / "ipython",
        }
        command = [
            *(sys.executable, "-m", "jupyterlab", str(self.root), "--no-browser"),
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.url.rpartition(':')[2]}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--LabApp.expose_app_in_browser=True",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=os.environ | {name: str(path) for name, path in folders.items()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until_answering(
                f"{self.url}/api/status?token={self.token}", self.process, self.log
            )
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()  # the server then ends its kernels
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def write(self, name: str, cells: Sequence[str]) -> str:
        """Writes a notebook with these code cells beside the lessons; returns its name."""
        notebook = {
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{number}",
                    "metadata": {},
                    "execution_count": None,
                    "source": source,
                    "outputs": [],
                }
                for number, source in enumerate(cells, 1)
            ],
            "metadata": {
                "kernelspec": {
                    "display_name": "Python 3",
                    "language": "python",
                    "name": "python3",
                },
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (self.root / name).write_text(json.dumps(notebook), encoding="utf-8")
        return name


class OpenNotebook:
    """A notebook open in JupyterLab, in a page of a browser."""

    def __init__(self, server: JupyterServer, page: Page, name: str) -> None:
        self.page = page
        self.console: list[str] = []
        self.uncaught: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.uncaught.append(f"uncaught in the page: {error}"))
        page.goto(f"{server.url}/lab/tree/{name}?token={server.token}&reset")
        page.wait_for_function(
            """name => {
                const panel = window.jupyterapp?.shell?.currentWidget;
                return panel?.context?.path === name && panel.context.isReady
                    && panel.sessionContext.isReady
                    && panel.sessionContext.session?.kernel?.status === "idle";
            }""",
            arg=name,
            timeout=90_000,
            polling=POLLING,
        )

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console.append(f"browser console: {message.text}")

    def command(self, command: str, timeout: float = 30) -> None:
        """Runs one of JupyterLab's commands; TimeoutError after `timeout` seconds."""
        self.page.evaluate(
            """command => {
                window.annlabDone = false;
                window.jupyterapp.commands.execute(command).finally(() => {
                    window.annlabDone = true;
                });
            }""",
            command,
        )
        self.page.wait_for_function("window.annlabDone", timeout=timeout * 1000, polling=POLLING)

    def ask(self, code: str) -> str:
        """What the notebook's kernel prints when it runs this code; RuntimeError if it raises."""
        answer = self.page.evaluate(
            """async code => {
                const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
                const future = kernel.requestExecute({ code });
                const answer = { printed: "", raised: "" };
                future.onIOPub = ({ header, content }) => {
                    if (header.msg_type === "stream") answer.printed += content.text;
                    if (header.msg_type === "error") answer.raised += content.traceback.join("\\n");
                };
                await future.done;
                return answer;
            }""",
            code,
        )
        if answer["raised"]:
            raise RuntimeError(answer["raised"])
        printed: str = answer["printed"]
        return printed

    def run_all(self, timeout: float = 300, patience: float = 20) -> None:
        """Clears all outputs and runs all cells; waits for the cells, then for the widgets.

        Raises TimeoutError if the cells take more than `timeout` seconds. Widgets that do not show
        within `patience` seconds more are among the `faults`.
        """
        self.command("notebook:clear-all-cell-outputs")
        self.command("notebook:run-all-cells", timeout)
        with contextlib.suppress(PlaywrightTimeout):  # `faults` then names what is missing
            self.page.wait_for_function(
                f"view => ({UNRENDERED})(view).length === 0",
                arg=WIDGET_VIEW,
                timeout=patience * 1000,
                polling=POLLING,
            )

    def settle(self) -> None:
        """Waits until the kernel has answered everything, and the page shows the answers.

        A widget keeps its next message back until the page has heard that the kernel is idle after
        the one before, so each round waits for that too, and it takes three to know that none is
        left. To ask for the kernel's version runs no code, after which matplotlib would draw every
        open figure.
        """
        for _ in range(3):
            next_frame(self.page)
            self.page.evaluate(
                """async () => {
                    const { sessionContext } = window.jupyterapp.shell.currentWidget;
                    await sessionContext.session.kernel.requestKernelInfo();
                }"""
            )
            self.page.wait_for_function(
                "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status"
                " === 'idle'"
            )
        next_frame(self.page)

    def cells(self) -> list[dict[str, Any]]:
        """The notebook's cells, as they would be saved now."""
        cells: list[dict[str, Any]] = self.page.evaluate(
            "window.jupyterapp.shell.currentWidget.content.widgets.map(w => w.model.toJSON())"
        )
        return cells

    def faults(self) -> list[str]:
        """Everything wrong after a run, each with its place; empty if all is well."""
        faults = []
        for number, cell in enumerate(self.cells(), 1):
            if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
                continue
            if cell["execution_count"] is None:
                faults.append(f"cell {number} was not run")
            for output in cell["outputs"]:
                if output["output_type"] == "error":
                    where = "\n".join(output["traceback"][-3:])
                    faults.append(f"cell {number}: {output['ename']}: {output['evalue']}\n{where}")
                if output.get("name") == "stderr":
                    faults.append(f"cell {number}, stderr: {''.join(output['text'])}")
        unrendered = self._unrendered()
        # JupyterLab logs errors of its own; they matter only if a widget failed.
        console = [line for line in self.console if unrendered or "widget" in line.lower()]
        return faults + unrendered + console + self.uncaught

    def _unrendered(self) -> list[str]:
        """Widgets that show an error or nothing instead of themselves."""
        unrendered: list[str] = self.page.evaluate(UNRENDERED, WIDGET_VIEW)
        return unrendered
