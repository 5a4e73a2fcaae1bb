package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.pixel.Window;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.rendering.RenderParameters;
import health.webqx.imaging.rendering.RequestedViewport;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * WADO-URI (PS3.18 chapter 9): one instance by query parameters, as it is or rendered. It is retrieved by all three UIDs:
 * an instance of another study than is named does not exist.
 */
@ApplicationScoped
class WadoUri {
    private static final String DICOM = "application/dicom";
    private static final int CORNERS = 4;

    private final RetrieveInstances instances;
    private final RetrieveRendered rendered;

    WadoUri(RetrieveInstances instances, RetrieveRendered rendered) {
        this.instances = instances;
        this.rendered = rendered;
    }

    void answer(RoutingContext to) {
        Function<String, List<String>> query = to::queryParam;
        if (!required(query, "requestType").equals("WADO")) {
            throw Failure.at(FailureKind.MALFORMED, "requestType", "the type of request is WADO");
        }
        DicomTarget target =
                DicomTarget.instance(uid(query, "studyUID"), uid(query, "seriesUID"), uid(query, "objectUID"));
        for (String name : List.of("presentationUID", "anonymize")) {
            if (!query.apply(name).isEmpty()) {
                throw Failure.at(FailureKind.UNSUPPORTED, name, "this parameter is not supported");
            }
        }
        Accepted accepted =
                RenderParameters.one(query, "contentType").map(Accepted::ofText).orElseGet(() -> Accepted.of(to));
        if (accepted.prefers(DICOM)) {
            instances.answer(to, target, new Accepted.Packing(false, RenderParameters.one(query, "transferSyntax")));
            return;
        }
        List<Integer> frames = RenderParameters.one(query, "frameNumber")
                .map(RetrieveFrames::numbers)
                .orElse(List.of());
        if (frames.size() > 1) {
            throw Failure.at(FailureKind.MALFORMED, "frameNumber", "one frame is named");
        }
        rendered.answer(to, new RetrieveRendered.Wanted(target, frames, parameters(query), false), accepted);
    }

    /** PS3.18 9.4.1.2. */
    private static RenderParameters parameters(Function<String, List<String>> query) {
        Optional<Integer> rows =
                RenderParameters.one(query, "rows").map(text -> RequestedViewport.length("rows", text));
        Optional<Integer> columns =
                RenderParameters.one(query, "columns").map(text -> RequestedViewport.length("columns", text));
        List<Optional<Double>> part =
                RenderParameters.one(query, "region").map(WadoUri::part).orElse(List.of());
        Optional<RequestedViewport> viewport = rows.isEmpty() && columns.isEmpty() && part.isEmpty()
                ? Optional.empty()
                : Optional.of(new RequestedViewport(columns.orElse(0), rows.orElse(0), part, true));
        return new RenderParameters(
                viewport,
                window(query),
                RenderParameters.one(query, "imageQuality").map(text -> RenderParameters.quality("imageQuality", text)),
                !query.apply("annotation").isEmpty());
    }

    private static Optional<Window> window(Function<String, List<String>> query) {
        Optional<String> center = RenderParameters.one(query, "windowCenter");
        Optional<String> width = RenderParameters.one(query, "windowWidth");
        if (center.isPresent() != width.isPresent()) {
            throw Failure.at(FailureKind.MALFORMED, "windowCenter", "windowCenter and windowWidth go together");
        }
        return center.map(
                middle -> RenderParameters.window("windowCenter", middle, width.orElseThrow(), Window.Function.LINEAR));
    }

    /** Left, upper, right and lower edge in fractions of the image, as a corner and a size. */
    private static List<Optional<Double>> part(String text) {
        List<Double> edges = new ArrayList<>();
        for (String edge : text.split(",", -1)) {
            if (!edge.matches("0(\\.\\d{1,12})?|1(\\.0{1,12})?|\\.\\d{1,12}")) {
                throw malformedRegion();
            }
            edges.add(Double.valueOf(edge));
        }
        if (edges.size() != CORNERS || edges.get(2) <= edges.get(0) || edges.get(3) <= edges.get(1)) {
            throw malformedRegion();
        }
        return List.of(
                Optional.of(edges.get(0)),
                Optional.of(edges.get(1)),
                Optional.of(edges.get(2) - edges.get(0)),
                Optional.of(edges.get(3) - edges.get(1)));
    }

    private static Failure malformedRegion() {
        return Failure.at(FailureKind.MALFORMED, "region", "a region is xmin,ymin,xmax,ymax, each from 0 to 1");
    }

    private static Uid uid(Function<String, List<String>> query, String name) {
        return Uid.find(required(query, name))
                .filter(Uid::hasComponents)
                .orElseThrow(() ->
                        Failure.at(FailureKind.MALFORMED, name, "not a UID: 1 to 64 digits and dots (PS3.5 9.1)"));
    }

    private static String required(Function<String, List<String>> query, String name) {
        return RenderParameters.one(query, name)
                .orElseThrow(() -> Failure.at(FailureKind.MALFORMED, name, "this parameter is required"));
    }
}
