"""Makes a page of the web site for a test and opens it from disk, as a double click does."""

import base64
from pathlib import Path
from typing import Any

import anywidget
import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import Page

from tools import make_site


def open_page(page: Page, widgets: list[anywidget.AnyWidget], folder: Path) -> list[str]:
    """Opens a page of these widgets; returns a list that collects its errors and requests."""
    cells = []
    for widget in widgets:
        data: dict[str, Any]
        data, metadata = widget._repr_mimebundle_()
        data["image/png"] = base64.encodebytes(data["image/png"]).decode()
        output = new_output("display_data", data=data, metadata=metadata)
        cells.append(new_code_cell("widget", outputs=[output]))
    nbformat.write(new_notebook(cells=cells), folder / "page.ipynb")
    make_site.make([folder / "page.ipynb"], folder)
    address, faults = (folder / "page.html").as_uri(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else faults.append(request.url)
        ),
    )
    page.goto(address)
    return faults
