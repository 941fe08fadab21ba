"""Makes a web site of the saved lessons: a page for each, live without a kernel, nothing to fetch.

Each page is a single file that opens from a web server or with a double click. Formulas become
MathML, which browsers show by themselves. Laboratories start from the state saved with them;
anything that needs a kernel shows the picture and the words saved in its place.
"""

import json
import re
import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import pass_context
from math_core import LatexError, LatexToMathML
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from annlab.lab.widget import STATE, STATIC

HERE = Path(__file__).resolve().parent
LESSONS = HERE.parent / "notebooks"
TEMPLATE = """\
{%- extends 'basic/index.html.j2' -%}
{% block input_group -%}
{%- if cell.metadata.get('jupyter', {}).get('source_hidden') -%}
<details><summary>Code</summary>{{ super() }}</details>
{%- else -%}
{{ super() }}
{%- endif -%}
{%- endblock input_group %}
{% block output_group -%}
{%- if cell.metadata.get('jupyter', {}).get('outputs_hidden') -%}
<details><summary>Output</summary>{{ super() }}</details>
{%- else -%}
{{ super() }}
{%- endif -%}
{%- endblock output_group %}
"""
"""Folds code and output where the notebook folds them."""

_INLINE = r"<math>(?:(?!</math>).)*</math>"
TOUCHING = re.compile(rf"\({_INLINE}[.,;:!?)]*|{_INLINE}[.,;:!?)]+", re.DOTALL)
"""An inline formula with the bracket before it and the punctuation after it."""

NEEDS_A_KERNEL = ("application/vnd.jupyter.widget-view+json", "application/javascript")


class Prose(IPythonRenderer):
    """The text of a lesson as HTML with MathML; ValueError for a formula it cannot convert."""

    def inline_math(self, body: str) -> str:
        return mathml(body, display=False)

    def block_math(self, body: str) -> str:
        return f'<span class="formula">{mathml(body, display=True)}</span>'

    def block_html(self, html: str) -> str:
        """Unchanged: nbconvert looks for images and closes a <details> that continues below."""
        return html

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def mathml(tex: str, *, display: bool) -> str:
    try:
        return LatexToMathML().convert_with_local_state(tex.strip(), displaystyle=display)
    except LatexError as error:
        raise ValueError(f"no MathML for the formula {tex!r}: {error}") from error


class Exporter(HTMLExporter):
    """A notebook as the body of a page."""

    def __init__(self) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            template_name="basic", raw_template=TEMPLATE
        )
        self.exclude_input_prompt = self.exclude_output_prompt = True

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        attachments = context.get("cell", {}).get("attachments", {})
        prose = Prose(escape=False, embed_images=True, path=str(LESSONS), attachments=attachments)
        html = MarkdownWithMath(renderer=prose).render(source)
        # Otherwise a line could break between a formula and the full stop after it.
        return TOUCHING.sub(r'<span class="together">\g<0></span>', html)


def title_of(lesson: NotebookNode, otherwise: str) -> str:
    """The first heading, or `otherwise` if there is none."""
    prose = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")
    heading = re.search(r"^# (.+)$", prose, re.MULTILINE)
    return heading[1].strip() if heading else otherwise


def with_places(lesson: NotebookNode) -> tuple[NotebookNode, set[str]]:
    """The lesson with a place for each widget instead of its picture, and the kinds of widget."""
    widgets = set()
    for cell in lesson.cells:
        cell.source = cell.source.removeprefix("# NBVAL_CHECK_OUTPUT\n")  # only tests need it
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for kind in NEEDS_A_KERNEL:
                data.pop(kind, None)
            if STATE in data:
                widgets.add(kind_of(data))
                output["data"] = {"text/html": place(data)}
    return lesson, widgets


def kind_of(data: dict[str, Any]) -> str:
    """Which widget an output holds: "lab" or "stepper"."""
    kind: str = data[STATE].get("_widget", "lab")
    return kind


def place(data: dict[str, Any]) -> str:
    """A widget's state, and its picture, which stays if no script runs."""
    words = escape(data["text/plain"], quote=True)
    state = json.dumps(data[STATE]).replace("<", "\\u003c")  # so that no text in it ends the script
    return (
        f'<div class="annlab-place" data-widget="{kind_of(data)}"><img class="still" alt="{words}" '
        f'src="data:image/png;base64,{"".join(data["image/png"].split())}">'
        f'<script type="application/json">{state}</script></div>'
    )


def page(title: str, body: str, links: Iterable[str], *, widgets: Iterable[str] = ()) -> str:
    """A whole page, with everything it needs inside."""
    styles = [(HERE / "site.css").read_text(encoding="utf-8")]
    styles.append(HtmlFormatter(style="vs", nobackground=True).get_style_defs(".highlight"))
    scripts = ""
    for kind in sorted(widgets):
        styles.append((STATIC / f"{kind}.css").read_text(encoding="utf-8"))
        module = (
            (STATIC / f"{kind}.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
        )
        scripts += f'<script type="text/plain" id="annlab-{kind}">\n{module}</script>\n'
    if scripts:
        alive = (HERE / "site_labs.js").read_text(encoding="utf-8")
        scripts += f'<script type="module">\n{alive}</script>\n'
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{chr(10).join(styles)}\n</style>\n</head>\n<body>\n"
        f"<nav>{' '.join(links)}</nav>\n<main>\n{body}\n</main>\n{scripts}</body>\n</html>\n"
    )


def make(lessons: list[Path], folder: Path) -> list[Path]:
    """Writes a page for each lesson and an index; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    read = {path.stem: nbformat.read(path, as_version=4) for path in lessons}
    titles = {name: title_of(lesson, name) for name, lesson in read.items()}
    pages = {"index": page("annlab", contents(titles), links(titles, "index"))}
    for name, lesson in read.items():
        lesson, widgets = with_places(lesson)
        body, _ = Exporter().from_notebook_node(lesson)
        body = re.sub(r'href="([\w-]+)\.ipynb(?=[#"])', r'href="\1.html', body)
        pages[name] = page(titles[name], body, links(titles, name), widgets=widgets)
    written = []
    for name, text in pages.items():
        written.append(folder / f"{name}.html")
        written[-1].write_text(text, encoding="utf-8")
    return written


def links(titles: dict[str, str], here: str) -> list[str]:
    """The links at the top of each page."""
    return [
        f'<a href="{name}.html"{" aria-current=page" if name == here else ""}>{escape(title)}</a>'
        for name, title in ({"index": "annlab"} | titles).items()
    ]


def contents(titles: dict[str, str]) -> str:
    """The body of the first page."""
    items = "".join(
        f'<li><a href="{name}.html">{escape(title)}</a></li>' for name, title in titles.items()
    )
    return f"<h1>annlab</h1>\n<p>Lessons on artificial neural networks.</p>\n<ul>{items}</ul>"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "site"
    for path in make(sorted(LESSONS.glob("*.ipynb")), target):
        print(f"{path}  {path.stat().st_size / 1000:.0f} kB")
