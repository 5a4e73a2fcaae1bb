package health.webqx.imaging.sandbox.authorization;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells browsers apart by a cookie, so that a page's form is good in the browser that got the page and in no other. */
final class Browser {
    private static final String COOKIE = "webqx-sandbox";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{43}");

    private Browser() {}

    /** The browser that sends a request, if it has been here. */
    static Optional<String> find(RoutingContext request) {
        return Optional.ofNullable(request.request().getCookie(COOKIE))
                .map(Cookie::getValue)
                .filter(name -> NAME.matcher(name).matches());
    }

    /** The same; one that has not been here gets its cookie. */
    static String name(RoutingContext request, boolean secure) {
        return find(request).orElseGet(() -> {
            String name = Unguessable.next();
            request.response()
                    .addCookie(Cookie.cookie(COOKIE, name)
                            .setPath("/sandbox")
                            .setHttpOnly(true)
                            .setSecure(secure)
                            .setSameSite(CookieSameSite.LAX));
            return name;
        });
    }
}
