package liviano.train.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import liviano.train.parallel.WorkerCluster;
import liviano.train.parallel.WorkerCommand;
import liviano.train.parallel.WorkerPlace;

/**
 * A cluster that is this machine. Its master is told as {@code PORT:LOST:KEPT}: where workers meet,
 * how often it loses its second machine, and what the run's folder has before it does.
 */
public final class FakeCluster implements WorkerCluster {
  @Override
  public String name() {
    return "fake";
  }

  @Override
  public boolean isHere(String master) {
    return true;
  }

  @Override
  public Connection connect(String master, boolean debug) {
    String[] told = master.split(":");
    return new Machines(Integer.parseInt(told[0]), Integer.parseInt(told[1]), told[2]);
  }

  /** Its machines, processes of this one. */
  private static final class Machines implements Connection {
    private final int port;
    private final String kept;
    private int toLose;

    Machines(int port, int toLose, String kept) {
      this.port = port;
      this.toLose = toLose;
      this.kept = kept;
    }

    @Override
    public Optional<String> run(WorkerCommand command, int workers, Path said, Duration timeout)
        throws InterruptedException {
      List<Process> started = new ArrayList<>();
      try {
        for (int rank = 0; rank < workers; rank++) {
          started.add(start(command, new WorkerPlace(rank, workers, "127.0.0.1", port, timeout)));
        }
        Thread talk = Thread.ofPlatform().start(() -> write(started.getFirst(), said));
        boolean lost = toLose > 0 && awaitFile(said.resolveSibling(kept), started.getFirst());
        if (lost) {
          toLose--;
          started.forEach(Process::destroyForcibly); // a barrier stage ends with its first task
        }
        boolean well = true;
        for (Process process : started) {
          if (!process.waitFor(200, TimeUnit.SECONDS)) {
            return Optional.of("a worker hangs");
          }
          well &= process.exitValue() == 0;
        }
        talk.join();
        return well ? Optional.empty() : Optional.of(lost ? "a machine is lost" : "it ends badly");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        started.forEach(Process::destroyForcibly);
      }
    }

    private static Process start(WorkerCommand command, WorkerPlace place) throws IOException {
      List<String> line = new ArrayList<>(command.here());
      line.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // short lives
      ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.environment().putAll(place.environment(place.rank()));
      builder.environment().put(WorkerPlace.LOCAL_WORLD_SIZE, String.valueOf(place.world()));
      if (!place.isFirst()) {
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      }
      return builder.start();
    }

    private static boolean awaitFile(Path file, Process first) throws InterruptedException {
      while (Files.notExists(file)) {
        if (first.waitFor(10, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      return true;
    }

    private static void write(Process process, Path said) {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Files.writeString(
              said, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }
}
