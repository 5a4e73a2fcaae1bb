package health.webqx.imaging.dicom;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The DICOM JSON model (PS3.18 annex F), always in UTF-8: Specific Character Set, where a data set has it, is written as
 * ISO_IR 192. Values in memory go inline; located and encapsulated ones, and pixel data, as BulkDataURI.
 */
public final class DicomJson {
    /** Written sequences take two levels of JSON each, besides their element. */
    private static final int MAX_NESTING = 400;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(256 << 20)
                    .maxNumberLength(1000)
                    .build())
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private DicomJson() {}

    /** One data set as one JSON object. */
    public static byte[] write(DataSet dataSet, BulkDataUris uris) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try {
            write(dataSet, uris, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to be written
        }
        return out.toByteArray();
    }

    /** One data set as one JSON object; the stream is flushed, not closed. */
    public static void write(DataSet dataSet, BulkDataUris uris, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            new JsonDataSetWriter(json, uris).write(dataSet);
        }
    }

    /** As {@link #read(InputStream, ReadOptions)} with {@link ReadOptions#DEFAULT}. */
    public static List<DataSet> read(byte[] json) throws DicomException {
        try {
            return read(new ByteArrayInputStream(json), ReadOptions.DEFAULT);
        } catch (DicomException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to be read
        }
    }

    /**
     * The data sets of an array, or one data set; keys that are no tag are passed over. Values named by a BulkDataURI
     * become {@link Value.Referenced}. Binary numbers that are none leave their element empty. The stream is not closed.
     *
     * @throws DicomException for what is no JSON of this model, ends early, or is larger or deeper than allowed
     */
    public static List<DataSet> read(InputStream json, ReadOptions options) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            return new JsonDataSetReader(parser, options).read();
        }
    }
}
