/**
 * DICOM as data: files, data sets, dictionary, character sets, DICOM JSON. Plain Java that imports nothing of ours and
 * knows no HTTP, FHIR or archive. Nothing here keeps pixel data in memory: it is located, and read when asked for.
 *
 * <ul>
 *   <li>Reading: {@link health.webqx.imaging.dicom.DicomFile} for files, {@link health.webqx.imaging.dicom.DicomReader}
 *       for streams, {@link health.webqx.imaging.dicom.DicomPrefix} for the first bytes of a stream. All three are
 *       {@code ElementScanner} (the one place that knows the encoding and its faults) telling a {@code ScanVisitor}.
 *   <li>The model: {@link health.webqx.imaging.dicom.DataSet} of {@link health.webqx.imaging.dicom.Element}s, each with a
 *       {@link health.webqx.imaging.dicom.Value}; frames by {@link health.webqx.imaging.dicom.FrameIndex}.
 *   <li>Writing: {@link health.webqx.imaging.dicom.DicomWriter}, {@link health.webqx.imaging.dicom.Transcoding},
 *       {@link health.webqx.imaging.dicom.DicomJson}, {@link health.webqx.imaging.dicom.DicomXml};
 *       {@link health.webqx.imaging.dicom.Rewriting} passes a stream on with other attributes.
 *   <li>Pixels: {@code pixel} decodes, draws and decompresses frames, {@code codec} knows the compressions.
 *   <li>Checking: package {@code validate}, by the tables of {@code iod}. De-identifying: package {@code deidentify}.
 *   <li>Whatever cannot be read is refused with a {@link health.webqx.imaging.dicom.DicomException}; what can be read in
 *       spite of a fault is reported as a {@link health.webqx.imaging.dicom.Finding}.
 * </ul>
 *
 * Start reading at {@code DicomFile}, then {@code ElementScanner}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom;
