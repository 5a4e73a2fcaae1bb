package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.sr.Code;
import health.webqx.imaging.dicom.sr.ContentValue;
import java.math.BigDecimal;
import java.util.Optional;

/** What a content item says, as an Observation's value. */
final class ObservedValue {
    private static final String ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

    private ObservedValue() {}

    static void put(ObjectNode observation, ContentValue value) {
        if (value instanceof ContentValue.Measured measured) {
            measured(observation, measured);
        } else if (value instanceof ContentValue.Coded coded) {
            Codings.put(observation, "valueCodeableConcept", coded.code());
        } else if (value instanceof ContentValue.Text text) {
            observation.put("valueString", text.text());
        }
    }

    /** Digits are kept as they are; a measurement that failed says that it has no value. */
    private static void measured(ObjectNode observation, ContentValue.Measured measured) {
        Optional<BigDecimal> number = measured.number().flatMap(ObservedValue::decimal);
        if (number.isEmpty()) {
            ObjectNode absent = observation.putObject("dataAbsentReason");
            absent.putArray("coding")
                    .addObject()
                    .put("system", ABSENT)
                    .put("code", "error")
                    .put("display", "Error");
            measured.qualifier().ifPresent(why -> absent.put("text", why.text()));
            return;
        }
        ObjectNode quantity = observation.putObject("valueQuantity");
        quantity.put("value", number.get());
        measured.unit().ifPresent(unit -> unit(quantity, unit));
    }

    private static void unit(ObjectNode quantity, Code unit) {
        quantity.put("unit", unit.text());
        if (unit.scheme().equals(Codings.UCUM) && !unit.value().isBlank()) {
            quantity.put("system", Codings.system(Codings.UCUM).orElseThrow());
            quantity.put("code", unit.value().strip());
        }
    }

    /** A DS (PS3.5 6.2) that is written out in few digits. */
    private static Optional<BigDecimal> decimal(String text) {
        return text.matches("[-+]?(\\d{1,16}(\\.\\d{0,16})?|\\.\\d{1,16})([eE][-+]?\\d{1,2})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}
