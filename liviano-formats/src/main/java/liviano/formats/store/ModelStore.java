package liviano.formats.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.files.NewFolders;
import liviano.files.ScratchFolder;
import liviano.model.ModelInfo;

/**
 * A folder of model files, each called by its name without the ending. Any number of threads and
 * processes may read and install at once; within one process they should share one object, because
 * some systems take a file's lock from the whole process when any channel to it is closed.
 *
 * <p>Names that start with a dot are the store's own: locks, and work that is under way.
 */
public final class ModelStore {
  /** What the name of a model file ends in. */
  public static final String ENDING = ".safetensors";

  /** A file's name and no way to anywhere: it leads to this folder alone. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final String RECORDS_LOCK = ".digests.lock";
  private static final int MAX_FILES = 10_000;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(20);

  private final Path folder;
  private final Duration longestWait;
  private final ReentrantLock writer = new ReentrantLock();

  /** A store in this folder, which need not be there yet. */
  public ModelStore(Path folder) {
    this(folder, LONGEST_WAIT);
  }

  ModelStore(Path folder, Duration longestWait) {
    this.folder = folder;
    this.longestWait = longestWait;
  }

  /**
   * Where a user's models live: {@code $LIVIANO_HOME}, else {@code ~/.cache/liviano}, where {@code
   * ~} is what the shell takes for it: {@code $HOME}, and the account's folder only without that.
   *
   * @param environment variables
   * @param accountsHome the system property {@code user.home}: a question mark where the user has
   *     no account
   * @return empty where this user has neither
   */
  public static Optional<Path> usualFolder(Map<String, String> environment, String accountsHome) {
    String folder = environment.getOrDefault("LIVIANO_HOME", "");
    if (!folder.isBlank()) {
      return Optional.of(Path.of(folder));
    }
    String home = environment.getOrDefault("HOME", "");
    return Optional.of(Path.of(home.isBlank() ? accountsHome : home, ".cache", "liviano"))
        .filter(Path::isAbsolute);
  }

  public Path folder() {
    return folder;
  }

  /** Whether a model can be called so: letters, digits, dots, hyphens and underscores. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Where a model of this name is, or would be.
   *
   * @throws IllegalArgumentException if no model can be called so
   */
  public Path file(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "not a model's name: '%s'", name));
    }
    return folder.resolve(name + ENDING);
  }

  /**
   * The file of an installed model; empty if there is none of this name.
   *
   * @param name with or without the ending
   */
  public Optional<Path> find(String name) {
    if (!isName(name)) {
      return Optional.empty();
    }
    return List.of(folder.resolve(name), file(name)).stream()
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * All model files, sorted by name. Only their headers are read.
   *
   * @return nothing where there is no such folder
   * @throws IOException if the folder cannot be read, or holds more than 10,000 model files
   */
  public List<StoredModel> list() throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ModelStore::isListed)) {
      for (Path file : files) {
        if (names.size() == MAX_FILES) {
          throw new FileSystemException(
              folder.toString(),
              null,
              String.format(Locale.ROOT, "it holds more than %d model files", MAX_FILES));
        }
        names.add(file.getFileName().toString());
      }
    }
    Collections.sort(names);
    return names.stream().map(folder::resolve).map(ModelStore::describe).toList();
  }

  private static boolean isListed(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) && !name.startsWith(".");
  }

  private static StoredModel describe(Path file) {
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - ENDING.length());
    try {
      if (!isName(name)) {
        throw new MalformedModelException(
            file.toString(),
            "no model can be called so; rename it, with letters, digits, '.', '-' and '_' only");
      }
      ModelInfo info = ModelInfo.read(file);
      return new StoredModel.Installed(name, file, Files.size(file), info.card(), info.recipe());
    } catch (IOException | LivianoException e) {
      return new StoredModel.Broken(name, file, e);
    }
  }

  /**
   * Installs a model: the whole of it or nothing. If several do so at once, one of them makes the
   * model and the others wait for it. Files that a crashed process left behind are deleted.
   *
   * @param replace whether to make it anew where it is installed already
   * @param whenWaiting called once, if somebody else is at it
   * @return the model's file
   * @throws IllegalArgumentException if no model can be called so
   * @throws IOException if the store cannot be written to, or the maker fails
   */
  public Path install(String name, boolean replace, Runnable whenWaiting, ModelMaker maker)
      throws IOException {
    Path file = file(name);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "it is no folder");
    }
    NewFolders.make(folder);
    writer.lock();
    try (StoreLock _ =
        StoreLock.acquire(folder.resolve("." + name + ".lock"), longestWait, whenWaiting)) {
      if (replace || !Files.isRegularFile(file)) {
        make(name, file, maker);
      }
    } finally {
      writer.unlock();
    }
    return file;
  }

  /**
   * The scratch folder has a fixed name: the process that holds the lock owns it, and finds one
   * that a crashed process left.
   */
  private void make(String name, Path file, ModelMaker maker) throws IOException {
    ScratchFolder scratch = ScratchFolder.at(folder.resolve("." + name + ".partial"));
    try {
      ModelMaker.Made made = maker.make(Files.createDirectory(scratch.path().resolve("source")));
      Path whole = scratch.path().resolve(file.getFileName());
      made.model().save(whole);
      Provenance provenance = new Provenance(Digest.of(whole), made.downloads());
      update(records -> records.with(name, provenance));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      update(records -> records.settled(name));
    } finally {
      clear(scratch);
    }
  }

  /** Changes what is remembered, one process at a time. */
  private void update(UnaryOperator<StoreRecords> change) throws IOException {
    try (StoreLock _ = StoreLock.acquire(folder.resolve(RECORDS_LOCK), longestWait, () -> {})) {
      StoreRecords before = StoreRecords.read(folder);
      StoreRecords after = change.apply(before);
      if (!after.equals(before)) {
        after.write(folder);
      }
    }
  }

  /** The file that remembers what downloads and models were; it need not be there. */
  public Path records() {
    return folder.resolve(StoreRecords.NAME);
  }

  /**
   * What downloads were when they were first fetched, by the addresses of {@link Source#downloads}.
   *
   * @throws MalformedModelException if the file that remembers it is damaged
   */
  public Map<String, Digest> knownDownloads() throws IOException {
    return StoreRecords.read(folder).downloads();
  }

  /**
   * What a model was when it was installed; empty if this store did not install it.
   *
   * @throws MalformedModelException if the file that remembers it is damaged
   */
  public Optional<Provenance> provenance(StoredModel model) throws IOException {
    StoreRecords records = StoreRecords.read(folder);
    List<Provenance> entries = records.models().getOrDefault(model.name(), List.of());
    long bytes = Files.size(model.file());
    boolean fits = entries.stream().anyMatch(entry -> entry.file().bytes().orElse(bytes) == bytes);
    if (!entries.isEmpty() && !fits) { // the digest of a file of any length takes its time
      return Optional.of(entries.getLast());
    }
    return entries.isEmpty()
        ? Optional.empty()
        : records.find(model.name(), Digest.of(model.file()));
  }

  /**
   * Whether a model is one that this store installed, as far as its name and length say: reading it
   * would take long.
   *
   * @throws MalformedModelException if the file that remembers it is damaged
   */
  public boolean hasInstalled(StoredModel.Installed model) throws IOException {
    return StoreRecords.read(folder).models().getOrDefault(model.name(), List.of()).stream()
        .anyMatch(entry -> entry.file().bytes().orElse(model.bytes()) == model.bytes());
  }

  /**
   * Deletes a model.
   *
   * @return whether it was there
   * @throws IllegalArgumentException if no model can be called so
   * @throws IOException if it cannot be deleted
   */
  public boolean remove(String name) throws IOException {
    Path file = file(name);
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    writer.lock();
    try (StoreLock _ =
        StoreLock.acquire(folder.resolve("." + name + ".lock"), longestWait, () -> {})) {
      StoreRecords.read(folder); // damaged ones are told before anything is deleted
      boolean removed = Files.deleteIfExists(file);
      update(records -> records.without(name));
      return removed;
    } finally {
      writer.unlock();
    }
  }

  private static void clear(ScratchFolder scratch) {
    try {
      scratch.close();
    } catch (IOException e) {
      // Some systems keep files that are still mapped; the next installation clears them away.
      System.getLogger(ModelStore.class.getName())
          .log(System.Logger.Level.DEBUG, "left behind: " + scratch.path(), e);
    }
  }
}
