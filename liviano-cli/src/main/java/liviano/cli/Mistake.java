package liviano.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.text.NearNames;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a line, in one line, in the words of whoever typed it. */
final class Mistake {
  /** What picocli calls the types of numbers. */
  private static final Map<String, String> TYPES =
      Map.of(
          "is not an int", "is not a whole number",
          "is not a long", "is not a whole number",
          "is not a float", "is not a number",
          "is not a double", "is not a number");

  private Mistake() {}

  static String of(ParameterException found, String... words) {
    ParameterException e = unknownOption(found, words).orElse(found);
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String hint = String.format(Locale.ROOT, "see '%s --help'", command.qualifiedName());
    return String.format(
        Locale.ROOT,
        "%s (%s%s)",
        asTyped(message(e), command, words),
        meant(e).map(name -> "did you mean '" + name + "'? ").orElse(""),
        hint);
  }

  /** The nearest that is near: picocli always suggests something. */
  private static Optional<String> meant(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
        ? NearNames.of(unmatched.getUnmatched().getFirst(), unmatched.getSuggestions()).stream()
            .findFirst()
        : Optional.empty();
  }

  /** The root has no arguments of its own: what it does not know was meant to be a verb. */
  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && e.getCommandLine().getParent() == null) {
      return String.format(
          Locale.ROOT, "no such command: '%s'", unmatched.getUnmatched().getFirst());
    }
    return e instanceof MutuallyExclusiveArgsException
        ? e.getMessage().replaceFirst("^Error: ", "")
        : e.getMessage();
  }

  /** What picocli tells only when nothing is missing, though it may be why something is. */
  private static Optional<ParameterException> unknownOption(ParameterException e, String... words) {
    if (!(e instanceof MissingParameterException)) {
      return Optional.empty();
    }
    Map<String, OptionSpec> known = e.getCommandLine().getCommandSpec().optionsMap();
    for (String word : words) {
      if (word.equals("--")) {
        break;
      }
      if (word.startsWith("--") && !known.containsKey(word.split("=", 2)[0])) {
        return Optional.of(new UnmatchedArgumentException(e.getCommandLine(), List.of(word)));
      }
    }
    return Optional.empty();
  }

  /** Names an option as it was typed, where picocli takes the longest of its names. */
  private static String asTyped(String message, CommandSpec command, String... words) {
    String said = message;
    for (OptionSpec option : command.options()) {
      Optional<String> typed = typed(option, words);
      if (typed.isPresent()) {
        said = said.replace("'" + option.longestName() + "'", "'" + typed.get() + "'");
      }
    }
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      if (said.endsWith(type.getKey())) {
        return said.substring(0, said.length() - type.getKey().length()) + type.getValue();
      }
    }
    return said;
  }

  private static Optional<String> typed(OptionSpec option, String... words) {
    for (String word : words) {
      for (String name : option.names()) {
        if (word.equals(name) || word.startsWith(name + "=")) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }
}
