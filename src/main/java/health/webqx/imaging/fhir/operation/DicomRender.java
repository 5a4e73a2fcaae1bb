package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.rendering.Category;
import health.webqx.imaging.rendering.RenderParameters;
import health.webqx.imaging.rendering.Renderer;
import health.webqx.imaging.rendering.Rendition;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Shows a DICOM file at hand ({@code $dicom-render}): an image, a report as HTML, an encapsulated PDF. */
@ApplicationScoped
public class DicomRender {
    private final Uploads uploads;

    DicomRender(Uploads uploads) {
        this.uploads = uploads;
    }

    /**
     * What is asked for.
     *
     * @param frame 1-based; absent for the whole of the instance
     * @param mediaTypes the caller takes, the best first; none for whatever is usual
     */
    public record Wanted(Optional<Integer> frame, List<String> mediaTypes, RenderParameters parameters) {}

    /** The rendition; {@code UNPROCESSABLE} for a file with nothing to show, or a frame it does not have. */
    public Uni<Rendition> perform(Visit visit, HttpServerRequest body, Wanted wanted) {
        return uploads.work(visit, body, path -> rendition(UploadedFile.read(path), wanted));
    }

    private static Rendition rendition(DicomFile file, Wanted wanted) throws IOException {
        Category category = Category.of(file);
        if (category == Category.OTHER) {
            throw Failure.at(FailureKind.UNPROCESSABLE, "body", "there is nothing to show in the file");
        }
        String mediaType = mediaType(category.mediaTypes(), wanted.mediaTypes());
        if (wanted.frame().isEmpty()) {
            return Renderer.instance(file, mediaType, wanted.parameters());
        } else if (category == Category.REPORT || category == Category.DOCUMENT) {
            throw Failure.at(FailureKind.INVALID, "frame", "the file has no frames");
        }
        return Renderer.frame(file, wanted.frame().get(), mediaType, wanted.parameters());
    }

    private static String mediaType(List<String> offered, List<String> taken) {
        if (taken.isEmpty()) {
            return offered.get(0);
        }
        return taken.stream()
                .filter(offered::contains)
                .findFirst()
                .orElseThrow(() ->
                        Failure.at(FailureKind.NOT_ACCEPTABLE, "format", "available as " + String.join(", ", offered)));
    }
}
