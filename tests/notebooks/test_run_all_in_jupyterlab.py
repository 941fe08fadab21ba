"""Run All in a real JupyterLab takes each lesson to its end, without an error or a blank widget."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.jupyter import JupyterServer, OpenNotebook

LESSONS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
Open = Callable[[str], OpenNotebook]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_run_all_reaches_the_end_of_an_untouched_lesson(lesson: Path, open_notebook: Open) -> None:
    notebook = open_notebook(lesson.name)
    notebook.run_all()
    assert notebook.faults() == []


# The rest holds that the check above sees what it is there to see.

SOUND = """\
import anywidget
class Sound(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.textContent = 'alive'; } }"
Sound()"""
SLIDER = "import ipywidgets\nipywidgets.IntSlider(description='x')"
MANY = [f"print({number})" for number in range(40)]

THROWS = SOUND.replace("el.textContent = 'alive';", "throw new Error('planted');")
BLANK = SOUND.replace("el.textContent = 'alive';", "")
UNKNOWN = """\
import ipywidgets, traitlets
class Unknown(ipywidgets.DOMWidget):
    _view_module = _model_module = traitlets.Unicode("nowhere").tag(sync=True)
    _view_name = _model_name = traitlets.Unicode("Nobody").tag(sync=True)
Unknown()"""


def test_a_sound_notebook_has_no_faults(jupyter: JupyterServer, open_notebook: Open) -> None:
    name = jupyter.write("sound.ipynb", [SOUND, SLIDER, "", *MANY])
    notebook = open_notebook(name)
    notebook.run_all()
    assert notebook.faults() == []
    assert [cell["execution_count"] for cell in notebook.cells()[-40:]] == list(range(3, 43))
    assert notebook.page.get_by_text("alive", exact=True).is_visible()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(["1", "1 / 0", "2"], "cell 2: ZeroDivisionError: division", id="error"),
        pytest.param(["1", "1 / 0", "2"], "cell 3 was not run", id="stopped before the end"),
        pytest.param(["import warnings; warnings.warn('planted')"], "planted", id="warning"),
        pytest.param(["1", UNKNOWN], "cell 2: widget failed", id="widget without browser half"),
        pytest.param([THROWS], "planted", id="browser half that throws"),
        pytest.param([BLANK], "cell 1: widget shows nothing", id="blank widget"),
    ],
)
def test_a_broken_notebook_is_reported(
    cells: list[str], expected: str, jupyter: JupyterServer, open_notebook: Open
) -> None:
    notebook = open_notebook(jupyter.write("broken.ipynb", cells))
    notebook.run_all(timeout=60, patience=2)
    assert expected in "\n".join(notebook.faults())
