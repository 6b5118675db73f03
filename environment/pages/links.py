"""Checks a folder of HTML pages as a reader without a network meets them.

Every link to another page must find its file and, with #fragment, that place in it; whatever a page shows or runs must
lie in the folder, since a page that loads anything from elsewhere is broken offline. Links that leave are not followed.
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("object", "data")}
LINKED = {("a", "href"), ("area", "href")}
CSS_URL = re.compile(r"""(?:url\(|@import(?!\s+url\())\s*(?:'([^']*)'|"([^"]*)"|([^'"\s)]+))""")


class Page(HTMLParser):
    """What a page loads, where it links to, and the places in it that can be linked to."""

    def __init__(self, text: str):
        super().__init__()
        self.loaded, self.linked, self.places = [], [], {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if value is None:
                continue
            if (tag, name) in LOADED:
                self.loaded.append(value)
            elif (tag, name) in LINKED:
                self.linked.append(value)
            elif name in ("id", "name"):
                self.places.add(value)


def check(site: Path) -> list[str]:
    """Every fault as a line "page: what is wrong"; none if all is well."""
    site = site.resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    faults = []
    for path, page in pages.items():
        for target in page.loaded:
            faults += fault(site, pages, path, target, loaded=True)
        for target in page.linked:
            faults += fault(site, pages, path, target, loaded=False)
    for path in sorted(site.rglob("*.css")):
        for target in CSS_URL.findall(path.read_text(encoding="utf-8")):
            faults += fault(site, pages, path, "".join(target), loaded=True)
    return faults


def fault(site: Path, pages: dict, path: Path, target: str, loaded: bool) -> list[str]:
    parts = urlsplit(target)
    where = path.relative_to(site)
    if parts.scheme == "data":
        return []
    if parts.scheme or parts.netloc:
        return [f"{where}: loads {target}, which lies outside the site"] if loaded else []
    found = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not found.is_relative_to(site) or not found.is_file():
        return [f"{where}: {target} leads nowhere: no such file in the site"]
    if found in pages and unquote(parts.fragment) not in pages[found].places:
        return [f"{where}: {target} leads to no place in {found.relative_to(site)}: it has no id '{parts.fragment}'"]
    return []
