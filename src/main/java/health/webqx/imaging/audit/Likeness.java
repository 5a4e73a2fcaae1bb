package health.webqx.imaging.audit;

import java.util.Optional;

/**
 * What makes two events alike but for whom and what they are about, when it was, and under which token: everything that the
 * shared search entries of a {@link BalpEvent} follow from.
 */
record Likeness(
        RestInteraction interaction,
        int outcome,
        String user,
        String client,
        String address,
        String userAgent,
        boolean token,
        boolean patient,
        boolean resource,
        boolean query) {

    static Likeness of(AccessRecord access, Optional<String> patient) {
        AccessRecord.Agent agent = access.agent();
        return new Likeness(
                access.interaction(),
                access.outcome().code(),
                agent.user(),
                agent.client(),
                agent.address(),
                agent.userAgent(),
                !agent.tokenId().isEmpty(),
                patient.isPresent(),
                !access.resource().isEmpty(),
                access.rawQuery().isPresent());
    }
}
