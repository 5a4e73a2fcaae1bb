package health.webqx.imaging.pacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every archive must do, over real files of every transfer syntax: the same cases for each kind of archive. */
abstract class PacsConnectorContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Uid NOBODYS = Uid.of("1.2.3.4.5.6.7.8.9");

    /** The archive, holding {@link #held}. */
    abstract PacsConnector archive();

    /** The files the archive has taken, by SOPInstanceUID. */
    abstract Map<Uid, Path> held();

    abstract void add(Path file) throws Exception;

    abstract void remove(Uid study) throws Exception;

    /** Files with one of each SOPInstanceUID, and a study kept back for {@link #tellsWhatHappensToStudies}. */
    static Map<Uid, Path> realFiles() throws IOException {
        Map<Uid, Path> files = new TreeMap<>(java.util.Comparator.comparing(Uid::value));
        try (Stream<Path> all = Files.walk(Peer.requireDicomFiles())) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                read(file)
                        .filter(read -> !read.dataSet().string(Tag.PatientID).equals(Optional.of("1CT1")))
                        .filter(read -> read.dataSet().uid(Tag.StudyInstanceUID).isPresent()
                                && read.dataSet().uid(Tag.SeriesInstanceUID).isPresent())
                        .flatMap(read -> read.dataSet().uid(Tag.SOPInstanceUID))
                        .ifPresent(uid -> files.putIfAbsent(uid, file));
            }
        }
        return files;
    }

    /** An archive that is looked at often, and otherwise as archives are. */
    static PacsDefinition definition(String name, PacsType type, String url, Credentials credentials) {
        return new PacsDefinition(
                name,
                type,
                url,
                credentials,
                false,
                Optional.empty(),
                Duration.ofSeconds(10),
                8,
                Optional.of(Duration.ofMillis(200)),
                PacsLimits.DEFAULT,
                PacsTls.DEFAULT);
    }

    static Path keptBack() {
        return Peer.requireDicomFiles().resolve("pydicom/test_files/CT_small.dcm");
    }

    @Test
    void answersThatItIsThere() {
        await(archive().ping());
    }

    @Test
    void findsEveryStudyOnceAndInOrder() {
        List<String> found = await(archive().search(PacsQuery.everyStudy())).stream()
                .map(row -> row.string(Tag.StudyInstanceUID).orElseThrow())
                .toList();
        assertThat(found).isSorted().doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(texts(studies()));
    }

    @Test
    void findsSeriesAndInstancesWithinAStudy() throws IOException {
        for (Uid study : studies()) {
            PacsQuery series = new PacsQuery(PacsQuery.Level.SERIES, Optional.of(study), Optional.empty(), Map.of());
            assertThat(uids(await(archive().search(series)), Tag.SeriesInstanceUID))
                    .containsExactlyInAnyOrderElementsOf(of(study, Tag.SeriesInstanceUID));
            PacsQuery instances =
                    new PacsQuery(PacsQuery.Level.INSTANCE, Optional.of(study), Optional.empty(), Map.of());
            assertThat(uids(await(archive().search(instances)), Tag.SOPInstanceUID))
                    .containsExactlyInAnyOrderElementsOf(of(study, Tag.SOPInstanceUID));
        }
    }

    @Test
    void matchesWhatAnArchiveMayIgnore() throws IOException {
        DataSet some = attributes()
                .filter(each -> each.string(Tag.PatientID).isPresent()
                        && each.string(Tag.StudyDate).isPresent())
                .findFirst()
                .orElseThrow();
        String patient = some.string(Tag.PatientID).orElseThrow();
        List<DataSet> rows = await(archive().search(query(Map.of(Tag.PatientID, List.of(patient)))));
        assertThat(rows)
                .isNotEmpty()
                .allMatch(row -> row.string(Tag.PatientID).orElse("").strip().equals(patient));
        assertThat(rows).hasSizeLessThan(studies().size());
        assertThat(await(archive().search(query(Map.of(Tag.BodyPartExamined, List.of("NO SUCH PART"))))))
                .isEmpty();
    }

    @Test
    void describesEveryInstanceOfAStudyInTheOrderOfRetrieval() throws IOException {
        for (Uid study : studies()) {
            DicomTarget target = DicomTarget.study(study);
            List<DataSet> described = await(archive().metadata(target).collect().asList());
            List<Uid> retrieved = await(archive()
                    .retrieve(target)
                    .onItem()
                    .transformToUniAndConcatenate(
                            instance -> whole(instance.content()).replaceWith(instance.sopInstanceUid()))
                    .collect()
                    .asList());
            assertThat(described.stream()
                            .map(each -> each.uid(Tag.SOPInstanceUID).orElseThrow()))
                    .containsExactlyElementsOf(retrieved);
            for (DataSet each : described) {
                sameAsFile(each);
            }
        }
    }

    private void sameAsFile(DataSet described) throws IOException {
        Path file = held().get(described.uid(Tag.SOPInstanceUID).orElseThrow());
        DataSet stored = DicomFile.read(file).dataSet();
        for (int tag : new int[] {
            Tag.SOPClassUID,
            Tag.StudyInstanceUID,
            Tag.SeriesInstanceUID,
            Tag.PatientID,
            Tag.PatientName,
            Tag.StudyDate,
            Tag.Modality,
            Tag.SeriesNumber,
            Tag.InstanceNumber,
            Tag.Rows,
            Tag.Columns,
            Tag.NumberOfFrames,
            Tag.PhotometricInterpretation,
            Tag.PixelSpacing
        }) {
            assertThat(text(described, tag)).as("%s %s", file, Tag.hex(tag)).isEqualTo(text(stored, tag));
        }
    }

    /** Numbers as numbers: a JSON document does not keep how they were written, and has no room for what is none. */
    private static List<?> text(DataSet from, int tag) {
        List<Double> numbers = from.decimals(tag);
        boolean numeric = from.find(tag)
                .filter(element -> element.vr() == Vr.IS || element.vr() == Vr.DS)
                .isPresent();
        return numbers.isEmpty() && !numeric
                ? from.strings(tag).stream()
                        .map(value -> value.strip().replaceAll("[=^]+$", ""))
                        .filter(value -> !value.isEmpty())
                        .toList()
                : numbers;
    }

    @Test
    void returnsEveryInstanceAsItWasStored() throws IOException {
        for (Map.Entry<Uid, Path> each : held().entrySet()) {
            RetrievedInstance instance =
                    await(archive().retrieve(target(each.getValue())).toUni());
            assertThat(instance.sopInstanceUid()).isEqualTo(each.getKey());
            assertThat(instance.transferSyntax())
                    .isEqualTo(DicomFile.read(each.getValue()).transferSyntax().uid());
            byte[] content = await(whole(instance.content())).getBytes();
            assertThat(content).as("%s", each.getValue()).isEqualTo(Files.readAllBytes(each.getValue()));
            instance.length().ifPresent(length -> assertThat(length).isEqualTo(content.length));
        }
    }

    @Test
    void returnsEveryFrameAsItWasStored() throws IOException {
        int frames = 0;
        for (Path path : held().values()) {
            DicomFile file = DicomFile.read(path);
            for (int number = 1; number <= Math.min(3, readableFrames(file)); number++) {
                RetrievedFrame frame =
                        await(archive().frames(target(path), List.of(number)).toUni());
                assertThat(frame.number()).isEqualTo(number);
                assertThat(frame.transferSyntax())
                        .isEqualTo(
                                file.transferSyntax().encapsulated()
                                        ? file.transferSyntax().uid()
                                        : TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
                assertThat(frame.content().getBytes())
                        .as("frame %s of %s", number, path)
                        .isEqualTo(file.frame(number).bytes());
                assertThat(frame.instance().uid(Tag.StudyInstanceUID))
                        .isEqualTo(file.dataSet().uid(Tag.StudyInstanceUID));
                assertThat(text(frame.instance(), Tag.PatientID)).isEqualTo(text(file.dataSet(), Tag.PatientID));
                frames++;
            }
        }
        assertThat(frames).isGreaterThan(10);
    }

    private static int readableFrames(DicomFile file) {
        for (int number = 1; number <= file.frameCount(); number++) {
            try {
                file.frame(number);
            } catch (IOException notToBeTold) {
                return number - 1;
            }
        }
        return file.frameCount();
    }

    @Test
    void refusesAFrameThatIsNotThereBeforeTheFirst() throws IOException {
        Path path = held().values().stream()
                .filter(each ->
                        read(each).filter(file -> file.frameCount() == 1).isPresent())
                .findFirst()
                .orElseThrow();
        fails(archive().frames(target(path), List.of(1, 2)).collect().asList(), FailureKind.NOT_FOUND);
        fails(archive().frames(target(path), List.of(0)).collect().asList(), FailureKind.INVALID);
    }

    @Test
    void returnsBulkValuesAfterShowingWhoseTheyAre() throws IOException {
        Path path = held().values().stream()
                .filter(each -> read(each)
                        .filter(file ->
                                file.frameCount() == 1 && !file.transferSyntax().encapsulated())
                        .isPresent())
                .findFirst()
                .orElseThrow();
        DicomFile file = DicomFile.read(path);
        List<DataSet> owners = new ArrayList<>();
        Buffer pixels = await(whole(archive().bulk(target(path), List.of(Tag.PixelData), owners::add)));
        assertThat(pixels.getBytes())
                .isEqualTo(file.bulk(List.of(Tag.PixelData)).orElseThrow().readAllBytes());
        assertThat(owners).singleElement().satisfies(owner -> assertThat(owner.string(Tag.PatientID))
                .isEqualTo(file.dataSet().string(Tag.PatientID)));
        fails(whole(archive().bulk(target(path), List.of(Tag.FloatPixelData), owners::add)), FailureKind.NOT_FOUND);
        Failure notTheirs = Failure.of(FailureKind.FORBIDDEN, "not theirs");
        fails(
                whole(archive().bulk(target(path), List.of(Tag.PixelData), owner -> {
                    throw notTheirs;
                })),
                FailureKind.FORBIDDEN);
    }

    @Test
    void saysThatItDoesNotHoldWhatItDoesNotHold() {
        DicomTarget study = DicomTarget.study(NOBODYS);
        DicomTarget instance = DicomTarget.instance(NOBODYS, NOBODYS, NOBODYS);
        fails(archive().metadata(study).collect().asList(), FailureKind.NOT_FOUND);
        fails(archive().metadata(instance).collect().asList(), FailureKind.NOT_FOUND);
        fails(archive().retrieve(study).collect().asList(), FailureKind.NOT_FOUND);
        fails(archive().retrieve(instance).collect().asList(), FailureKind.NOT_FOUND);
        fails(archive().frames(instance, List.of(1)).collect().asList(), FailureKind.NOT_FOUND);
        fails(whole(archive().bulk(instance, List.of(Tag.PixelData), owner -> {})), FailureKind.NOT_FOUND);
        assertThat(await(archive().search(query(Map.of(Tag.StudyInstanceUID, List.of(NOBODYS.value()))))))
                .isEmpty();
    }

    @Test
    void doesNotMixUpStudies() throws IOException {
        Path path = held().values().iterator().next();
        DicomTarget right = target(path);
        DicomTarget wrong = DicomTarget.instance(
                NOBODYS, right.series().orElseThrow(), right.instance().orElseThrow());
        fails(archive().retrieve(wrong).collect().asList(), FailureKind.NOT_FOUND);
        fails(archive().metadata(wrong).collect().asList(), FailureKind.NOT_FOUND);
        fails(archive().frames(wrong, List.of(1)).collect().asList(), FailureKind.NOT_FOUND);
    }

    @Test
    void tellsWhatHappensToStudies() throws Exception {
        Uid study =
                DicomFile.read(keptBack()).dataSet().uid(Tag.StudyInstanceUID).orElseThrow();
        List<StudyEvent> told = new CopyOnWriteArrayList<>();
        Cancellable following = archive().events().subscribe().with(told::add);
        try {
            awaitThat(() -> assertThat(told).contains(new StudyEvent.Unknown()));
            told.clear();
            add(keptBack());
            awaitThat(() -> assertThat(told).contains(new StudyEvent.Changed(study)));
            told.clear();
            remove(study);
            awaitThat(() -> assertThat(told)
                    .anyMatch(event ->
                            event.equals(new StudyEvent.Removed(study)) || event.equals(new StudyEvent.Unknown())));
            assertThat(await(archive().search(PacsQuery.everyStudy())))
                    .noneMatch(row -> row.uid(Tag.StudyInstanceUID).equals(Optional.of(study)));
        } finally {
            following.cancel();
        }
    }

    /** Where it takes instances. */
    @Test
    void storesAnInstanceSoThatItIsThereAtOnceAndOnce() throws Exception {
        assumeTrue(archive().stores());
        byte[] content = Files.readAllBytes(keptBack());
        DicomTarget target = target(keptBack());
        IncomingInstance instance = new IncomingInstance(target, keptBack(), content.length);
        try {
            await(archive().store(instance));
            await(archive().store(instance));
            List<Buffer> held = await(archive()
                    .retrieve(DicomTarget.study(target.study()))
                    .onItem()
                    .transformToUniAndConcatenate(stored -> whole(stored.content()))
                    .collect()
                    .asList());
            assertThat(held).singleElement().satisfies(stored -> assertThat(stored.getBytes())
                    .isEqualTo(content));
        } finally {
            remove(target.study());
            awaitThat(() -> assertThat(await(archive().search(PacsQuery.everyStudy())))
                    .noneMatch(row -> row.uid(Tag.StudyInstanceUID).equals(Optional.of(target.study()))));
        }
    }

    @Test
    void givesAttributesThatAreAskedFor() throws IOException {
        DataSet some = attributes()
                .filter(each -> each.string(Tag.StudyTime).isPresent()
                        && each.string(Tag.PatientID).isPresent())
                .findFirst()
                .orElseThrow();
        PacsQuery query = new PacsQuery(
                PacsQuery.Level.INSTANCE,
                some.uid(Tag.StudyInstanceUID),
                Optional.empty(),
                Map.of(),
                Set.of(Tag.BitsAllocated, Tag.StudyTime));
        assertThat(await(archive().search(query)))
                .anyMatch(row -> row.uid(Tag.SOPInstanceUID).equals(some.uid(Tag.SOPInstanceUID))
                        && row.integer(Tag.BitsAllocated).equals(some.integer(Tag.BitsAllocated))
                        && row.string(Tag.PatientID).equals(some.string(Tag.PatientID)));
    }

    static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    static void fails(Uni<?> work, FailureKind kind) {
        assertThatThrownBy(() -> await(work))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    static Uni<Buffer> whole(Multi<Buffer> content) {
        return content.collect().in(Buffer::buffer, Buffer::appendBuffer);
    }

    static void awaitThat(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(assertion);
    }

    private static PacsQuery query(Map<Integer, List<String>> matches) {
        return new PacsQuery(PacsQuery.Level.STUDY, Optional.empty(), Optional.empty(), matches);
    }

    private static Optional<DicomFile> read(Path file) {
        try {
            return Optional.of(DicomFile.read(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static DicomTarget target(Path file) throws IOException {
        DataSet all = DicomFile.read(file).dataSet();
        return DicomTarget.instance(
                all.uid(Tag.StudyInstanceUID).orElseThrow(),
                all.uid(Tag.SeriesInstanceUID).orElseThrow(),
                all.uid(Tag.SOPInstanceUID).orElseThrow());
    }

    private Stream<DataSet> attributes() {
        return held().values().stream().flatMap(file -> read(file).stream()).map(DicomFile::dataSet);
    }

    Set<Uid> studies() {
        Set<Uid> studies = new LinkedHashSet<>();
        attributes().forEach(each -> studies.add(each.uid(Tag.StudyInstanceUID).orElseThrow()));
        return studies;
    }

    private Set<String> of(Uid study, int tag) {
        Set<String> uids = new LinkedHashSet<>();
        attributes()
                .filter(each -> each.uid(Tag.StudyInstanceUID).equals(Optional.of(study)))
                .forEach(each -> uids.add(each.string(tag).orElseThrow()));
        return uids;
    }

    private static List<String> uids(List<DataSet> rows, int tag) {
        return rows.stream().map(row -> row.string(tag).orElseThrow()).toList();
    }

    private static List<String> texts(Set<Uid> uids) {
        return uids.stream().map(Uid::value).toList();
    }
}
