/**
 * Dicoogle 3 as an archive, over its own REST API, for its open bundle has no DICOMweb. What is searched is its Lucene index;
 * everything else is taken out of the files. Start at {@link health.webqx.imaging.pacs.dicoogle.DicoogleArchive}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.pacs.dicoogle;
