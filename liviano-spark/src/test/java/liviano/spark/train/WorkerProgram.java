package liviano.spark.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A worker that trains nothing. Its first word says what it does, the second is a folder. */
final class WorkerProgram {
  private WorkerProgram() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    String rank = System.getenv("RANK");
    Path folder = Path.of(words[1]);
    Files.writeString(
        folder.resolve("place-" + rank),
        String.join(
            " ",
            rank,
            System.getenv("WORLD_SIZE"),
            System.getenv("LOCAL_WORLD_SIZE"),
            System.getenv("MASTER_ADDR"),
            System.getenv("MASTER_PORT")));
    System.out.println("[Gloo] chatter");
    System.out.println("worker " + rank + " says ñ");
    System.err.println("of the JVM");
    System.err.println("liviano: its last words");
    switch (words[0]) {
      case "well" -> {}
      case "badly" -> System.exit(rank.equals("1") ? 7 : 0);
      case "killed" -> {
        if (rank.equals("1")) {
          ProcessHandle.current().info(); // loaded before the end
          new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
        }
        awaitOther(folder, rank);
      }
      case "stopped" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> note(folder, rank)));
        TimeUnit.MINUTES.sleep(5);
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static void awaitOther(Path folder, String rank) throws InterruptedException {
    TimeUnit.SECONDS.sleep(rank.equals("1") ? 60 : 1);
  }

  private static void note(Path folder, String rank) {
    try {
      Files.writeString(folder.resolve("kept-" + rank), "kept");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
