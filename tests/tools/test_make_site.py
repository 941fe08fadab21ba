"""The lessons as web pages: nothing fetched, formulas as MathML, laboratories with their state."""

import base64
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from annlab import Dataset, Lab, Network
from tools import make_site

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text apart from code."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.prose = ""
        self.code = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.code += tag in ("pre", "code", "script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in ("pre", "code", "script", "style")

    def handle_data(self, data: str) -> None:
        self.prose += "" if self.code else data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)

    def links(self) -> set[str]:
        return {attrs["href"] or "" for name, attrs in self.elements if name == "a"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("site")
    make_site.make(LESSONS, folder)
    return folder


def page_of(cells: list[nbformat.NotebookNode], folder: Path) -> Page:
    """The page made from a notebook with these cells."""
    nbformat.write(new_notebook(cells=cells), folder / "one.ipynb")
    make_site.make([folder / "one.ipynb"], folder)
    return Page(folder / "one.html")


each_lesson = pytest.mark.parametrize("name", [path.stem for path in LESSONS])


def test_every_lesson_has_a_page_and_the_index_links_to_it(site: Path) -> None:
    pages = {f"{path.stem}.html" for path in LESSONS}
    assert {path.name for path in site.iterdir()} == pages | {"index.html"}
    assert pages <= Page(site / "index.html").links()


@each_lesson
def test_nothing_is_fetched(site: Path, name: str) -> None:
    found = [
        (tag, attribute, value)
        for tag, attrs in Page(site / f"{name}.html").elements
        for attribute, value in attrs.items()
        if (
            attribute in ("src", "srcset", "data", "poster") or (tag, attribute) == ("link", "href")
        )
        and not (value or "").startswith("data:")
    ]
    assert found == []
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    assert re.findall(r"@import|url\((?!data:)[^)]*\)", text) == []
    assert re.findall(r"(?i)mathjax|require\.?js|unpkg|jsdelivr|cdnjs", text) == []


@each_lesson
def test_every_formula_is_mathml(site: Path, name: str) -> None:
    lesson = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    prose = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")
    page = Page(site / f"{name}.html")
    assert page.count("math") == len(re.findall(r"\$\$.+?\$\$|\$[^$]+\$", prose, re.DOTALL))
    assert re.findall(r"\$|\\[a-z]+", page.prose) == []


@each_lesson
def test_links_lead_to_pages_that_exist(site: Path, name: str) -> None:
    page = Page(site / f"{name}.html")
    ids = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    for link in page.links():
        if link.startswith("#"):
            assert link[1:] in ids
        elif not link.startswith("https://"):
            assert (site / link.partition("#")[0]).is_file(), link


@each_lesson
def test_every_picture_has_a_text_alternative(site: Path, name: str) -> None:
    pictures = [attrs for tag, attrs in Page(site / f"{name}.html").elements if tag == "img"]
    assert [attrs for attrs in pictures if not (attrs.get("alt") or "").strip()] == []
    assert not any("No description" in (attrs["alt"] or "") for attrs in pictures)


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aligned} \delta_k &= \underbrace{(a_k - t_k)}_{e_k} g'(z_k) \\ &= 0 \end{aligned}",
        r"\frac{\partial E}{\partial W^{(l)}}, \boldsymbol{\delta} \odot g'(z), \mathbf{W}^\top",
        r"\begin{pmatrix} w_{11} & w_{12} \\ w_{21} & w_{22} \end{pmatrix} \in \mathbb{R}^{4}",
        r"\hat{y} = \operatorname{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}",
    ],
)
def test_the_tex_that_lessons_use_becomes_mathml(tex: str, tmp_path: Path) -> None:
    page = page_of([new_markdown_cell(f"$$ {tex} $$"), new_markdown_cell(f"a ${tex}$ b")], tmp_path)
    assert page.count("math") == 2
    assert not re.search(r"[\\&$]", page.prose)


def test_a_full_stop_stays_with_its_formula(tmp_path: Path) -> None:
    page_of([new_markdown_cell("as ($x_1$, if $y$) and $z$ are $w$.")], tmp_path)
    text = (tmp_path / "one.html").read_text(encoding="utf-8")
    kept = re.findall(r'<span class="together">(.*?)</span>', text)
    assert [re.sub(r"<.*?>", "", part) for part in kept] == ["(x1,", "y)", "w."]


def test_a_formula_that_cannot_be_converted_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no MathML for the formula '.*frac\{a'"):
        page_of([new_markdown_cell(r"$\frac{a$")], tmp_path)


def test_code_is_folded_where_the_notebook_folds_it(tmp_path: Path) -> None:
    folded = new_code_cell("answer = 42", metadata={"jupyter": {"source_hidden": True}})
    assert page_of([folded, new_code_cell("question = 6 * 7")], tmp_path).count("details") == 1


def lab_output(lab: Lab) -> nbformat.NotebookNode:
    """The output that a saved notebook has of a laboratory."""
    data, metadata = lab._repr_mimebundle_()
    picture = base64.encodebytes(data["image/png"]).decode()
    return new_output("display_data", data=data | {"image/png": picture}, metadata=metadata)


def test_a_laboratory_has_its_state_its_script_and_its_picture(tmp_path: Path) -> None:
    data = Dataset([[0.0, 1.0], [1.0, 0.5]], [[1.0], [0.0]], "</script><b>&")
    lab = Lab(Network([2, 3, 1]).at(range(13)), data, panels=["map"])
    page = page_of([new_code_cell("lab", outputs=[lab_output(lab)])], tmp_path)
    text = (tmp_path / "one.html").read_text(encoding="utf-8")
    (state,) = re.findall(r'<script type="application/json">(.*?)</script>', text, re.DOTALL)
    found = json.loads(state)
    assert found["_net"]["sizes"] == [2, 3, 1]
    assert base64.b64decode(found["theta"]["base64"]) == lab.theta.tobytes()
    assert found["data"]["name"] == "</script><b>&"
    assert page.count("b") == 0
    kinds = [attrs.get("type") for tag, attrs in page.elements if tag == "script"]
    assert sorted(filter(None, kinds)) == ["application/json", "module", "text/plain"]
    (picture,) = [attrs for tag, attrs in page.elements if tag == "img"]
    assert (picture["alt"] or "").startswith("Laboratory of a 2-3-1 network")


def test_a_page_without_a_laboratory_has_no_script(tmp_path: Path) -> None:
    assert page_of([new_code_cell("1 + 1")], tmp_path).count("script") == 0


def test_a_widget_that_needs_a_kernel_leaves_its_words(tmp_path: Path) -> None:
    view = "application/vnd.jupyter.widget-view+json"
    output = new_output("display_data", data={view: {"model_id": "1"}, "text/plain": "in words"})
    page_of([new_code_cell("slider", outputs=[output])], tmp_path)
    text = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert "in words" in text
    assert "model_id" not in text
