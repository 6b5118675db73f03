"""Writes the kernelspec java-matryoshka of this machine into the virtual environment it runs in.

The kernel is started directly (no launcher), with the JDK, flags and class path the scripts use. It is
MatryoshkaKernel.java on top of JJava, compiled when it changed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PRELUDE = ROOT / "jshell-scripts" / "prelude.jsh"
SOURCES = ROOT / "lib" / "src" / "main" / "java"
SHARE = Path(sys.prefix) / "share" / "jupyter"
JJAVA = SHARE / "kernels" / "java" / "jjava.jar"
FOLDER = SHARE / "kernels" / "java-matryoshka"
MAIN = HERE / "MatryoshkaKernel.java"
SETTINGS = {  # no pop-up that asks about news, no look for newer versions
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": False,
    }
}


def kernelspec(java: list[str], library: str) -> dict:
    kernel = [
        "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
        "--add-exports=jdk.jshell/jdk.internal.shellsupport.doc=ALL-UNNAMED",
        "--class-path",
        os.pathsep.join([str(JJAVA), str(FOLDER)]),
        MAIN.stem,
    ]
    return {
        "argv": [*java, *kernel, "{connection_file}"],
        "display_name": "Java (Matryoshka)",
        "language": "java",
        "interrupt_mode": "message",
        "env": {
            "JJAVA_COMPILER_OPTS": "--add-modules=jdk.incubator.vector -Xlint:-incubating",
            "JJAVA_VERSION": version("jjava"),
            "JJAVA_CLASSPATH": library,
            "JJAVA_STARTUP_SCRIPT": PRELUDE.read_text(encoding="utf-8"),
            "MATRYOSHKA_SOURCES": str(SOURCES),
        },
    }


def compile_main(javac: Path) -> None:
    compiled = FOLDER / MAIN.with_suffix(".class").name
    if compiled.exists() and compiled.stat().st_mtime > MAIN.stat().st_mtime:
        return
    with tempfile.TemporaryDirectory(dir=FOLDER) as new:
        command = [javac, "--release", "25", "--class-path", JJAVA, "-d", new, MAIN]
        subprocess.run(command, check=True)
        Path(new, compiled.name).replace(compiled)


def write(path: Path, value: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", required=True, help="class path of the library")
    parser.add_argument("java", nargs="+", help="the java command and its flags")
    arguments = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    compile_main(Path(arguments.java[0]).with_name("javac"))
    write(FOLDER / "kernel.json", kernelspec(arguments.java, arguments.library))
    shutil.copyfile(HERE / "logo-64x64.png", FOLDER / "logo-64x64.png")
    write(SHARE / "lab" / "settings" / "overrides.json", SETTINGS)


if __name__ == "__main__":
    main()
