package health.webqx.imaging.sandbox.authorization;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came with a request: the fields of its form, or of its address where the method is GET. */
record Form(Map<String, List<String>> fields) {
    static Form of(RoutingContext request) {
        MultiMap given = HttpMethod.GET.equals(request.request().method())
                ? request.queryParams()
                : request.request().formAttributes();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        given.names().forEach(name -> fields.put(name, given.getAll(name)));
        return new Form(fields);
    }

    /** The field's first value, unless it is empty. */
    Optional<String> find(String name) {
        return all(name).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** The field's value, where it was sent once and is not empty. */
    Optional<String> single(String name) {
        return find(name).filter(value -> all(name).size() == 1);
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** The same as Nimbus reads it. */
    HTTPRequest post(URI endpoint, Optional<String> authorization) throws ParseException {
        HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, endpoint);
        request.setContentType("application/x-www-form-urlencoded");
        authorization.ifPresent(request::setAuthorization);
        request.setBody(URLUtils.serializeParameters(fields));
        return request;
    }
}
