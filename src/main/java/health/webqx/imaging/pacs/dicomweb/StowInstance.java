package health.webqx.imaging.pacs.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.IncomingInstance;
import health.webqx.imaging.pacs.upstream.JsonDataSets;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * STOW-RS (PS3.18 10.5), one instance a request: then the answer is about that one, and PostDICOM takes no more. What an archive
 * answers is not believed alone, for some say 200 for what they did not keep: an instance is stored when it is found.
 */
final class StowInstance {
    private static final int LONGEST = 1 << 20;

    /** Archives may index what they have taken a little later. */
    private static final int LOOKS = 40;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Upstream upstream;
    private final Function<DicomTarget, Uni<Set<Uid>>> holds;

    /** @param holds which instances of a target the archive holds */
    StowInstance(Upstream upstream, Function<DicomTarget, Uni<Set<Uid>>> holds) {
        this.upstream = upstream;
        this.holds = holds;
    }

    /** Leaves one that is there as it is: what archives do with a second one differs. */
    Uni<Void> store(IncomingInstance instance) {
        return isHeld(instance).flatMap(held -> held ? Uni.createFrom().voidItem() : send(instance));
    }

    private Uni<Void> send(IncomingInstance instance) {
        return upstream.uploadPart(
                        "/studies", "application/dicom", instance.file(), instance.size(), QidoSearch.JSON, LONGEST)
                .flatMap(StowInstance::requireTaken)
                .chain(() -> found(instance, LOOKS));
    }

    /** Some answer in another form, or with nothing: then it is not known yet. */
    private static Uni<Void> requireTaken(Buffer answer) {
        return JsonDataSets.of(answer)
                .onFailure()
                .recoverWithItem(List.of())
                .invoke(told -> told.stream().findFirst().ifPresent(StowInstance::requireNotFailed))
                .replaceWithVoid();
    }

    private static void requireNotFailed(DataSet told) {
        if (!told.items(Tag.FailedSOPSequence).isEmpty()) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the archive does not take this instance");
        }
    }

    private Uni<Void> found(IncomingInstance instance, int looks) {
        return isHeld(instance).flatMap(held -> {
            if (held) {
                return Uni.createFrom().voidItem();
            } else if (looks <= 1) {
                return Uni.createFrom()
                        .failure(Failure.of(
                                FailureKind.BAD_GATEWAY, "the archive does not have what it was given to store"));
            }
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(BETWEEN_LOOKS)
                    .chain(() -> found(instance, looks - 1));
        });
    }

    private Uni<Boolean> isHeld(IncomingInstance instance) {
        Optional<Uid> uid = instance.target().instance();
        return holds.apply(instance.target())
                .map(held -> uid.filter(held::contains).isPresent());
    }
}
