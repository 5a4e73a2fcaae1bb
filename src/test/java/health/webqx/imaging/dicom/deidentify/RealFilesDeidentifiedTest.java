package health.webqx.imaging.dicom.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.RealFiles;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.dicom.validate.DicomValidator;
import health.webqx.imaging.dicom.validate.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After de-identification nothing finds who a real file was about: neither DCMTK's dump nor a search of the bytes. */
class RealFilesDeidentifiedTest {
    private static final Pseudonyms PSEUDONYMS =
            Pseudonyms.of("a key of this very test".getBytes(StandardCharsets.UTF_8));
    private static final Set<Integer> IDENTIFIERS = Set.of(
            Tag.PatientID,
            Tag.OtherPatientIDs,
            Tag.IssuerOfPatientID,
            Tag.AccessionNumber,
            Tag.StudyID,
            Tag.InstitutionName,
            Tag.InstitutionAddress,
            Tag.InstitutionalDepartmentName,
            Tag.StationName,
            Tag.DeviceSerialNumber);

    /** "Names" of people in these files that are also values every such file has. */
    private static final Set<String> OF_DICOM = Set.of("text", "anonymous", "name");

    private static final int CODING_SCHEME_UID = 0x0008010C;

    @TempDir
    Path folder;

    @Test
    void theBasicProfileLeavesNothing() throws Exception {
        check(ConfidentialityProfile.basic().trustingPixels(), true);
    }

    @Test
    void neitherDoCleanedTextsContentAndGraphics() throws Exception {
        check(
                ConfidentialityProfile.basic(
                                ProfileOption.CLEAN_DESCRIPTORS,
                                ProfileOption.CLEAN_STRUCTURED_CONTENT,
                                ProfileOption.CLEAN_GRAPHICS,
                                ProfileOption.RETAIN_SHIFTED_DATES,
                                ProfileOption.RETAIN_SAFE_PRIVATE,
                                ProfileOption.RETAIN_PATIENT_CHARACTERISTICS)
                        .trustingPixels(),
                true);
    }

    @Test
    void withDatesKeptTheRestIsGoneAllTheSame() throws Exception {
        check(
                ConfidentialityProfile.basic(ProfileOption.CLEAN_DESCRIPTORS, ProfileOption.RETAIN_FULL_DATES)
                        .trustingPixels(),
                false);
    }

    private void check(ConfidentialityProfile profile, boolean datesGo) throws Exception {
        String dcmdump = Peer.require("dcmdump").toString();
        Deidentifier deidentifier = Deidentifier.of(profile, PSEUDONYMS);
        int checked = 0;
        List<String> leaks = new ArrayList<>();
        List<String> newFaults = new ArrayList<>();
        for (Path file : RealFiles.readable()) {
            DicomFile original = DicomFile.read(file);
            Path result = folder.resolve("result.dcm");
            try (InputStream in = Files.newInputStream(file);
                    var out = Files.newOutputStream(result)) {
                deidentifier.deidentify(in, out);
            } catch (DicomException refused) {
                assertThat(refused.reason()).as(file.toString()).isEqualTo(DicomException.Reason.MAY_IDENTIFY);
                continue;
            }
            Set<String> values = new TreeSet<>();
            collect(original.dataSet(), datesGo, values);
            String dump = lower(valuesOf(RealFiles.output(dcmdump, "+L", "-Un", result.toString())));
            String bytes = lower(new String(withoutPixels(result), StandardCharsets.ISO_8859_1));
            for (String value : values) {
                if (isIn(dump, value) || isIn(bytes, value)) {
                    leaks.add(file.getFileName() + ": " + value);
                }
            }
            Set<String> faults = faults(DicomFile.read(result));
            faults.removeAll(faults(original));
            faults.forEach(fault -> newFaults.add(file.getFileName() + ": " + fault));
            checked++;
        }
        assertThat(leaks).isEmpty();
        assertThat(newFaults).isEmpty();
        assertThat(checked).isGreaterThan(80);
    }

    /** Numbers by themselves, else the five digits of an identifier are in the forty of a UID by chance. */
    private static boolean isIn(String text, String value) {
        return value.matches("[0-9]+")
                ? text.matches("(?s).*(?<![0-9])" + value + "(?![0-9]).*")
                : text.contains(lower(value));
    }

    private static Set<String> faults(DicomFile file) {
        Set<String> faults = new TreeSet<>();
        DicomValidator.validate(file).stream()
                .filter(violation -> violation.severity() == Severity.ERROR)
                .forEach(violation -> faults.add(violation.path() + " " + violation.message()));
        return faults;
    }

    /** What DCMTK adds is left out: lengths and names of attributes. */
    private static String valuesOf(String dump) {
        return dump.replaceAll("#[^#\n]*\n", "\n");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static byte[] withoutPixels(Path file) throws IOException {
        DicomFile read = DicomFile.read(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(
                out, read.meta(), read.dataSet().without(Tag.PixelData), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        return out.toByteArray();
    }

    /** Values long enough to be told from chance. */
    private static void collect(DataSet dataSet, boolean dates, Set<String> values) {
        for (Element element : dataSet.elements()) {
            if (element.value() instanceof Value.Items items) {
                items.items().forEach(item -> collect(item, dates, values));
            }
            for (String value : dataSet.strings(element.tag())) {
                if (element.vr() == Vr.PN) {
                    for (String part : value.split("[\\^= ,]")) {
                        add(part, 4, values);
                    }
                } else if (element.vr() == Vr.UI && !value.startsWith("1.2.840.10008.") && !isClass(element.tag())) {
                    add(value, 8, values);
                } else if (element.vr() == Vr.DA && dates) {
                    add(value, 8, values);
                } else if (IDENTIFIERS.contains(element.tag())) {
                    add(value, value.matches("[0-9.]*") ? 5 : 3, values);
                }
            }
        }
    }

    private static boolean isClass(int tag) {
        return tag == Tag.SOPClassUID || tag == Tag.ReferencedSOPClassUID || tag == CODING_SCHEME_UID;
    }

    private static void add(String value, int least, Set<String> values) {
        if (value.length() >= least && !OF_DICOM.contains(lower(value))) {
            values.add(value);
        }
    }
}
