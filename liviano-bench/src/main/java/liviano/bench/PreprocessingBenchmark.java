package liviano.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.vision.Picture;
import liviano.vision.prepare.Preprocessor;
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

/** From a decoded picture to an input of 224x224: resized, normalised, laid out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class PreprocessingBenchmark {
  /** Enough pictures not to stay in a core's cache. */
  private static final int PICTURES = 16;

  @Param({"500x375", "1920x1080"})
  String size;

  @Param({"tensorflow", "torchvision", "torchvision-bicubic"})
  String rules;

  private final Picture[] pictures = new Picture[PICTURES];
  private Preprocessor preprocessor;
  private MemorySegment input;
  private int next;

  @Setup
  public void draw() {
    String[] sides = size.split("x");
    int width = Integer.parseInt(sides[0]);
    int height = Integer.parseInt(sides[1]);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < PICTURES; i++) {
      byte[] rgb = new byte[3 * width * height];
      random.nextBytes(rgb);
      pictures[i] = Picture.ofRgb(width, height, rgb);
    }
    preprocessor = Preprocessor.of(preprocessing());
    input = Arena.ofAuto().allocate(Float.BYTES * preprocessor.inputLength(), 64);
  }

  private Preprocessing preprocessing() {
    return switch (rules) {
      case "tensorflow" -> Preprocessing.tensorflow(224, 224);
      case "torchvision" -> Preprocessing.torchvision(224, 224);
      case "torchvision-bicubic" ->
          Preprocessing.torchvision(224, 224).withResize(ResizeRule.ANTIALIASED_BICUBIC);
      default -> throw new IllegalArgumentException("no rules called " + rules);
    };
  }

  @Benchmark
  public MemorySegment prepare() {
    next = (next + 1) % PICTURES;
    preprocessor.apply(pictures[next], input);
    return input;
  }
}
