package health.webqx.imaging.store.index;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** What a parameter selected, as comparable texts: from HAPI's typed values and from our entries. */
final class SelectedValues {
    private SelectedValues() {}

    static Set<String> of(SearchParameterType type, IBase value) {
        Set<String> texts = new HashSet<>();
        if (value instanceof CodeableConcept concept) {
            concept.getCoding().forEach(coding -> texts.addAll(of(type, coding)));
            texts.addAll(concept.hasText() ? Set.of("|") : Set.of());
        } else if (value instanceof Coding coding) {
            texts.add(empty(coding.getSystem()) + "|" + empty(coding.getCode()));
        } else if (value instanceof Identifier identifier) {
            texts.add(empty(identifier.getSystem()) + "|" + empty(identifier.getValue()));
        } else if (value instanceof ContactPoint contact) {
            texts.add("|" + contact.getValue());
        } else if (value instanceof Enumeration<?> code) {
            texts.add(code.getSystem() + "|" + code.getCode());
        } else if (value instanceof Reference reference) {
            texts.add(reference.hasReference() ? reference.getReference() : identifier(reference));
        } else if (value instanceof Quantity quantity) {
            texts.add(number(quantity.getValue()) + " " + empty(quantity.getCode()));
        } else if (value instanceof Money money) {
            texts.add(number(money.getValue()) + " " + empty(money.getCurrency()));
        } else if (value instanceof HumanName name) {
            parts(texts, name.getPrefix(), name.getGiven(), name.getSuffix());
            texts.add(name.getFamily());
        } else if (value instanceof Address address) {
            parts(texts, address.getLine());
            Stream.of(address.getCity(), address.getState(), address.getPostalCode(), address.getCountry())
                    .filter(part -> part != null)
                    .forEach(texts::add);
        } else if (value instanceof Period period) {
            texts.add(start(period.getStartElement()).toString());
        } else if (value instanceof BaseDateTimeType date) {
            texts.add(start(date).toString());
        } else if (value instanceof PrimitiveType<?> primitive) {
            texts.add((type == SearchParameterType.TOKEN ? "|" : "") + primitive.getValueAsString());
        } else {
            texts.add("not expected here: " + value.fhirType());
        }
        texts.remove(null);
        return texts;
    }

    static Set<String> of(SearchParameter parameter, IndexEntries entries) {
        Set<String> texts = new TreeSet<>(ofWhole(parameter, entries));
        entries.parts().forEach(part -> texts.addAll(ofWhole(parameter, part)));
        return texts;
    }

    private static Set<String> ofWhole(SearchParameter parameter, IndexEntries entries) {
        return switch (parameter.type()) {
            case TOKEN -> texts(entries.tokens(), parameter, TokenEntry::param, t -> t.system() + "|" + t.code());
            case REFERENCE -> texts(entries.references(), parameter, ReferenceEntry::param, SelectedValues::target);
            case DATE ->
                texts(entries.dates(), parameter, DateEntry::param, d -> d.low().toString());
            case STRING -> withoutJoined(texts(entries.strings(), parameter, StringEntry::param, StringEntry::exact));
            case URI -> texts(entries.uris(), parameter, UriEntry::param, UriEntry::uri);
            case NUMBER -> texts(entries.numbers(), parameter, NumberEntry::param, n -> number(n.value()));
            case QUANTITY ->
                texts(entries.quantities(), parameter, QuantityEntry::param, q -> number(q.value()) + " " + q.code());
            case COMPOSITE, SPECIAL -> Set.of();
        };
    }

    private static String target(ReferenceEntry entry) {
        if (!entry.targetId().isEmpty()) {
            return entry.targetType() + "/" + entry.targetId();
        }
        return entry.url().isEmpty() ? "identifier " + entry.identifierValue() : entry.url();
    }

    private static String identifier(Reference reference) {
        return reference.hasIdentifier()
                ? "identifier " + reference.getIdentifier().getValue()
                : null;
    }

    private static <E> Set<String> texts(
            List<E> entries, SearchParameter parameter, Function<E, String> param, Function<E, String> text) {
        return entries.stream()
                .filter(e -> param.apply(e).equals(parameter.code()))
                .map(text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The joined text of a name or an address is ours and not a value FHIRPath selects. */
    private static Set<String> withoutJoined(Set<String> texts) {
        Set<String> kept = new TreeSet<>(texts);
        kept.removeIf(text -> texts.stream()
                        .filter(other -> !other.equals(text) && text.contains(other))
                        .count()
                > 1);
        return kept;
    }

    @SafeVarargs
    private static void parts(Set<String> texts, List<StringType>... lists) {
        Stream.of(lists).flatMap(List::stream).map(StringType::getValue).forEach(texts::add);
    }

    private static Instant start(BaseDateTimeType date) {
        String text = date.getValueAsString();
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : date.getValue().toInstant();
    }

    private static String number(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static String empty(String text) {
        return text == null ? "" : text;
    }
}
