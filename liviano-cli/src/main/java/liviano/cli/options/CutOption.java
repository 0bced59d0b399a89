package liviano.cli.options;

import java.util.List;
import liviano.cli.UsageException;
import liviano.formats.GraphCut;
import picocli.CommandLine.Option;

/** The options that say which part of a TensorFlow graph is taken. */
public final class CutOption {
  @Option(
      names = "--inputs",
      paramLabel = "NAME[:HEIGHTxWIDTH]",
      arity = "1",
      description =
          "Where a TensorFlow graph begins, and the size of pictures if it leaves that open, as in"
              + " --inputs image:224x224; once for each input.")
  private List<String> inputs = List.of();

  @Option(
      names = "--outputs",
      paramLabel = "NAME",
      arity = "1",
      description =
          "Where a TensorFlow graph ends; what is not needed for it is left out. Once for each"
              + " output.")
  private List<String> outputs = List.of();

  /** For picocli, which fills the fields. */
  public CutOption() {}

  /**
   * The part of the graph.
   *
   * @throws UsageException if a size is 0
   */
  public GraphCut cut() {
    try {
      return GraphCut.of(inputs, outputs);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--inputs: " + e.getMessage());
    }
  }
}
