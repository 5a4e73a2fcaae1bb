package health.webqx.imaging.dicom;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a data set is encoded (PS3.5 chapter 10, UIDs in PS3.6 table A-1).
 *
 * @param uid its identifier
 * @param name as PS3.6 gives it; the UID itself for one that is unknown here
 * @param explicitVr whether each element names its VR
 * @param bigEndian whether words are written most significant byte first
 * @param deflated whether the data set is compressed as a whole
 * @param encapsulated whether pixel data are fragments of a compressed stream
 * @param lossy whether pixels may differ from those acquired
 */
public record TransferSyntax(
        Uid uid,
        String name,
        boolean explicitVr,
        boolean bigEndian,
        boolean deflated,
        boolean encapsulated,
        boolean lossy) {
    public static final TransferSyntax IMPLICIT_LITTLE_ENDIAN =
            uncompressed("1.2.840.10008.1.2", "Implicit VR Little Endian", false, false, false);
    public static final TransferSyntax EXPLICIT_LITTLE_ENDIAN =
            uncompressed("1.2.840.10008.1.2.1", "Explicit VR Little Endian", true, false, false);
    public static final TransferSyntax DEFLATED_EXPLICIT_LITTLE_ENDIAN =
            uncompressed("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", true, false, true);
    public static final TransferSyntax EXPLICIT_BIG_ENDIAN =
            uncompressed("1.2.840.10008.1.2.2", "Explicit VR Big Endian", true, true, false);
    public static final TransferSyntax JPEG_BASELINE =
            encapsulated("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)", true);
    public static final TransferSyntax JPEG_EXTENDED =
            encapsulated("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)", true);
    public static final TransferSyntax JPEG_LOSSLESS =
            encapsulated("1.2.840.10008.1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)", false);
    public static final TransferSyntax JPEG_LOSSLESS_SV1 =
            encapsulated("1.2.840.10008.1.2.4.70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction", false);
    public static final TransferSyntax JPEG_LS_LOSSLESS =
            encapsulated("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless Image Compression", false);
    public static final TransferSyntax JPEG_LS_NEAR_LOSSLESS =
            encapsulated("1.2.840.10008.1.2.4.81", "JPEG-LS Lossy (Near-Lossless) Image Compression", true);
    public static final TransferSyntax JPEG_2000_LOSSLESS =
            encapsulated("1.2.840.10008.1.2.4.90", "JPEG 2000 Image Compression (Lossless Only)", false);
    public static final TransferSyntax JPEG_2000 =
            encapsulated("1.2.840.10008.1.2.4.91", "JPEG 2000 Image Compression", true);
    public static final TransferSyntax JPEG_2000_PART2_LOSSLESS = encapsulated(
            "1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)", false);
    public static final TransferSyntax JPEG_2000_PART2 =
            encapsulated("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2 Multi-component Image Compression", true);
    public static final TransferSyntax MPEG2_MAIN =
            encapsulated("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level", true);
    public static final TransferSyntax MPEG2_HIGH =
            encapsulated("1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level", true);
    public static final TransferSyntax MPEG4_AVC_HIGH =
            encapsulated("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1", true);
    public static final TransferSyntax MPEG4_AVC_BD =
            encapsulated("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1", true);
    public static final TransferSyntax HEVC_MAIN =
            encapsulated("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile / Level 5.1", true);
    public static final TransferSyntax HEVC_MAIN_10 =
            encapsulated("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile / Level 5.1", true);
    public static final TransferSyntax HTJ2K_LOSSLESS = encapsulated(
            "1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Image Compression (Lossless Only)", false);
    public static final TransferSyntax HTJ2K_LOSSLESS_RPCL = encapsulated(
            "1.2.840.10008.1.2.4.202",
            "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)",
            false);
    public static final TransferSyntax HTJ2K =
            encapsulated("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000 Image Compression", true);
    public static final TransferSyntax RLE_LOSSLESS = encapsulated("1.2.840.10008.1.2.5", "RLE Lossless", false);

    private static final List<TransferSyntax> KNOWN = List.of(
            IMPLICIT_LITTLE_ENDIAN,
            EXPLICIT_LITTLE_ENDIAN,
            DEFLATED_EXPLICIT_LITTLE_ENDIAN,
            EXPLICIT_BIG_ENDIAN,
            JPEG_BASELINE,
            JPEG_EXTENDED,
            JPEG_LOSSLESS,
            JPEG_LOSSLESS_SV1,
            JPEG_LS_LOSSLESS,
            JPEG_LS_NEAR_LOSSLESS,
            JPEG_2000_LOSSLESS,
            JPEG_2000,
            JPEG_2000_PART2_LOSSLESS,
            JPEG_2000_PART2,
            MPEG2_MAIN,
            MPEG2_HIGH,
            MPEG4_AVC_HIGH,
            MPEG4_AVC_BD,
            HEVC_MAIN,
            HEVC_MAIN_10,
            HTJ2K_LOSSLESS,
            HTJ2K_LOSSLESS_RPCL,
            HTJ2K,
            RLE_LOSSLESS);

    private static final Map<Uid, TransferSyntax> BY_UID =
            KNOWN.stream().collect(Collectors.toUnmodifiableMap(TransferSyntax::uid, Function.identity()));

    /** The syntax of that UID; one that is unknown is taken as explicit VR little endian with encapsulated pixels. */
    public static TransferSyntax of(Uid uid) {
        TransferSyntax known = BY_UID.get(uid);
        return known != null ? known : encapsulated(uid.value(), uid.value(), true);
    }

    /** Every syntax known by name. */
    public static List<TransferSyntax> list() {
        return KNOWN;
    }

    /** Whether PS3.18 8.7.3 keeps it from ever being sent: implicit little endian and explicit big endian. */
    public boolean staysHome() {
        return !explicitVr || bigEndian;
    }

    private static TransferSyntax uncompressed(
            String uid, String name, boolean explicit, boolean big, boolean deflated) {
        return new TransferSyntax(Uid.of(uid), name, explicit, big, deflated, false, false);
    }

    private static TransferSyntax encapsulated(String uid, String name, boolean lossy) {
        return new TransferSyntax(Uid.of(uid), name, true, false, false, true, lossy);
    }
}
