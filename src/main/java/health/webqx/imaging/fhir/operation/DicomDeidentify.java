package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.catalogue.DeidentificationKeys;
import health.webqx.imaging.dicom.deidentify.ConfidentialityProfile;
import health.webqx.imaging.dicom.deidentify.Deidentifier;
import health.webqx.imaging.dicom.deidentify.ProfileOption;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a DICOM file at hand who it is about (PS3.15 annex E, {@code $dicom-deidentify}). The result is laid down
 * before any of it leaves: what cannot be de-identified is refused as a whole.
 */
@ApplicationScoped
public class DicomDeidentify {
    private final Uploads uploads;
    private final DeidentificationKeys keys;

    DicomDeidentify(Uploads uploads, DeidentificationKeys keys) {
        this.uploads = uploads;
        this.keys = keys;
    }

    /**
     * What is asked for.
     *
     * @param authority that assigned the file's PatientID; absent for the usual one
     */
    public record Wanted(ConfidentialityProfile profile, Optional<String> authority) {}

    /** A file of its own, to be deleted by who takes it; {@code UNPROCESSABLE} for what may show who it is. */
    public Uni<Path> perform(Visit visit, HttpServerRequest body, Wanted wanted) {
        AtomicReference<@Nullable Path> result = new AtomicReference<>();
        return uploads.prepared(visit, body, () -> keys.get(wanted.authority())
                        .map(pseudonyms -> work(Deidentifier.of(wanted.profile(), pseudonyms), result)))
                .onFailure()
                .invoke(unrecorded -> delete(result.get()));
    }

    private static Uploads.Work<Path> work(Deidentifier deidentifier, AtomicReference<@Nullable Path> result) {
        return original -> {
            Path file = deidentified(original, deidentifier);
            result.set(file);
            return file;
        };
    }

    private static Path deidentified(Path original, Deidentifier deidentifier) throws IOException {
        Path result = Files.createTempFile("webqx-", ".dcm");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(original), 1 << 16);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(result), 1 << 16)) {
            deidentifier.deidentify(in, out);
        } catch (IOException | RuntimeException | Error failure) {
            Files.deleteIfExists(result);
            throw failure;
        }
        return result;
    }

    private static void delete(@Nullable Path file) {
        if (file != null && !file.toFile().delete()) {
            file.toFile().deleteOnExit();
        }
    }

    /**
     * The profile that options ask for: each is called as in PS3.15 E.3, in lower case with hyphens ({@code retain-uids}), or
     * by its code of CID 7050.
     *
     * @param pixelsTrusted whether the caller has looked at the pixels
     */
    public static ConfidentialityProfile profile(List<String> options, boolean pixelsTrusted) {
        Set<ProfileOption> chosen = EnumSet.noneOf(ProfileOption.class);
        options.forEach(name -> chosen.add(option(name)));
        try {
            return new ConfidentialityProfile(chosen, pixelsTrusted);
        } catch (IllegalArgumentException both) {
            throw Failure.at(
                    FailureKind.INVALID, "option", "retain-full-dates and retain-shifted-dates exclude each other");
        }
    }

    private static ProfileOption option(String name) {
        for (ProfileOption option : ProfileOption.values()) {
            if (name(option).equals(name) || option.code().equals(name)) {
                return option;
            }
        }
        List<String> known = EnumSet.allOf(ProfileOption.class).stream()
                .map(DicomDeidentify::name)
                .toList();
        throw Failure.at(FailureKind.INVALID, "option", "an option is one of " + String.join(", ", known));
    }

    private static String name(ProfileOption option) {
        return option.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
