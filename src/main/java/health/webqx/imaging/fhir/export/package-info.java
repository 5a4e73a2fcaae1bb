/**
 * Bulk Data export (Bulk Data Access 2.0): asking for one, its state, its files. Files are not made in advance: each is read
 * from the store when it is fetched, as of the moment the export was asked for, under the reach the caller has by then.
 * Start reading at {@link health.webqx.imaging.fhir.export.Export}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir.export;
