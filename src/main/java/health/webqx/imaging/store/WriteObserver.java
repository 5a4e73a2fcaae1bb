package health.webqx.imaging.store;

import health.webqx.imaging.resource.StoredResource;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Told of what was written. Whoever keeps something that follows from resources implements this. */
public interface WriteObserver {
    /**
     * Called after resources were written and before that is answered; the answer waits for it, and what fails here does not
     * fail it.
     *
     * @param resources the versions that are now current; of deleted ones the last
     */
    Uni<Void> written(List<StoredResource> resources);
}
