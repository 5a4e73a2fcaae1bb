package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.rendering.RenderParameters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of DICOMweb (PS3.18 10.1.1): each reads its address, and hands over to the transaction. */
@ApplicationScoped
public class DicomWebRoutes {
    private static final String ROOT = "/dicomweb";
    private static final String STUDY = "/studies/:";
    private static final String SERIES = STUDY + "/series/:";
    private static final String INSTANCE = SERIES + "/instances/:";

    private static final String NOT_DECODABLE = "the address is not encoded right";

    /** After the token is at hand, before bodies are bounded and read: those that come here are larger than any resource. */
    private static final int BEFORE_BODIES = -100;

    private final SearchAnswers search;
    private final StoreAnswers store;
    private final RetrieveInstances instances;
    private final RetrieveMetadata metadata;
    private final RetrieveFrames frames;
    private final RetrieveBulk bulk;
    private final RetrieveRendered rendered;
    private final RetrievePixels pixels;
    private final WadoUri wado;
    private final Capabilities capabilities;

    DicomWebRoutes(
            SearchAnswers search,
            StoreAnswers store,
            RetrieveInstances instances,
            RetrieveMetadata metadata,
            RetrieveFrames frames,
            RetrieveBulk bulk,
            RetrieveRendered rendered,
            RetrievePixels pixels,
            WadoUri wado,
            Capabilities capabilities) {
        this.search = search;
        this.store = store;
        this.instances = instances;
        this.metadata = metadata;
        this.frames = frames;
        this.bulk = bulk;
        this.rendered = rendered;
        this.pixels = pixels;
        this.wado = wado;
        this.capabilities = capabilities;
    }

    void register(@Observes Router router) {
        router.post(ROOT + "/studies/*").order(BEFORE_BODIES).handler(guarded(this::store));
        Map<String, Handler<RoutingContext>> byShape = byShape();
        get(router, ROOT + "/*", to -> dispatch(to, byShape));
        get(router, "/wado", wado::answer);
        for (String service : new String[] {ROOT, ROOT + "/"}) {
            router.options(service).handler(guarded(capabilities::answer));
        }
        router.route(ROOT + "/*").handler(guarded(DicomWebRoutes::refuse));
    }

    /** What GET answers, HEAD answers without its body (RFC 9110 9.3.2). */
    private static void get(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).handler(guarded(handler));
        router.head(path).handler(guarded(handler));
    }

    private Map<String, Handler<RoutingContext>> byShape() {
        Map<String, Handler<RoutingContext>> byShape = new HashMap<>();
        byShape.put("/studies", search(QidoLevel.STUDIES));
        byShape.put("/series", search(QidoLevel.SERIES));
        byShape.put("/instances", search(QidoLevel.INSTANCES));
        byShape.put(STUDY + "/series", search(QidoLevel.SERIES));
        byShape.put(STUDY + "/instances", search(QidoLevel.INSTANCES));
        byShape.put(SERIES + "/instances", search(QidoLevel.INSTANCES));
        for (String target : new String[] {STUDY, SERIES, INSTANCE}) {
            byShape.put(target, to -> instances.answer(to, target(to)));
            byShape.put(target + "/metadata", to -> metadata.answer(to, target(to)));
            byShape.put(target + "/pixeldata", to -> pixels.answer(to, target(to)));
            byShape.put(target + "/rendered", to -> rendered(to, List.of()));
            byShape.put(target + "/thumbnail", to -> thumbnail(to, List.of()));
        }
        String someFrames = INSTANCE + "/frames/:";
        byShape.put(someFrames, to -> frames.answer(to, target(to), to.pathParam("frames")));
        byShape.put(someFrames + "/rendered", to -> rendered(to, frames(to)));
        byShape.put(someFrames + "/thumbnail", to -> thumbnail(to, frames(to).subList(0, 1)));
        byShape.put(INSTANCE + "/bulkdata/*", to -> bulk.answer(to, target(to), to.pathParam("*")));
        return Map.copyOf(byShape);
    }

    private static void dispatch(RoutingContext to, Map<String, Handler<RoutingContext>> byShape) {
        ServiceAddress address = address(to);
        Handler<RoutingContext> handler = byShape.get(address.shape());
        if (handler == null) {
            to.next();
        } else {
            to.pathParams().putAll(address.values());
            handler.handle(to);
        }
    }

    private static ServiceAddress address(RoutingContext to) {
        try {
            return ServiceAddress.of(to.normalizedPath().substring(ROOT.length()));
        } catch (IllegalArgumentException notDecodable) {
            throw Failure.of(FailureKind.MALFORMED, NOT_DECODABLE);
        }
    }

    private static void refuse(RoutingContext to) {
        boolean reads =
                Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(to.request().method());
        throw reads
                ? Failure.of(FailureKind.NOT_FOUND, "there is no such resource")
                : Failure.of(FailureKind.METHOD_NOT_ALLOWED, "this address does not support the method");
    }

    private Handler<RoutingContext> search(QidoLevel level) {
        return to -> search.answer(to, new SearchTransaction.Scope(level, named(to, "study"), named(to, "series")));
    }

    private void store(RoutingContext to) {
        ServiceAddress address = address(to);
        if (Set.of("/studies", STUDY).contains(address.shape())) {
            to.pathParams().putAll(address.values());
            Optional<Uid> study = named(to, "study");
            to.request().pause();
            store.answer(to, study);
        } else {
            to.next();
        }
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
            } catch (HttpException notDecodable) {
                FailureMapper.answer(Failure.of(FailureKind.MALFORMED, NOT_DECODABLE), to);
            } catch (RuntimeException failure) {
                FailureMapper.answer(failure, to);
            }
        };
    }

    private static DicomTarget target(RoutingContext to) {
        return new DicomTarget(named(to, "study").orElseThrow(), named(to, "series"), named(to, "instance"));
    }

    /** The UID at that place of the address, where it has such a place. */
    private static Optional<Uid> named(RoutingContext to, String place) {
        String text = to.pathParam(place);
        Optional<Uid> uid = text == null ? Optional.empty() : Uid.find(text).filter(Uid::hasComponents);
        if (text != null && uid.isEmpty()) {
            throw Failure.at(FailureKind.MALFORMED, place, "not a UID: 1 to 64 digits and dots (PS3.5 9.1)");
        }
        return uid;
    }
}
