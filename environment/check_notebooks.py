"""Checks the rules for notebooks without running any: those of notebooks/ as they are committed, with their outputs, and
the exercises of notebooks/assignments as students get them.

Names the file, the cell (markdown counts, too) and the rule that was broken. Needs nothing but Python.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 12  # of code in a cell
OPENING = ["# {number} · ", "**Question.**", "**Answer.**", "**Running time.**"]
OPENING_OF_EXERCISE = ["# Exercise ", "**Task.**", "**Points.**", "**Running time.**"]

BEGIN = re.compile(r"^(\s*)// BEGIN (SOLUTION|HIDDEN TESTS)$")
STUB = ["// YOUR CODE HERE", "throw new UnsupportedOperationException();"]  # as in nbgrader_config.py
UNREAD = re.compile(r'"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
TYPE = re.compile(r"(?<![\w.$])(?:(class|interface|enum)\s+[A-Za-z_$]|(record)\s+[A-Za-z_$][\w$]*\s*[(<])")


def source(cell) -> str:
    return "".join(cell["source"])


def as_students_see(code: str) -> str:
    """A cell as nbgrader gives it out: stubs for solutions, and no hidden test."""
    shown, inside = [], None
    for line in code.split("\n"):
        begin = BEGIN.match(line)
        if begin:
            indent, inside = begin.groups()
            if inside == "SOLUTION":
                shown += [indent + stub for stub in STUB]
        elif inside is None:
            shown.append(line)
        elif line.strip() == f"// END {inside}":
            inside = None
    return "\n".join(shown)


def opening(cell, parts: list[str]) -> Iterator[str]:
    """The first cell has the parts, each at the start of a line, in this order."""
    text, at = "\n" + source(cell) if cell["cell_type"] == "markdown" else "", 0
    for part in parts:
        at = text.find("\n" + part, at)
        if at < 0:
            yield f"the first cell must have lines that begin with {', '.join(parts)}, in this order; missing: {part}"
            return


def code(text: str) -> Iterator[str]:
    lines = len(text.strip("\n").split("\n"))
    if lines > MOST_LINES:
        yield f"{lines} lines of code, at most {MOST_LINES}: split the cell, or put what is long into the library"
    for found in TYPE.finditer(UNREAD.sub(" ", text)):
        yield f"defines a type ({found[1] or found[2]}): types belong into the library"


def execution(cells: list[tuple[int, dict]]) -> Iterator[tuple[int, str]]:
    """The cells of code were run one after the other in one kernel, and nothing went wrong."""
    for count, (number, cell) in enumerate(cells, start=1):
        if cell["execution_count"] != count:
            ran = f"run as number {cell['execution_count']}" if cell["execution_count"] else "not run"
            yield number, f"was {ran}, must be run as number {count}: run the whole notebook in a new kernel"
            break
    for number, cell in cells:
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                yield number, f"holds an error: {output['ename']}: {output['evalue']}"
            if output.get("name") == "stderr":
                yield number, f"holds output to stderr: {''.join(output['text']).strip()[:200]}"


def faults(path: Path) -> Iterator[tuple[int, str]]:
    """What is wrong with a notebook, by number of the cell."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    exercise = "assignments" in path.parts
    parts = OPENING_OF_EXERCISE if exercise else [part.format(number=path.name[:2]) for part in OPENING]
    yield from ((1, fault) for fault in opening(cells[0], parts))
    programs = [(number, cell) for number, cell in enumerate(cells, start=1) if cell["cell_type"] == "code"]
    for number, cell in programs:
        yield from ((number, fault) for fault in code(as_students_see(source(cell)) if exercise else source(cell)))
    if not exercise:
        yield from execution(programs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="all of the repository without a name")
    folder = ROOT / "notebooks"
    paths = parser.parse_args().notebooks or [*folder.glob("*.ipynb"), *folder.glob("assignments/source/*/*.ipynb")]
    found = [(path, *fault) for path in sorted(path.resolve() for path in paths) for fault in faults(path)]
    for path, number, fault in found:
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        print(f"{name}, cell {number}: {fault}")
    broken = len({path for path, *_ in found})
    print(f"rules for notebooks: {len(paths) - broken} keep them, {broken} do not")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
