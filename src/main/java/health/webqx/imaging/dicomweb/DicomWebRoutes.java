package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.rendering.RenderParameters;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
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
    private final RetrieveRendered rendered;
    private final RetrievePixels pixels;
    private final WadoUri wado;

    DicomWebRoutes(
            SearchAnswers search,
            RetrieveInstances instances,
            RetrieveMetadata metadata,
            RetrieveFrames frames,
            RetrieveBulk bulk,
            RetrieveRendered rendered,
            RetrievePixels pixels,
            WadoUri wado) {
        this.search = search;
        this.instances = instances;
        this.metadata = metadata;
        this.frames = frames;
        this.bulk = bulk;
        this.rendered = rendered;
        this.pixels = pixels;
        this.wado = wado;
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
            get(router, target + "/pixeldata", to -> pixels.answer(to, target(to)));
            getOrHead(router, target + "/rendered", to -> rendered(to, List.of()));
            getOrHead(router, target + "/thumbnail", to -> thumbnail(to, List.of()));
        }
        getOrHead(router, INSTANCE + "/frames/:frames/rendered", to -> rendered(to, frames(to)));
        getOrHead(
                router,
                INSTANCE + "/frames/:frames/thumbnail",
                to -> thumbnail(to, frames(to).subList(0, 1)));
        getOrHead(router, "/wado", wado::answer);
        get(router, INSTANCE + "/frames/:frames", to -> frames.answer(to, target(to), to.pathParam("frames")));
        get(router, INSTANCE + "/bulkdata/*", to -> bulk.answer(to, target(to), to.pathParam("*")));
        router.route("/dicomweb/*").handler(guarded(to -> {
            throw Failure.of(FailureKind.NOT_FOUND, "there is no such resource");
        }));
    }

    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).handler(guarded(handler));
    }

    private static void getOrHead(Router router, String path, Handler<RoutingContext> handler) {
        get(router, path, handler);
        router.head(path).handler(guarded(handler));
    }

    private void rendered(RoutingContext to, List<Integer> frames) {
        RenderParameters parameters = RenderParameters.of(to::queryParam);
        rendered.answer(to, new RetrieveRendered.Wanted(target(to), frames, parameters, false), Accepted.of(to));
    }

    private void thumbnail(RoutingContext to, List<Integer> frames) {
        RenderParameters parameters = RenderParameters.ofThumbnail(to::queryParam);
        rendered.answer(to, new RetrieveRendered.Wanted(target(to), frames, parameters, true), Accepted.of(to));
    }

    private static List<Integer> frames(RoutingContext to) {
        return RetrieveFrames.numbers(to.pathParam("frames"));
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
