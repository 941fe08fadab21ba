"""What all tests share: no windows, figures closed, time enough for the property tests."""

import os
from collections.abc import Iterator

import hypothesis
import matplotlib
import matplotlib.pyplot as plt
import pytest

matplotlib.use("agg")

# The lessons are run as a test, not by a learner: no attempt is noted in the learner's file.
os.environ["ANNLAB_PROGRESS"] = ""

# No deadline: a shared machine may be slow at any moment. On a build machine the same examples
# every time, so that a failure there is a failure here.
hypothesis.settings.register_profile("annlab", deadline=None)
hypothesis.settings.register_profile("build", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("build" if os.environ.get("CI") else "annlab")


@pytest.fixture(autouse=True)
def _figures_are_closed() -> Iterator[None]:
    yield
    plt.close("all")
