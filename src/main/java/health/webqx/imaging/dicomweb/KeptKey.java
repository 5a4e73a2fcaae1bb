package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.pacs.DicomTarget;

/** Under what something made of a study is kept: what it is, and of which study as of when. Never for whom. */
final class KeptKey {
    private KeptKey() {}

    static String of(String kind, Holding holding, DicomTarget target, Object asked) {
        return Validator.digest(
                String.join("\n", kind, holding.stamp(), holding.study().value(), target.toString(), asked.toString()));
    }
}
