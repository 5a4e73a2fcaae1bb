package health.webqx.imaging.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder are served, and as what. */
class ViewerFilesTest {
    @TempDir
    Path folder;

    @Test
    void servesWhatIsInTheFolderAndNothingElse() throws IOException {
        Path dist = Files.createDirectories(folder.resolve("dist/assets")).getParent();
        Files.writeString(folder.resolve("secret.txt"), "not to be seen");
        Files.writeString(dist.resolve("assets/a.png"), "picture");
        Files.createSymbolicLink(dist.resolve("link.txt"), folder.resolve("secret.txt"));
        Files.writeString(
                dist.resolve("index.html"),
                "<html><head><script>window.PUBLIC_URL=\"/\"</script><link href=\"/app.css\"><script src=\"/app.js\">");
        ViewerFiles files = new ViewerFiles(dist, "/viewer/");

        assertThat(files.find("assets/a.png")).isPresent();
        for (String name : new String[] {
            "../secret.txt", "assets/../../secret.txt", "link.txt", "/etc/passwd", "", "assets", "..", "assets/./a.png"
        }) {
            assertThat(files.find(name)).as(name).isEmpty();
        }
        assertThat(files.index())
                .contains("<base href=\"/viewer/\">", "href=\"/viewer/app.css\"", "src=\"/viewer/app.js\"")
                .contains("window.PUBLIC_URL=\"/viewer/\"");
    }

    @Test
    void refusesAFolderWithoutAPage() {
        assertThatThrownBy(() -> new ViewerFiles(folder, "/viewer/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("webqx.viewer.folder");
    }

    @Test
    void letsOnlyFilesBeKeptWhoseNamesChangeWithThem() {
        assertThat(ViewerFiles.isLasting("app.bundle.0f6159c501addfe9.js")).isTrue();
        assertThat(ViewerFiles.isLasting("0ddf166f7a343eda.wasm")).isTrue();
        assertThat(ViewerFiles.isLasting("app.bundle.css")).isFalse();
        assertThat(ViewerFiles.isLasting("app-config.js")).isFalse();
    }
}
