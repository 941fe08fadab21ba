"""`import annlab` imports nothing else, and the whole core imports only NumPy."""

import subprocess
import sys

import numpy as np
import pytest

import annlab

SLOW = ("matplotlib", "ipywidgets", "anywidget", "IPython", "traitlets", "PIL", "pandas")


def in_a_fresh_python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", code], capture_output=True, text=True, check=True
    )


@pytest.mark.parametrize(
    "code",
    ["import annlab", f"from annlab import {', '.join(annlab.__all__)}", "from annlab import *"],
)
def test_neither_matplotlib_nor_widgets_are_imported(code):
    modules = in_a_fresh_python(f"{code}; import sys; print(*sys.modules)").stdout.split()
    assert "annlab" in modules
    assert ("annlab.surfaces" in modules) == (code != "import annlab")
    assert not {m for m in modules if m.partition(".")[0] in SLOW}


def test_modules_are_imported_when_they_are_first_used():
    code = (
        "import annlab, sys; assert 'numpy' not in sys.modules; net = annlab.Network([2, 1]);"
        "assert 'annlab.network' in sys.modules; assert annlab.Network is type(net);"
        "assert 'annlab.surfaces' not in sys.modules; annlab.surfaces.plane;"
        "assert 'matplotlib' not in sys.modules"
    )
    in_a_fresh_python(code, "-W", "error")


def test_unknown_name_is_an_attribute_error_and_dir_lists_the_known_ones():
    with pytest.raises(AttributeError, match="module 'annlab' has no attribute 'Netwrok'"):
        annlab.Netwrok  # noqa: B018
    assert {*annlab.__all__, "figures", "__version__"} <= set(dir(annlab))


def test_import_prints_nothing_and_does_not_change_numpy():
    code = (
        "import numpy as np; e = np.geterr(); o = np.get_printoptions(); r = np.random.get_state();"
        "import annlab; assert np.geterr() == e; assert np.get_printoptions() == o;"
        "assert (np.random.get_state()[1] == r[1]).all()"
    )
    done = in_a_fresh_python(code, "-W", "error")
    assert done.stdout == done.stderr == ""


def test_all_public_names_exist():
    for name in annlab.__all__:
        assert hasattr(annlab, name)
    assert {"Network", "Perceptron", "ThresholdUnit", "Dataset", "History", "train"} <= set(
        annlab.__all__
    )
    assert annlab.__version__.count(".") == 2


def test_using_annlab_does_not_change_the_error_settings_of_numpy():
    before = np.geterr()
    net = annlab.Network([2, 3, 1], output="identity").at(np.full(13, 1e200))
    net.predict([[1e200, 1e200]])
    net.gradient([[1e200, 1e200]], [[0.0]])
    annlab.activations.logistic(-1e10)
    assert np.geterr() == before
