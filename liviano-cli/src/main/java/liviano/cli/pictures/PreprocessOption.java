package liviano.cli.pictures;

import picocli.CommandLine.Option;

/** The option of the verbs that let a classifier look at pictures in another way. */
public final class PreprocessOption {
  @Option(
      names = "--preprocess",
      paramLabel = "RULE",
      description =
          "How a picture fills the input: ${COMPLETION-CANDIDATES}; by the model's card if not "
              + "given.")
  private PreprocessRule rule = PreprocessRule.CARD;

  /** For picocli, which fills the field. */
  public PreprocessOption() {}

  /** The rule that was given, or the card's. */
  public PreprocessRule rule() {
    return rule;
  }
}
