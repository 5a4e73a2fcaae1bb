package health.webqx.imaging.dicomweb;

import health.webqx.imaging.cache.KeptAnswer;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.rendering.Rendition;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How renditions become an answer: bare or as parts, with a {@link Validator}. A client that has it already is told so, once it is decided that it may see it.
 */
@ApplicationScoped
class RenderedAnswers {
    private static final String HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
    private static final String ANNOTATION = "299 webqx \"The annotation parameter is not supported and was ignored.\"";

    /**
     * A part of an answer.
     *
     * @param rendition absent for what the client has already
     * @param multipart whether it goes into one with others
     */
    record Item(Optional<Rendition> rendition, boolean multipart, Uid instance) {
        /** What the client has already. */
        static final Item KNOWN = new Item(Optional.empty(), false, Uid.of("0"));

        /** What {@link #toBeKept} made. */
        static Item of(KeptAnswer kept) {
            String[] label = kept.label().split("\n", -1);
            return new Item(
                    Optional.of(new Rendition(label[0], kept.content())),
                    Boolean.parseBoolean(label[1]),
                    Uid.of(label[2]));
        }

        KeptAnswer toBeKept() {
            Rendition shown = rendition.orElseThrow();
            return new KeptAnswer(
                    String.join("\n", shown.mediaType(), String.valueOf(multipart), instance.value()), shown.content());
        }
    }

    /** Whether the client names the validator of what it asks for. */
    boolean isKnown(RoutingContext to, Holding holding) {
        return Validator.isKnown(to.request(), holding);
    }

    /** Sends what has begun; nothing was sent before. */
    void send(
            RoutingContext to,
            RetrieveRendered.Wanted wanted,
            Retrieval.Begun<Item> begun,
            Consumer<String> brokenOff) {
        HttpServerResponse response = to.response();
        Validator.mark(to.request(), begun.holding(), response);
        response.putHeader(HttpHeaders.VARY, "Accept, Authorization");
        if (wanted.parameters().annotated()) {
            response.putHeader("Warning", ANNOTATION);
        }
        boolean head = to.request().method().equals(HttpMethod.HEAD);
        if (wanted.single() && !head) {
            begun.items()
                    .collect()
                    .first()
                    .subscribe()
                    .with(first -> sendOne(response, first, brokenOff), failure -> fail(to, failure));
        } else if (head) {
            begun.items()
                    .select()
                    .first(1)
                    .collect()
                    .first()
                    .subscribe()
                    .with(first -> sendHead(response, first), failure -> fail(to, failure));
        } else {
            sendAll(to, begun.items(), brokenOff);
        }
    }

    private static void sendOne(HttpServerResponse response, Item item, Consumer<String> brokenOff) {
        if (item.rendition().isEmpty()) {
            response.setStatusCode(304).end();
            return;
        }
        Rendition rendition = item.rendition().get();
        if (!item.multipart()) {
            if (rendition.mediaType().equals("text/html")) {
                response.putHeader("Content-Security-Policy", HARMLESS);
            }
            response.putHeader(HttpHeaders.CONTENT_TYPE, rendition.mediaType()).end(rendition.content());
            return;
        }
        Multipart multipart = new Multipart(rendition.mediaType());
        response.putHeader(HttpHeaders.CONTENT_TYPE, multipart.contentType());
        StreamedAnswer.send(response, multipart.body(part(multipart, item)), brokenOff);
    }

    private static void sendHead(HttpServerResponse response, Item item) {
        if (item.rendition().isEmpty()) {
            response.setStatusCode(304).end();
            return;
        }
        Rendition rendition = item.rendition().get();
        String type = item.multipart() ? new Multipart(rendition.mediaType()).contentType() : rendition.mediaType();
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        if (!item.multipart()) {
            response.putHeader(
                    HttpHeaders.CONTENT_LENGTH,
                    String.valueOf(rendition.content().length()));
        }
        response.end();
    }

    /** The first tells the form of all: bare only where it is alone. */
    private static void sendAll(RoutingContext to, Multi<Item> items, Consumer<String> brokenOff) {
        HttpServerResponse response = to.response();
        BegunStream.of(items)
                .subscribe()
                .with(
                        begun -> {
                            Item first = begun.first().orElse(Item.KNOWN);
                            if (!first.multipart()) {
                                begun.all()
                                        .collect()
                                        .last()
                                        .subscribe()
                                        .with(item -> sendOne(response, item, brokenOff), failure -> fail(to, failure));
                                return;
                            }
                            Multipart multipart = new Multipart(
                                    first.rendition().orElseThrow().mediaType());
                            response.putHeader(HttpHeaders.CONTENT_TYPE, multipart.contentType());
                            Multi<Buffer> parts =
                                    begun.all().onItem().transformToMultiAndConcatenate(item -> part(multipart, item));
                            StreamedAnswer.send(response, multipart.body(parts), brokenOff);
                        },
                        failure -> fail(to, failure));
    }

    private static Multi<Buffer> part(Multipart multipart, Item item) {
        Rendition rendition = item.rendition().orElseThrow();
        return multipart.part(
                rendition.mediaType(),
                "urn:oid:" + item.instance().value(),
                Multi.createFrom().item(rendition.content()));
    }

    private static void fail(RoutingContext to, Throwable failure) {
        List.of(HttpHeaders.ETAG, HttpHeaders.CACHE_CONTROL)
                .forEach(name -> to.response().headers().remove(name));
        FailureMapper.answer(failure, to);
    }
}
