"""The committed fixtures of the node tests are what NumPy computes now, up to rounding."""

from typing import Any

import numpy as np
import pytest

from annlab import train

from .fixture_writer import descent
from .fixture_writer.files import FIXTURES, plain, written

# Long runs carry rounding errors along.
TOLERANCES = {name: 1e-8 if name in ("descent", "published_runs") else 1e-11 for name in FIXTURES}


def assert_agrees(now: Any, committed: Any, tolerance: float, where: str) -> None:
    """Equal in form and text; numbers within `tolerance` times the largest in their list, or 1."""
    if isinstance(committed, dict):
        assert isinstance(now, dict), where
        assert now.keys() == committed.keys(), where
        for name, value in committed.items():
            assert_agrees(now[name], value, tolerance, f"{where}.{name}")
    elif isinstance(committed, list):
        assert len(now) == len(committed), where
        if all(isinstance(value, (int, float, type(None))) for value in committed):
            # In such a list None is a number that is not finite.
            numbers, expected = np.array(now, float), np.array(committed, float)
            size = np.abs(expected[np.isfinite(expected)]).max(initial=1.0)
            np.testing.assert_allclose(
                numbers, expected, rtol=tolerance, atol=tolerance * size, err_msg=where
            )
        else:
            for k, value in enumerate(committed):
                assert_agrees(now[k], value, tolerance, f"{where}[{k}]")
    elif isinstance(committed, float):
        assert now == pytest.approx(committed, rel=tolerance), where
    else:
        assert now == committed, where


@pytest.mark.parametrize("name", FIXTURES)
def test_committed_fixture_agrees_with_what_numpy_computes(name: str) -> None:
    assert_agrees(plain(FIXTURES[name]()), written(name), TOLERANCES[name], name)


def test_a_fixture_that_is_off_is_noticed() -> None:
    committed = written("network")
    wrong = {**committed, "ordinary": [dict(case) for case in committed["ordinary"]]}
    wrong["ordinary"][3]["gradient"] = [g + 1e-9 for g in committed["ordinary"][3]["gradient"]]
    with pytest.raises(AssertionError, match=r"network\.ordinary\[3\]\.gradient"):
        assert_agrees(wrong, committed, TOLERANCES["network"], "network")


@pytest.mark.parametrize("name", descent.PROBLEMS)
@pytest.mark.parametrize("batch", [1, 4, 0])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_the_plain_loop_behind_the_fixtures_is_train(
    name: str, batch: int, momentum: float
) -> None:
    case = descent.problem(name)
    thetas, running = descent.descend(case, passes=3, batch=batch, decay=0.0, momentum=momentum)
    history = train(
        *case,
        rate=descent.RATE,
        anneal=descent.ANNEAL,
        epochs=3,
        batch=batch or None,
        momentum=momentum,
    )
    np.testing.assert_allclose(history.theta, thetas, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(history.running_error, running, rtol=1e-11)
