package liviano.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.model.Model;
import liviano.vision.Picture;
import liviano.vision.detection.Found;
import liviano.vision.detection.SsdDecoder;
import liviano.vision.prepare.Preprocessor;
import liviano.zoo.SsdAnchors;
import liviano.zoo.SsdLite;
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

/**
 * The work after the detector's network, compared with the network itself. Needs {@code -p
 * model=FILE -p picture=FILE}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 2)
public class DetectionBenchmark {
  @Param("")
  String model;

  @Param("")
  String picture;

  @Param({"0.5", "0.05", "1e-8"})
  float threshold;

  private Session session;
  private SsdDecoder decoder;

  @Setup
  public void read() throws IOException {
    Model detector = Model.load(Path.of(model));
    session =
        Engine.compile(detector.graph(), detector.weights(), CompileOptions.defaults())
            .newSession();
    Preprocessor.of(detector.card().preprocessing())
        .apply(Picture.read(Path.of(picture)), session.input("image").segment());
    session.run();
    boolean[] allowed = new boolean[detector.card().labels().size()];
    Arrays.fill(allowed, true);
    decoder =
        new SsdDecoder(
            SsdAnchors.of(SsdLite.predictedMaps(detector.graph())), allowed, threshold, 100);
  }

  @Benchmark
  public Session network() {
    session.run();
    return session;
  }

  @Benchmark
  public List<Found> postProcessing() {
    return decoder.decode(session.output("boxes").segment(), session.output("logits").segment());
  }
}
