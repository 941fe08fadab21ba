"""In a real kernel: the time limit, a stop by the user, and what a cell shows."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jupyter_client")
from jupyter_client.manager import KernelManager, start_new_kernel

ROOT = Path(__file__).resolve().parents[2]
BEGIN = """
from annlab import exercises

def for_ever(a, t):
    while True:
        a = a + 1

def right(a, t):
    return (a - t) * a * (1 - a)
"""


class Kernel:
    def __init__(self, manager: KernelManager, client: Any) -> None:
        self.manager, self.client = manager, client

    def run(self, code: str, timeout: float = 60) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The reply to a cell, and what it showed."""
        shown: list[dict[str, Any]] = []
        reply = self.client.execute_interactive(
            code, timeout=timeout, output_hook=lambda m: shown.append(m), allow_stdin=False
        )
        return reply["content"], shown

    def result(self, code: str) -> str:
        reply, shown = self.run(code)
        assert reply["status"] == "ok", reply
        results = [m["content"]["data"] for m in shown if m["msg_type"] == "execute_result"]
        assert "text/html" in results[-1]
        return results[-1]["text/plain"]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder = tmp_path_factory.mktemp("learner")
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    env = os.environ | {"PYTHONPATH": paths, "ANNLAB_PROGRESS": "", "IPYTHONDIR": str(folder)}
    manager, client = start_new_kernel(kernel_name="python3", env=env, cwd=str(folder))
    try:
        kernel = Kernel(manager, client)
        reply, _ = kernel.run(BEGIN)
        assert reply["status"] == "ok", reply
        yield kernel
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_right_answer(kernel: Kernel) -> None:
    assert kernel.result("exercises.delta_output.check(right)").startswith("Right.")


def test_an_untouched_exercise(kernel: Kernel) -> None:
    cell = "def delta_output(a, t):\n    ...\n\nexercises.delta_output.check(delta_output)"
    assert kernel.result(cell) == "Not attempted yet."


def test_an_endless_loop_is_stopped_and_the_lesson_goes_on(kernel: Kernel) -> None:
    start = time.monotonic()
    words = kernel.result("exercises.delta_output.check(for_ever)")
    assert "still running after 3 seconds" in words
    assert time.monotonic() - start < 20
    assert kernel.result("exercises.delta_output.check(right)").startswith("Right.")


def test_sleep_and_a_loop_in_a_cell_that_awaits_are_stopped_too(kernel: Kernel) -> None:
    kernel.run("import time, asyncio\nexercises.delta_output.seconds = 0.5")
    sleeps = "exercises.delta_output.check(lambda a, t: time.sleep(60))"
    assert "after 0.5 seconds" in kernel.result(sleeps)
    awaits = "await asyncio.sleep(0)\nexercises.delta_output.check(for_ever)"
    assert "after 0.5 seconds" in kernel.result(awaits)
    kernel.run("exercises.delta_output.seconds = 3")


def test_a_stop_by_the_user_stops_the_cell(kernel: Kernel) -> None:
    kernel.run("exercises.delta_output.seconds = 60")
    # With stop_on_error, the default, a kernel aborts every request of the next tenth of a second,
    # as it should for waiting cells. Here that would be our next request.
    request = kernel.client.execute(
        "print('begun')\nexercises.delta_output.check(for_ever)", stop_on_error=False
    )
    begun = ""
    while begun != "begun\n":
        message = kernel.client.get_iopub_msg(timeout=30)
        begun = message["content"].get("text", "")
    time.sleep(0.3)
    kernel.manager.interrupt_kernel()
    reply = kernel.client.get_shell_msg(timeout=30)
    assert reply["parent_header"]["msg_id"] == request
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert kernel.result("exercises.delta_output.check(right)").startswith("Right.")


def test_the_line_of_the_learner_is_shown_and_not_ours(kernel: Kernel) -> None:
    cell = (
        "def half(a):\n    return a / 2\n\ndef mine(a, t):\n    b = half(a)\n"
        "    return b @ t.reshape(7)\n\nexercises.delta_output.check(mine)"
    )
    words = kernel.result(cell)
    assert "`return b @ t.reshape(7)`" in words
    assert "annlab" not in words


def test_input_does_not_wait_for_anybody(kernel: Kernel) -> None:
    words = kernel.result("exercises.delta_output.check(lambda a, t: input('a?'))")
    assert "StdinNotImplementedError" in words
