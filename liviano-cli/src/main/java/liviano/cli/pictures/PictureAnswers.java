package liviano.cli.pictures;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import liviano.cli.CommandContext;
import liviano.cli.Stages;
import liviano.cli.UsageException;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.options.NamedModel;
import liviano.cli.output.JsonList;
import liviano.json.JsonObject;
import liviano.vision.Picture;
import liviano.vision.json.AnswerHead;
import liviano.vision.json.AnswerHead.Origin;
import picocli.CommandLine.Option;

/**
 * How the verbs over pictures answer: in words, as one JSON list with an object a picture, or as
 * one JSON object a line. An object begins with the picture's name, its size, and the model's
 * title, name and digest. A picture that fails is told on standard error and has no object.
 */
final class PictureAnswers {
  @Option(
      names = "--json",
      description = "Print one JSON document and nothing else: a list, an object a picture.")
  private boolean json;

  @Option(
      names = "--json-lines",
      description = "Print the same objects one a line, each as soon as it is known.")
  private boolean jsonLines;

  private FirstPicture first = FirstPicture.of(List.of());

  /** For picocli, which fills the fields. */
  PictureAnswers() {}

  /** What is made of a picture; called from several threads. */
  interface Task<A> {
    /** The answer. */
    A on(Input input, Picture picture) throws IOException;
  }

  /** An answer as members of a JSON object. */
  interface Members<A> {
    /** Adds them. */
    void put(JsonObject.Builder object, A answer);
  }

  /** An answer in words. */
  interface Words<A> {
    /** Prints it. */
    void print(Input input, Answer<A> answer);
  }

  /**
   * The answer for one picture.
   *
   * @param width of the picture upright, which is how it was looked at
   */
  record Answer<A>(int width, int height, A found) {}

  /** Whether the answer is for a machine. */
  boolean areJson() {
    return json || jsonLines;
  }

  /**
   * @throws UsageException if the options contradict each other
   */
  void requireValid() {
    if (json && jsonLines) {
      throw new UsageException("give --json or --json-lines, not both");
    }
  }

  /** Begins to decode the first picture, while the caller loads the model. */
  void begin(List<Input> inputs) {
    first = FirstPicture.of(inputs);
  }

  /**
   * Answers all pictures, in their order.
   *
   * @param model that answers, pictures being prepared as its card says
   * @return {@link liviano.cli.ExitStatus#DONE}, or {@link liviano.cli.ExitStatus#FAILED} if any
   *     picture failed
   */
  <A> int run(
      CommandContext context,
      List<Input> inputs,
      NamedModel model,
      Task<A> task,
      Members<A> members,
      Words<A> words) {
    Batch batch = new Batch(context);
    if (!areJson()) {
      return batch.run(inputs, work(context, task), words::print);
    }
    Origin origin = Origin.of(model.inAnswers(), model.model());
    if (jsonLines) {
      return batch.run(
          inputs,
          work(context, task),
          (input, answer) ->
              context.console().jsonLine(toJson(input, origin, answer, members).toJson()));
    }
    try (JsonList list = new JsonList(context.console())) {
      return batch.run(
          inputs,
          work(context, task),
          (input, answer) -> list.add(toJson(input, origin, answer, members)));
    }
  }

  private <A> Batch.Work<Answer<A>> work(CommandContext context, Task<A> task) {
    return input -> {
      Picture picture = first.read(input);
      Stages.done("decode", context.console());
      return new Answer<>(picture.width(), picture.height(), task.on(input, picture));
    };
  }

  private static <A> JsonObject toJson(
      Input input, Origin origin, Answer<A> answer, Members<A> members) {
    JsonObject.Builder object =
        new AnswerHead(Optional.of(input.name()), answer.width(), answer.height(), origin).begin();
    members.put(object, answer.found());
    return object.build();
  }
}
