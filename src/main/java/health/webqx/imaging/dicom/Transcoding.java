package health.webqx.imaging.dicom;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Re-encodes files without touching their pixels: implicit VR little endian and explicit VR big endian never leave a
 * DICOMweb server (PS3.18 8.7.3), explicit VR little endian does.
 */
public final class Transcoding {
    /** How much of a file that passes unchanged is held back until its header is understood. */
    private static final int HEADER = 1 << 20;

    private Transcoding() {}

    /** As {@link #toExplicitLittleEndian(InputStream, OutputStream)}, of a file on disk. */
    public static TransferSyntax toExplicitLittleEndian(Path path, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return toExplicitLittleEndian(in, out);
        }
    }

    /** Of a file that was read: always as explicit VR little endian, unless its pixel data are encapsulated. */
    public static TransferSyntax toExplicitLittleEndian(DicomFile file, OutputStream out) throws IOException {
        TransferSyntax syntax = file.transferSyntax().encapsulated()
                ? TransferSyntax.of(file.transferSyntax().uid())
                : TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        DicomWriter.write(out, file.meta(), file.dataSet(), syntax);
        return syntax;
    }

    /**
     * Passes a file on as it comes, in constant memory, re-encoded if it is in one of the two syntaxes (by name or in
     * fact), else byte by byte. Sequences get undefined length. Neither stream is closed; the output is flushed.
     *
     * @return the syntax of what was written
     * @throws DicomException for what cannot be read; by then a part may have been written
     */
    public static TransferSyntax toExplicitLittleEndian(InputStream in, OutputStream out) throws IOException {
        BufferedInputStream again = new BufferedInputStream(in, 16384);
        again.mark(HEADER);
        DicomInput input = DicomInput.of(again, 0);
        Findings findings = new Findings();
        FileHeader header = FileHeader.read(input, ReadOptions.DEFAULT, findings);
        if (!header.syntax().staysHome()) {
            again.reset();
            again.transferTo(out);
            out.flush();
            return header.syntax();
        }
        TransferSyntax target = header.syntax().encapsulated()
                ? TransferSyntax.of(header.syntax().uid())
                : TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        BufferedOutputStream buffered = new BufferedOutputStream(out, 65536);
        DicomWriter.writeMeta(buffered, DicomWriter.completed(header.meta(), DataSet.empty(), target));
        input.bigEndian(header.syntax().bigEndian());
        new ElementScanner(
                        input,
                        header.syntax().explicitVr(),
                        new Reencoder(new DicomOutput(buffered, target)),
                        findings,
                        ReadOptions.DEFAULT.withMaxElements(Integer.MAX_VALUE))
                .scan();
        buffered.flush();
        return target;
    }
}
