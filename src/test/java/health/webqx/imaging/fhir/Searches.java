package health.webqx.imaging.fhir;

import health.webqx.imaging.Sandbox;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Resources of one test, told from those of others by a tag, and searches among them. */
final class Searches {
    private static final String SYSTEM = "urn:searches";

    /** Part of every id. */
    final String run = UUID.randomUUID().toString();

    /** Stores a resource; members in JSON with single quotes for double ones. */
    void put(String type, String name, String members) {
        Response stored = Sandbox.backend()
                .body(resource(type, name, members).replace('\'', '"'))
                .put("/fhir/" + type + "/" + id(name));
        if (stored.statusCode() > 201) {
            throw new AssertionError(stored.asString());
        }
    }

    /** Stores several of one type at once, told as by {@link #put}. */
    void putAll(String type, Map<String, String> membersByName) {
        String entries = membersByName.entrySet().stream()
                .map(each -> "{'request':{'method':'PUT','url':'" + type + "/" + id(each.getKey()) + "'},'resource':"
                        + resource(type, each.getKey(), each.getValue()) + "}")
                .collect(Collectors.joining(","));
        Response stored = Sandbox.backend()
                .body(("{'resourceType':'Bundle','type':'transaction','entry':[" + entries + "]}").replace('\'', '"'))
                .post("/fhir");
        if (stored.statusCode() != 200) {
            throw new AssertionError(stored.asString());
        }
    }

    private String resource(String type, String name, String members) {
        String meta = "'meta':{'tag':[{'system':'" + SYSTEM + "','code':'" + run + "'}]}";
        return "{'resourceType':'" + type + "','id':'" + id(name) + "'," + meta
                + (members.isEmpty() ? "" : "," + members) + "}";
    }

    /** The id of what was stored by a name. */
    String id(String name) {
        return name + "-" + run;
    }

    /** The names of what a search finds, on all its pages. */
    List<String> found(String type, String query) {
        return found(Sandbox::backend, type, query);
    }

    /** Likewise, as the caller sees it. */
    List<String> found(Supplier<RequestSpecification> caller, String type, String query) {
        List<String> names = new ArrayList<>();
        String next = address(type, query);
        while (next != null) {
            JsonPath page =
                    get(caller.get(), next).then().statusCode(200).extract().jsonPath();
            names.addAll(names(page, "match"));
            String url = page.getString("link.find{it.relation=='next'}.url");
            next = url == null ? null : url.substring(url.indexOf("/fhir"));
        }
        return names;
    }

    /** What a page holds that did not match itself. */
    List<String> broughtAlong(RequestSpecification caller, String type, String query) {
        return names(
                get(caller, address(type, query))
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath(),
                "include");
    }

    /** The answer to a search among all there is. */
    static Response get(RequestSpecification caller, String address) {
        return caller.urlEncodingEnabled(false)
                .get(address.replace("|", "%7C")
                        .replace("\\", "%5C")
                        .replace("[", "%5B")
                        .replace("]", "%5D"));
    }

    /** The address of a search among what this test stored. */
    String address(String type, String query) {
        return "/fhir" + (type.isEmpty() ? "" : "/" + type) + "?_tag=" + SYSTEM + "|" + run + "&" + query;
    }

    private List<String> names(JsonPath page, String mode) {
        List<String> ids = page.getList("entry.findAll{it.search.mode=='" + mode + "'}.resource.id");
        return Optional.ofNullable(ids).orElse(List.of()).stream()
                .map(id -> id.replace("-" + run, ""))
                .toList();
    }
}
