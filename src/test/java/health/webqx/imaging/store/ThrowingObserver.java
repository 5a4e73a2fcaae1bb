package health.webqx.imaging.store;

import health.webqx.imaging.resource.StoredResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Cannot stand one resource, and says so at once instead of failing in order. */
@ApplicationScoped
public class ThrowingObserver implements WriteObserver {
    /** The code of the Basic that it throws for. */
    public static final String UNBEARABLE = "unbearable-to-an-observer";

    @Override
    public Uni<Void> written(List<StoredResource> resources) {
        if (resources.stream()
                .anyMatch(resource -> resource.key().type().equals("Basic")
                        && resource.json().toString().contains(UNBEARABLE))) {
            throw new IllegalStateException("an observer's fault");
        }
        return Uni.createFrom().voidItem();
    }
}
