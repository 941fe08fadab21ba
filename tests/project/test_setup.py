"""The set-up: the files that name versions agree, and the README's commands do what it says."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools.jupyter import free_port, wait_until_answering

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # the same without its desktop windows

needs_make = pytest.mark.skipif(
    shutil.which("make") is None or sys.platform == "win32", reason="there is no make here"
)


def versions(lines: list[str]) -> dict[str, tuple[str, str]]:
    """Name -> (comparison, version) of requirements such as "numpy>=1.26"."""
    found = {}
    for line in lines:
        match = re.fullmatch(r"([\w.-]+?)(>=|==|=)([\d.]+\w*)", line.strip())
        assert match, f"not a name with one bound: {line!r}"
        found[match[1].lower()] = (match[2], match[3])
    return found


def pins(path: str) -> dict[str, str]:
    text = (ROOT / path).read_text(encoding="utf-8")
    lines = [line.partition(";")[0] for line in text.splitlines() if not line.startswith("#")]
    return {name: version for name, (_, version) in versions(lines).items()}


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def test_conda_and_pip_users_get_the_same_bounds() -> None:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    items = re.findall(r"^  - ([^#\n]+?)\s*(?:#.*)?$", text.partition("dependencies:\n")[2], re.M)
    assert items[-1] == "pip:"
    assert text.endswith("  - pip:\n      - -e .\n")  # the checkout itself
    conda = versions([item for item in items if item not in ("pip", "pip:")])
    comparison, python = conda.pop("python")
    assert comparison == "="
    assert number(python) >= number(PROJECT["requires-python"])
    pip = versions(PROJECT["dependencies"])
    assert conda == {CONDA_NAMES.get(name, name): bound for name, bound in pip.items()}


def test_the_lowest_versions_that_are_tried_are_the_lowest_that_are_promised() -> None:
    lowest = pins("constraints-lowest.txt")
    promised = {name: bound for name, (_, bound) in versions(PROJECT["dependencies"]).items()}
    assert lowest.keys() == promised.keys()
    for name, bound in promised.items():
        assert number(lowest[name])[: len(number(bound))] == number(bound), name


def test_the_pinned_set_holds_every_dependency_within_its_bounds() -> None:
    pinned = pins("constraints.txt")
    tests = PROJECT["optional-dependencies"]["test"]
    for name, (_, bound) in versions(PROJECT["dependencies"] + tests).items():
        assert number(pinned[name]) >= number(bound), name


def test_a_commit_is_checked_by_the_ruff_that_make_lint_runs() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"ruff==([\d.]+)", text)) == {pins("constraints.txt")["ruff"]}


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = ["make", *arguments]
    return subprocess.run(command, cwd=folder, env=clean(), capture_output=True, text=True)


def clean() -> dict[str, str]:
    """The environment without what a `make test` around this test has put there."""
    names = {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "ARGS", "CONSTRAINTS", "PY", "PYTHON", "VENV"}
    return {name: value for name, value in os.environ.items() if name not in names}


@needs_make
def test_make_lab_starts_a_jupyterlab_that_answers(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    arguments = ["--no-browser", f"--port={port}", "--IdentityProvider.token=known"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["make", "lab", f"PY={sys.executable}", f"ARGS={' '.join(arguments)}"],
            cwd=ROOT,
            env=clean() | {"JUPYTER_CONFIG_DIR": str(tmp_path), "JUPYTER_DATA_DIR": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own, which ends as one
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_answering(f"{url}/api/contents?token=known", process, log)
        wait_until_answering(f"{url}/lab?token=known", process, log)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@needs_make
def test_make_refuses_an_old_python_in_plain_words(tmp_path: Path) -> None:
    old = tmp_path / "python-of-old"
    old.write_text("#!/bin/sh\necho old\n")
    old.chmod(0o755)
    run = make("test", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert run.returncode != 0
    assert f"{old} is older than 3.11" in run.stderr
    assert not (tmp_path / "venv").exists()


@needs_make
def test_make_sets_up_anew_only_when_something_has_changed(tmp_path: Path) -> None:
    def sets_up() -> bool:
        plan = make("-n", "bench", f"PYTHON={sys.executable}", folder=tmp_path)
        assert "-m benchmarks" in plan.stdout
        return "-m venv --clear .venv" in plan.stdout

    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    assert sets_up()
    stamp = tmp_path / ".venv" / "ready-{}.{}-constraints.txt".format(*sys.version_info[:2])
    stamp.parent.mkdir()
    stamp.touch()
    assert not sets_up()
    later = stamp.stat().st_mtime + 5
    os.utime(tmp_path / "pyproject.toml", (later, later))
    assert sets_up()
