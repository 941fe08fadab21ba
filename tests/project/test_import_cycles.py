"""No module imports itself by way of others, in Python or in JavaScript.

An import counts wherever it stands: in a function, and under TYPE_CHECKING too.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BROWSER = ROOT / "annlab" / "lab" / "browser"
JS_IMPORT = re.compile(
    r"""^(?:import|export)\b(?:[^;"']*\bfrom)?\s*["'](\.[^"']+)["']""", re.MULTILINE
)
"""An import from a relative path. JSDoc's `import("./x.js")` stands behind a `*`, so not here."""

Graph = dict[str, set[str]]


def knots(imports: Graph) -> Graph:
    """The modules on cycles or between two, with what they import of one another."""
    left = {
        name: {other for other in others if other in imports} for name, others in imports.items()
    }
    while True:
        imported = set().union(*left.values())
        kept = {name for name, others in left.items() if others and name in imported}
        if kept == left.keys():
            return left
        left = {name: left[name] & kept for name in kept}


def python_modules(*packages: str) -> dict[str, Path]:
    """The path of each module, by its dotted name."""
    modules = {}
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return modules


def python_imports(modules: dict[str, Path]) -> Graph:
    homes = {name: module for module, name in imported_names("annlab", modules["annlab"])}
    graph: Graph = {}
    for module, path in modules.items():
        graph[module] = set()
        for origin, name in imported_names(module, path):
            target = f"{origin}.{name}" if f"{origin}.{name}" in modules else origin
            if target == "annlab" and name in homes:  # the package finds it when it is asked for
                target = homes[name]
            graph[module].add(target)
    return graph


def imported_names(module: str, path: Path) -> Iterator[tuple[str, str]]:
    """(module, name) of everything that a module imports; the name is "" for a whole module."""
    package = module.split(".") if path.stem == "__init__" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            yield from ((origin, alias.name) for alias in node.names)


def js_imports(folder: Path) -> Graph:
    return {
        str(path.relative_to(folder)): {
            str((path.parent / target).resolve().relative_to(folder))
            for target in JS_IMPORT.findall(path.read_text(encoding="utf-8"))
        }
        for path in sorted(folder.rglob("*.js"))
    }


def test_python_modules_form_no_cycle() -> None:
    graph = python_imports(python_modules("annlab", "tools", "benchmarks"))
    assert "annlab.network" in graph["annlab.training"]  # the graph is not empty
    assert knots(graph) == {}


def test_the_core_imports_no_package_and_packages_import_downwards() -> None:
    allowed = {
        "figures": set(),
        "controls": {"figures"},
        "lab": {"figures"},
        "exercises": {"figures"},
    }
    for module, imported in python_imports(python_modules("annlab")).items():
        if module == "annlab":  # loads what is asked for
            continue
        part = module.split(".")[1]
        above = {name.split(".")[1] for name in imported if "." in name} & allowed.keys() - {part}
        assert above <= allowed.get(part, set()), module


def test_javascript_modules_form_no_cycle() -> None:
    graph = js_imports(BROWSER)
    assert sum(map(len, graph.values())) > len(graph)
    assert knots(graph) == {}


def test_a_cycle_is_found_whichever_way_it_is_imported(tmp_path: Path) -> None:
    sources = {
        "annlab": "if TYPE_CHECKING:\n    from annlab.b import B",
        "annlab.a": "from annlab import B",
        "annlab.b": "def f():\n    from .c import C",
        "annlab.c": "import annlab.a",
        "annlab.d": "from annlab import a\nfrom annlab.e import E",
        "annlab.e": "",
    }
    modules = {}
    for name, source in sources.items():
        modules[name] = tmp_path / ("__init__.py" if name == "annlab" else f"{name[7:]}.py")
        modules[name].write_text(source)
    assert knots(python_imports(modules)) == {
        "annlab.a": {"annlab.b"},
        "annlab.b": {"annlab.c"},
        "annlab.c": {"annlab.a"},
    }


def test_a_cycle_of_javascript_is_found_and_types_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.js").write_text('import {\n  one,\n  two,\n} from "./deep/b.js";\n')
    (tmp_path / "deep" / "b.js").write_text('export * from "../c.js";\n')
    (tmp_path / "c.js").write_text('/** @import { D } from "./d.js" */\nimport "./a.js";\n')
    (tmp_path / "d.js").write_text('/**\n * @type {import("./a.js").A}\n */\nimport "./c.js";\n')
    assert knots(js_imports(tmp_path)) == {
        "a.js": {str(Path("deep/b.js"))},
        str(Path("deep/b.js")): {"c.js"},
        "c.js": {"a.js"},
    }
