package matryoshka.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An artifact of a Maven repository, downloaded by Maven, which also keeps it in its own repository.
 *
 * @param maven the command
 * @param pinned {@code group:artifact:version}
 */
public record MavenArtifact(String maven, String pinned) implements PackageSource {
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";
    private static final String INSTALL = "install your system's package 'maven'";

    public MavenArtifact(String pinned) {
        this(System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn", pinned);
    }

    @Override
    public Path download(Path folder) throws IOException {
        List<String> command = List.of(
                maven, "--batch-mode", "--quiet", PLUGIN, "-Dartifact=" + pinned, "-DoutputDirectory=" + folder);
        return new Download("Maven", pinned, INSTALL).run(command, folder, ".jar");
    }
}
