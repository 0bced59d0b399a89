package liviano.train.run;

import java.nio.file.Files;
import java.nio.file.Path;
import liviano.cli.Invocation;

/**
 * The files of a run by their names.
 *
 * @param folder of the run
 */
public record RunFiles(Path folder) {
  /** What was told and where it was begun. */
  public Path config() {
    return folder.resolve("run.json");
  }

  /** The figures of each epoch. */
  public Path metrics() {
    return folder.resolve("metrics.csv");
  }

  /** How it ended. */
  public Path ending() {
    return folder.resolve("ending.json");
  }

  /** The curves as pixels. */
  public Path curvesPng() {
    return folder.resolve("curves.png");
  }

  /** The curves as lines. */
  public Path curvesSvg() {
    return folder.resolve("curves.svg");
  }

  /** The page about the run. */
  public Path report() {
    return folder.resolve("report.html");
  }

  /** The folder of checkpoints. */
  public Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** The model that it starts from. */
  public Path startModel() {
    return folder.resolve("start.safetensors");
  }

  /** The model as it is now. */
  public Path lastModel() {
    return folder.resolve("last.safetensors");
  }

  /** The model as it was when its score was highest. */
  public Path bestModel() {
    return folder.resolve("best.safetensors");
  }

  /** What the first worker said, where a cluster has started it. */
  public Path workersLog() {
    return folder.resolve("workers.log");
  }

  RunException noRun() {
    return new RunException(
        folder,
        Files.isDirectory(folder)
            ? "holds no run: " + Invocation.of("train list") + " shows where there are some"
            : "there is no such folder");
  }
}
