package liviano.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.cli.PreparedVerb.Argument;
import liviano.cli.PreparedVerb.Member;
import liviano.cli.PreparedVerb.Owner;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Takes down what picocli has read from the annotations of verbs, for {@link PreparedVerbs}. */
final class PreparedVerbRecorder {
  private final Map<Object, List<Member>> paths = new IdentityHashMap<>();
  private final Object global;

  private PreparedVerbRecorder(Object verb, Object global) {
    this.global = global;
    walk(verb, List.of());
  }

  /** All verbs that can be prepared; those with verbs under them, or exclusive groups, cannot. */
  static List<PreparedVerb> all() {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            new Terminal(false, false, false, Terminal.WIDEST_HELP, StandardCharsets.UTF_8));
    CommandContext context = new CommandContext(console, new GlobalOptions(), Map.of());
    List<PreparedVerb> verbs = new ArrayList<>();
    Main.commandLine(context) // all of them
        .getSubcommands()
        .forEach(
            (name, line) -> {
              CommandSpec spec = line.getCommandSpec();
              if (name.equals(spec.name()) && isPlain(spec)) {
                new PreparedVerbRecorder(spec.userObject(), context.options())
                    .verb(spec)
                    .ifPresent(verbs::add);
              }
            });
    return verbs;
  }

  private static boolean isPlain(CommandSpec spec) {
    return spec.subcommands().isEmpty()
        && spec.argGroups().isEmpty()
        && spec.unmatchedArgsBindings().isEmpty()
        && spec.specElements().isEmpty()
        && spec.parentCommandElements().isEmpty()
        && spec.defaultValueProvider() == null;
  }

  /** Takes down which fields lead to an object and to those that are mixed into it. */
  private void walk(Object object, List<Member> path) {
    paths.put(object, path);
    for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(Mixin.class) && !Modifier.isStatic(field.getModifiers())) {
          walk(value(field, object), plus(path, field));
        }
      }
    }
  }

  private static Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("no access to " + field, e);
    }
  }

  private static List<Member> plus(List<Member> path, Field field) {
    List<Member> longer = new ArrayList<>(path);
    longer.add(new Member(field.getDeclaringClass().getName(), field.getName()));
    return longer;
  }

  /** Empty if one of its arguments has something that is not taken down. */
  private Optional<PreparedVerb> verb(CommandSpec spec) {
    List<Argument> arguments = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      Optional<Argument> argument =
          option.negatable()
              ? Optional.empty()
              : argument(option, List.of(option.names()), "", fallback(option));
      if (argument.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(argument.get());
    }
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      Optional<Argument> argument =
          argument(parameter, List.of(), parameter.index().toString(), Optional.empty());
      if (argument.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(argument.get());
    }
    return Optional.of(
        new PreparedVerb(spec.name(), spec.userObject().getClass().getName(), arguments));
  }

  private static Optional<String> fallback(OptionSpec option) {
    return option.fallbackValue().isEmpty()
        ? Optional.empty()
        : Optional.of(option.fallbackValue());
  }

  private Optional<Argument> argument(
      ArgSpec arg, List<String> names, String index, Optional<String> fallback) {
    if (arg.converters().length > 0
        || arg.parameterConsumer() != null
        || arg.defaultValue() != null
        || arg.interactive()
        || !(arg.userObject() instanceof Field field)
        || (arg.typeInfo().isOptional() && !Optional.empty().equals(arg.initialValue()))) {
      return Optional.empty();
    }
    Optional<Owner> owner = owner(arg);
    return owner.map(
        of ->
            new Argument(
                of,
                path(of, arg, field),
                names,
                index,
                arg.type().getName(),
                Arrays.stream(arg.auxiliaryTypes()).map(Class::getName).toList(),
                arg.arity().toString(),
                !arg.arity().isUnspecified(),
                arg.paramLabel(),
                arg.required(),
                arg.splitRegex(),
                fallback));
  }

  private Optional<Owner> owner(ArgSpec arg) {
    Object holder = holder(arg);
    if (arg instanceof OptionSpec option && option.usageHelp()) {
      return Optional.of(Owner.HELP);
    }
    if (arg instanceof OptionSpec option && option.versionHelp()) {
      return Optional.of(Owner.VERSION);
    }
    if (holder == global) {
      return Optional.of(Owner.GLOBAL);
    }
    return paths.containsKey(holder) ? Optional.of(Owner.VERB) : Optional.empty();
  }

  private List<Member> path(Owner owner, ArgSpec arg, Field field) {
    return switch (owner) {
      case HELP, VERSION -> List.of();
      case GLOBAL -> plus(List.of(), field);
      case VERB -> plus(paths.get(holder(arg)), field);
    };
  }

  private static Object holder(ArgSpec arg) {
    try {
      return arg.scope().get();
    } catch (Exception e) { // as picocli declares it; an object that is there is given back
      throw new IllegalStateException("no owner of " + arg, e);
    }
  }
}
