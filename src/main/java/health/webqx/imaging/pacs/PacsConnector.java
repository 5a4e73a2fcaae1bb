package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One archive, whatever it speaks. Every call is built anew from parsed, validated parts: nothing of a caller's path,
 * query text or headers reaches an archive. Calls never block; they may be made from any thread. They fail with
 * {@code Failure}: {@code NOT_FOUND} when the archive does not hold the target, {@code BAD_GATEWAY},
 * {@code UNAVAILABLE} or {@code GATEWAY_TIMEOUT} when it cannot answer as it should.
 */
public interface PacsConnector extends AutoCloseable {
    /** The name under which this archive was configured; stable, also the id of its Endpoint. */
    String name();

    /**
     * Rows that match, each re-checked against the query here, because archives ignore keys they do not know
     * (PS3.18 8.3.4). Ordered by UID, so that pages are repeatable.
     */
    Uni<List<DataSet>> search(PacsQuery query);

    /**
     * Each instance's attributes in the order of {@link #retrieve}, without file meta information (PS3.18 10.4.1.1.2).
     * Large binary values are in place as elements and are not loaded: {@link #bulk} fetches them by their path. The pixel
     * data and what stands after them may be left out.
     */
    Multi<DataSet> metadata(DicomTarget target);

    /**
     * The instances of a target as Part 10 files, as stored, by SeriesInstanceUID, and within a series by InstanceNumber and
     * SOPInstanceUID, or as the archive sends it where it sends a series at once. Parts come one after the other: the content of one must be
     * consumed (or cancelled) before the next is asked for. A truncated instance fails its content, never ends it short.
     */
    Multi<RetrievedInstance> retrieve(DicomTarget target);

    /** Which instances of a target the archive holds, told without touching them; none where it holds nothing of it. */
    Uni<Set<Uid>> instances(DicomTarget target);

    /**
     * The given frames of one instance, 1-based and in the asked order, as stored (PS3.18 10.4.1.1.6). A number below 1
     * is {@code INVALID}; a frame that the instance does not have is a resource that does not exist, {@code NOT_FOUND}
     * (PS3.18 table 8.5-1), told before the first frame.
     */
    Multi<RetrievedFrame> frames(DicomTarget instance, List<Integer> frames);

    /** Whether the archive's files are at hand here, so that there is no use in keeping copies of them. */
    default boolean isLocal() {
        return false;
    }

    /**
     * The bytes of one bulk value of one instance, little endian (PS3.18 10.4.1.1.5); read once, with back-pressure.
     *
     * @param path tag, item index from 0, tag
     * @param owner shown the instance's attributes, PatientID and StudyInstanceUID at least, before the first byte; what it
     *     throws fails the call
     */
    Multi<Buffer> bulk(DicomTarget instance, List<Integer> path, Consumer<DataSet> owner);

    /** Whether {@link #store} takes instances. */
    default boolean stores() {
        return false;
    }

    /**
     * Stores an instance; when this completes the archive holds it, whole, and every other call finds it. One that it holds
     * already is left as it is. Fails {@code UNPROCESSABLE} for an instance that the archive does not take; nothing of an
     * instance that failed is left behind.
     */
    default Uni<Void> store(IncomingInstance instance) {
        return Uni.createFrom()
                .failure(Failure.of(
                        FailureKind.UNPROCESSABLE, "this archive is read only and does not store instances"));
    }

    /**
     * What happens to studies, until cancelled. Begins with {@link StudyEvent.Unknown} as soon as nothing that happens
     * from there on is missed. Never fails: an archive that cannot be asked is asked again later. An event may come twice,
     * and may come for a study that did not change. Changes are asked for as the reader asks for events.
     */
    Multi<StudyEvent> events();

    /** Completes when the archive answers, fails as every call does. */
    Uni<Void> ping();

    /** How it goes with this archive, without asking it. */
    PacsCondition condition();

    /** Lets go of connections and threads; calls under way fail. */
    @Override
    void close();
}
