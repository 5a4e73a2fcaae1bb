package health.webqx.imaging.dicom.validate;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Fragments;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import java.util.Map;
import java.util.Set;

/** Whether pixel data and what describes them agree (PS3.3 C.7.6.3, PS3.5 chapter 8 and A.4). */
final class PixelRules {
    private static final String MODULE = "PS3.3 C.7.6.3";
    private static final Set<Integer> ALLOCATIONS = Set.of(1, 8, 16, 24, 32, 64);
    private static final Map<String, Integer> SAMPLES = Map.ofEntries(
            Map.entry("MONOCHROME1", 1),
            Map.entry("MONOCHROME2", 1),
            Map.entry("PALETTE COLOR", 1),
            Map.entry("RGB", 3),
            Map.entry("HSV", 3),
            Map.entry("YBR_FULL", 3),
            Map.entry("YBR_FULL_422", 3),
            Map.entry("YBR_PARTIAL_422", 3),
            Map.entry("YBR_PARTIAL_420", 3),
            Map.entry("YBR_ICT", 3),
            Map.entry("YBR_RCT", 3),
            Map.entry("XYB", 3),
            Map.entry("ARGB", 4),
            Map.entry("CMYK", 4));

    private final DicomFile file;
    private final DataSet dataSet;
    private final Violations violations;

    private PixelRules(DicomFile file, Violations violations) {
        this.file = file;
        this.dataSet = file.dataSet();
        this.violations = violations;
    }

    static void check(DicomFile file, Violations violations) {
        Element pixels = file.dataSet().find(Tag.PixelData).orElse(null);
        if (pixels != null && !pixels.isEmpty()) {
            PixelRules rules = new PixelRules(file, violations);
            rules.bits();
            rules.colours();
            rules.pixelData(pixels);
        }
    }

    private void bits() {
        int allocated = dataSet.integer(Tag.BitsAllocated).orElse(0);
        int stored = dataSet.integer(Tag.BitsStored).orElse(allocated);
        int high = dataSet.integer(Tag.HighBit).orElse(stored - 1);
        if (!ALLOCATIONS.contains(allocated)) {
            violations.error(Tag.BitsAllocated, "neither 1 nor a multiple of 8", "PS3.5 8.1.1");
        }
        if (stored < 1 || stored > allocated) {
            violations.error(Tag.BitsStored, "not within the bits allocated", "PS3.5 8.1.1");
        }
        if (high != stored - 1) {
            violations.error(Tag.HighBit, "not one less than the bits stored", "PS3.5 8.1.1");
        }
        if (dataSet.integer(Tag.PixelRepresentation).orElse(0) > 1) {
            violations.error(Tag.PixelRepresentation, "neither 0 nor 1", MODULE);
        }
        for (int tag : new int[] {Tag.Rows, Tag.Columns}) {
            if (dataSet.contains(tag) && dataSet.integer(tag).orElse(0) < 1) {
                violations.error(tag, "no size", MODULE);
            }
        }
        if (dataSet.contains(Tag.NumberOfFrames)
                && dataSet.integer(Tag.NumberOfFrames).orElse(0) < 1) {
            violations.error(Tag.NumberOfFrames, "no number of frames", "PS3.3 C.7.6.6");
        }
    }

    private void colours() {
        int samples = dataSet.integer(Tag.SamplesPerPixel).orElse(1);
        dataSet.string(Tag.PhotometricInterpretation).ifPresent(colours -> {
            Integer wanted = SAMPLES.get(colours);
            if (wanted == null) {
                violations.error(Tag.PhotometricInterpretation, "not a defined term", MODULE + ".1.2");
            } else if (wanted != samples) {
                violations.error(Tag.SamplesPerPixel, "not what the photometric interpretation has", MODULE + ".1.2");
            }
        });
        if (samples > 1 && dataSet.integer(Tag.PlanarConfiguration).orElse(0) > 1) {
            violations.error(Tag.PlanarConfiguration, "neither 0 nor 1", MODULE);
        }
        if (file.transferSyntax().lossy()
                && file.transferSyntax().encapsulated()
                && dataSet.string(Tag.LossyImageCompression).orElse("").equals("00")) {
            violations.error(Tag.LossyImageCompression, "00 in a lossy transfer syntax", "PS3.3 C.7.6.1.1.5");
        }
    }

    private void pixelData(Element pixels) {
        boolean encapsulated = pixels.value() instanceof Fragments;
        if (encapsulated != file.transferSyntax().encapsulated()) {
            violations.error(Tag.PixelData, "encapsulated or not otherwise than the transfer syntax says", "PS3.5 A.4");
        }
        if (pixels.value() instanceof Fragments fragments) {
            fragments(fragments);
            return;
        }
        if (dataSet.integer(Tag.BitsAllocated).orElse(0) > 8 && pixels.vr() != Vr.OW) {
            violations.error(Tag.PixelData, "VR " + pixels.vr() + " instead of OW", "PS3.5 A.2");
        }
        if (pixels.value() instanceof Value.Located located) {
            length(located.length());
        } else if (pixels.value() instanceof Value.Bytes bytes) {
            length(bytes.length());
        } else {
            violations.error(Tag.PixelData, "no bytes", "PS3.5 8.1.1");
        }
    }

    private void length(long length) {
        long samples = dataSet.integer(Tag.SamplesPerPixel).orElse(1);
        String colours = dataSet.string(Tag.PhotometricInterpretation).orElse("");
        long bits = (long) dataSet.integer(Tag.Rows).orElse(0)
                * dataSet.integer(Tag.Columns).orElse(0)
                * dataSet.integer(Tag.BitsAllocated).orElse(0)
                * (colours.endsWith("_422") ? 2 : samples);
        int frames = Math.max(1, dataSet.integer(Tag.NumberOfFrames).orElse(1));
        long wanted = bits > Long.MAX_VALUE / frames - 7 ? Long.MAX_VALUE / 8 : (bits * frames + 7) / 8;
        if (length < wanted) {
            violations.error(Tag.PixelData, length + " bytes instead of " + wanted, "PS3.5 8.1.1");
        } else if (length > wanted + wanted % 2) {
            violations.warning(Tag.PixelData, length + " bytes instead of " + wanted, "PS3.5 8.1.1");
        }
    }

    private void fragments(Fragments fragments) {
        int frames = file.frameCount();
        if (fragments.count() < frames) {
            violations.error(Tag.PixelData, fragments.count() + " fragments for " + frames + " frames", "PS3.5 A.4");
        }
        if (fragments.basicOffsetCount() != 0 && fragments.basicOffsetCount() != frames) {
            violations.error(Tag.PixelData, "a basic offset table of another number of frames", "PS3.5 A.4");
        }
        for (int i = 0; i < fragments.count(); i++) {
            if (fragments.length(i) == 0) {
                violations.error(Tag.PixelData, "an empty fragment", "PS3.5 A.4");
                return;
            }
        }
    }
}
