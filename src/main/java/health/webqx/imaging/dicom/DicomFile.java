package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file as PS3.10 describes it, read without its bulk values, which stay where they are: reading takes the same memory
 * for a file of 2 GB as for a small one. Nothing is kept open. Immutable and safe for any thread; the file on disk must
 * not change while bulk values are read from it.
 *
 * @param meta the group 0002, empty where the file has none
 * @param transferSyntax in which the file is encoded, guessed where it does not say
 * @param dataSet what follows the meta information
 * @param findings faults that were read over
 */
public record DicomFile(DataSet meta, TransferSyntax transferSyntax, DataSet dataSet, List<Finding> findings) {
    public DicomFile {
        findings = List.copyOf(findings);
    }

    /** As {@link #read(Path, ReadOptions)} with {@link ReadOptions#DEFAULT}. */
    public static DicomFile read(Path path) throws IOException {
        return read(path, ReadOptions.DEFAULT);
    }

    /** As {@link #read(Path)}, of a file in memory; the bytes must not be changed afterwards. */
    public static DicomFile read(byte[] bytes) throws IOException {
        return DicomReader.read(DicomInput.of(bytes), BulkSource.of(bytes), ReadOptions.DEFAULT)
                .file();
    }

    /**
     * Reads a file. One that ends before it should, be it in the pixel data, is refused as truncated.
     *
     * @throws DicomException for what cannot be read as DICOM
     * @throws IOException when the file cannot be opened or read
     */
    public static DicomFile read(Path path, ReadOptions options) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            DicomInput in = new DicomInput(new ChannelOrigin(channel), 0, channel.size());
            return DicomReader.read(in, offset -> open(path, offset), options).file();
        }
    }

    /** Whether there are pixels, of whatever kind: integer, float or double. */
    public boolean hasPixelData() {
        return FrameIndex.pixelElement(dataSet).isPresent();
    }

    /** Number of Frames (0028,0008); 1 where pixel data do not say, 0 without pixel data. */
    public int frameCount() {
        return frames().map(FrameIndex::count).orElse(0);
    }

    /** Where each frame lies; empty without pixel data. */
    public Optional<FrameIndex> frames() {
        return FrameIndex.of(dataSet);
    }

    /**
     * One frame, 1-based.
     *
     * @throws DicomException if there is no such frame or it cannot be told from the others
     */
    public Frame frame(int number) throws IOException {
        FrameIndex index = frames().orElseThrow(() -> FrameIndex.noSuchFrame("no pixel data"));
        return index.frame(number);
    }

    /** The value at a path of tags and item indexes (from 0), as a stream of little endian bytes; empty if not there. */
    public Optional<InputStream> bulk(List<Integer> path) throws IOException {
        Optional<Element> element = dataSet.find(path);
        return element.isEmpty() || element.get().value() instanceof Value.Items
                ? Optional.empty()
                : Optional.of(element.get().value().stream());
    }

    private static InputStream open(Path path, long offset) throws IOException {
        FileChannel channel = FileChannel.open(path);
        try {
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private record ChannelOrigin(FileChannel channel) implements DicomInput.Origin {
        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            return channel.read(ByteBuffer.wrap(target, from, count));
        }

        @Override
        public void skip(long count) throws IOException {
            channel.position(channel.position() + count);
        }
    }
}
