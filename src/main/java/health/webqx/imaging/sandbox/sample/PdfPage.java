package health.webqx.imaging.sandbox.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One page of text as PDF 1.4, in ASCII: what a letter needs and no more. */
final class PdfPage {
    private static final int PAGE_HEIGHT = 842;
    private static final int MARGIN = 72;
    private static final int LINE = 18;

    private PdfPage() {}

    /** @param lines ASCII, without brackets and backslashes */
    static String of(List<String> lines) {
        String text = text(lines);
        List<String> objects = List.of(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
                        + " /Resources << /Font << /F1 4 0 R >> >> >>",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                "<< /Length " + text.length() + " >>\nstream\n" + text + "endstream");
        StringBuilder file = new StringBuilder("%PDF-1.4\n");
        List<Integer> offsets = new ArrayList<>();
        for (String object : objects) {
            offsets.add(file.length());
            file.append(offsets.size()).append(" 0 obj\n").append(object).append("\nendobj\n");
        }
        return file + trailer(offsets, file.length());
    }

    private static String text(List<String> lines) {
        StringBuilder text = new StringBuilder("BT\n/F1 12 Tf\n" + LINE + " TL\n");
        text.append(MARGIN).append(' ').append(PAGE_HEIGHT - MARGIN).append(" Td\n");
        lines.forEach(line -> text.append('(').append(line).append(") Tj T*\n"));
        return text.append("ET\n").toString();
    }

    private static String trailer(List<Integer> offsets, int start) {
        StringBuilder trailer = new StringBuilder("xref\n0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n");
        offsets.forEach(offset -> trailer.append(String.format(Locale.ROOT, "%010d 00000 n \n", offset)));
        return trailer + "trailer\n<< /Size " + (offsets.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + start
                + "\n%%EOF\n";
    }
}
