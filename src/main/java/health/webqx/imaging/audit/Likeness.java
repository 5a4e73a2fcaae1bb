package health.webqx.imaging.audit;

import java.util.Optional;

/**
 * What makes two events alike but for whom and what they are about, and when it was: everything that the shared search
 * entries of a {@link BalpEvent} follow from.
 */
record Likeness(
        RestInteraction interaction,
        int outcome,
        String user,
        String client,
        String address,
        String userAgent,
        String tokenId,
        boolean patient,
        boolean resource,
        boolean query,
        ImageUse images,
        boolean emergency,
        boolean deidentified) {

    static Likeness of(AccessRecord access, Optional<String> patient) {
        AccessRecord.Agent agent = access.agent();
        return new Likeness(
                access.interaction(),
                access.outcome().code(),
                agent.user(),
                agent.client(),
                agent.address(),
                agent.userAgent(),
                agent.tokenId(),
                patient.isPresent(),
                !access.resource().isEmpty(),
                access.rawQuery().isPresent(),
                access.images(),
                access.emergency().isPresent(),
                access.deidentified());
    }
}
