package health.webqx.imaging.dicom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What an element holds, always as little endian bytes whatever it was read from. */
public sealed interface Value permits Value.Bytes, Value.Items, Value.Located, Fragments, Value.Referenced {

    /** Bytes in memory. */
    final class Bytes implements Value {
        static final Bytes EMPTY = new Bytes(new byte[0]);
        private final byte[] content;

        private Bytes(byte[] content) {
            this.content = content;
        }

        /** Wraps an array, which is kept, not copied: it must not be changed afterwards. */
        public static Bytes of(byte[] content) {
            return content.length == 0 ? EMPTY : new Bytes(content);
        }

        /** The bytes themselves, not a copy: must not be changed. */
        public byte[] array() {
            return content;
        }

        public int length() {
            return content.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(content, that.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    /** Items of a sequence. */
    record Items(List<DataSet> items) implements Value {
        public Items {
            items = Collections.unmodifiableList(items);
        }
    }

    /**
     * A bulk value left where it is.
     *
     * @param source what it is read from
     * @param offset of its first byte there
     * @param length in bytes
     * @param swap bytes of a word written most significant first in the source, 1 where nothing is to be swapped
     */
    record Located(BulkSource source, long offset, long length, int swap) implements Value {
        /** Its bytes, little endian, from byte {@code from} on; a source that ends early fails the stream as truncated. */
        public InputStream open(long from, long count) throws IOException {
            if (from < 0 || count < 0 || from + count > length) {
                throw new DicomException(DicomException.Reason.NO_SUCH_VALUE, -1, "outside the value");
            }
            long aligned = from - from % swap;
            long end = Math.min(length, (from + count + swap - 1) / swap * swap);
            InputStream bytes = new BoundedStream(source.open(offset + aligned), end - aligned);
            if (swap == 1) {
                return bytes;
            }
            InputStream swapped = new SwappedStream(bytes, swap);
            swapped.skipNBytes(from - aligned);
            return end == from + count ? swapped : new BoundedStream(swapped, count);
        }

        public InputStream open() throws IOException {
            return open(0, length);
        }
    }

    /** A value that a JSON document names by its BulkDataURI (PS3.18 F.2.2). */
    record Referenced(String uri) implements Value {}

    /** The whole value as a stream: empty for sequences; the fragments after each other for encapsulated pixels. */
    default InputStream stream() throws IOException {
        if (this instanceof Bytes bytes) {
            return new ByteArrayInputStream(bytes.array());
        } else if (this instanceof Located located) {
            return located.open();
        } else if (this instanceof Fragments fragments) {
            return fragments.open(0, fragments.count());
        }
        throw new DicomException(DicomException.Reason.NO_SUCH_VALUE, -1, "the value has no bytes here");
    }
}
