package liviano.cli.options;

import picocli.CommandLine.Option;

/** The option {@code --json} of the verbs that print results. */
public final class JsonOption {
  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  /** For picocli, which fills the field. */
  public JsonOption() {}

  /** Whether it was given. */
  public boolean isSet() {
    return json;
  }
}
