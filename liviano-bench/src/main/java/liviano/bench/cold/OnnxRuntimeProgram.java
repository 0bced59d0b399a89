package liviano.bench.cold;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A plain program on ONNX Runtime as its users write it: ImageIO decodes, {@link Graphics2D}
 * resizes, one inference with the default options. Prints the class of a picture.
 */
final class OnnxRuntimeProgram {
  private OnnxRuntimeProgram() {}

  /**
   * @param arguments network as ONNX, output that is read, labels a line each, width and height of
   *     the input, mean and deviation of red, green and blue, picture
   */
  public static void main(String[] arguments) throws Exception {
    Stage.done("start");
    List<String> labels = Files.readAllLines(Path.of(arguments[2]));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(arguments[0])) {
      Stage.done("load");
      BufferedImage picture = ImageIO.read(new File(arguments[11]));
      Stage.done("decode");
      int width = Integer.parseInt(arguments[3]);
      int height = Integer.parseInt(arguments[4]);
      int[] pixels = resized(picture, width, height);
      float[] numbers = new float[3 * pixels.length];
      for (int channel = 0; channel < 3; channel++) {
        float mean = Float.parseFloat(arguments[5 + channel]);
        float deviation = Float.parseFloat(arguments[8 + channel]);
        int shift = 16 - 8 * channel;
        for (int i = 0; i < pixels.length; i++) {
          numbers[3 * i + channel] = ((pixels[i] >> shift & 0xff) - mean) / deviation;
        }
      }
      String input = session.getInputNames().iterator().next();
      long[] shape = {1, height, width, 3};
      try (OnnxTensor tensor =
              OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers), shape);
          OrtSession.Result result = session.run(Map.of(input, tensor))) {
        FloatBuffer scores = ((OnnxTensor) result.get(arguments[1]).orElseThrow()).getFloatBuffer();
        System.out.println(best(scores, labels));
      }
      Stage.done("answer");
    }
  }

  private static int[] resized(BufferedImage picture, int width, int height) {
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = small.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(picture, 0, 0, width, height, null);
    pen.dispose();
    return small.getRGB(0, 0, width, height, null, 0, width);
  }

  /** The probability of the likeliest class, and its name. */
  private static String best(FloatBuffer scores, List<String> labels) {
    int best = 0;
    for (int i = 1; i < scores.remaining(); i++) {
      best = scores.get(i) > scores.get(best) ? i : best;
    }
    double sum = 0;
    for (int i = 0; i < scores.remaining(); i++) {
      sum += Math.exp(scores.get(i) - scores.get(best));
    }
    return (float) (1 / sum) + " " + labels.get(best);
  }
}
