package health.webqx.imaging.viewer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;

/** OHIF's {@code app-config.js}: one source of images, ours, and no list of studies, for sessions are of one. */
final class ViewerSettings {
    private static final String DICOMWEB = "@ohif/extension-default.dataSourcesModule.dicomweb";

    private ViewerSettings() {}

    /** The script that leads it there. */
    static String script(String dicomWeb, String wadoUri) {
        ObjectNode settings = ResourceJson.object();
        settings.put("routerBasename", "/").put("showStudyList", false).put("maxNumberOfWebWorkers", 3);
        settings.put("showWarningMessageForCrossOrigin", false).put("showCPUFallbackMessage", false);
        settings.put("strictZSpacingForVolumeViewport", true);
        settings.putObject("investigationalUseDialog").put("option", "never");
        settings.putArray("extensions");
        settings.putArray("modes");
        settings.putObject("customizationService");
        settings.put("defaultDataSourceName", "dicomweb");
        ObjectNode source = settings.putArray("dataSources").addObject();
        source.put("namespace", DICOMWEB).put("sourceName", "dicomweb");
        ObjectNode configuration = source.putObject("configuration");
        configuration.put("friendlyName", "WebQX Imaging").put("name", "webqx");
        configuration.put("qidoRoot", dicomWeb).put("wadoRoot", dicomWeb).put("wadoUriRoot", wadoUri);
        configuration.put("imageRendering", "wadors").put("thumbnailRendering", "thumbnail");
        configuration.put("qidoSupportsIncludeField", false).put("supportsReject", false);
        configuration.put("supportsFuzzyMatching", false).put("supportsWildcard", true);
        configuration.put("enableStudyLazyLoad", true).put("dicomUploadEnabled", false);
        configuration.put("omitQuotationForMultipartRequest", true);
        configuration.putObject("bulkDataURI").put("enabled", true);
        return "window.config = " + ResourceJson.write(settings) + ";\n";
    }
}
