package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * {@code src/docs/smart-app-launch.md} says of each requirement that SMART App Launch 2.2 has for servers which tests hold us to
 * it, or why it does not concern us. It is made of the tests' Javadoc and of {@code src/test/resources/requirements/}:
 * {@code -Dwebqx.docs.write=true} writes it anew.
 */
class SmartAppLaunchTableTest {
    private static final Path TABLE = Path.of("src/docs/smart-app-launch.md");
    private static final Path REQUIREMENTS = Path.of("src/test/resources/requirements");
    private static final Path LIST_OF_THE_PROJECT = Path.of("../shared/requirements/smart-app-launch-2.2.csv");
    private static final String SET = "smart-app-launch_2.2.0";
    private static final String SPECIFICATION = "https://hl7.org/fhir/smart-app-launch/STU2.2/";
    private static final int ENOUGH_TO_RECOGNIZE_IT = 160;

    private record Requirement(int number, String strength, String place, String text) {}

    private record Reason(String verdict, String text) {}

    @Test
    void everyRequirementHasATestOrAReasonWhyNot() throws IOException {
        Set<Integer> tested = NamedRequirements.of(SET).keySet();
        Set<Integer> explained = reasons().keySet();
        Set<Integer> all =
                requirements().stream().map(Requirement::number).collect(Collectors.toCollection(TreeSet::new));

        assertThat(all).as("named by tests").containsAll(tested);
        assertThat(all.stream()
                        .filter(number -> !tested.contains(number))
                        .filter(number -> !explained.contains(number)))
                .as("without a test and without a reason")
                .isEmpty();
        assertThat(explained.stream().filter(tested::contains))
                .as("with a test, so that the reason is none")
                .isEmpty();
    }

    @Test
    void theTableIsUpToDate() throws IOException {
        String table = table();
        if (Boolean.getBoolean("webqx.docs.write")) {
            Files.writeString(TABLE, table);
        }
        assertThat(Files.readString(TABLE))
                .as("written by ./mvnw test -Dtest=SmartAppLaunchTableTest -Dwebqx.docs.write=true")
                .isEqualTo(table);
    }

    @Test
    void theRequirementsAreThoseOfTheProjectsList() throws IOException {
        Assumptions.assumeTrue(Files.exists(LIST_OF_THE_PROJECT), "SKIPPED: there is no " + LIST_OF_THE_PROJECT);
        String list = Files.readString(LIST_OF_THE_PROJECT);
        for (Requirement requirement : requirements()) {
            assertThat(list)
                    .contains("hl7.fhir.uv." + SET + "," + requirement.number() + "," + SPECIFICATION
                            + requirement.place());
        }
        assertThat(list.split("hl7\\.fhir\\.uv\\." + SET + ",\\d", -1))
                .hasSize(requirements().size() + 1);
    }

    private static List<Requirement> requirements() throws IOException {
        return lines("smart-app-launch-2.2.tsv").stream()
                .map(cells -> new Requirement(Integer.parseInt(cells[0]), cells[1], cells[2], cells[3]))
                .toList();
    }

    /** Numbers and ranges of numbers, a verdict in two words, a reason; of ranges only those count that there are. */
    private static SortedMap<Integer, Reason> reasons() throws IOException {
        SortedMap<Integer, Reason> reasons = new TreeMap<>();
        List<Integer> all = requirements().stream().map(Requirement::number).toList();
        for (String[] cells : lines("smart-app-launch-2.2-reasons.tsv")) {
            for (String range : cells[0].split(", ")) {
                int[] ends = Arrays.stream(range.split("-"))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                all.stream()
                        .filter(number -> number >= ends[0] && number <= ends[ends.length - 1])
                        .forEach(number -> reasons.put(number, new Reason(cells[1], cells[2])));
            }
        }
        return reasons;
    }

    private static List<String[]> lines(String file) throws IOException {
        return Files.readAllLines(REQUIREMENTS.resolve(file)).stream()
                .map(line -> line.split("\t"))
                .toList();
    }

    private static String table() throws IOException {
        SortedMap<Integer, SortedSet<String>> tests = NamedRequirements.of(SET);
        SortedMap<Integer, Reason> reasons = reasons();
        List<String> rows = new ArrayList<>();
        for (Requirement requirement : requirements()) {
            SortedSet<String> of = tests.getOrDefault(requirement.number(), new TreeSet<>());
            Reason reason = reasons.getOrDefault(requirement.number(), new Reason("open", ""));
            rows.add("| [%d](%s%s) | %s | %s | %s | %s |"
                    .formatted(
                            requirement.number(),
                            SPECIFICATION,
                            requirement.place(),
                            requirement.strength(),
                            inShort(requirement.text()),
                            of.isEmpty() ? reason.verdict() : "tested",
                            of.isEmpty() ? reason.text() : "`" + String.join("`, `", of) + "`"));
        }
        long tested = requirements().stream()
                .filter(requirement -> tests.containsKey(requirement.number()))
                .count();
        return """
                # SMART App Launch 2.2, requirement by requirement

                What the specification demands of servers: of the resource server, and of the authorization server that the sandbox is.
                %d of %d have a test that names their number; the others say why not. `SmartAppLaunchTableTest` makes this table of the
                tests' Javadoc and of `src/test/resources/requirements/`, and fails when it is stale.

                | | | requirement | verdict | test, or why not |
                |---|---|---|---|---|
                %s
                """
                .formatted(tested, rows.size(), String.join("\n", rows));
    }

    /** The beginning of a text, without links, in one cell. */
    private static String inShort(String text) {
        String plain = text.replaceAll("\\[([^\\[\\]]*)\\]\\([^)]*\\)", "$1").replace("|", "\\|");
        if (plain.length() <= ENOUGH_TO_RECOGNIZE_IT) {
            return plain;
        }
        return plain.substring(0, plain.lastIndexOf(' ', ENOUGH_TO_RECOGNIZE_IT)) + " …";
    }
}
