package health.webqx.imaging.bench;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.pixel.FrameDecoder;
import health.webqx.imaging.dicom.pixel.PictureFormat;
import health.webqx.imaging.dicom.pixel.RenderOptions;
import health.webqx.imaging.dicom.pixel.Rendering;
import health.webqx.imaging.dicom.pixel.Viewport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding of one slice in each syntax, and its thumbnail; public as JMH demands. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 2)
public class PixelTimes {
    /** The slice, compressed. */
    @State(Scope.Benchmark)
    public static class Compressed {
        @Param("")
        public String folder;

        @Param({"rle", "jpeg-lossless", "jpeg-extended", "jpeg-baseline", "jpeg-ls", "jpeg-2000", "htj2k"})
        public String of;

        private DicomFile file;
        private FrameDecoder frames;

        @Setup
        public void read() throws IOException {
            file = DicomFile.read(Path.of(folder, of + ".dcm"));
            frames = FrameDecoder.of(file.dataSet(), file.transferSyntax());
        }
    }

    /** The slice as it is. */
    @State(Scope.Benchmark)
    public static class Plain {
        @Param("")
        public String folder;

        private DicomFile file;

        @Setup
        public void read() throws IOException {
            file = DicomFile.read(Path.of(folder, "raw.dcm"));
        }
    }

    @Benchmark
    public Object decode(Compressed slice) throws IOException {
        return slice.frames.values(slice.file.frame(1).bytes());
    }

    @Benchmark
    public byte[] thumbnail(Plain slice) throws IOException {
        RenderOptions small = RenderOptions.DEFAULT.with(Viewport.of(128, 128));
        return PictureFormat.JPEG.write(Rendering.draw(slice.file, 1, small), Optional.empty());
    }
}
