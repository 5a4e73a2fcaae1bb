package health.webqx.imaging.fhir;

import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceXml;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * The form an answer leaves in: JSON or XML, by {@code _format} or else {@code Accept}, and spread out where
 * {@code _pretty=true} (R4 3.1.0.1.10). What is stored is JSON and leaves as it is; other forms are made of it on a worker.
 */
public class AnswerFormat {
    private static final MediaType XML = MediaType.valueOf("application/fhir+xml; charset=UTF-8");

    /** Whether a request takes an answer in JSON, in XML, or in neither. */
    enum Form {
        JSON,
        XML,
        NEITHER
    }

    @ServerResponseFilter
    public Uni<Void> inForm(ContainerResponseContext answer, RoutingContext request) {
        boolean xml = of(request.request()) == Form.XML;
        boolean pretty = "true".equals(request.request().getParam("_pretty"));
        String type = answer.getHeaderString(HttpHeaders.CONTENT_TYPE);
        boolean json = type != null && type.startsWith(FailureMapper.FHIR_JSON);
        if (!json || !(xml || pretty) || !(answer.getEntity() instanceof byte[] stored)) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .item(() -> xml ? ResourceXml.ofJson(stored, pretty) : ResourceJson.pretty(stored))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(formed -> answer.setEntity(formed, new Annotation[0], xml ? XML : answer.getMediaType()))
                .replaceWithVoid();
    }

    /** {@code _format} goes before {@code Accept}; JSON where either is as good. */
    static Form of(HttpServerRequest request) {
        String format = request.getParam("_format");
        if (format != null && !format.isEmpty()) {
            String name = format.toLowerCase(Locale.ROOT);
            return name.contains("json") ? Form.JSON : name.contains("xml") ? Form.XML : Form.NEITHER;
        }
        String accept =
                Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT)).orElse("");
        if (accept.isBlank()) {
            return Form.JSON;
        }
        double json = 0;
        double xml = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String type = range.split(";", 2)[0].strip();
            double quality = quality(range);
            if (type.equals("*/*") || type.equals("application/*") || type.endsWith("json")) {
                json = Math.max(json, quality);
            } else if (type.endsWith("fhir+xml") || type.equals("application/xml") || type.equals("text/xml")) {
                xml = Math.max(xml, quality);
            }
        }
        return json == 0 && xml == 0 ? Form.NEITHER : xml > json ? Form.XML : Form.JSON;
    }

    private static double quality(String range) {
        int q = range.replace(" ", "").indexOf(";q=");
        if (q < 0) {
            return 1;
        }
        String value = range.replace(" ", "").substring(q + 3).split(";", 2)[0];
        return value.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(value) : 0;
    }
}
