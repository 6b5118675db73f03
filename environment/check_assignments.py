"""Checks the exercises of notebooks/assignments through nbgrader, as a course would use them.

nbgrader makes the student versions, in which no solution and no hidden test may be left, and grades submissions through
the Java kernel: the model solution, the student version as it is, and those of tests/<exercise>/*.java, which replace
cells of the student version (a wrong one, cells of the right one). Its gradebook must give each of them its points.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from check_notebooks import as_students_see
from nbgrader.api import Gradebook

ASSIGNMENTS = Path(__file__).resolve().parent.parent / "notebooks" / "assignments"
MODEL, UNTOUCHED, RIGHT = "model-solution", "untouched", "right"
REGIONS = re.compile(r"^[^\n]*BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)^[^\n]*END \1$", re.DOTALL | re.MULTILINE)
POINTS = re.compile(r"^// points: (\d+)$", re.MULTILINE)
CELL = re.compile(r"^// cell: (\S+)$", re.MULTILINE)
SHORTEST_SECRET = 12  # characters: closing braces and the like give nothing away
SHORT_LIVED = "-XX:TieredStopAtLevel=1"  # for kernels of seconds, the JVM's second compiler costs more than it saves


class Wrong(Exception):
    """Something is wrong with an exercise, or with how it is graded."""


def grading(cell) -> dict:
    return cell.metadata.get("nbgrader", {})


def read_answer(file: Path) -> tuple[int, dict[str, str]]:
    """The points an answer is worth, and its Java by cell."""
    text = file.read_text(encoding="utf-8")
    points, parts = POINTS.search(text), CELL.split(text)
    if not points or len(parts) < 3:
        raise Wrong(f"{file} must say '// points: N' and '// cell: ID' before the Java of every cell")
    return int(points[1]), {name: java.strip() for name, java in zip(parts[1::2], parts[2::2])}


class Exercise:
    """One exercise in a course folder of its own, with its answers by name."""

    def __init__(self, name: str, course: Path):
        self.name = name
        self.course = course / name
        self.source = ASSIGNMENTS / "source" / name
        self.notebook = nbformat.read(self.source / f"{name}.ipynb", as_version=4)
        answers = {file.stem: read_answer(file) for file in sorted((ASSIGNMENTS / "tests" / name).glob("*.java"))}
        if RIGHT not in answers or sum(answer.startswith("wrong-") for answer in answers) < 3:
            raise Wrong(f"tests/{name} needs right.java and three wrong-*.java, has {sorted(answers)}")
        self.full = sum(grading(cell)["points"] for cell in self.notebook.cells if self.is_test(cell))
        self.expected = {MODEL: self.full, UNTOUCHED: 0} | {answer: points for answer, (points, _) in answers.items()}
        self.cells = {answer: answers[RIGHT][1] | cells for answer, (_, cells) in answers.items()}
        self.answers = [java for _, cells in answers.values() for java in cells.values()]

    @staticmethod
    def is_test(cell) -> bool:
        return cell.cell_type == "code" and grading(cell).get("grade", False)

    def nbgrader(self, command: str) -> None:
        options = f"{os.environ.get('JDK_JAVA_OPTIONS', '')} {SHORT_LIVED}"
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, self.name],
            cwd=ASSIGNMENTS,
            env=os.environ | {"MATRYOSHKA_COURSE": str(self.course), "JDK_JAVA_OPTIONS": options.strip()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if run.returncode:
            raise Wrong(f"nbgrader {command} {self.name} failed:\n{run.stdout}")

    def released(self):
        return nbformat.read(self.course / "release" / self.name / f"{self.name}.ipynb", as_version=4)

    def release(self) -> None:
        """Makes the student version and looks for what it must not tell."""
        self.nbgrader("generate_assignment")
        folder = self.course / "release" / self.name
        files, wanted = ({path.name for path in place.iterdir()} for place in (folder, self.source))
        if files != wanted - {".ipynb_checkpoints"}:
            raise Wrong(f"{folder} should hold {sorted(wanted)}, has {sorted(files)}")
        text = "\n".join(str(part) for cell in self.released().cells for part in (cell.source, cell.get("outputs", "")))
        leaks = [line for line in (*self.secrets(), "BEGIN SOLUTION", "BEGIN HIDDEN TESTS") if line in text]
        if leaks:
            raise Wrong(f"the student version of {self.name} gives away:\n  " + "\n  ".join(leaks))
        for cell, given in zip(self.notebook.cells, self.released().cells, strict=True):
            if cell.cell_type == "code" and as_students_see(cell.source).strip() != given.source.strip():
                raise Wrong(f"check_notebooks.py takes students to see another cell than nbgrader gives:\n{given.source}")

    def secrets(self) -> set[str]:
        """The lines of solutions, hidden tests, written model answers and tests/, but for what is open to see."""
        opened, secret = [], [line for java in self.answers for line in java.splitlines()]
        for cell in self.notebook.cells:
            if cell.cell_type == "markdown" and grading(cell).get("solution"):
                secret += cell.source.splitlines()
                continue
            opened.append(REGIONS.sub("", cell.source))
            secret += [line for region in REGIONS.finditer(cell.source) for line in region[2].splitlines()]
        shown = "\n".join(opened)
        return {line.strip() for line in secret if len(line.strip()) >= SHORTEST_SECRET and line.strip() not in shown}

    def submit(self, answer: str) -> None:
        notebook = self.notebook if answer == MODEL else self.released()
        cells = dict(self.cells.get(answer, {}))
        for cell in notebook.cells:
            if grading(cell).get("solution"):
                cell.source = cells.pop(grading(cell)["grade_id"], cell.source)
        if cells:
            raise Wrong(f"tests/{self.name}/{answer}.java: {sorted(cells)} are no cells for solutions")
        folder = self.course / "submitted" / answer / self.name
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{self.name}.ipynb")

    def grade(self) -> dict[str, float]:
        """Submits all answers; the points that nbgrader gave by its tests."""
        for answer in self.expected:
            self.submit(answer)
        self.nbgrader("autograde")
        with Gradebook(f"sqlite:///{self.course}/gradebook.db", "matryoshka") as gradebook:
            return {answer: self.points(gradebook, answer) for answer in self.expected}

    def points(self, gradebook: Gradebook, answer: str) -> float:
        grades = gradebook.find_submission_notebook(self.name, self.name, answer).grades
        tests = [grade for grade in grades if grade.cell_type == "code"]
        written = [grade for grade in grades if grade.cell_type == "markdown"]
        if sum(grade.max_score for grade in tests) != self.full:
            raise Wrong(f"{self.name}, {answer}: nbgrader knows of {len(tests)} tests, not of all {self.full} points")
        if answer == MODEL and not all(grade.needs_manual_grade for grade in written):
            raise Wrong(f"{self.name}: what was written must wait for a person")
        return sum(grade.auto_score for grade in tests)

    def complaints(self, points: dict[str, float]) -> list[str]:
        found = []
        for answer, expected in self.expected.items():
            full = answer in (MODEL, RIGHT)
            if points[answer] != expected or full != (points[answer] == self.full):
                rule = "all" if full else f"{expected}, which is less than all"
                found.append(f"{self.name}, {answer}: got {points[answer]:g} of {self.full} points, not {rule}")
        return found


def table(results: list[tuple[Exercise, dict[str, float]]]) -> str:
    rows = [("exercise", "submission", "points", "of")]
    for exercise, points in results:
        rows += [(exercise.name, answer, f"{points[answer]:g}", str(exercise.full)) for answer in points]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return "\n".join(f"{row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]:>6}  {row[3]:>3}" for row in rows)


def check(name: str, course: Path) -> tuple[Exercise | None, dict[str, float], list[str]]:
    """An exercise, the points that its answers got, and what is wrong with them."""
    started = time.monotonic()
    try:
        exercise = Exercise(name, course)
        exercise.release()
        points = exercise.grade()
        print(f"graded  {name}  {time.monotonic() - started:.0f} s", flush=True)
        return exercise, points, exercise.complaints(points)
    except Wrong as wrong:
        return None, {}, [str(wrong)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--course", type=Path, required=True, help="folder for the courses; what is in it is deleted")
    parser.add_argument("names", nargs="*", help="exercises; all without a name")
    arguments = parser.parse_args()
    shutil.rmtree(arguments.course, ignore_errors=True)
    names = arguments.names or sorted(path.name for path in (ASSIGNMENTS / "source").iterdir() if path.is_dir())
    with ThreadPoolExecutor(os.cpu_count()) as several:
        checked = list(several.map(lambda name: check(name, arguments.course.resolve()), names))
    complaints = [complaint for *_, found in checked for complaint in found]
    if complaints:
        print("\nFAILED\n" + "\n".join(complaints))
    print("\n" + table([(exercise, points) for exercise, points, _ in checked if exercise]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
