package health.webqx.imaging.dicomweb;

/** What a row of a QIDO answer stands for (PS3.18 10.6.1). */
enum QidoLevel {
    STUDIES,
    SERIES,
    INSTANCES
}
