"""Setting up: the files that name versions agree, and the README's commands do what it says."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import annlab
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


def test_the_lowest_versions_tested_are_the_lower_bounds() -> None:
    lowest = pins("constraints-lowest.txt")
    bounds = {name: bound for name, (_, bound) in versions(PROJECT["dependencies"]).items()}
    assert lowest.keys() == bounds.keys()
    for name, bound in bounds.items():
        assert number(lowest[name])[: len(number(bound))] == number(bound), name


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    pinned = pins("constraints.txt")
    groups = PROJECT["optional-dependencies"]
    everything = PROJECT["dependencies"] + groups["test"] + groups["dev"]
    for name, (_, bound) in versions(everything).items():
        assert number(pinned[name]) >= number(bound), name


def test_the_package_has_the_version_of_the_project() -> None:
    assert annlab.__version__ == PROJECT["version"]


def test_pre_commit_runs_the_ruff_that_make_lint_runs() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"ruff==([\d.]+)", text)) == {pins("constraints.txt")["ruff"]}


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = ["make", *arguments]
    return subprocess.run(command, cwd=folder, env=clean(), capture_output=True, text=True)


def clean() -> dict[str, str]:
    """The environment without the variables that an outer `make test` has set."""
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
            start_new_session=True,  # make and JupyterLab form one group, to end together
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
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\necho old\n")
    old.chmod(0o755)
    run = make("test", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert run.returncode != 0
    assert f"{old} is older than 3.11" in run.stderr
    assert not (tmp_path / "venv").exists()


@pytest.fixture
def empty_checkout(tmp_path: Path) -> Path:
    """A folder with the files that make reads, and nothing set up."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "package.json",
                 "package-lock.json"):  # fmt: skip
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def plan(target: str, folder: Path) -> str:
    """What make would run."""
    run = make("-n", target, f"PYTHON={sys.executable}", folder=folder)
    assert run.returncode == 0, run.stderr
    return run.stdout


@needs_make
@pytest.mark.parametrize(
    ("target", "groups"), [("lab", []), ("test", ["[test]"]), ("lint", ["[test]", "[test,dev]"])]
)
def test_a_target_installs_no_more_than_it_needs(
    empty_checkout: Path, target: str, groups: list[str]
) -> None:
    installed = re.findall(r"-m pip install .* -e (\S+)", plan(target, empty_checkout))
    assert installed == [".", *(f'".{group}"' for group in groups)]


@needs_make
def test_make_sets_up_again_only_when_something_has_changed(empty_checkout: Path) -> None:
    def sets_up() -> bool:
        commands = plan("bench", empty_checkout)
        assert "-m benchmarks" in commands
        return "-m venv --clear .venv" in commands

    assert sets_up()
    (empty_checkout / ".venv").mkdir()
    for stage in ("lessons", "tests"):
        version = "{}.{}".format(*sys.version_info[:2])
        stamp = empty_checkout / ".venv" / f"{stage}-{version}-constraints.txt"
        stamp.touch()
    assert not sets_up()
    later = stamp.stat().st_mtime + 5
    os.utime(empty_checkout / "pyproject.toml", (later, later))
    assert sets_up()
