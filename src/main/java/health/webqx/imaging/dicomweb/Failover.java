package health.webqx.imaging.dicomweb;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.PacsConnector;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One archive after the other is asked until one begins to answer; nothing has been sent before that. What is the client's
 * fault is told at once, for no archive can mend it.
 */
final class Failover<T> {
    private static final Set<FailureKind> OF_ARCHIVES = Set.of(
            FailureKind.NOT_FOUND, FailureKind.BAD_GATEWAY, FailureKind.UNAVAILABLE, FailureKind.GATEWAY_TIMEOUT);

    private final Function<PacsConnector, Multi<T>> retrieve;
    private final Set<String> asked = new HashSet<>();
    private Optional<Throwable> trouble = Optional.empty();

    Failover(Function<PacsConnector, Multi<T>> retrieve) {
        this.retrieve = retrieve;
    }

    /**
     * The first answer of those archives that were not asked yet. {@code NOT_FOUND} only when every archive that was ever
     * asked said so: where one could not tell, its failure is what is known.
     */
    Uni<BegunStream<T>> among(List<PacsConnector> archives) {
        List<PacsConnector> left = archives.stream()
                .filter(archive -> !asked.contains(archive.name()))
                .toList();
        if (left.isEmpty()) {
            return Uni.createFrom().failure(this::known);
        }
        PacsConnector next = left.get(0);
        asked.add(next.name());
        return BegunStream.of(retrieve.apply(next))
                .onFailure(Failover::isArchives)
                .recoverWithUni(failure -> {
                    note(failure);
                    return among(left);
                });
    }

    /** Whether that failure says that every archive was asked and answered, and none had it. */
    boolean isNowhere(Throwable failure) {
        return trouble.isEmpty() && !asked.isEmpty() && isAbsence(failure);
    }

    private static boolean isAbsence(Throwable failure) {
        return failure instanceof Failure known && known.kind() == FailureKind.NOT_FOUND;
    }

    private void note(Throwable failure) {
        if (!isAbsence(failure) && trouble.isEmpty()) {
            trouble = Optional.of(failure);
        }
    }

    private Throwable known() {
        if (asked.isEmpty()) {
            return Failure.of(FailureKind.UNAVAILABLE, "no archive that holds the study can be asked now");
        }
        return trouble.orElseGet(() -> Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this"));
    }

    private static boolean isArchives(Throwable failure) {
        return !(failure instanceof Failure known) || OF_ARCHIVES.contains(known.kind());
    }
}
