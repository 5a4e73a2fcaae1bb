package health.webqx.imaging.dicom.iod;

import java.util.List;

/**
 * A module of IODs (PS3.3 annex C), the macros that it includes worked in.
 *
 * @param name as in {@code modules.tsv}
 * @param section table of PS3.3 that defines it
 */
public record IodModule(String name, String section, List<AttributeRule> rules) {}
