package liviano.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Finds the verbs that a command line needs. Describing all verbs takes longer than running many of
 * them, and those of other modules need not even be loaded.
 */
final class Verbs {
  /** Verbs that look at the others. */
  private static final Set<String> OF_ALL_VERBS = Set.of("completion", "generate-completion");

  /** What may stand before a verb. */
  private static final Set<String> SHARED_OPTIONS = Set.of("--debug", "--offline");

  private static final Set<String> VERSION = Set.of("--version", "-V");
  private static final Set<String> HELP = Set.of("--help", "-h");

  private final CommandContext context;
  private Optional<List<CommandProvider>> all = Optional.empty();

  Verbs(CommandContext context) {
    this.context = context;
  }

  /** Whether the version alone is asked for. */
  static boolean asksForVersion(String... words) {
    return words.length == 1 && VERSION.contains(words[0]);
  }

  /** Whether the help with the list of all verbs is asked for, and nothing else. */
  static boolean asksForHelp(String... words) {
    return words.length == 1 && HELP.contains(words[0]);
  }

  /** What the list says of a verb; its options, which take longest to describe, are left out. */
  static CommandLine listed(Callable<Integer> verb) {
    Command described = verb.getClass().getAnnotation(Command.class);
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(verb).name(described.name()).aliases(described.aliases());
    spec.usageMessage().description(described.description()).hidden(described.hidden());
    return new CommandLine(spec);
  }

  /**
   * The verb that the words name, alone; none for the version; all that there are, in the help's
   * order, for anything else: the help, a mistake, a verb that looks at the others.
   */
  List<Callable<Integer>> of(String... words) {
    if (asksForVersion(words)) {
      return List.of();
    }
    return name(words)
        .flatMap(this::named)
        .map(List::of)
        .orElseGet(
            () ->
                distinct(
                    providers().stream()
                        .sorted(Comparator.comparing(CommandProvider::group))
                        .flatMap(provider -> provider.commands(context).stream())));
  }

  /** The word of the line that names a verb; empty where all verbs must be looked at. */
  static Optional<String> name(String... words) {
    for (String word : words) {
      if (!SHARED_OPTIONS.contains(word)) {
        return OF_ALL_VERBS.contains(word) ? Optional.empty() : Optional.of(word);
      }
    }
    return Optional.empty();
  }

  /** The verb whose class has this name; only classes of providers are looked at. */
  Optional<Callable<Integer>> ofType(String type) {
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      for (Callable<Integer> command : provider.commands(context)) {
        if (command.getClass().getName().equals(type)) {
          return Optional.of(command);
        }
      }
    }
    return Optional.empty();
  }

  /** Stops at the first provider that has it: those behind it are not loaded. */
  private Optional<Callable<Integer>> named(String name) {
    for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
      Optional<Callable<Integer>> command = named(name, provider);
      if (command.isPresent()) {
        return command;
      }
    }
    return named(name, new ExtraVerbs());
  }

  private Optional<Callable<Integer>> named(String name, CommandProvider provider) {
    return provider.commands(context).stream()
        .filter(command -> name.equals(nameOf(command)))
        .findFirst();
  }

  /** What other providers put under a verb that has verbs under it. */
  List<Callable<Integer>> under(Callable<Integer> verb) {
    Command described = verb.getClass().getAnnotation(Command.class);
    if (described == null || described.subcommands().length == 0) {
      return List.of();
    }
    return distinct(
        providers().stream()
            .flatMap(provider -> provider.under(described.name(), context).stream()));
  }

  private List<CommandProvider> providers() {
    if (all.isEmpty()) {
      List<CommandProvider> providers = new ArrayList<>();
      ServiceLoader.load(CommandProvider.class).forEach(providers::add);
      providers.add(new ExtraVerbs()); // the last: the verbs themselves go first
      all = Optional.of(providers);
    }
    return all.get();
  }

  private static List<Callable<Integer>> distinct(Stream<Callable<Integer>> commands) {
    SequencedMap<String, Callable<Integer>> verbs = new LinkedHashMap<>();
    commands.forEach(command -> verbs.putIfAbsent(nameOf(command), command));
    return List.copyOf(verbs.values());
  }

  private static String nameOf(Callable<Integer> command) {
    Command described = command.getClass().getAnnotation(Command.class);
    return described == null ? "" : described.name();
  }
}
