package health.webqx.imaging.bench;

import java.util.random.RandomGenerator;

/** A named kind of request, made anew for each call. */
record Case(String name, Calls calls) {
    /** Makes the next request; called from several threads. */
    @FunctionalInterface
    interface Calls {
        Call next(RandomGenerator random);
    }
}
