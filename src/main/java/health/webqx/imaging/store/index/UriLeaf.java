package health.webqx.imaging.store.index;

/** URI entries by type (R4 3.1.1.4.13). */
final class UriLeaf {
    private UriLeaf() {}

    static Walk of(String param, ElementType type) {
        return switch (type.name()) {
            case "uri", "url", "canonical" ->
                (node, into) -> {
                    String uri = JsonText.of(node);
                    return !uri.isEmpty() && into.add(new UriEntry(param, uri));
                };
            default -> Walk.NOWHERE;
        };
    }
}
