package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A study that a search of the catalogue found.
 *
 * @param holding the study and where it lies
 * @param patient its Patient, when there is one and the caller may see it
 */
public record StudyRow(Holding holding, Optional<ObjectNode> patient) {}
