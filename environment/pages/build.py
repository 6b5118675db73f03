"""Builds the site: index, notebooks and documents of the repository as HTML pages that need no network.

Pages lie as their sources do, so relative links stay as they are but for their endings; other files that are linked to
are copied beside them. Notebooks are shown with the outputs they hold; nothing is executed. Ends with the link check.
"""

import argparse
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import bs4
import jinja2
import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune as markdown_to_html
from pygments.formatters import HtmlFormatter

import links

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FIRST = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
FIRST += [f"{folder}/README.md" for folder in ("datasets", "notebooks/results", "notebooks/assignments")]
TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), trim_blocks=False)


@dataclass
class Document:
    """A source file in the repository and what its page holds."""

    source: Path  # from the root
    soup: bs4.BeautifulSoup
    math: bool
    summary: str = ""

    @property
    def page(self) -> Path:
        return self.source.with_suffix(".html")

    @property
    def href(self) -> str:
        return self.page.as_posix()

    @property
    def title(self) -> str:
        return heading_text(self.soup.find("h1"))

    @property
    def parts(self) -> list[dict]:
        return [{"id": heading["id"], "title": heading_text(heading)} for heading in self.soup.find_all("h2")]


def heading_text(heading) -> str:
    return heading.get_text().removesuffix("¶")


def parsed(html: str) -> bs4.BeautifulSoup:
    """With headings named as GitHub names them, so that a link to a heading works here and there."""
    soup = bs4.BeautifulSoup(html, "html.parser")
    taken = set()
    for heading in soup.find_all(re.compile("^h[1-6]$")):
        slug = re.sub(r"[^\w\- ]", "", heading_text(heading).strip().lower()).replace(" ", "-")
        name = next(n for n in (slug, *(f"{slug}-{i}" for i in range(1, 1000))) if n not in taken)
        taken.add(name)
        heading["id"] = name
        if heading.find("a", class_="anchor-link"):
            heading.find("a", class_="anchor-link")["href"] = f"#{name}"
    return soup


def document(source: Path) -> Document:
    return Document(source, parsed(markdown_to_html((ROOT / source).read_text(encoding="utf-8"))), math=False)


def notebook(source: Path) -> Document:
    content = nbformat.read(ROOT / source, as_version=4)
    texts = [cell.source for cell in content.cells if cell.cell_type == "markdown"]
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(content)
    soup = parsed(body)
    for image in soup.find_all("img", alt=False):
        image["alt"] = "chart"
    opening = "\n\n".join(re.findall(r"^\*\*(?:Question|Answer)\.\*\*.*$", texts[0], re.MULTILINE))
    if not opening:
        sys.exit(f"{source}: its first cell has no line that begins with **Question.**: write what the notebook asks")
    summary = bs4.BeautifulSoup(markdown_to_html(opening), "html.parser")
    for link in summary.find_all("a"):  # relative to the notebook, and the index lies elsewhere
        link.unwrap()
    return Document(source, soup, any("$" in text for text in texts), str(summary))


def localise(doc: Document, pages: dict[Path, Path], site: Path) -> None:
    """Links to sources that have a page lead to the page; other files of the repository are copied into the site."""
    for tag, name in (*links.LINKED, *links.LOADED):
        for element in doc.soup.find_all(tag, attrs={name: True}):
            parts = urlsplit(element[name])
            if parts.scheme or not parts.path:
                continue
            target = Path(os.path.normpath(doc.source.parent / unquote(parts.path)))
            if target in pages:
                element[name] = parts._replace(path=os.path.relpath(pages[target], doc.page.parent)).geturl()
            elif (ROOT / target).is_file() and ".." not in target.parts:
                copied = site / target
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / target, copied)


def write(site: Path, page: Path, title: str, body: str, math: bool, source: str = "") -> None:
    up = "../" * (len(page.parts) - 1)
    html = TEMPLATES.get_template("page.html.j2").render(title=title, body=body, math=math, source=source, up=up)
    (site / page).parent.mkdir(parents=True, exist_ok=True)
    (site / page).write_text(html + "\n", encoding="utf-8")


def introduction(readme: Document) -> str:
    """The first paragraph and the picture that follows it."""
    first = readme.soup.find("p")
    return str(first) + str(first.find_next_sibling("p"))


def build(site: Path) -> None:
    notebooks = [notebook(path.relative_to(ROOT)) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    guides = [document(path.relative_to(ROOT)) for path in sorted((ROOT / "lib/docs").glob("*.md"))]
    decisions = [document(path.relative_to(ROOT)) for path in sorted((ROOT / "lib/docs/adr").glob("*.md"))]
    first = [document(Path(path)) for path in FIRST]
    documents = [*first, *guides, *decisions, *notebooks]
    pages = {doc.source: doc.page for doc in documents}
    for doc in documents:
        localise(doc, pages, site)
        write(site, doc.page, doc.title, str(doc.soup), doc.math, doc.source.as_posix())
    index = TEMPLATES.get_template("index.html.j2").render(
        introduction=introduction(first[0]), notebooks=notebooks, guides=[*guides, *first[1:]], decisions=decisions
    )
    write(site, Path("index.html"), "Matryoshka representation learning in Java", index, any(n.math for n in notebooks))
    colours = HtmlFormatter(style="friendly").get_style_defs(".highlight")
    (site / "style.css").write_text((HERE / "style.css").read_text(encoding="utf-8") + colours + "\n", encoding="utf-8")
    shutil.copyfile(ROOT / "environment/kernel/logo-64x64.png", site / "logo.png")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="folder the pages are written to; api/ and tex-svg.js must lie there")
    site = parser.parse_args().site
    build(site)
    faults = links.check(site)
    print("\n".join(faults) if faults else f"{len(list(site.rglob('*.html')))} pages, all links lead somewhere")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
