package health.webqx.imaging.pacs.orthanc;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.pacs.StoredFrames;
import health.webqx.imaging.pacs.Worker;
import health.webqx.imaging.pacs.orthanc.OrthancInstances.Held;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Single frames. The REST API gives one in a millisecond where the plugin's DICOMweb takes seconds and mislabels some; what
 * the REST API gives differently from how PS3.18 wants it is taken out of the whole file instead.
 */
final class OrthancFrames {
    private static final int LONGEST = 1 << 30;
    /** Bytes of a file that is sooner fetched, into memory, than Orthanc has told what is in it. */
    private static final int SMALL = 4 << 20;

    private static final int[] PIXEL_NUMBERS = {
        Tag.SamplesPerPixel,
        Tag.PlanarConfiguration,
        Tag.Rows,
        Tag.Columns,
        Tag.BitsAllocated,
        Tag.BitsStored,
        Tag.HighBit,
        Tag.PixelRepresentation
    };

    private final Upstream upstream;
    private final OrthancRest rest;
    private final OrthancInstances instances;

    OrthancFrames(Upstream upstream, OrthancRest rest, OrthancInstances instances) {
        this.upstream = upstream;
        this.rest = rest;
        this.instances = instances;
    }

    /**
     * What is known of an instance before its frames are asked for.
     *
     * @param count frames Orthanc can give
     * @param bitsAllocated 0 where the instance does not say
     * @param owner whose it is
     */
    private record Facts(Held held, TransferSyntax syntax, int count, int bitsAllocated, DataSet owner) {
        /** Words are swapped in a big endian file, and frames of single bits do not begin at a byte. */
        boolean needsFile() {
            return syntax.bigEndian() || syntax.deflated() || bitsAllocated % 8 != 0;
        }

        Uid frameSyntax() {
            return syntax.encapsulated() ? syntax.uid() : TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid();
        }
    }

    /** The frames; of an instance whose frames REST does not give as they are, by way of {@code fromFile}. */
    Multi<RetrievedFrame> frames(
            DicomTarget target, List<Integer> numbers, Function<Held, Multi<RetrievedFrame>> fromFile) {
        StoredFrames.requireNumbers(numbers);
        return instances
                .get(target)
                .onItem()
                .transformToMulti(held -> held.size() <= SMALL ? small(held, numbers) : known(held, numbers, fromFile));
    }

    private Multi<RetrievedFrame> small(Held held, List<Integer> numbers) {
        return upstream.bytes(held.path() + "/file", SMALL)
                .flatMap(bytes -> Worker.run(() -> DicomFile.read(bytes.getBytes())))
                .onItem()
                .transformToMulti(file -> StoredFrames.of(file, numbers));
    }

    private Multi<RetrievedFrame> known(
            Held held, List<Integer> numbers, Function<Held, Multi<RetrievedFrame>> fromFile) {
        return facts(held)
                .map(Optional::of)
                .onFailure(OrthancFrames::isNotReadableToOrthanc)
                .recoverWithItem(Optional.empty())
                .onItem()
                .transformToMulti(facts ->
                        facts.isEmpty() || facts.get().needsFile() ? fromFile.apply(held) : raw(facts.get(), numbers));
    }

    /** Orthanc stores files whose elements it cannot take apart. */
    private static boolean isNotReadableToOrthanc(Throwable thrown) {
        return thrown instanceof Failure failure && failure.kind() == FailureKind.BAD_GATEWAY;
    }

    private Multi<RetrievedFrame> raw(Facts facts, List<Integer> numbers) {
        if (numbers.stream().anyMatch(number -> number > facts.count())) {
            return Multi.createFrom().failure(StoredFrames.absent());
        }
        return Multi.createFrom().iterable(numbers).onItem().transformToUniAndConcatenate(number -> upstream.bytes(
                        facts.held().path() + "/frames/" + (number - 1) + "/raw", LONGEST)
                .map(bytes -> new RetrievedFrame(number, facts.frameSyntax(), bytes, facts.owner())));
    }

    private Uni<Facts> facts(Held held) {
        return Uni.combine()
                .all()
                .unis(
                        rest.get(held.path() + "/tags?short"),
                        rest.get(held.path() + "/frames"),
                        rest.text(held.path() + "/metadata/TransferSyntax"))
                .asTuple()
                .map(all -> facts(held, all.getItem1(), all.getItem2().size(), all.getItem3()));
    }

    private static Facts facts(Held held, JsonNode tags, int count, String syntax) {
        TransferSyntax stored = TransferSyntax.of(Uid.find(syntax).orElseThrow(OrthancRest::notUnderstood));
        String bits = tags.path("0028,0100").asText();
        return new Facts(held, stored, count, bits.matches("\\d{1,4}") ? Integer.parseInt(bits) : 0, owner(tags));
    }

    /** Whose it is, and what its pixels are. */
    private static DataSet owner(JsonNode tags) {
        DataSetBuilder owner = DataSet.builder()
                .put(Tag.PatientID, tags.path("0010,0020").asText())
                .put(Tag.StudyInstanceUID, tags.path("0020,000d").asText())
                .put(Tag.PhotometricInterpretation, tags.path("0028,0004").asText());
        for (int tag : PIXEL_NUMBERS) {
            String number = tags.path(String.format("%04x,%04x", tag >>> 16, tag & 0xFFFF))
                    .asText();
            if (number.matches("\\d{1,5}")) {
                owner.putInts(tag, Integer.parseInt(number));
            }
        }
        return owner.build();
    }
}
