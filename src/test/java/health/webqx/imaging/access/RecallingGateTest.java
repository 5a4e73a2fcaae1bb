package health.webqx.imaging.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.Sandbox;
import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.scope.ScopeParser;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Mark;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory answers instead of the work while its row is as it was, and each access is on record once. */
@QuarkusTest
class RecallingGateTest {
    private final ResourceKey key = new ResourceKey("Patient", "gate-" + UUID.randomUUID());
    private final AccessRequest request = AccessRequest.on(RestInteraction.READ, key);
    private final AtomicInteger worked = new AtomicInteger();

    @Inject
    Gate gate;

    @Inject
    ResourceStore store;

    @BeforeEach
    void aPatient() {
        await(store.create(List.of(new Draft(key, content())), Reach.everything()));
    }

    @Test
    void nothingIsDoneWhileTheRowIsAsItWas() {
        assertThat(passed("system/*.rs", mark())).isEqualTo("memory");

        assertThat(worked).hasValue(0);
        assertThat(events("0")).isEqualTo(1);
    }

    @Test
    void theWorkIsDoneOnceTheRowHasChanged() {
        Mark before = mark();
        await(store.update(new Draft(key, content().put("gender", "male")), Optional.empty(), Reach.everything()));

        assertThat(passed("system/*.rs", before)).isEqualTo("work");

        assertThat(worked).hasValue(1);
        assertThat(events("0")).isEqualTo(1);
    }

    @Test
    void theWorkIsDoneWhereMemoryFailsOrHasNothing() {
        Mark mark = mark();

        assertThat(passed(
                        "system/*.rs",
                        permit -> Optional.of(
                                new Recollection<>(Uni.createFrom().failure(new IllegalStateException("gone")), mark))))
                .isEqualTo("work");
        assertThat(passed("system/*.rs", permit -> Optional.empty())).isEqualTo("work");

        assertThat(events("0")).isEqualTo(2);
    }

    @Test
    void memoryIsNotAskedForWhomIsRefused() {
        Mark mark = mark();

        assertThatThrownBy(() -> passed("system/Observation.rs", mark))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.FORBIDDEN));

        assertThat(worked).hasValue(0);
        assertThat(events("0")).isZero();
        assertThat(events("4")).isEqualTo(1);
    }

    private String passed(String scope, Mark provided) {
        return passed(
                scope,
                permit -> Optional.of(new Recollection<>(Uni.createFrom().item(disclosure("memory")), provided)));
    }

    private String passed(String scope, Function<Permit, Optional<Recollection<String>>> memory) {
        Caller caller = new Caller(
                "issuer",
                "subject",
                "app",
                ScopeParser.parse(scope),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                "t",
                Set.of());
        Visit visit = new Visit(
                Optional.empty(), "request", "::1", "test", Uni.createFrom().item(caller));
        return await(gate.passRecalling(visit, request, memory, permit -> {
            worked.incrementAndGet();
            return Uni.createFrom().item(disclosure("work"));
        }));
    }

    private Disclosure<String> disclosure(String answer) {
        return Disclosure.of(answer, Set.of(key.id()), key);
    }

    private Mark mark() {
        await(store.readAgain(key, Reach.everything()));
        return store.recall(key, Reach.everything()).orElseThrow().mark();
    }

    private int events(String outcome) {
        return Sandbox.backend()
                .get("/fhir/AuditEvent?_summary=count&action=R&entity=" + key + "&outcome=" + outcome)
                .jsonPath()
                .getInt("total");
    }

    private static ObjectNode content() {
        return ResourceJson.object().put("resourceType", "Patient");
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(30));
    }
}
