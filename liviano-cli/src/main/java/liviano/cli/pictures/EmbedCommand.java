package liviano.cli.pictures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.input.Input;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.cli.options.PrecisionOption;
import liviano.cli.options.PreparationOptions;
import liviano.cli.options.StandardModel;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.model.Preprocessing;
import liviano.vision.EmbedderOptions;
import liviano.vision.ImageEmbedder;
import liviano.vision.json.AnswerJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns pictures into vectors. */
@Command(
    name = "embed",
    sortOptions = false,
    addMethodSubcommands = false,
    description = "Turn pictures into vectors that point the same way where pictures are alike.",
    footer = {
      "--json prints the whole vectors. Without it, up to 8 pictures are compared with each other: 1 "
          + "means that two vectors point the same way, 0 that they have nothing in common."
    })
public final class EmbedCommand implements Callable<Integer> {
  /** As many columns of similarities as a terminal shows. */
  private static final int MOST_COMPARED = 8;

  private static final int NUMBERS_SHOWN = 4;

  private final CommandContext context;

  @Mixin private Pictures pictures;
  @Mixin private ModelOption model;

  @Option(names = "--unit-length", description = "Scale every vector to length 1.")
  private boolean unitLength;

  @Mixin private PreparationOptions preparation;
  @Mixin private PrecisionOption precision;
  @Mixin private PictureAnswers answers;

  /** A picture's name and its vector. */
  private record Embedding(String name, float[] vector) {}

  public EmbedCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    answers.requireValid();
    List<Input> inputs = pictures.expand(context);
    answers.begin(inputs);
    NamedModel loaded = model.load(context, StandardModel.EMBEDDER);
    NamedModel prepared = loaded.with(preparation.of(loaded.preprocessing()));
    ImageEmbedder embedder = embedder(loaded, prepared.preprocessing());
    List<Embedding> embeddings = new ArrayList<>();
    int status =
        answers.run(
            context,
            inputs,
            prepared,
            (_, picture) -> embedder.embed(picture),
            AnswerJson::embedded,
            (input, answer) -> {
              print(input, answer.found());
              if (inputs.size() <= MOST_COMPARED) {
                embeddings.add(new Embedding(input.name(), answer.found()));
              }
            });
    if (embeddings.size() > 1) {
      compare(embeddings);
    }
    if (!answers.areJson()) {
      AnswerLines.model(context.console(), prepared);
    }
    return status;
  }

  private ImageEmbedder embedder(NamedModel loaded, Preprocessing preprocessing) {
    try {
      return ImageEmbedder.of(
          loaded.model(),
          EmbedderOptions.builder()
              .unitLength(unitLength)
              .compile(precision.options())
              .preprocessing(preprocessing)
              .build());
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(loaded.name(), e);
    }
  }

  private void print(Input input, float[] vector) {
    Console console = context.console();
    String start =
        Arrays.stream(toDoubles(vector), 0, Math.min(vector.length, NUMBERS_SHOWN))
            .mapToObj(number -> String.format(Locale.ROOT, "%.4f", number))
            .collect(Collectors.joining("  "));
    AnswerLines.heading(console, input);
    console.line(
        String.format(
            Locale.ROOT,
            "  %s: %s%s",
            Words.count(vector.length, "number"),
            start,
            vector.length > NUMBERS_SHOWN ? "  ..." : ""));
  }

  private void compare(List<Embedding> embeddings) {
    Align[] columns = new Align[embeddings.size() + 1];
    Arrays.fill(columns, Align.RIGHT);
    columns[columns.length - 1] = Align.LEFT;
    Table table = new Table(columns);
    for (Embedding row : embeddings) {
      List<String> cells = new ArrayList<>();
      for (Embedding column : embeddings) {
        double alike = ImageEmbedder.cosineSimilarity(row.vector(), column.vector());
        cells.add(String.format(Locale.ROOT, "%.3f", alike));
      }
      cells.add(row.name());
      table.row(cells.toArray(String[]::new));
    }
    Console console = context.console();
    console.line("");
    console.line(console.styled("Cosine similarity", Style.STRONG));
    table.lines().forEach(line -> console.line("  " + line));
  }

  private static double[] toDoubles(float[] vector) {
    return IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
  }
}
