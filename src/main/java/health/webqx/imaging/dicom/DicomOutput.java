package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes elements in one encoding (PS3.5 7.1, 7.5, A.4). For one thread. */
final class DicomOutput {
    static final int UNDEFINED = 0xFFFFFFFF;

    private final OutputStream out;
    private final boolean explicit;
    private final boolean bigEndian;
    private final byte[] word = new byte[12];

    DicomOutput(OutputStream out, TransferSyntax syntax) {
        this.out = out;
        explicit = syntax.explicitVr();
        bigEndian = syntax.bigEndian();
    }

    /** All but group lengths, which are retired and would no longer be right (PS3.5 7.2). */
    void dataSet(DataSet dataSet) throws IOException {
        for (Element element : dataSet.array()) {
            if (!Tag.isGroupLength(element.tag())) {
                element(element);
            }
        }
    }

    void element(Element element) throws IOException {
        Value value = element.value();
        if (value instanceof Value.Items items) {
            items(element.tag(), items);
        } else if (value instanceof Value.Bytes bytes) {
            bytes(element.tag(), element.vr(), bytes.array());
        } else if (value instanceof Value.Located located) {
            try (InputStream in = located.open()) {
                stream(element.tag(), element.vr(), located.length(), 1, in);
            }
        } else if (value instanceof Fragments fragments) {
            fragments(element.tag(), element.vr(), fragments);
        } else {
            throw new DicomException(DicomException.Reason.NO_SUCH_VALUE, -1, "a referenced value cannot be written");
        }
    }

    /** A value as it comes, its words turned where needed. Of {@code swap} bytes are words where {@code in} is big endian, else 1. */
    void stream(int tag, Vr vr, long length, int swap, InputStream in) throws IOException {
        boolean odd = length % 2 == 1;
        header(tag, vr, length + (odd ? 1 : 0));
        int turn = bigEndian ? vr.wordSize() : 1;
        copy(in, length, swap == turn ? 1 : Math.max(swap, turn));
        if (odd) {
            out.write(vr.padding());
        }
    }

    private void copy(InputStream in, long length, int turn) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, 65536)];
        for (long left = length; left > 0; ) {
            int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
            if (read == 0) {
                throw new DicomException(DicomException.Reason.TRUNCATED, -1, left + " bytes missing of a bulk value");
            }
            SwappedStream.swap(buffer, 0, read, turn);
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    void startSequence(int tag) throws IOException {
        tag(tag);
        if (explicit) {
            vr(Vr.SQ, true);
        }
        int32(UNDEFINED);
    }

    void delimit(int tag) throws IOException {
        tag(tag);
        int32(0);
    }

    void startItem(int length) throws IOException {
        tag(Tag.Item);
        int32(length);
    }

    private void items(int tag, Value.Items items) throws IOException {
        startSequence(tag);
        for (DataSet item : items.items()) {
            startItem(UNDEFINED);
            dataSet(item);
            delimit(Tag.ItemDelimitationItem);
        }
        delimit(Tag.SequenceDelimitationItem);
    }

    private void bytes(int tag, Vr vr, byte[] bytes) throws IOException {
        boolean odd = bytes.length % 2 == 1;
        header(tag, vr, bytes.length + (odd ? 1 : 0));
        if (bigEndian && vr.wordSize() > 1) {
            byte[] turned = bytes.clone();
            SwappedStream.swap(turned, 0, turned.length, vr.wordSize());
            out.write(turned);
        } else {
            out.write(bytes);
        }
        if (odd) {
            out.write(vr.padding());
        }
    }

    void startFragments(int tag, Vr vr) throws IOException {
        tag(tag);
        if (explicit) {
            vr(vr, true);
        }
        int32(UNDEFINED);
    }

    void fragment(long length, InputStream in) throws IOException {
        startItem((int) (length + length % 2));
        copy(in, length, 1);
        if (length % 2 == 1) {
            out.write(0);
        }
    }

    private void fragments(int tag, Vr vr, Fragments fragments) throws IOException {
        startFragments(tag, vr);
        startItem(fragments.basicOffsetCount() * 4);
        for (int i = 0; i < fragments.basicOffsetCount(); i++) {
            int32((int) fragments.basicOffset(i));
        }
        for (int i = 0; i < fragments.count(); i++) {
            try (InputStream in = fragments.open(i, 1)) {
                fragment(fragments.length(i), in);
            }
        }
        delimit(Tag.SequenceDelimitationItem);
    }

    private void header(int tag, Vr vr, long length) throws IOException {
        if (length > 0xFFFFFFFEL) {
            throw new DicomException(DicomException.Reason.TOO_LARGE, -1, "a value has at most 4 GiB");
        }
        tag(tag);
        if (!explicit) {
            int32((int) length);
        } else if (vr.longLength()) {
            vr(vr, true);
            int32((int) length);
        } else if (length <= 0xFFFF) {
            vr(vr, false);
            int16((int) length);
        } else { // PS3.5 6.2.2: too long for the 16 bit form
            vr(Vr.UN, true);
            int32((int) length);
        }
    }

    private void tag(int tag) throws IOException {
        int16(tag >>> 16);
        int16(tag);
    }

    private void vr(Vr vr, boolean reserved) throws IOException {
        word[0] = (byte) vr.name().charAt(0);
        word[1] = (byte) vr.name().charAt(1);
        word[2] = 0;
        word[3] = 0;
        out.write(word, 0, reserved ? 4 : 2);
    }

    private void int16(int value) throws IOException {
        word[bigEndian ? 1 : 0] = (byte) value;
        word[bigEndian ? 0 : 1] = (byte) (value >>> 8);
        out.write(word, 0, 2);
    }

    private void int32(int value) throws IOException {
        for (int i = 0; i < 4; i++) {
            word[bigEndian ? 3 - i : i] = (byte) (value >>> (8 * i));
        }
        out.write(word, 0, 4);
    }
}
