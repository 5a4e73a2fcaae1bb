package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** The routes of DICOMweb (PS3.18 10.1.1): each reads its address, and hands over to the transaction. */
@ApplicationScoped
public class DicomWebRoutes {
    private static final String STUDY = "/dicomweb/studies/:study";
    private static final String SERIES = STUDY + "/series/:series";
    private static final String INSTANCE = SERIES + "/instances/:instance";

    private final SearchAnswers search;
    private final RetrieveInstances instances;
    private final RetrieveMetadata metadata;
    private final RetrieveFrames frames;
    private final RetrieveBulk bulk;

    DicomWebRoutes(
            SearchAnswers search,
            RetrieveInstances instances,
            RetrieveMetadata metadata,
            RetrieveFrames frames,
            RetrieveBulk bulk) {
        this.search = search;
        this.instances = instances;
        this.metadata = metadata;
        this.frames = frames;
        this.bulk = bulk;
    }

    void register(@Observes Router router) {
        get(
                router,
                "/dicomweb/studies",
                to -> search.answer(to, QidoLevel.STUDIES, Optional.empty(), Optional.empty()));
        get(router, "/dicomweb/series", to -> search.answer(to, QidoLevel.SERIES, Optional.empty(), Optional.empty()));
        get(
                router,
                "/dicomweb/instances",
                to -> search.answer(to, QidoLevel.INSTANCES, Optional.empty(), Optional.empty()));
        get(router, STUDY + "/series", to -> search.answer(to, QidoLevel.SERIES, uid(to, "study"), Optional.empty()));
        get(
                router,
                STUDY + "/instances",
                to -> search.answer(to, QidoLevel.INSTANCES, uid(to, "study"), Optional.empty()));
        get(
                router,
                SERIES + "/instances",
                to -> search.answer(to, QidoLevel.INSTANCES, uid(to, "study"), uid(to, "series")));
        for (String target : new String[] {STUDY, SERIES, INSTANCE}) {
            get(router, target, to -> instances.answer(to, target(to)));
            get(router, target + "/metadata", to -> metadata.answer(to, target(to)));
        }
        get(router, INSTANCE + "/frames/:frames", to -> frames.answer(to, target(to), to.pathParam("frames")));
        get(router, INSTANCE + "/bulkdata/*", to -> bulk.answer(to, target(to), to.pathParam("*")));
        router.route("/dicomweb/*").handler(guarded(to -> {
            throw Failure.of(FailureKind.NOT_FOUND, "there is no such resource");
        }));
    }

    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).handler(guarded(handler));
    }

    private static Handler<RoutingContext> guarded(Handler<RoutingContext> handler) {
        return to -> {
            try {
                handler.handle(to);
            } catch (RuntimeException failure) {
                FailureMapper.answer(failure, to);
            }
        };
    }

    private static DicomTarget target(RoutingContext to) {
        Optional<Uid> series = to.pathParam("series") == null ? Optional.empty() : uid(to, "series");
        Optional<Uid> instance = to.pathParam("instance") == null ? Optional.empty() : uid(to, "instance");
        return new DicomTarget(uid(to, "study").orElseThrow(), series, instance);
    }

    private static Optional<Uid> uid(RoutingContext to, String name) {
        Optional<Uid> uid = Uid.find(to.pathParam(name));
        if (uid.isEmpty()) {
            throw Failure.at(FailureKind.MALFORMED, name, "not a UID: 1 to 64 digits and dots (PS3.5 9.1)");
        }
        return uid;
    }
}
