package matryoshka.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A package of Debian or Ubuntu, downloaded and unpacked without being installed: no root is needed. Where the system
 * has no lists of packages, they are fetched for this one download.
 *
 * @param apt the command that downloads
 * @param dpkg the command that unpacks
 * @param pinned its name: its version follows the system's release, its files are pinned by their checksums
 */
public record DebianPackage(String apt, String dpkg, String pinned) implements PackageSource {
    private static final String INSTALL =
            "install it (part of Debian and Ubuntu; elsewhere name a folder with the files)";

    public DebianPackage(String pinned) {
        this("apt-get", "dpkg-deb", pinned);
    }

    @Override
    public Path download(Path folder) throws IOException {
        Download download = new Download("apt-get", pinned, INSTALL);
        Path files = folder.resolve("package");
        Path archive = archive(download, folder);
        new Download("dpkg-deb", pinned, INSTALL)
                .run(List.of(dpkg, "--extract", archive.toString(), files.toString()), folder);
        return files;
    }

    private Path archive(Download download, Path folder) throws IOException {
        List<String> command = List.of(apt, "download", pinned);
        try {
            return download.run(command, folder, ".deb");
        } catch (IllegalStateException noLists) {
            List<String> own = own(folder);
            download.run(with(own, "update"), folder);
            return download.run(with(own, "download", pinned), folder, ".deb");
        }
    }

    /** apt-get with lists and a cache of its own. */
    private List<String> own(Path folder) throws IOException {
        Path lists = Files.createDirectories(folder.resolve("lists/partial")).getParent();
        Path cache = Files.createDirectories(folder.resolve("cache/archives/partial"));
        return List.of(
                apt,
                "-o",
                "Dir::State::Lists=" + lists,
                "-o",
                "Dir::Cache=" + cache.getParent().getParent());
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }
}
