package liviano.cli.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import liviano.engine.CompileOptions;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.vision.Picture;
import liviano.vision.quantize.Quantizer;
import liviano.vision.quantize.QuantizerOptions;

/** Makes a network of random weights one of integers, by pictures of random pixels. */
final class DrawnCalibration {
  private static final int PICTURES = 4;
  private static final long SEED = 1;

  private DrawnCalibration() {}

  /**
   * The network in integers: what it answers is noise as before, and takes the time of integers.
   *
   * @throws liviano.LivianoException if it is none that could be quantized
   */
  static Model quantized(Model model, CompileOptions compile) {
    QuantizerOptions options = QuantizerOptions.builder().compile(compile).build();
    return Quantizer.of(model, options).quantize(pictures(model.card().preprocessing())).model();
  }

  private static List<Picture> pictures(Preprocessing preprocessing) {
    SplittableRandom random = new SplittableRandom(SEED);
    int width = preprocessing.width();
    int height = preprocessing.height();
    return IntStream.range(0, PICTURES)
        .mapToObj(
            _ -> {
              byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
              random.nextBytes(rgb);
              return Picture.ofRgb(width, height, rgb);
            })
        .toList();
  }
}
