package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Rewriting.PixelChange;
import health.webqx.imaging.dicom.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Blackens uncompressed pixels outside of the regions that an ultrasound image is made of (PS3.3 C.8.5.5): names and dates
 * are written beside them.
 */
final class RegionMask implements PixelChange {
    private static final int MOST_PIXELS = 1 << 24;

    /** Whether each pixel of a frame is inside of a region. */
    private final boolean[] inside;

    private final int bytesPerSample;
    /** Samples of a pixel that lie side by side: 1 where each colour is a plane of its own. */
    private final int interleaved;

    private final boolean chroma;
    private final int planes;

    private RegionMask(boolean[] inside, int bytesPerSample, int samples, boolean planar, boolean chroma) {
        this.inside = inside;
        this.bytesPerSample = bytesPerSample;
        this.interleaved = planar ? 1 : samples;
        this.planes = planar ? samples : 1;
        this.chroma = chroma;
    }

    /** Empty where the regions are not known or the pixels are compressed or laid out otherwise. */
    static Optional<RegionMask> of(DicomFile file) {
        DataSet dataSet = file.dataSet();
        long rows = dataSet.integer(Tag.Rows).orElse(0);
        long columns = dataSet.integer(Tag.Columns).orElse(0);
        int allocated = dataSet.integer(Tag.BitsAllocated).orElse(0);
        int samples = dataSet.integer(Tag.SamplesPerPixel).orElse(1);
        String colours = dataSet.string(Tag.PhotometricInterpretation).orElse("");
        List<DataSet> regions = dataSet.items(Tag.SequenceOfUltrasoundRegions);
        boolean known =
                List.of("RGB", "MONOCHROME2", "PALETTE COLOR", "YBR_FULL").contains(colours);
        if (file.transferSyntax().encapsulated()
                || regions.isEmpty()
                || !known
                || (samples != 1 && samples != 3)
                || (allocated != 8 && allocated != 16)
                || rows * columns <= 0
                || rows * columns > MOST_PIXELS) {
            return Optional.empty();
        }
        boolean[] inside = new boolean[(int) (rows * columns)];
        regions.forEach(region -> add(region, inside, (int) rows, (int) columns));
        boolean planar =
                samples == 3 && dataSet.integer(Tag.PlanarConfiguration).orElse(0) == 1;
        return Optional.of(new RegionMask(inside, allocated / 8, samples, planar, colours.equals("YBR_FULL")));
    }

    private static void add(DataSet region, boolean[] inside, int rows, int columns) {
        List<Integer> box = new ArrayList<>();
        for (int tag : new int[] {
            Tag.RegionLocationMinX0, Tag.RegionLocationMinY0, Tag.RegionLocationMaxX1, Tag.RegionLocationMaxY1
        }) {
            box.add(region.integer(tag).orElse(-1));
        }
        if (box.stream().anyMatch(edge -> edge < 0)) {
            return;
        }
        for (int row = box.get(1); row <= Math.min(box.get(3), rows - 1); row++) {
            for (int column = box.get(0); column <= Math.min(box.get(2), columns - 1); column++) {
                inside[row * columns + column] = true;
            }
        }
    }

    @Override
    public void change(byte[] bytes, int from, int count, long position) {
        for (int i = 0; i < count; i++) {
            long sample = (position + i) / bytesPerSample;
            int pixel = (int) (sample / interleaved % inside.length);
            if (!inside[pixel]) {
                bytes[from + i] = black(sample);
            }
        }
    }

    /** Half of the range for the two colours of a YBR image. */
    private byte black(long sample) {
        if (!chroma) {
            return 0;
        }
        long channel = planes > 1 ? sample / inside.length % planes : sample % interleaved;
        return (byte) (channel == 0 ? 0 : 128);
    }
}
