"""The driver of JupyterLab notices every fault that a lesson could have."""

from collections.abc import Callable

from tools.jupyter import JupyterServer, OpenNotebook

Open = Callable[[str], OpenNotebook]

SOUND = """\
import anywidget
class Sound(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.textContent = 'alive'; } }"
Sound()"""
SLIDER = "import ipywidgets\nipywidgets.IntSlider(description='x')"
MANY = [f"print({number})" for number in range(40)]

THROWS = SOUND.replace("el.textContent = 'alive';", "throw new Error('planted error');")
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


def test_every_fault_of_a_broken_notebook_is_reported(
    jupyter: JupyterServer, open_notebook: Open
) -> None:
    warns = "import warnings; warnings.warn('planted warning')"
    cells = [UNKNOWN, THROWS, BLANK, warns, "1", "1 / 0", "2"]
    notebook = open_notebook(jupyter.write("broken.ipynb", cells))
    notebook.run_all(timeout=60, patience=2)
    faults = "\n".join(notebook.faults())
    for fault in (
        "cell 1: widget failed",
        "uncaught in the page: planted error",
        "cell 3: widget shows nothing",
        "cell 4, stderr: ",
        "planted warning",
        "cell 6: ZeroDivisionError: division",
        "cell 7 was not run",
    ):
        assert fault in faults
    assert "cell 5" not in faults
