package health.webqx.imaging.fhir;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.fhir.operation.DicomDeidentify;
import health.webqx.imaging.fhir.operation.DicomMetadata;
import health.webqx.imaging.fhir.operation.DicomRender;
import health.webqx.imaging.fhir.operation.DicomValidate;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.UnreadBody;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.rendering.RenderParameters;
import health.webqx.imaging.rendering.Rendition;
import health.webqx.imaging.resource.ResourceXml;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The routes of operations on a DICOM file in the body. They are plain routes before the one that bounds bodies: these are
 * larger than any resource, and are laid down as they come.
 */
@ApplicationScoped
public class DicomOperationApi {
    /** After the token is at hand, before bodies are bounded and read. */
    private static final int BEFORE_BODIES = -100;

    private static final String HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
    private static final Map<String, String> FORMATS =
            Map.of("jpeg", "image/jpeg", "jpg", "image/jpeg", "png", "image/png", "gif", "image/gif");
    private static final Set<String> DICOM = Set.of("application/dicom", "application/octet-stream");

    private final TokenIntake intake;
    private final DicomMetadata metadata;
    private final DicomValidate validate;
    private final DicomRender render;
    private final DicomDeidentify deidentify;

    DicomOperationApi(
            TokenIntake intake,
            DicomMetadata metadata,
            DicomValidate validate,
            DicomRender render,
            DicomDeidentify deidentify) {
        this.intake = intake;
        this.metadata = metadata;
        this.validate = validate;
        this.render = render;
        this.deidentify = deidentify;
    }

    void register(@Observes Router router) {
        Map<String, Consumer<RoutingContext>> byAddress = Map.of(
                "/fhir/$dicom-metadata", this::metadata,
                "/fhir/$dicom-validate", this::validate,
                "/fhir/$dicom-render", this::render,
                "/fhir/$dicom-deidentify", this::deidentify);
        router.post("/fhir/*").order(BEFORE_BODIES).handler(to -> dispatch(to, byAddress));
    }

    private static void dispatch(RoutingContext to, Map<String, Consumer<RoutingContext>> byAddress) {
        Consumer<RoutingContext> handler = byAddress.get(to.normalizedPath().replace("%24", "$"));
        if (handler == null) {
            to.next();
            return;
        }
        to.request().pause();
        try {
            requireDicom(to);
            handler.accept(to);
        } catch (RuntimeException failure) {
            fail(to, failure);
        }
    }

    private void metadata(RoutingContext to) {
        boolean xml = wantsXml(to);
        String type = xml ? "application/dicom+xml" : "application/dicom+json";
        send(to, metadata.perform(intake.visit(to), to.request(), xml).map(body -> new Rendition(type, body)));
    }

    private void validate(RoutingContext to) {
        boolean xml = AnswerFormat.of(to.request()) == AnswerFormat.Form.XML;
        send(
                to,
                validate.perform(intake.visit(to), to.request())
                        .map(json -> xml
                                ? new Rendition(
                                        "application/fhir+xml; charset=UTF-8",
                                        Buffer.buffer(ResourceXml.ofJson(json.getBytes(), false)))
                                : new Rendition(FailureMapper.FHIR_JSON, json)));
    }

    private void render(RoutingContext to) {
        DicomRender.Wanted wanted = new DicomRender.Wanted(
                RenderParameters.one(to::queryParam, "frame").map(DicomOperationApi::frame),
                mediaTypes(to),
                RenderParameters.of(to::queryParam));
        send(to, render.perform(intake.visit(to), to.request(), wanted));
    }

    private void deidentify(RoutingContext to) {
        boolean trusted = RenderParameters.one(to::queryParam, "trust-pixels")
                .map(DicomOperationApi::truth)
                .orElse(false);
        DicomDeidentify.Wanted wanted = new DicomDeidentify.Wanted(
                DicomDeidentify.profile(to.queryParam("option"), trusted),
                RenderParameters.one(to::queryParam, "authority"));
        deidentify
                .perform(intake.visit(to), to.request(), wanted)
                .subscribe()
                .with(file -> sendFile(to, file), failure -> fail(to, failure));
    }

    private static void requireDicom(RoutingContext to) {
        String type = Optional.ofNullable(to.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("");
        if (!DICOM.contains(type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT))) {
            throw Failure.at(
                    FailureKind.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "this address takes application/dicom");
        }
    }

    /** The XML of DICOM where it is named before JSON, or JSON is not. */
    private static boolean wantsXml(RoutingContext to) {
        for (var range : to.parsedHeaders().accept()) {
            String type = range.value();
            if (List.of("application/dicom+xml", "application/xml", "text/xml").contains(type)) {
                return true;
            } else if (List.of("application/dicom+json", "application/json", "application/*", "*/*")
                    .contains(type)) {
                return false;
            }
        }
        if (!to.parsedHeaders().accept().isEmpty()) {
            throw Failure.at(
                    FailureKind.NOT_ACCEPTABLE,
                    "Accept",
                    "available as application/dicom+json and application/dicom+xml");
        }
        return false;
    }

    /** Those of {@code format}, else of the header; none where anything will do. */
    private static List<String> mediaTypes(RoutingContext to) {
        Optional<String> format = RenderParameters.one(to::queryParam, "format");
        if (format.isPresent()) {
            return List.of(FORMATS.getOrDefault(format.get(), format.get()));
        }
        List<String> types =
                to.parsedHeaders().accept().stream().map(range -> range.value()).toList();
        boolean any =
                types.stream().findFirst().filter(type -> type.endsWith("/*")).isPresent();
        return any ? List.of() : types;
    }

    private static int frame(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw Failure.at(FailureKind.MALFORMED, "frame", "frames are numbered from 1 on");
        }
        return Integer.parseInt(text);
    }

    private static boolean truth(String text) {
        if (!Set.of("true", "false").contains(text)) {
            throw Failure.at(FailureKind.MALFORMED, "trust-pixels", "true or false");
        }
        return text.equals("true");
    }

    private static void send(RoutingContext to, Uni<Rendition> answer) {
        answer.subscribe().with(shown -> send(to, shown), failure -> fail(to, failure));
    }

    private static void send(RoutingContext to, Rendition shown) {
        if (shown.mediaType().equals("text/html")) {
            to.response().putHeader("Content-Security-Policy", HARMLESS);
        }
        to.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, shown.mediaType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(shown.content());
    }

    private static void sendFile(RoutingContext to, Path file) {
        to.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/dicom")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .sendFile(file.toString())
                .onComplete(sent -> to.vertx().executeBlocking(() -> delete(file)));
    }

    private static boolean delete(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException left) {
            file.toFile().deleteOnExit();
            return false;
        }
    }

    private static void fail(RoutingContext to, Throwable failure) {
        UnreadBody.letGo(to);
        FailureMapper.answer(failure, to);
    }
}
