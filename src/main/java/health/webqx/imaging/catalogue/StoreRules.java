package health.webqx.imaging.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which archive a new study goes to: that of the first rule, by name, whose conditions its first instance meets; where none
 * does, the first archive that stores, the primary one before others.
 */
@ConfigMapping(prefix = "webqx.store-rules")
public interface StoreRules {
    /** The rules by name. */
    @WithParentName
    Map<String, Rule> rules();

    /** One rule; without conditions it is met by every study. */
    interface Rule {
        /** Modalities (0008,0060), of which one must be the instance's. */
        Optional<Set<String>> modalities();

        /** Department names (0008,1040), of which one must be the instance's, letter by letter. */
        Optional<Set<String>> departments();

        /** Name of the archive. */
        String archive();
    }
}
