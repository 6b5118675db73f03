"""Executes notebooks with the Java kernel and says which failed, with Java's own error message.

The executed notebook is always written, also when a cell failed: into --out, or over the notebook with --inplace.
"""

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

KERNEL = "java-matryoshka"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def execute(notebook, folder: Path, timeout: int) -> str:
    """Runs every cell, the notebook's folder being the working folder; returns the error, empty when all went well."""
    client = NotebookClient(
        notebook,
        timeout=timeout,
        startup_timeout=timeout,
        kernel_name=KERNEL,
        resources={"metadata": {"path": folder}},
        record_timing=False,
    )
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as kernel_log:
        try:
            client.execute(stdout=kernel_log, stderr=kernel_log)
            return ""
        except CellExecutionError as error:
            return f"cell {number_of_failed(notebook)}: {java_error(notebook) or error}"
        except Exception as error:  # a kernel that died or a cell that took too long
            kernel_log.seek(0)
            return f"{type(error).__name__}: {error}\n{kernel_log.read()[-4000:]}"


def failures(notebook):
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                yield number, output


def number_of_failed(notebook) -> str:
    return next((str(number) for number, _ in failures(notebook)), "?")


def java_error(notebook) -> str:
    return next((COLOURS.sub("", "\n".join(error.traceback)) for _, error in failures(notebook)), "")


def run(path: Path, target: Path, timeout: int) -> bool:
    started = time.monotonic()
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:
        print(f"FAILED  {path}: not a readable notebook: {error}", flush=True)
        return False
    error = execute(notebook, path.parent, timeout)
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)
    seconds = time.monotonic() - started
    print(f"{'FAILED' if error else 'passed'}  {path.name}  {seconds:.0f} s", flush=True)
    if error:
        print(error, flush=True)
    return not error


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, help="folder the executed notebooks are written to")
    where.add_argument("--inplace", action="store_true", help="write the outputs into the notebooks themselves")
    parser.add_argument("--timeout", type=int, default=1800, help="seconds for a cell or kernel start (default 1800)")
    arguments = parser.parse_args()
    passed = 0
    for path in arguments.notebooks:
        path = path.resolve()
        target = path if arguments.inplace else arguments.out / path.name
        passed += run(path, target, arguments.timeout)
    failed = len(arguments.notebooks) - passed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
