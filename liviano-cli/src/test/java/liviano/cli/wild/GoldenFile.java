package liviano.cli.wild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.formats.npy.NpyArrays;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;

/**
 * What a public runtime answers for pictures that have the size of a model's input: {@code
 * golden/NAME.expected.json} in the model's folder.
 *
 * @param model the file that was run
 * @param preparation options of {@code liviano run} that make of a pixel what the runtime was given
 */
record GoldenFile(Path file, Path model, List<String> preparation, JsonObject json) {
  private static final String NUMBER = "(-?[0-9.e-]+)";
  private static final Pattern AFFINE =
      Pattern.compile("pixel \\* " + NUMBER + " \\+ " + NUMBER + "(, .*)?");
  private static final Pattern STANDARD =
      Pattern.compile(
          "\\(pixel / 255 - mean\\) / std, mean "
              + NUMBER
              + " "
              + NUMBER
              + " "
              + NUMBER
              + ", std "
              + NUMBER
              + " "
              + NUMBER
              + " "
              + NUMBER
              + ", RGB.*");

  /** Of one output: numbers as they are, and how they stand for real ones where they do. */
  record Numbers(List<Integer> shape, double[] values, double scale) {}

  /** A picture and the outputs for it. */
  record Result(Path picture, boolean takesPixels, List<Numbers> outputs) {}

  /** All of them, in whatever folder. */
  static List<GoldenFile> all(Path models) throws IOException {
    List<GoldenFile> all = new ArrayList<>();
    if (!Files.isDirectory(models)) {
      return all;
    }
    try (Stream<Path> files = Files.walk(models)) {
      for (Path file :
          files.filter(f -> f.toString().endsWith(".expected.json")).sorted().toList()) {
        all.add(of(file));
      }
    }
    return all;
  }

  /** TensorFlow Lite was run without a delegate. */
  List<String> rounding() {
    return model.toString().endsWith(".tflite") ? List.of("--rounding=tflite") : List.of();
  }

  private static GoldenFile of(Path file) throws IOException {
    JsonObject json = Json.read(file, JsonLimits.defaults()).asObject();
    return new GoldenFile(
        file,
        file.getParent().resolveSibling(json.string("model")),
        preparation(json.string("real_input")),
        json);
  }

  static List<String> preparation(String realInput) {
    List<String> options = new ArrayList<>();
    Matcher affine = AFFINE.matcher(realInput);
    Matcher standard = STANDARD.matcher(realInput);
    if (affine.matches()) {
      options.addAll(List.of("--scale=" + affine.group(1), "--offset=" + affine.group(2)));
    } else if (standard.matches()) {
      options.add(
          "--mean=" + String.join(",", standard.group(1), standard.group(2), standard.group(3)));
      options.add(
          "--std=" + String.join(",", standard.group(4), standard.group(5), standard.group(6)));
    } else {
      throw new IllegalArgumentException("no rule for pixels: " + realInput);
    }
    if (realInput.contains("BGR")) {
      options.add("--channels=bgr");
    }
    return options;
  }

  List<Result> results() throws IOException {
    List<Result> results = new ArrayList<>();
    for (JsonObject result : json.array("results").objects()) {
      List<Numbers> outputs = new ArrayList<>();
      for (JsonObject output : result.array("outputs").objects()) {
        outputs.add(numbers(output));
      }
      results.add(
          new Result(
              file.resolveSibling(result.string("input")),
              result.optionalString("input_type").filter("uint8"::equals).isPresent(),
              outputs));
    }
    return results;
  }

  private Numbers numbers(JsonObject output) throws IOException {
    double[] values;
    if (output.has("file")) {
      float[] floats = NpyArrays.read(file.resolveSibling(output.string("file"))).toFloats();
      values = IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    } else {
      values = output.array("values").numbers();
    }
    List<Integer> shape = IntStream.of(output.array("shape").integers()).boxed().toList();
    return new Numbers(shape, values, output.optionalNumber("scale").orElse(0));
  }

  /** As people call it. */
  @Override
  public String toString() {
    return model.getParent().getFileName() + "/" + model.getFileName();
  }
}
