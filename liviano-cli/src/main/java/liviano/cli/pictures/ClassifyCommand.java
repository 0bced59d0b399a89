package liviano.cli.pictures;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.Stages;
import liviano.cli.UsageException;
import liviano.cli.input.Input;
import liviano.cli.options.LabelsOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.cli.options.PrecisionOption;
import liviano.cli.options.PreparationOptions;
import liviano.cli.output.Console;
import liviano.model.Preprocessing;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.json.AnswerJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is in pictures. */
@Command(
    name = "classify",
    sortOptions = false,
    addMethodSubcommands = false,
    description = "Say what is in pictures.")
public final class ClassifyCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private Pictures pictures;
  @Mixin private ModelOption model;

  @Option(
      names = {"--top", "--max-results"},
      paramLabel = "N",
      description = "The most categories for a picture; ${DEFAULT-VALUE} if not given.")
  private int top = 5;

  @Option(
      names = {"--threshold", "--score-threshold"},
      paramLabel = "SCORE",
      description = "Leave out categories below this score, from 0 to 1.")
  private float scoreThreshold;

  @Mixin private LabelsOption labels;
  @Mixin private PreparationOptions preparation;
  @Mixin private PrecisionOption precision;

  @Mixin private PictureAnswers answers;

  public ClassifyCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    answers.requireValid();
    ClassifierOptions.Builder options = options();
    List<Input> inputs = pictures.expand(context);
    answers.begin(inputs);
    NamedModel loaded = labels.apply(model.load(context));
    Stages.done("load", context.console());
    Preprocessing preprocessing = preparation.of(loaded.preprocessing());
    ImageClassifier classifier =
        Classifiers.of(
            loaded.name(),
            loaded.model(),
            Classifiers.options(options, precision.options(), preprocessing));
    Stages.done("compile", context.console());
    int status =
        answers.run(
            context,
            inputs,
            loaded.with(preprocessing),
            (_, picture) -> classifier.classify(picture),
            (object, answer) -> AnswerJson.classified(object, answer, classifier.isUnknown(answer)),
            (input, answer) -> print(input, answer.found(), classifier));
    Stages.done("answer", context.console());
    return status;
  }

  private ClassifierOptions.Builder options() {
    ClassifierOptions.Builder options = ClassifierOptions.builder();
    UsageException.check("--top", () -> options.maxResults(top));
    UsageException.check("--threshold", () -> options.scoreThreshold(scoreThreshold));
    return options;
  }

  private void print(Input input, List<Category> answer, ImageClassifier classifier) {
    Console console = context.console();
    AnswerLines.heading(console, input);
    if (answer.isEmpty()) {
      AnswerLines.nothingScores(console, scoreThreshold);
    }
    if (classifier.isUnknown(answer)) {
      console.line("  unknown: probably none of the classes; the likeliest would be");
    }
    ScoreTable table = new ScoreTable(console, 1);
    answer.forEach(category -> table.row(category.score(), category.label()));
    table.print();
  }
}
