package health.webqx.imaging.pacs.upstream;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/** What calls to an archive carry so that it answers. */
interface Authorization {
    /** Headers for the next call. */
    Uni<Map<String, String>> headers();

    /** The archive did not take the headers; whether it makes sense to try once more with new ones. */
    boolean renew();

    /** The same headers for ever. */
    static Authorization fixed(Map<String, String> headers) {
        return new Authorization() {
            @Override
            public Uni<Map<String, String>> headers() {
                return Uni.createFrom().item(headers);
            }

            @Override
            public boolean renew() {
                return false;
            }
        };
    }
}
