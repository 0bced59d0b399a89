package liviano.cli.eval;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.cli.options.TargetFile;
import liviano.files.PartialFile;
import liviano.vision.Category;
import liviano.vision.eval.LabelledPicture;

/** What a classifier answered, a picture a line; in its place only once it is finished. */
final class PredictionsCsv implements AutoCloseable {
  private final PartialFile file;
  private final BufferedWriter out;
  private final int top;
  private final int background;

  private PredictionsCsv(PartialFile file, int top, int background) {
    this.file = file;
    this.top = top;
    this.background = background;
    this.out = new BufferedWriter(new OutputStreamWriter(file.stream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a file.
   *
   * @param labels what must not be overwritten
   * @param pictures nor any of these
   * @param top categories a picture
   * @param background classes of the model before class 0
   */
  static PredictionsCsv create(
      Path target, Path labels, Stream<Path> pictures, int top, int background) throws IOException {
    TargetFile.requirePredictions(target, labels, "labels", pictures);
    PredictionsCsv csv = new PredictionsCsv(PartialFile.create(target), top, background);
    csv.line("file,class," + csv.numbered("top") + "," + csv.numbered("p"));
    return csv;
  }

  private String numbered(String name) {
    return IntStream.rangeClosed(1, top).mapToObj(i -> name + i).collect(Collectors.joining(","));
  }

  /** Adds a picture; where the model has fewer classes, the last columns are empty. */
  void add(LabelledPicture picture, List<Category> answer) {
    List<String> fields = new ArrayList<>();
    fields.add(quoted(picture.file()));
    fields.add(String.valueOf(picture.label()));
    for (int i = 0; i < top; i++) {
      fields.add(i < answer.size() ? String.valueOf(answer.get(i).index() - background) : "");
    }
    for (int i = 0; i < top; i++) {
      fields.add(i < answer.size() ? Float.toString(answer.get(i).score()) : "");
    }
    try {
      line(String.join(",", fields));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the file in its place. */
  void finish() throws IOException {
    out.flush();
    file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }

  private static String quoted(String field) {
    return field.contains(",") || field.contains("\"")
        ? "\"" + field.replace("\"", "\"\"") + "\""
        : field;
  }
}
