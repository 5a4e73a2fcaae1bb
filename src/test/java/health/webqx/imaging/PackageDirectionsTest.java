package health.webqx.imaging;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import health.webqx.imaging.access.token.StandingRights;
import health.webqx.imaging.store.Reach;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.RequestScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executes the picture in the root {@code package-info.java}. */
class PackageDirectionsTest {
    private static final String ROOT = "health.webqx.imaging.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("health.webqx.imaging");

    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry(
                    "fhir",
                    List.of(
                            "access",
                            "audit",
                            "profile",
                            "rendering",
                            "subscription",
                            "viewer",
                            "workflow",
                            "catalogue",
                            "store",
                            "dicom",
                            "http",
                            "resource",
                            "outcome")),
            Map.entry(
                    "dicomweb",
                    List.of(
                            "access",
                            "audit",
                            "cache",
                            "rendering",
                            "catalogue",
                            "pacs",
                            "dicom",
                            "http",
                            "passing",
                            "resource",
                            "outcome")),
            // the vocabulary of what is audited is named at the doors, too
            Map.entry("access", List.of("audit", "store", "http", "resource", "outcome")),
            Map.entry("audit", List.of("store", "resource", "outcome")),
            Map.entry("subscription", List.of("access", "audit", "store", "resource", "outcome")),
            Map.entry("workflow", List.of("catalogue", "store", "resource", "outcome")),
            Map.entry("catalogue", List.of("cache", "store", "pacs", "dicom", "resource", "outcome")),
            Map.entry("store", List.of("resource", "outcome")),
            Map.entry("pacs", List.of("dicom", "passing", "outcome")),
            Map.entry("rendering", List.of("dicom", "outcome")),
            Map.entry("viewer", List.of("http", "resource", "outcome")),
            Map.entry("cache", List.of("dicom", "outcome", "passing")),
            Map.entry("dicom", List.of()),
            Map.entry("http", List.of("passing", "resource", "outcome")),
            Map.entry("resource", List.of("outcome")),
            Map.entry("profile", List.of("resource", "outcome")),
            Map.entry("outcome", List.of()),
            Map.entry("passing", List.of()),
            Map.entry("sandbox", List.of("catalogue", "store", "dicom", "http", "resource", "outcome")));

    static List<String> packages() {
        return MAY_USE.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyWhatThePictureAllows(String name) {
        List<String> allowed = new ArrayList<>(MAY_USE.get(name));
        allowed.add(name);
        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("health.webqx.imaging..")
                        .and(not(resideInAnyPackage(
                                allowed.stream().map(each -> ROOT + each + "..").toArray(String[]::new)))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void givesUnlimitedReachToBackgroundWorkOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "catalogue..", ROOT + "audit..", ROOT + "sandbox..", ROOT + "store..")
                .should()
                .callMethod(Reach.class, "everything")
                .check(CLASSES);
    }

    @Test
    void makesReachesInAccessAndStoreOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "access..", ROOT + "store..")
                .should()
                .callMethod(Reach.class, "of", Map.class)
                .check(CLASSES);
    }

    @Test
    void actsOnSomebodysBehalfForSubscriptionsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "subscription..")
                .should()
                .callMethod(StandingRights.class, "visit", Buffer.class, Optional.class, String.class, String.class)
                .check(CLASSES);
    }

    /** A chain may go on within another request's context (decision 018). */
    @Test
    void asksNoThreadWhichRequestItIsOf() {
        noClasses()
                .should()
                .beAnnotatedWith(RequestScoped.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(CurrentVertxRequest.class)
                .orShould()
                .callMethod(Arc.class, "container")
                .check(CLASSES);
    }

    @Test
    void namesNothingWithoutMeaning() {
        classes()
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl|Data)$")
                .check(CLASSES);
    }
}
