package health.webqx.imaging.dicomweb;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How far a search goes into the archives for what the catalogue does not hold. */
@ConfigMapping(prefix = "webqx.search")
interface SearchConfig {
    /** How long one archive may take to tell of one study; one that takes longer is left out of that answer. */
    @WithDefault("5s")
    Duration deadline();

    /** Studies whose archives are asked about a condition of one search, and rows that they are asked about, at most. */
    @WithDefault("2000")
    int mostStudies();

    /** Studies that archives are asked of at a time, for one answer. */
    @WithDefault("8")
    int atOnce();
}
