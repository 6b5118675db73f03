package matryoshka.bert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import matryoshka.data.FetchedFile;
import matryoshka.data.FetchedSet;

/** A file of a package that is fetched where it is first asked for. */
record FetchedPinned(FetchedSet set, FetchedFile file) implements PinnedFile {
    @Override
    public String name() {
        return set.folder().resolve(file.name()).toString();
    }

    @Override
    public ByteBuffer read() throws IOException {
        try (FileChannel channel = FileChannel.open(set.fetch(file))) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size());
        }
    }
}
