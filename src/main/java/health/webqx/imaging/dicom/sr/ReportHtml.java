package health.webqx.imaging.dicom.sr;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A report as one HTML document for people: headings for containers, a list for what they contain, what belongs to an item
 * below it. It has no scripts and loads nothing; every text of the report is escaped.
 */
public final class ReportHtml {
    /** Of what is made. */
    public static final String MEDIA_TYPE = "text/html";

    private static final int DEEPEST_HEADING = 6;
    private static final String STYLE = "body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;"
            + "padding:0 1rem;color:#1a1a1a;background:#fff}dl{display:grid;grid-template-columns:max-content 1fr;"
            + "gap:.2rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}ul{padding-left:1.2rem}"
            + ".text{white-space:pre-wrap}.note{color:#555}";

    private final StringBuilder html = new StringBuilder(8192);

    private ReportHtml() {}

    /** The document, in UTF-8. */
    public static byte[] of(StructuredReport report) {
        ReportHtml document = new ReportHtml();
        document.document(report);
        return document.html.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void document(StructuredReport report) {
        html.append("<!DOCTYPE html>\n<html lang=\"")
                .append(escaped(language(report)))
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(report.title()))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(escaped(report.title()))
                .append("</h1>\n");
        facts(report);
        contents(report.root(), 2);
        html.append("</main>\n</body>\n</html>\n");
    }

    private void facts(StructuredReport report) {
        DataSet dataSet = report.dataSet();
        html.append("<dl>\n");
        fact("Patient", dataSet.string(Tag.PatientName).map(ContentValue::personName));
        fact("Patient ID", dataSet.string(Tag.PatientID));
        fact("Born", dataSet.string(Tag.PatientBirthDate).map(ReportHtml::date));
        fact("Study", dataSet.string(Tag.StudyDescription));
        fact("Study date", dataSet.string(Tag.StudyDate).map(ReportHtml::date));
        fact("Accession number", dataSet.string(Tag.AccessionNumber));
        fact(
                "Status",
                Optional.of((report.isComplete() ? "complete" : "partial")
                        + (report.isVerified() ? ", verified" : ", unverified")));
        for (DataSet observer : dataSet.items(Tag.VerifyingObserverSequence)) {
            fact("Verified by", observer.string(Tag.VerifyingObserverName).map(ContentValue::personName));
        }
        html.append("</dl>\n");
    }

    private void fact(String name, Optional<String> value) {
        value.filter(text -> !text.isBlank()).ifPresent(text -> html.append("<dt>")
                .append(name)
                .append("</dt><dd>")
                .append(escaped(text))
                .append("</dd>\n"));
    }

    /** What is below an item: containers as sections, everything else as lists, in the report's order. */
    private void contents(ContentItem item, int level) {
        boolean inList = false;
        for (ContentItem child : item.children()) {
            boolean section = child.type().equals("CONTAINER");
            if (section == inList) {
                html.append(section ? "</ul>\n" : "<ul>\n");
                inList = !section;
            }
            if (section) {
                section(child, level);
            } else {
                html.append("<li>");
                line(child);
                if (!child.children().isEmpty()) {
                    html.append('\n');
                    contents(child, level);
                }
                html.append("</li>\n");
            }
        }
        if (inList) {
            html.append("</ul>\n");
        }
    }

    private void section(ContentItem container, int level) {
        html.append("<section>\n");
        int heading = Math.min(level, DEEPEST_HEADING);
        container.name().map(Code::text).filter(text -> !text.isBlank()).ifPresent(text -> html.append("<h" + heading)
                .append('>')
                .append(escaped(text))
                .append("</h" + heading)
                .append(">\n"));
        contents(container, level + 1);
        html.append("</section>\n");
    }

    private void line(ContentItem item) {
        String name = item.name().map(Code::text).orElse("");
        if (!name.isBlank()) {
            html.append("<strong>").append(escaped(name)).append(":</strong> ");
        }
        html.append("<span class=\"text\">")
                .append(escaped(item.value().map(ReportHtml::said).orElse("")))
                .append("</span>");
        if (!item.relationship().isEmpty() && !item.relationship().equals("CONTAINS")) {
            html.append(" <span class=\"note\">(")
                    .append(escaped(words(item.relationship())))
                    .append(")</span>");
        }
    }

    private static String said(ContentValue value) {
        if (value instanceof ContentValue.Text text) {
            return text.text();
        } else if (value instanceof ContentValue.Coded coded) {
            return coded.code().text();
        } else if (value instanceof ContentValue.Measured measured) {
            return said(measured);
        } else if (value instanceof ContentValue.Reference reference) {
            List<String> frames =
                    reference.frames().stream().map(String::valueOf).toList();
            return "instance " + reference.instance().value()
                    + (frames.isEmpty() ? "" : ", frames " + String.join(", ", frames));
        }
        return "";
    }

    /** The unit as it is written beside numbers; that of ratios and counts is nothing (UCUM's 1). */
    private static String said(ContentValue.Measured measured) {
        String unit = measured.unit()
                .filter(code -> !code.value().equals("1") && !code.value().startsWith("{"))
                .map(Code::value)
                .orElse("");
        return measured.number()
                .map(number -> unit.isEmpty() ? number : number + " " + unit)
                .orElseGet(() -> measured.qualifier().map(Code::text).orElse("no value"));
    }

    /** Of the concept Language of Content Item and Descendants; reports that name none are in English here. */
    private static String language(StructuredReport report) {
        return report.root()
                .child("DCM", "121049")
                .flatMap(ContentItem::value)
                .filter(ContentValue.Coded.class::isInstance)
                .map(value -> ((ContentValue.Coded) value).code().value())
                .filter(code -> code.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"))
                .orElse("en");
    }

    private static String words(String relationship) {
        return switch (relationship) {
            case "HAS CONCEPT MOD" -> "more precisely";
            case "HAS OBS CONTEXT" -> "context";
            case "HAS ACQ CONTEXT" -> "acquisition";
            case "HAS PROPERTIES" -> "property";
            case "INFERRED FROM" -> "inferred from this";
            case "SELECTED FROM" -> "selected from this";
            default -> relationship;
        };
    }

    private static String date(String text) {
        return text.matches("\\d{8}")
                ? text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6)
                : text;
    }

    /** Markup becomes text, and control characters, which HTML does not allow, a mark. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t', '\r' -> out.append((char) c);
                default -> out.appendCodePoint(c < 32 || (c >= 0x7F && c < 0xA0) || isSurrogate(c) ? 0xFFFD : c);
            }
        });
        return out.toString();
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
