"""nbgrader's settings for these exercises: start nbgrader in this folder and it finds them.

Only source/ is kept here. What nbgrader makes lies in out/course of the checkout, or where MATRYOSHKA_COURSE says.
"""

import os
from pathlib import Path

c = get_config()  # noqa: F821, given by nbgrader

here = Path(__file__).resolve().parent
course = Path(os.environ.get("MATRYOSHKA_COURSE") or here.parent.parent / "out" / "course").resolve()
course.mkdir(parents=True, exist_ok=True)

c.CourseDirectory.course_id = "matryoshka"
c.CourseDirectory.root = str(course)
c.CourseDirectory.source_directory = str(here / "source")
c.ExportPlugin.to = str(course / "grades.csv")

# In Java a method without a return does not compile: the stub throws, and what calls it fails.
c.ClearSolutions.code_stub = {"java": "// YOUR CODE HERE\nthrow new UnsupportedOperationException();"}

c.Execute.timeout = 180  # seconds a cell may take
c.Execute.startup_timeout = 180  # seconds until the kernel answers, which a busy machine may need
c.Execute.shutdown_kernel = "immediate"  # it has nothing to save
