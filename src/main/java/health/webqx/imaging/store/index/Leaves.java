package health.webqx.imaging.store.index;

/**
 * The ends of walks: what a value of a given static type gives the index for a parameter of a given type (the tables of
 * R4 3.1.1.4). A pair the standard has no comparison for, such as a string for a date parameter, leads nowhere.
 */
final class Leaves {
    private final ReferenceReader references;

    Leaves(ReferenceReader references) {
        this.references = references;
    }

    /** The end of a walk to a value of this type, or {@link Walk#NOWHERE}. */
    Walk of(SearchParameter parameter, ElementType type) {
        String param = parameter.code();
        return switch (parameter.type()) {
            case TOKEN -> TokenLeaf.of(param, type);
            case REFERENCE -> ReferenceLeaf.of(param, type, references);
            case DATE -> DateLeaf.of(param, type);
            case STRING -> StringLeaf.of(param, type);
            case URI -> UriLeaf.of(param, type);
            case NUMBER -> NumberLeaf.of(param, type);
            case QUANTITY -> QuantityLeaf.of(param, type);
            case COMPOSITE -> Walk.NOWHERE;
            case SPECIAL -> PositionLeaf.of(type);
        };
    }
}
