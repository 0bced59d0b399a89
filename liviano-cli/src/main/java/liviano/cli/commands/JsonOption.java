package liviano.cli.commands;

import picocli.CommandLine.Option;

/** The option {@code --json} of the verbs that print results. */
final class JsonOption {
  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  boolean isSet() {
    return json;
  }
}
