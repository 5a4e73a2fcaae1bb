/**
 * Information object definitions (PS3.3) as data: which attributes an instance of a SOP class must have. The tables are
 * the resources {@code iods.tsv}, {@code modules.tsv} and {@code conditions.tsv}, each with its edition and source in its
 * first lines. Uses {@code dicom} only. Start reading at {@link health.webqx.imaging.dicom.iod.Iods}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.dicom.iod;
