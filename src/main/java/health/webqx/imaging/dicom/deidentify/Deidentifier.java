package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Rewriting;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Takes out of instances who they are about (PS3.15 annex E): the same original gives the same result each time, so that
 * the instances of a study, and the studies of a patient, stay together. Safe for any thread.
 */
public final class Deidentifier {
    private final ConfidentialityProfile profile;
    private final Pseudonyms pseudonyms;

    private Deidentifier(ConfidentialityProfile profile, Pseudonyms pseudonyms) {
        this.profile = profile;
        this.pseudonyms = pseudonyms;
    }

    /** By that profile, with pseudonyms by that key. */
    public static Deidentifier of(ConfidentialityProfile profile, Pseudonyms pseudonyms) {
        return new Deidentifier(profile, pseudonyms);
    }

    /**
     * De-identifies a file as it streams in, pixel data passing through. Blocks. Neither stream is closed.
     *
     * @return the syntax of what was written
     * @throws health.webqx.imaging.dicom.DicomException for what cannot be read or, with nothing written, what cannot be
     *     de-identified ({@code MAY_IDENTIFY})
     */
    public TransferSyntax deidentify(InputStream in, OutputStream out) throws IOException {
        return deidentify(in, out, original -> {});
    }

    /**
     * The same for a file of which it is not known yet whether it is the right one.
     *
     * @param known shown the original's attributes before anything is written; what it throws fails the call
     */
    public TransferSyntax deidentify(InputStream in, OutputStream out, Consumer<DataSet> known) throws IOException {
        return Rewriting.rewrite(in, out, new Instance(known));
    }

    /**
     * De-identifies a data set, as for an answer without pixels: what its pixels show is not looked at, and bulk values
     * that are left in their file stay as they are, unread.
     *
     * @throws health.webqx.imaging.dicom.DicomException for more identifying values than a real instance has
     */
    public DataSet deidentify(DataSet dataSet) throws IOException {
        return DeidentificationMethod.declaredIn(
                InstanceCleaning.of(dataSet, profile, pseudonyms).cleaned(dataSet), profile);
    }

    /** What a UID becomes, itself where UIDs are retained: to find the original's counterpart. */
    public String uid(String original) {
        return profile.has(ProfileOption.RETAIN_UIDS)
                ? original
                : pseudonyms.uid(original).value();
    }

    /** One file passing. */
    private final class Instance implements Rewriting.Change {
        private final Consumer<DataSet> known;
        private DataSet original = DataSet.empty();

        Instance(Consumer<DataSet> known) {
            this.known = known;
        }

        @Override
        public Rewriting.Head head(DicomFile head) throws IOException {
            original = head.dataSet();
            known.accept(original);
            var hiding = BurnedInText.hiding(head, profile);
            DataSet cleaned = deidentify(original);
            boolean hidden = hiding.isPresent() && BurnedInText.mayShow(original) && !profile.pixelsTrusted();
            DataSet written = hidden ? cleaned.with(Tag.BurnedInAnnotation, "NO") : cleaned;
            return new Rewriting.Head(meta(head.meta()), written, hiding, true);
        }

        @Override
        public DataSet tail(DataSet tail) throws IOException {
            return InstanceCleaning.of(original, profile, pseudonyms).cleaned(tail);
        }

        /** Nothing of the original but what the instance is; the writer adds the rest. */
        private DataSet meta(DataSet originalMeta) {
            DataSetBuilder meta = DataSet.builder();
            originalMeta.uid(Tag.MediaStorageSOPClassUID).ifPresent(uid -> meta.put(Tag.MediaStorageSOPClassUID, uid));
            original.string(Tag.SOPInstanceUID)
                    .or(() -> originalMeta.string(Tag.MediaStorageSOPInstanceUID))
                    .ifPresent(uid -> meta.put(Tag.MediaStorageSOPInstanceUID, uid(uid)));
            return meta.build();
        }
    }
}
