package liviano.train.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.train.run.CheckpointFile.Stored;

/**
 * The checkpoints of a run, a file each, named by their step. The last few are kept, and the best.
 * A new one is whole on the disk before an old one goes, so that there always is one to go on from.
 * For one thread.
 */
public final class Checkpoints {
  /** How many of the last are kept, beside the best. */
  public static final int KEPT = 2;

  private static final Pattern NAME = Pattern.compile("step-([0-9]{1,18})\\.safetensors");

  private final Path folder;
  private final List<Known> known = new ArrayList<>(); // by step
  private boolean looked;

  /** A whole file. */
  private record Known(Path file, long step, boolean best) {}

  /**
   * What there is to go on from.
   *
   * @param checkpoint the newest that is whole; empty where there is none
   * @param skipped a line for each newer one that cannot be used, which says why
   */
  public record Newest(Optional<Checkpoint> checkpoint, List<String> skipped) {
    public Newest {
      skipped = List.copyOf(skipped);
    }
  }

  private Checkpoints(Path folder) {
    this.folder = folder;
  }

  /**
   * Those in a folder. To read them needs no lock: other workers of a run do; to save does.
   *
   * @param folder such as {@link RunFiles#checkpoints}
   */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder);
  }

  /**
   * Reads the newest one that is whole. Those that are newer, or damaged, go when the next is
   * saved.
   *
   * @throws RunException if one was written by a newer version of Liviano
   * @throws IOException if the disk fails
   */
  public Newest newest() throws IOException {
    known.clear();
    looked = true;
    List<String> skipped = new ArrayList<>();
    Optional<Checkpoint> newest = Optional.empty();
    for (Path file : files()) {
      try {
        Stored stored = CheckpointFile.read(file);
        known.addFirst(new Known(file, stored.checkpoint().step(), stored.best()));
        newest = newest.or(() -> Optional.of(stored.checkpoint()));
      } catch (RunException e) {
        if (e.isNewer()) {
          throw e;
        }
        skipped.add(e.getMessage());
      } catch (LivianoException e) {
        skipped.add(e.getMessage());
      }
    }
    return new Newest(newest, skipped);
  }

  /**
   * Reads the best one; empty where none was saved as the best, or it is damaged.
   *
   * @throws IOException if the disk fails
   */
  public Optional<Checkpoint> best() throws IOException {
    for (Path file : files()) {
      try {
        Stored stored = CheckpointFile.read(file);
        if (stored.best()) {
          return Optional.of(stored.checkpoint());
        }
      } catch (LivianoException e) {
        // Damaged: an older one may have been the best before it.
      }
    }
    return Optional.empty();
  }

  /**
   * Saves one, and drops those that are kept no longer. It is safe on the disk when this returns.
   * {@link #newest} comes first, since what is not known to be whole goes.
   *
   * @param best whether no earlier one was as good; one that takes the place of the best, at the
   *     same step, is it too
   * @throws IllegalStateException if it was not looked for the newest one before
   * @throws IOException if it cannot be written; those that there were are still there
   */
  public void save(Checkpoint checkpoint, boolean best) throws IOException {
    if (!looked) {
      throw new IllegalStateException("look for the newest checkpoint before the first is saved");
    }
    Path file = folder.resolve(name(checkpoint.step()));
    boolean stillBest =
        best || known.stream().anyMatch(each -> each.best() && each.file().equals(file));
    CheckpointFile.write(file, checkpoint, stillBest);
    forceFolder();
    known.removeIf(each -> each.step() >= checkpoint.step());
    known.add(new Known(file, checkpoint.step(), stillBest));
    prune();
  }

  private static String name(long step) {
    return String.format(Locale.ROOT, "step-%08d.safetensors", step);
  }

  /** A file's new name is in its folder, which is a file to the disk. */
  private void forceFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Systems that do not open folders (Windows) keep names by themselves.
    }
  }

  private void prune() throws IOException {
    Optional<Known> best = known.stream().filter(Known::best).reduce((_, later) -> later);
    Set<Known> keep = new HashSet<>(known.subList(Math.max(0, known.size() - KEPT), known.size()));
    best.ifPresent(keep::add);
    known.retainAll(keep);
    Set<Path> named = keep.stream().map(Known::file).collect(Collectors.toSet());
    for (Path file : files()) {
      if (!named.contains(file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** By step, the newest first. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> step(file) >= 0 && Files.isRegularFile(file))
          .sorted(Comparator.comparingLong(Checkpoints::step).reversed())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Of a file's name; -1 for the files of others. */
  private static long step(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }
}
