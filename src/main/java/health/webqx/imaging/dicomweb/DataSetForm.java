package health.webqx.imaging.dicomweb;

/** The forms in which data sets are told (PS3.18 8.7.3.3). */
enum DataSetForm {
    /** One JSON array. */
    JSON,
    /** One part of a multipart body for each, in the XML of PS3.19. */
    XML
}
