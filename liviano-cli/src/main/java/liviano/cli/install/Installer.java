package liviano.cli.install;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.Failures;
import liviano.cli.Invocation;
import liviano.cli.UsageException;
import liviano.cli.output.Console;
import liviano.cli.output.Words;
import liviano.formats.ModelFiles;
import liviano.formats.store.AsPublished;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Checksum;
import liviano.formats.store.ModelMaker;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.formats.store.Source;
import liviano.model.Model;

/**
 * Puts published models into the store: fetches them from the first source that has them, checks
 * every byte, converts them once. Says so on standard error, before and after; nothing goes to
 * standard output.
 */
public final class Installer {
  /** What Unix, and what Windows says of a full disk and of a user's share of it. */
  private static final Pattern FULL =
      Pattern.compile("No space left|not enough space|[Qq]uota exceeded");

  private final ModelStore store;
  private final Console console;
  private final boolean offline;
  private final Supplier<Sources> supplier;
  private final Converter converter;
  private final String option;
  private final Told told;

  /** Hears how far a download is. */
  @FunctionalInterface
  public interface Told {
    /**
     * Called several times a second while bytes come.
     *
     * @param total that there will be, where that is known
     */
    void at(long bytes, OptionalLong total);
  }

  Installer(
      ModelStore store,
      Console console,
      boolean offline,
      Supplier<Sources> supplier,
      Converter converter) {
    this(store, console, offline, supplier, converter, "--model", (_, _) -> {});
  }

  private Installer(
      ModelStore store,
      Console console,
      boolean offline,
      Supplier<Sources> supplier,
      Converter converter,
      String option,
      Told told) {
    this.store = store;
    this.console = console;
    this.offline = offline;
    this.supplier = supplier;
    this.converter = converter;
    this.option = option;
    this.told = told;
  }

  /** The same that tells somebody else too how far its downloads are. */
  public Installer telling(Told other) {
    return new Installer(store, console, offline, supplier, converter, option, other);
  }

  /** One that installs into the user's store. */
  public static Installer of(CommandContext context) {
    return of(context, "--model");
  }

  /**
   * The same for a verb with another option for models.
   *
   * @param option for messages: with it the user gives a file instead
   */
  public static Installer of(CommandContext context, String option) {
    return new Installer(
        new ModelStore(context.modelFolder()),
        context.console(),
        context.options().offline(),
        () -> Sources.of(context.environment()),
        ModelFiles::read,
        option,
        (_, _) -> {});
  }

  /**
   * The file of a model, which is installed first if it is not there.
   *
   * @throws UsageException if it is not there and {@code --offline} forbids to fetch it
   * @throws CommandException if no source has it, or the store cannot be written to; one line that
   *     says what to do
   */
  public Path require(Published model) {
    return store.find(model.name()).orElseGet(() -> install(model, false));
  }

  /**
   * Installs a model.
   *
   * @param replace whether to fetch it anew where it is installed already
   * @return the model's file
   * @throws UsageException if {@code --offline} forbids to fetch it
   * @throws CommandException if no source has it, or the store cannot be written to; one line that
   *     says what to do
   */
  public Path install(Published model, boolean replace) {
    return install(model, replace, supplier.get(), List.of(model));
  }

  /**
   * @param choice any of which would do
   */
  private Path install(Published model, boolean replace, Sources sources, List<Published> choice) {
    if (offline && !sources.areLocal()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s %s, and --offline forbids to fetch it: %s",
              choice.stream().map(Published::name).collect(Collectors.joining(" or ")),
              store.find(model.name()).isPresent() ? "would be fetched again" : "is not installed",
              byHand(model).what()));
    }
    try {
      Path file =
          store.install(
              model.name(),
              replace,
              () -> console.notice("another process is installing " + model.name() + "; waiting"),
              scratch -> make(model, sources, scratch));
      console.notice(
          model.name() + " is installed; " + Invocation.of("models") + " lists what there is");
      return file;
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      console.status("");
    }
  }

  private CommandException unwritable(IOException failure) {
    return new CommandException(
        String.format(
            Locale.ROOT,
            "%s: cannot install models there (%s): %s, or give %s FILE",
            store.folder(),
            Failures.describe(failure),
            isFull(failure)
                ? "make room there, or set LIVIANO_HOME to a folder on another disk"
                : "set LIVIANO_HOME to a folder that can be written",
            option),
        failure);
  }

  /** By what systems say; the JDK has no exception of its own for it. */
  private static boolean isFull(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(message -> FULL.matcher(message).find());
  }

  /**
   * The first of several models that can be had, where any will do and none is installed.
   *
   * @return the one that was installed
   * @throws UsageException if {@code --offline} forbids to fetch them
   * @throws NotFetchedException if no source has any of them; one line that says what was tried
   * @throws CommandException if the store cannot be written to
   */
  public Published installFirst(List<Published> models) {
    Optional<NotFetchedException> failure = Optional.empty();
    Sources sources = supplier.get(); // of one silence for all of them
    for (Published model : models) {
      try {
        install(model, false, sources, models);
        return model;
      } catch (NotFetchedException e) {
        NotFetchedException all = failure.map(e::after).orElse(e);
        if (model == models.getLast()) {
          throw all;
        }
        failure = Optional.of(all);
      }
    }
    throw new IllegalArgumentException("no models");
  }

  private ModelMaker.Made make(Published model, Sources sources, Path scratch) throws IOException {
    List<ByHand.Failure> failures = new ArrayList<>();
    for (Source source : model.sources()) {
      Source known = known(source);
      if (failures.isEmpty()) {
        announce(model, known, sources);
      } else {
        announce(failures.getLast().reason(), model, known, sources);
      }
      try {
        Sources.Fetched fetched =
            fetch(model, known, sources, Files.createTempDirectory(scratch, "source"));
        return new ModelMaker.Made(convert(model, source, fetched), fetched.downloads());
      } catch (FileSystemException e) { // of this disk: no other source can help
        throw e;
      } catch (IOException e) {
        failures.add(new ByHand.Failure(source, held(source, known, e)));
      }
    }
    throw byHand(model).after(failures);
  }

  /** With what its downloads were when they were first fetched, where it does not state that. */
  private Source known(Source source) throws IOException {
    try {
      return source.requiring(store.knownDownloads());
    } catch (LivianoException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  /** Says where what was expected of it comes from, if no source states that. */
  private IOException held(Source stated, Source known, IOException failure) {
    return stated.equals(known)
        ? failure
        : new IOException(
            String.format(
                Locale.ROOT,
                "%s (what it was when it was first fetched, and must be, stands in %s)",
                Failures.describe(failure),
                store.records()),
            failure);
  }

  private Sources.Fetched fetch(Published model, Source source, Sources sources, Path scratch)
      throws IOException {
    Workplace place =
        new Workplace(scratch, store.folder().resolve("." + model.name() + ".download"));
    Listener shown = new FetchProgress(console, model.name(), System::nanoTime);
    Sources.Fetched fetched = sources.fetch(source, place, shown.alsoTelling(told));
    place.forget();
    return fetched;
  }

  /**
   * A file with the right digest that cannot be read is not the source's fault, so no other source
   * is tried.
   */
  private Model convert(Published model, Source source, Sources.Fetched fetched)
      throws IOException {
    console.status("converting " + model.name());
    try {
      Model read = converter.convert(files(fetched.folder()));
      return AsPublished.of(model, read, source, fetched.downloads());
    } catch (LivianoException | IllegalArgumentException e) {
      throw new CommandException(
          String.format(Locale.ROOT, "cannot convert %s: %s", model.name(), e.getMessage()), e);
    }
  }

  /** The file if there is one, else the folder of them. */
  private static Path files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.limit(2).toList();
      return all.size() == 1 ? all.getFirst() : folder;
    }
  }

  private void announce(Published model, Source source, Sources sources) {
    console.notice(
        String.format(
            Locale.ROOT,
            "fetching %s: %s from %s, licence %s, %s, to %s",
            model.name(),
            size(model, source),
            sources.words(source),
            model.licence(),
            digests(source),
            store.file(model.name())));
  }

  /** The next source, in a line. */
  private void announce(IOException failure, Published model, Source source, Sources sources) {
    console.notice(
        String.format(
            Locale.ROOT,
            "%s; trying %s from %s, %s",
            Failures.describe(failure),
            size(model, source),
            sources.words(source),
            digests(source)));
  }

  private static String size(Published model, Source source) {
    return source.bytes().isPresent()
        ? Words.mebibytes(source.bytes().getAsLong())
        : Words.mebibytes(model.parameters() * Float.BYTES) + " of weights";
  }

  /** The digits in a file's name are all that its authors state. */
  private static String words(Checksum checksum) {
    return checksum instanceof Checksum.Sha256Prefix
        ? checksum.words() + " (no more digits are stated)"
        : checksum.words();
  }

  private static String digests(Source source) {
    return source.downloads().values().stream()
        .map(digest -> words(digest.checksum()))
        .findFirst()
        .map(first -> source.downloads().size() == 1 ? first : first + " and others")
        .orElseThrow();
  }

  private ByHand byHand(Published model) {
    return new ByHand(model, MirrorNames.of(Catalogue.builtIn()), option);
  }
}
