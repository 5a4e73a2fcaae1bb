/**
 * WebQX Imaging: one FHIR R4 and DICOMweb service over a hospital's image archives, where one decision holds for the
 * record and the pixels alike.
 *
 * <pre>
 *  fhir        dicomweb               two front doors; neither imports the other
 *     \         /
 *     access.Gate ------> audit       one gate: decide, run the work, record what happened
 *     /         \
 *  workflow --&gt; catalogue             rules of orders and reports | where each study lives
 *     |         /       \
 *     store             pacs --&gt; dicom    FHIR resources | archives | DICOM as data
 *
 *  subscription                       who is told of what, by rights decided at the gate; fhir uses it
 *  profile                            our implementation guide and the HL7 validator; fhir uses it
 *  rendering                          what people see of an instance; both doors use it, it uses dicom
 *  cache                              what was fetched or drawn once; dicomweb uses it, it uses dicom
 *  viewer                             OHIF and where it opens a study; fhir uses it
 *  http   resource   outcome          shared vocabulary, imports nothing above it
 *  passing                            memory for what goes through without a copy; imports nothing
 *  sandbox                            demo issuer and sample studies, imported by nobody
 * </pre>
 *
 * A request enters by a door, the gate decides, {@code catalogue} knows where a study lies, {@code store} keeps,
 * {@code pacs} fetches, {@code audit} writes down. {@code PackageDirectionsTest} executes this picture. Start reading at
 * {@code access.Gate}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging;
