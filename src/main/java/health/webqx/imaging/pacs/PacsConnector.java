package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DataSet;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;

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
     * Large binary values and pixel data are in place as elements and are not loaded: {@link #bulk} fetches them by their
     * path. What stands after the pixel data may be left out.
     */
    Multi<DataSet> metadata(DicomTarget target);

    /**
     * The instances of a target as Part 10 files, as stored, by SeriesInstanceUID, InstanceNumber and SOPInstanceUID. Parts come one after the other: the content of one must be
     * consumed (or cancelled) before the next is asked for. A truncated instance fails its content, never ends it short.
     */
    Multi<RetrievedInstance> retrieve(DicomTarget target);

    /**
     * The given frames of one instance, 1-based and in the asked order, as stored (PS3.18 10.4.1.1.6). A number below 1
     * is {@code INVALID}; a frame that the instance does not have is a resource that does not exist, {@code NOT_FOUND}
     * (PS3.18 table 8.5-1), told before the first frame.
     */
    Multi<RetrievedFrame> frames(DicomTarget instance, List<Integer> frames);

    /** The bytes of one bulk value of one instance; path: tag, item index from 0, tag (PS3.18 10.4.1.1.5). */
    Uni<RetrievedBulk> bulk(DicomTarget instance, List<Integer> path);

    /**
     * What happens to studies from now on, until cancelled. Never fails: an archive that cannot be asked is asked again
     * later. An event may come twice, and may come for a study that did not change.
     */
    Multi<StudyEvent> events();

    /** Completes when the archive answers, fails as every call does. */
    Uni<Void> ping();

    /** Lets go of connections and threads; calls under way fail. */
    @Override
    void close();
}
