package liviano.cli.pictures;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import liviano.cli.input.Input;
import liviano.cli.options.NamedModel;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Score;
import liviano.cli.output.Text;

/** The lines that all verbs over pictures print around their answers. */
final class AnswerLines {
  private AnswerLines() {}

  /** The picture's name. */
  static void heading(Console console, Input input) {
    console.line(name(console, input));
  }

  /** The picture's name and its size. */
  static void heading(Console console, Input input, PictureAnswers.Answer<?> answer) {
    String size = String.format(Locale.ROOT, "%dx%d", answer.width(), answer.height());
    console.line(name(console, input) + "  " + console.styled(size, Style.FAINT));
  }

  private static String name(Console console, Input input) {
    return console.styled(Text.oneLine(input.name()), Style.STRONG);
  }

  /** In place of an answer that is empty. */
  static void nothingScores(Console console, float threshold) {
    console.line("  nothing scores " + Score.percent(threshold) + " or more");
  }

  /** The model that answered, for whoever compares answers. */
  static void model(Console console, NamedModel model) {
    console.line("");
    console.line(
        console.styled("Model", Style.STRONG)
            + String.format(
                Locale.ROOT, "  %s, digest %s", Text.oneLine(model.name()), model.digest()));
  }

  /** The files that were drawn. */
  static void written(Console console, List<Path> files) {
    files.forEach(file -> console.line("  written: " + Text.oneLine(file.toString())));
  }
}
