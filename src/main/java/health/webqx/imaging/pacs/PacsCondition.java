package health.webqx.imaging.pacs;

import java.util.Map;

/**
 * How it goes with an archive, as seen from the calls that were made; nothing is asked for it. Numbers count from the start.
 *
 * @param state whether calls go out to it
 * @param calls how many ended in which way: {@code answered}, {@code failed}, {@code late}, {@code refused} (not sent, because
 *     the archive is left alone or too many wait), {@code left} (nobody waited any longer)
 * @param retries how many of the calls were made again
 * @param bytes that came
 * @param seconds that calls took together
 * @param underWay calls that have not ended
 */
public record PacsCondition(
        State state, Map<String, Long> calls, long retries, long bytes, double seconds, int underWay) {
    /** What is known of an archive. */
    public enum State {
        /** Nobody has asked it anything yet. */
        UNKNOWN,
        /** It answers. */
        UP,
        /** Its last call failed. */
        FAILING,
        /** It is left alone for a while after many failures. */
        LEFT_ALONE
    }

    public PacsCondition {
        calls = Map.copyOf(calls);
    }

    /** Of an archive that is no server: there or not. */
    public static PacsCondition of(State state) {
        return new PacsCondition(state, Map.of(), 0, 0, 0, 0);
    }

    /** Whether it makes sense to ask it before others are asked. */
    public boolean isUsable() {
        return state == State.UP || state == State.UNKNOWN;
    }
}
