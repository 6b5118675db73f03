package matryoshka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of other bytes at every try, written in place: some disks write a truncated file through. */
public final class FuzzedFile implements AutoCloseable {
    private final FileChannel channel;

    public FuzzedFile(Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    public void write(byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes), 0);
        channel.truncate(bytes.length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
