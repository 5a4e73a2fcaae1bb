package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.cache.KeptAnswers;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.pacs.SpooledFile;
import health.webqx.imaging.rendering.Category;
import health.webqx.imaging.rendering.DicomFailures;
import health.webqx.imaging.rendering.PixelWorker;
import health.webqx.imaging.rendering.RenderParameters;
import health.webqx.imaging.rendering.Renderer;
import health.webqx.imaging.rendering.Rendition;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * WADO-RS rendered resources and thumbnails of studies, series, instances and frames (PS3.18 10.4.1.1.3, 10.4.1.1.4): drawn
 * here, from the file as the archive holds it. Of a study or series what cannot be shown is left out.
 */
@ApplicationScoped
class RetrieveRendered {
    private final TokenIntake intake;
    private final Retrieval retrieval;
    private final PixelWorker worker;
    private final Vertx vertx;
    private final RenderedAnswers answers;
    private final KeptAnswers kept;

    RetrieveRendered(
            TokenIntake intake,
            Retrieval retrieval,
            PixelWorker worker,
            Vertx vertx,
            RenderedAnswers answers,
            KeptAnswers kept) {
        this.intake = intake;
        this.retrieval = retrieval;
        this.worker = worker;
        this.vertx = vertx;
        this.answers = answers;
        this.kept = kept;
    }

    /**
     * What to show.
     *
     * @param frames 1-based; none for the whole of each instance
     * @param thumbnail whether one small picture stands for the target
     */
    record Wanted(DicomTarget target, List<Integer> frames, RenderParameters parameters, boolean thumbnail) {
        /** Whether exactly one item results. */
        boolean single() {
            return thumbnail || (target.instance().isPresent() && frames.size() <= 1);
        }
    }

    void answer(RoutingContext to, Wanted wanted, Accepted accepted) {
        retrieval
                .begin(intake.visit(to), wanted.target(), ImageAccess.RENDERED, new Source(to, wanted, accepted))
                .subscribe()
                .with(
                        begun -> answers.send(to, wanted, begun, why -> retrieval.brokenOff(begun, why)),
                        failure -> FailureMapper.answer(failure, to));
    }

    /** What the client has, the picture that was drawn before, or the archive. */
    private final class Source implements Retrieval.Source<RenderedAnswers.Item> {
        private final RoutingContext to;
        private final Wanted wanted;
        private final Accepted accepted;

        Source(RoutingContext to, Wanted wanted, Accepted accepted) {
            this.to = to;
            this.wanted = wanted;
            this.accepted = accepted;
        }

        @Override
        public Optional<Multi<RenderedAnswers.Item>> atHand(PacsConnector archive, Holding holding) {
            return answers.isKnown(to, holding)
                    ? Optional.of(Multi.createFrom().item(RenderedAnswers.Item.KNOWN))
                    : key(archive, holding, wanted, accepted)
                            .flatMap(kept::find)
                            .map(picture -> Multi.createFrom().item(RenderedAnswers.Item.of(picture)));
        }

        @Override
        public Multi<RenderedAnswers.Item> from(PacsConnector archive, Holding holding) {
            return kept(archive, holding, wanted, accepted);
        }
    }

    /** Under which a picture is kept: one is drawn once, several are sent as they are drawn. */
    private static Optional<String> key(PacsConnector archive, Holding holding, Wanted wanted, Accepted accepted) {
        return wanted.single()
                ? KeptKey.of("rendered", archive, holding, wanted.target(), wanted + "\n" + accepted)
                : Optional.empty();
    }

    private Multi<RenderedAnswers.Item> kept(PacsConnector archive, Holding holding, Wanted wanted, Accepted accepted) {
        Optional<String> key = key(archive, holding, wanted, accepted);
        if (key.isEmpty()) {
            return items(archive, holding, wanted, accepted);
        }
        return kept.get(key.get(), () -> items(archive, holding, wanted, accepted)
                        .collect()
                        .first()
                        .onItem()
                        .ifNull()
                        .failWith(() -> Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this"))
                        .map(RenderedAnswers.Item::toBeKept))
                .map(RenderedAnswers.Item::of)
                .toMulti();
    }

    private Multi<RenderedAnswers.Item> items(
            PacsConnector archive, Holding holding, Wanted wanted, Accepted accepted) {
        DicomTarget target = wanted.thumbnail() ? Representatives.of(holding, wanted.target()) : wanted.target();
        boolean several = !wanted.single() && wanted.frames().isEmpty();
        Multi<RenderedAnswers.Item> items = archive.retrieve(target)
                .onItem()
                .transformToMultiAndConcatenate(instance -> items(instance, holding, wanted, accepted, several));
        return several
                ? items.onCompletion()
                        .ifEmpty()
                        .failWith(() -> Failure.of(FailureKind.NOT_ACCEPTABLE, "none of it can be shown in this form"))
                : items;
    }

    private Multi<RenderedAnswers.Item> items(
            RetrievedInstance instance, Holding holding, Wanted wanted, Accepted accepted, boolean several) {
        Multi<RenderedAnswers.Item> items =
                SpooledFile.use(vertx, Withheld.guard(instance, instance.content(), holding), file -> {
                    Accepted.Shown shown = shown(Category.of(file), wanted, accepted);
                    return parts(file, wanted, shown)
                            .map(rendition -> new RenderedAnswers.Item(
                                    Optional.of(rendition), shown.multipart(), instance.sopInstanceUid()));
                });
        return several ? items.onFailure(RetrieveRendered::cannotBeShown).recoverWithCompletion() : items;
    }

    private Multi<Rendition> parts(DicomFile file, Wanted wanted, Accepted.Shown shown) {
        String type = shown.mediaType();
        if (wanted.frames().isEmpty()) {
            return rendition(() -> wanted.thumbnail()
                            ? Renderer.frame(file, Renderer.representative(file), type, wanted.parameters())
                            : Renderer.instance(file, type, wanted.parameters()))
                    .toMulti();
        } else if (wanted.frames().stream().anyMatch(frame -> frame > file.frameCount())) {
            throw Failure.of(FailureKind.NOT_FOUND, "the instance does not have this frame");
        } else if (wanted.frames().size() > 1 && !shown.multipart()) {
            return rendition(() -> Renderer.animation(file, wanted.frames(), wanted.parameters()))
                    .toMulti();
        }
        return Multi.createFrom()
                .iterable(wanted.frames())
                .onItem()
                .transformToUniAndConcatenate(
                        frame -> rendition(() -> Renderer.frame(file, frame, type, wanted.parameters())));
    }

    private interface Drawing {
        Rendition draw() throws IOException;
    }

    private Uni<Rendition> rendition(Drawing drawing) {
        return worker.run(drawing::draw).onFailure(DicomException.class).transform(DicomFailures::ofArchive);
    }

    private static Accepted.Shown shown(Category category, Wanted wanted, Accepted accepted) {
        boolean pictures = category == Category.SINGLE_FRAME || category == Category.MULTI_FRAME;
        if (category == Category.OTHER
                || (!pictures && (wanted.thumbnail() || !wanted.frames().isEmpty()))) {
            throw Failure.of(FailureKind.NOT_ACCEPTABLE, "there is no picture of this instance");
        }
        boolean animated = wanted.frames().size() > 1;
        return accepted.shown(category.mediaTypes().stream()
                .map(type -> new Accepted.Offer(type, wanted.single() || (animated && type.equals("image/gif"))))
                .toList());
    }

    private static boolean cannotBeShown(Throwable failure) {
        return failure instanceof Failure known && known.kind() == FailureKind.NOT_ACCEPTABLE;
    }
}
