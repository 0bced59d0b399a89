package liviano.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.PreparedVerb.Argument;
import liviano.cli.PreparedVerb.Member;
import liviano.cli.PreparedVerb.Owner;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.PicocliException;
import picocli.CommandLine.Range;

/**
 * Verbs whose options the launcher has written into files when it built the command. To read them
 * from annotations takes a tenth of a short start: the JVM makes a class for each annotation that
 * it is asked about.
 *
 * <p>They serve lines that are right. A line that asks for help or has a mistake is parsed again by
 * what the annotations say.
 */
final class PreparedVerbs {
  /** System property: the folder with the files, each with the name of its verb. */
  static final String PROPERTY = "liviano.verbs";

  private PreparedVerbs() {}

  /**
   * A parser of the line; empty where the verb was not prepared, or the line may ask for help.
   *
   * @param verbs where the verb is found
   */
  static Optional<CommandLine> find(CommandContext context, Verbs verbs, String... words) {
    String folder = System.getProperty(PROPERTY);
    Optional<String> name = folder == null ? Optional.empty() : Verbs.name(words);
    if (name.isEmpty() || !isVerb(name.get()) || mayAskForHelp(words)) {
      return Optional.empty();
    }
    try (InputStream file = Files.newInputStream(Path.of(folder, name.get()))) {
      PreparedVerb verb = PreparedVerb.read(new DataInputStream(new BufferedInputStream(file)));
      if (!verb.name().equals(name.get())) {
        return Optional.empty();
      }
      Optional<Callable<Integer>> object = verbs.ofType(verb.type());
      return object.isEmpty()
          ? Optional.empty()
          : Optional.of(line(name.get(), verb, object.get(), context));
    } catch (IOException | ReflectiveOperationException | PicocliException e) {
      return Optional.empty(); // it is described then
    }
  }

  /** Writes a file for each verb that can be prepared into a folder, which is made. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (PreparedVerb verb : PreparedVerbRecorder.all()) {
      try (DataOutputStream out =
          new DataOutputStream(Files.newOutputStream(folder.resolve(verb.name())))) {
        verb.write(out);
      }
    }
  }

  /** Whether it is no path. */
  private static boolean isVerb(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '-');
  }

  /** {@code -h} and {@code -V} may stand within a cluster of short options. */
  private static boolean mayAskForHelp(String... words) {
    for (String word : words) {
      if (word.startsWith("--help") || word.startsWith("--version")) { // or --help=true
        return true;
      }
      if (word.startsWith("-")
          && !word.startsWith("--")
          && (word.indexOf('h') > 0 || word.indexOf('V') > 0)) {
        return true;
      }
    }
    return false;
  }

  private static CommandLine line(
      String name, PreparedVerb verb, Callable<Integer> object, CommandContext context)
      throws ReflectiveOperationException {
    CommandSpec root = CommandSpec.create().name("liviano");
    CommandSpec under = CommandSpec.wrapWithoutInspection(object).name(name);
    for (Argument argument : verb.arguments()) {
      add(argument, under, object, context);
      if (argument.owner() != Owner.VERB) {
        add(argument, root, object, context);
      }
    }
    return new CommandLine(root).addSubcommand(name, new CommandLine(under));
  }

  private static void add(Argument argument, CommandSpec spec, Object verb, CommandContext context)
      throws ReflectiveOperationException {
    if (argument.names().isEmpty()) {
      PositionalParamSpec.Builder parameter =
          PositionalParamSpec.builder()
              .index(argument.index())
              .type(type(argument.type()))
              .auxiliaryTypes(types(argument.elements()))
              .arity(arity(argument))
              .paramLabel(argument.label())
              .required(argument.required())
              .hasInitialValue(false)
              .splitRegex(argument.split());
      bound(argument, verb, context)
          .ifPresent(binding -> parameter.getter(binding).setter(binding));
      spec.addPositional(parameter.build());
    } else {
      OptionSpec.Builder option =
          OptionSpec.builder(argument.names().toArray(String[]::new))
              .type(type(argument.type()))
              .auxiliaryTypes(types(argument.elements()))
              .arity(arity(argument))
              .paramLabel(argument.label())
              .required(argument.required())
              .hasInitialValue(false)
              .splitRegex(argument.split())
              .usageHelp(argument.owner() == Owner.HELP)
              .versionHelp(argument.owner() == Owner.VERSION);
      argument.fallback().ifPresent(option::fallbackValue);
      bound(argument, verb, context).ifPresent(binding -> option.getter(binding).setter(binding));
      spec.addOption(option.build());
    }
  }

  private static Optional<Binding> bound(Argument argument, Object verb, CommandContext context)
      throws ReflectiveOperationException {
    if (argument.path().isEmpty()) {
      return Optional.empty();
    }
    Object object = argument.owner() == Owner.GLOBAL ? context.options() : verb;
    for (Member member : argument.path().subList(0, argument.path().size() - 1)) {
      object = held(field(member, object), object);
    }
    return Optional.of(new Binding(object, field(argument.path().getLast(), object)));
  }

  /** What the field holds; if nothing, what it is to hold is made, as picocli does. */
  private static Object held(Field field, Object object) throws ReflectiveOperationException {
    Object held = field.get(object);
    if (held == null) {
      Constructor<?> constructor = field.getType().getDeclaredConstructor();
      constructor.setAccessible(true);
      held = constructor.newInstance();
      field.set(object, held);
    }
    return held;
  }

  private static Field field(Member member, Object object) throws ReflectiveOperationException {
    Field field = type(member.owner()).getDeclaredField(member.name());
    if (!field.getDeclaringClass().isInstance(object)) {
      throw new NoSuchFieldException(member.name());
    }
    field.setAccessible(true);
    return field;
  }

  private static Range arity(Argument argument) {
    return Range.valueOf(argument.arity()).unspecified(!argument.given());
  }

  private static Class<?>[] types(List<String> names) throws ClassNotFoundException {
    Class<?>[] types = new Class<?>[names.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = type(names.get(i));
    }
    return types;
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    Class<?> primitive = Class.forPrimitiveName(name);
    return primitive != null
        ? primitive
        : Class.forName(name, false, PreparedVerbs.class.getClassLoader());
  }

  /** A field of an object. */
  private record Binding(Object object, Field field) implements IGetter, ISetter {
    @Override
    @SuppressWarnings("unchecked") // picocli asks for the field's own type
    public <T> T get() {
      try {
        return (T) field.get(object);
      } catch (IllegalAccessException e) {
        throw new PicocliException("no access to " + field, e);
      }
    }

    @Override
    public <T> T set(T value) {
      try {
        T before = get();
        field.set(object, value);
        return before;
      } catch (IllegalAccessException e) {
        throw new PicocliException("no access to " + field, e);
      }
    }
  }
}
