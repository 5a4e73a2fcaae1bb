/**
 * AuditEvents as other systems' audit repositories take them: {@link health.webqx.imaging.audit.atna.AuditMessage} is the XML
 * of DICOM PS3.15 A.5, {@link health.webqx.imaging.audit.atna.SyslogMessage} what it travels in (RFC 5424, PS3.15 A.6). Uses
 * nothing but {@code resource}. Start reading at {@code AuditMessage}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.audit.atna;
