package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import java.util.Optional;

/** Under which something made of a study is kept: what it is, from which archive, and of which study as of when. Never for whom. */
final class KeptKey {
    private KeptKey() {}

    /**
     * Empty for a holding of which nothing is kept.
     *
     * @param asked all that makes a difference to what is made of it
     */
    static Optional<String> of(String kind, PacsConnector archive, Holding holding, DicomTarget target, Object asked) {
        return holding.stamp()
                .map(stamp -> Validator.digest(String.join(
                        "\n",
                        kind,
                        archive.name(),
                        stamp,
                        holding.study().value(),
                        RetrieveInstances.address("", target),
                        asked.toString())));
    }
}
