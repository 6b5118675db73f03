"""Writes the kernelspec java-matryoshka of this machine into the virtual environment it runs in.

The kernel is started directly (no launcher), with the JDK, flags and class path the scripts use.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PRELUDE = HERE.parent.parent / "jshell-scripts" / "prelude.jsh"
SHARE = Path(sys.prefix) / "share" / "jupyter"
SETTINGS = {  # no pop-up that asks about news, no look for newer versions
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": False,
    }
}


def kernelspec(java: list[str], library: str) -> dict:
    jjava = SHARE / "kernels" / "java" / "jjava.jar"
    return {
        "argv": [*java, "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED", "-jar", str(jjava), "{connection_file}"],
        "display_name": "Java (Matryoshka)",
        "language": "java",
        "interrupt_mode": "message",
        "env": {
            "JJAVA_COMPILER_OPTS": "--add-modules=jdk.incubator.vector",
            "JJAVA_CLASSPATH": library,
            "JJAVA_STARTUP_SCRIPT": PRELUDE.read_text(encoding="utf-8"),
        },
    }


def write(path: Path, value: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", required=True, help="class path of the library")
    parser.add_argument("java", nargs="+", help="the java command and its flags")
    arguments = parser.parse_args()
    folder = SHARE / "kernels" / "java-matryoshka"
    write(folder / "kernel.json", kernelspec(arguments.java, arguments.library))
    shutil.copyfile(HERE / "logo-64x64.png", folder / "logo-64x64.png")
    write(SHARE / "lab" / "settings" / "overrides.json", SETTINGS)


if __name__ == "__main__":
    main()
