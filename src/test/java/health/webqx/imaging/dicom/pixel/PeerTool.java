package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program of dcmtk, GDCM or OpenJPEG. */
final class PeerTool {
    private PeerTool() {}

    /** Its output; fails when it does. */
    static String run(String program, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Peer.require(program).toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed: " + output);
        }
        return output;
    }

    /** A file decompressed by the program that is at home in its syntax, colours left as they are coded. */
    static Path decompressed(Path file, String syntaxUid, Path folder) throws IOException, InterruptedException {
        Path raw = folder.resolve(file.getFileName() + ".raw.dcm");
        switch (syntaxUid) {
            case "1.2.840.10008.1.2.5" -> run("dcmdrle", file, raw);
            case "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81" -> run("dcmdjpls", file, raw);
            case "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91" -> run("gdcmconv", "--raw", file, raw);
            default -> run("dcmdjpeg", "+cn", "+px", file, raw);
        }
        return raw;
    }
}
