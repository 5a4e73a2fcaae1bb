package health.webqx.imaging.dicom;

import java.util.List;

/** Compressed pixel data for tests. */
public final class Encapsulated {
    private Encapsulated() {}

    /** Each frame in a fragment of its own, without offsets. */
    public static Element pixelData(List<byte[]> frames) {
        return new Element(Tag.PixelData, Vr.OB, Fragments.of(frames));
    }
}
