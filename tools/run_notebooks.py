"""Runs the lessons from top to bottom and saves them with their output, the same bytes each time.

Whatever differs from run to run and tells a reader nothing is left out: times, the version of
Python, and the views of widgets, which die with the kernel. The picture and the text that a widget
has beside its view stay; a reader sees them until the lesson runs again.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

LESSONS = Path(__file__).resolve().parent.parent / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(path: Path) -> None:
    """Runs a notebook in its folder and saves it; if a cell fails, raises and saves nothing."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        coalesce_streams=True,
        timeout=600,
        extra_arguments=["--log-level=ERROR"],
    ).execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if len(data) > 1:
                data.pop(WIDGET_VIEW, None)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    os.environ["ANNLAB_PROGRESS"] = ""  # this is not a learner: record no attempts
    for lesson in [Path(name) for name in sys.argv[1:]] or sorted(LESSONS.glob("*.ipynb")):
        print(lesson.name, flush=True)
        run(lesson)
