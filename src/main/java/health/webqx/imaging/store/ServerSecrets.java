package health.webqx.imaging.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets that every instance of the service on one database shares, made by whichever asks first. */
@ApplicationScoped
public class ServerSecrets {
    private static final int BYTES = 32;

    private final Database database;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();

    ServerSecrets(Database database) {
        this.database = database;
    }

    /** The secret of that name: 32 random bytes, the same for ever. */
    public Uni<byte[]> get(String name) {
        byte[] secret = known.get(name);
        return secret != null ? Uni.createFrom().item(secret) : load(name);
    }

    private Uni<byte[]> load(String name) {
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        return database.pool()
                .preparedQuery("INSERT INTO server_secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .execute(Tuple.of(name, Buffer.buffer(fresh)))
                .flatMap(inserted -> database.pool()
                        .preparedQuery("SELECT value FROM server_secret WHERE name = $1")
                        .execute(Tuple.of(name)))
                .map(rows -> rows.iterator().next().getDelegate().getBuffer(0).getBytes())
                .invoke(secret -> known.put(name, secret))
                .onFailure()
                .transform(DatabaseFailures::translate);
    }
}
