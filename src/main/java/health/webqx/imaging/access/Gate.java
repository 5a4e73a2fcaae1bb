package health.webqx.imaging.access;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessDecision.Refusal;
import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.policy.Standing;
import health.webqx.imaging.access.policy.Standings;
import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.AccessRecord;
import health.webqx.imaging.audit.AccessRecord.Agent;
import health.webqx.imaging.audit.AccessRecord.Outcome;
import health.webqx.imaging.audit.AuditLog;
import health.webqx.imaging.audit.ImageUse;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.WayBack;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The one gate of both doors: decides whether the caller may, runs the work under the permitted reach, and has what
 * happened recorded before the answer leaves. No answer, and no refusal, goes out unrecorded. Never blocks.
 */
@Startup
@ApplicationScoped
public class Gate {
    private static final int RECORDS_AT_ONCE = 256;

    private final AccessRules rules;
    private final Standings standings;
    private final AuditLog audit;

    Gate(AccessConfig config, Standings standings, SearchDefinitions definitions, AuditLog audit) {
        this.rules = new AccessRules(config, definitions);
        this.standings = standings;
        this.audit = audit;
    }

    /**
     * Does what a request asks for, if it may be done.
     *
     * @param work done under the permit; its disclosure is recorded, its failure too
     * @return the answer, after its record; fails with the refusal's or the work's {@link Failure}
     */
    public <T> Uni<T> pass(Visit visit, AccessRequest request, Function<Permit, Uni<Disclosure<T>>> work) {
        return passNoting(visit, request, (permit, note) -> work.apply(permit));
    }

    /**
     * As {@link #pass}, for what may be in memory. That is disclosed only if the row that it rests on is found unchanged in the
     * moment in which the access is recorded, so the database is asked once and not twice; where it is not, nothing has happened,
     * and the work is done.
     *
     * @param memory what can be given of it under a permit; asked once
     */
    public <T> Uni<T> passRecalling(
            Visit visit,
            AccessRequest request,
            Function<Permit, Optional<Recollection<T>>> memory,
            Function<Permit, Uni<Disclosure<T>>> work) {
        return caller(visit, request).flatMap(caller -> allowed(visit, request, caller)
                .flatMap(permit -> recalled(visit, request, permit, memory).flatMap(answer -> answer.map(
                                known -> Uni.createFrom().item(known))
                        .orElseGet(() -> done(visit, request, caller, permit, (same, note) -> work.apply(same))))));
    }

    /** As {@link #pass}, for work that writes, and writes the note of it in the same transaction. */
    public <T> Uni<T> passNoting(
            Visit visit, AccessRequest request, BiFunction<Permit, Note<Disclosure<T>>, Uni<Disclosure<T>>> work) {
        return caller(visit, request).flatMap(caller -> allowed(visit, request, caller)
                .flatMap(permit -> done(visit, request, caller, permit, work)));
    }

    private Uni<Caller> caller(Visit visit, AccessRequest request) {
        return visit.caller().onFailure().recoverWithUni(failure -> refuse(visit, request, Optional.empty(), failure));
    }

    private Uni<Permit> allowed(Visit visit, AccessRequest request, Caller caller) {
        return decide(caller, request)
                .call(permit -> settled(List.of(request)))
                .onFailure()
                .recoverWithUni(failure -> refuse(visit, request, Optional.of(caller), failure));
    }

    /** Empty where nothing is recalled, and where what was does not hold: then the work goes on where the request came in. */
    private <T> Uni<Optional<T>> recalled(
            Visit visit, AccessRequest request, Permit permit, Function<Permit, Optional<Recollection<T>>> memory) {
        if (!audit.recordsAnything()) {
            return Uni.createFrom().item(Optional.empty());
        }
        WayBack wayBack = WayBack.here();
        return remembered(permit, memory).flatMap(remembered -> remembered
                .map(known -> audit.recordProvided(
                                success(visit, request, permit, known.disclosed()),
                                known.of().provided())
                        .flatMap(so -> so
                                ? Uni.createFrom()
                                        .item(Optional.of(known.disclosed().answer()))
                                : Uni.createFrom().item(Optional.<T>empty()).emitOn(wayBack::goOn)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private static <T> Uni<Optional<Remembered<T>>> remembered(
            Permit permit, Function<Permit, Optional<Recollection<T>>> memory) {
        return Uni.createFrom()
                .deferred(() -> memory.apply(permit)
                        .map(known ->
                                known.disclosure().map(disclosed -> Optional.of(new Remembered<>(known, disclosed))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private record Remembered<T>(Recollection<T> of, Disclosure<T> disclosed) {}

    private <T> Uni<T> done(
            Visit visit,
            AccessRequest request,
            Caller caller,
            Permit permit,
            BiFunction<Permit, Note<Disclosure<T>>, Uni<Disclosure<T>>> work) {
        return permitted(permit, note(visit, request, permit), work)
                .onFailure()
                .recoverWithUni(failure -> refuse(visit, request, Optional.of(caller), failure))
                .call(this::recorded)
                .map(done -> done.disclosed().answer());
    }

    private record Done<D>(Note<D> note, D disclosed) {}

    private <T> Note<Disclosure<T>> note(Visit visit, AccessRequest request, Permit permit) {
        return new Note<>(audit, disclosure -> List.of(success(visit, request, permit, disclosure)));
    }

    private <T> Note<Disclosures<T>> note(Visit visit, List<AccessRequest> requests, List<Permit> permits) {
        return new Note<>(audit, all -> IntStream.range(0, requests.size())
                .mapToObj(i -> success(visit, requests.get(i), permits.get(i), all.of(i)))
                .toList());
    }

    /** Completes when what was done is on record, by the work itself or now. */
    private <D> Uni<Void> recorded(Done<D> done) {
        if (done.note().used().isPresent()) {
            audit.noted(done.note().used().get());
            return Uni.createFrom().voidItem();
        }
        List<AccessRecord> accesses = done.note().records(done.disclosed());
        return accesses.size() == 1
                ? audit.record(accesses.get(0))
                : each(accesses.size(), i -> audit.record(accesses.get(i)));
    }

    /**
     * Does what several requests ask for together, if each may be done alone: one refusal refuses all, and one failure fails
     * all.
     *
     * @param work done under the permits, in the requests' order; what it discloses of each request is recorded
     */
    public <T> Uni<T> passAll(
            Visit visit, List<AccessRequest> requests, Function<List<Permit>, Uni<Disclosures<T>>> work) {
        return passAllNoting(visit, requests, (permits, note) -> work.apply(permits));
    }

    /** As {@link #passAll}, for work that writes, and writes the note of it in the same transaction. */
    public <T> Uni<T> passAllNoting(
            Visit visit,
            List<AccessRequest> requests,
            BiFunction<List<Permit>, Note<Disclosures<T>>, Uni<Disclosures<T>>> work) {
        if (requests.isEmpty()) {
            return work.apply(List.of(), note(visit, List.of(), List.of())).map(Disclosures::answer);
        }
        return visit.caller()
                .onFailure()
                .recoverWithUni(failure -> refuse(visit, requests.get(0), Optional.empty(), failure))
                .flatMap(caller -> permits(visit, caller, requests)
                        .call(permits -> settled(requests))
                        .flatMap(permits -> worked(visit, caller, requests, permits, work))
                        .call(this::recorded))
                .map(done -> done.disclosed().answer());
    }

    /** Who reads of accesses finds all there were. */
    private Uni<Void> settled(List<AccessRequest> requests) {
        return requests.stream().anyMatch(AccessRequest::tellsOfAccesses)
                ? audit.settled()
                : Uni.createFrom().voidItem();
    }

    /** All are decided upon before anything is done, so how the caller stands is asked once for those that ask the same. */
    private Uni<List<Permit>> permits(Visit visit, Caller caller, List<AccessRequest> requests) {
        Map<Needed, Uni<Standing>> standing = new HashMap<>();
        return Multi.createFrom()
                .iterable(requests)
                .onItem()
                .transformToUniAndConcatenate(request -> decide(
                                caller, request, standing.computeIfAbsent(Needed.by(request), needed -> standing(
                                                caller, needed)
                                        .memoize()
                                        .indefinitely()))
                        .onFailure()
                        .recoverWithUni(failure -> refuse(visit, request, Optional.of(caller), failure)))
                .collect()
                .asList();
    }

    private <T> Uni<Done<Disclosures<T>>> worked(
            Visit visit,
            Caller caller,
            List<AccessRequest> requests,
            List<Permit> permits,
            BiFunction<List<Permit>, Note<Disclosures<T>>, Uni<Disclosures<T>>> work) {
        return permitted(permits, note(visit, requests, permits), work)
                .onFailure()
                .recoverWithUni(failure -> each(
                                requests.size(),
                                i -> recordFailure(visit, requests.get(i), Optional.of(caller), failure))
                        .flatMap(recorded -> Uni.createFrom().failure(failure)));
    }

    /** Many records at once, for the log writes those that wait together. */
    private static Uni<Void> each(int count, IntFunction<Uni<Void>> work) {
        return Multi.createFrom()
                .range(0, count)
                .onItem()
                .transformToUni(work::apply)
                .merge(RECORDS_AT_ONCE)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /**
     * Lets pass what a caller may do at all, for what will be done on its behalf later; then it is decided upon again, by
     * how the caller stands by then. Who acts for a patient may do nothing of the kind. Nothing is recorded, for nothing is done.
     *
     * @throws Failure the refusal's
     */
    public void requirePossible(Caller caller, AccessRequest request) {
        if (rules.decide(caller, request, Standing.NONE, Instant.now()) instanceof Refusal refusal) {
            throw refusal.failure();
        }
    }

    /** Completes for a caller with a trusted token; another is refused, and that is recorded. Nothing else is decided. */
    public Uni<Void> requireCaller(Visit visit, AccessRequest request) {
        return visit.caller()
                .onFailure()
                .recoverWithUni(failure -> refuse(visit, request, Optional.empty(), failure))
                .replaceWithVoid();
    }

    /**
     * Records that an answer already on its way broke off: the success recorded before it began stays, and this says that
     * not all of it arrived.
     */
    public Uni<Void> recordBrokenOff(
            Visit visit, AccessRequest request, Permit permit, Set<String> patients, String why) {
        return audit.record(record(
                visit,
                request,
                Optional.of(permit.caller()),
                Outcome.failed(why),
                patients,
                Optional.empty(),
                permit.emergency(patients),
                permit.deidentified()));
    }

    /** Records an access that was made as a part of the permitted one, as one of its own. */
    public Uni<Void> recordPart(Visit visit, AccessRequest part, Permit permit, Disclosure<?> disclosure) {
        return audit.record(success(visit, part, permit, disclosure));
    }

    /** Records that a part of what was permitted was not done. */
    public Uni<Void> recordPartFailed(Visit visit, AccessRequest part, Permit permit, Failure failure) {
        return recordFailure(visit, part, Optional.of(permit.caller()), failure);
    }

    /** What of a caller's standing decides upon a request. */
    private record Needed(boolean imaging, boolean write) {
        static Needed by(AccessRequest request) {
            return new Needed(AccessRules.tellsOfImages(request), AccessRules.writes(request));
        }
    }

    private Uni<Standing> standing(Caller caller, Needed needed) {
        return standings.of(caller, needed.imaging(), needed.write(), Instant.now());
    }

    private Uni<Permit> decide(Caller caller, AccessRequest request) {
        return decide(caller, request, standing(caller, Needed.by(request)));
    }

    /** In this package's sight so that the benchmark can weigh what it costs against a build without it. */
    Uni<Permit> decide(Caller caller, AccessRequest request, Uni<Standing> standing) {
        return standing.map(known -> {
            AccessDecision decision = rules.decide(caller, request, known, Instant.now());
            if (decision instanceof Permit permit) {
                return permit;
            }
            throw ((Refusal) decision).failure();
        });
    }

    /** Work that throws instead of failing is treated alike. */
    private static <P, D> Uni<Done<D>> permitted(P permit, Note<D> note, BiFunction<P, Note<D>, Uni<D>> work) {
        return Uni.createFrom().deferred(() -> work.apply(permit, note)).map(disclosed -> new Done<>(note, disclosed));
    }

    private static AccessRecord success(Visit visit, AccessRequest request, Permit permit, Disclosure<?> disclosure) {
        return record(
                visit,
                request,
                Optional.of(permit.caller()),
                Outcome.SUCCESS,
                disclosure.patients(),
                disclosure.resource(),
                disclosure.emergency().or(() -> permit.emergency(disclosure.patients())),
                permit.deidentified());
    }

    /** Fails as the request failed, once that is recorded; when it cannot be recorded, with that. */
    private <T> Uni<T> refuse(Visit visit, AccessRequest request, Optional<Caller> caller, Throwable failure) {
        return recordFailure(visit, request, caller, failure)
                .flatMap(recorded -> Uni.createFrom().failure(failure));
    }

    private Uni<Void> recordFailure(Visit visit, AccessRequest request, Optional<Caller> caller, Throwable failure) {
        Outcome outcome = failure instanceof Failure known && known.kind().status() < 500
                ? Outcome.refused(known.kind().name())
                : Outcome.failed(failure instanceof Failure known ? known.kind().name() : FailureKind.INTERNAL.name());
        return audit.record(record(
                visit, request, caller, outcome, request.namedPatients(), Optional.empty(), Optional.empty(), false));
    }

    private static AccessRecord record(
            Visit visit,
            AccessRequest request,
            Optional<Caller> caller,
            Outcome outcome,
            Set<String> patients,
            Optional<ResourceKey> resource,
            Optional<String> emergency,
            boolean deidentified) {
        return new AccessRecord(
                Instant.now(),
                request.interaction(),
                outcome,
                agent(visit, caller),
                patients,
                resource.map(ResourceKey::reference).orElseGet(request::subject),
                request.study(),
                visit.rawQuery(),
                visit.requestId(),
                outcome.code() == Outcome.SUCCESS.code() ? images(request) : ImageUse.NONE,
                caller.map(Caller::purposes).orElse(Set.of()),
                emergency,
                deidentified);
    }

    /** What comes along with something else is listed at most. */
    private static ImageUse images(AccessRequest request) {
        if (!AccessRules.tellsOfImages(request) || AccessRules.writes(request) || request.tellsOfAccesses()) {
            return ImageUse.NONE;
        }
        boolean ofOne =
                request.type().equals("ImagingStudy") && request.interaction().isOfOne();
        if (!ofOne) {
            return ImageUse.SEARCH;
        }
        return request.access() == ImageAccess.DICOM ? ImageUse.DOWNLOAD : ImageUse.VIEW;
    }

    private static Agent agent(Visit visit, Optional<Caller> caller) {
        return new Agent(
                caller.map(Caller::user).orElse(""),
                caller.map(Caller::client).orElse(""),
                caller.map(Caller::tokenId).orElse(""),
                visit.address(),
                visit.userAgent());
    }
}
