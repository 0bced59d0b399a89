package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.model.VisionTask;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whenever the command is stopped, it leaves finished files and nothing else. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class InterruptTest {
  /** Status of a process that a signal ended: 128 and the signal's number. */
  private static final Map<String, Integer> SIGNALS = Map.of("INT", 130, "TERM", 143, "HUP", 129);

  private static final int SIDE = 400;

  @TempDir private Path folder;
  private final Random random = new Random(11);
  private List<String> signals;

  /** Who starts this in the background may have it ignore some, and so do its children. */
  @BeforeEach
  void findSignals() throws Exception {
    signals = new ArrayList<>();
    for (String signal : List.of("INT", "TERM", "HUP")) {
      Process probe = new ProcessBuilder("sh", "-c", "kill -" + signal + " $$; exit 0").start();
      if (probe.waitFor() != 0) {
        signals.add(signal);
      }
    }
    assertThat(signals).contains("TERM");
  }

  /** At any moment: most fall into the drawing, since it is what takes the time. */
  @Test
  void drawingLeavesWholePicturesOnly() throws Exception {
    Path model = detector();
    List<Path> pictures = Collections.nCopies(200, picture());
    for (int round = 0; round < 6; round++) {
      Path out = folder.resolve("new" + round).resolve("drawn");
      int waited = random.nextInt(300);
      Process process = start("detect", "--model", model, "--out", out, pictures);
      await(process, () -> hasPartialFile(out));
      Thread.sleep(round < 3 ? 0 : waited);
      assertStopped(process, round);
      for (Path file : files(out)) {
        assertThat(file.getFileName().toString()).endsWith(".detections.png");
        assertThat(Picture.read(file).width()).isEqualTo(SIDE);
      }
    }
  }

  @Test
  void folderInWhichNothingWasFinishedGoes() throws Exception {
    Path out = folder.resolve("new").resolve("drawn");
    Process process = start("detect", "--model", detector(), "--out", out, List.of("-"));
    await(process, () -> Files.isDirectory(out)); // standard input never ends
    assertStopped(process, 0);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void convertingLeavesNoPartOfAModel() throws Exception {
    Path model =
        TinyFiles.save(
            Recipe.of("mobilenet_v2"),
            VisionTask.CLASSIFICATION,
            folder.resolve("model.safetensors"));
    Path out = Files.createDirectory(folder.resolve("out"));
    for (int round = 0; round < 3; round++) {
      Path to = out.resolve("m.safetensors");
      Process process = start("convert", model, "--force", "--to", to, List.of());
      await(process, () -> hasPartialFile(out));
      CommandProcess.signal(signal(round), process);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      List<Path> left = files(out);
      assertThat(left.isEmpty() || left.equals(List.of(to))).as(left.toString()).isTrue();
      if (!left.isEmpty()) {
        assertThat(to).hasSameBinaryContentAs(model);
      }
    }
  }

  @Test
  void installingLeavesNeitherFoldersNorTheProgramThatFetches() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path started = folder.resolve("started");
    Path npm = bin.resolve("npm");
    Files.writeString(
        npm,
        String.join(
            "\n", "#!/bin/sh", "echo $$ >'" + started + "'", "while :; do echo more >>file; done"));
    assertThat(npm.toFile().setExecutable(true)).isTrue();
    Path home = folder.resolve("new").resolve("home");
    ProcessBuilder builder = CommandProcess.of("models", "pull", "ssdlite_mobilenet_v2_coco");
    builder.environment().put("LIVIANO_HOME", home.toString());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    Process process = silent(builder).start();
    await(process, () -> Files.exists(started) && Files.size(started) > 0);
    assertStopped(process, 1);
    assertThat(folder.resolve("new")).doesNotExist();
    long pid = Long.parseLong(Files.readString(started).strip());
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
  }

  @Test
  void readerThatLeavesWhileItDrawsFindsWholePicturesOnly() throws Exception {
    Path out = folder.resolve("drawn");
    ProcessBuilder builder =
        builder("detect", "--model", detector(), "--out", out, Collections.nCopies(60, picture()));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).contains("noise.png");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(files(out)).allSatisfy(file -> assertThat(file.toString()).endsWith(".png"));
    for (Path file : files(out)) {
      assertThat(Picture.read(file).width()).isEqualTo(SIDE);
    }
  }

  /** And it says nothing: no thread of it complains that it may not go on. */
  private void assertStopped(Process process, int round) throws Exception {
    String signal = signal(round);
    CommandProcess.signal(signal, process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(SIGNALS.get(signal));
    assertThat(Files.readString(folder.resolve("err"))).doesNotContain("stopped", "Exception");
  }

  private String signal(int round) {
    return signals.get(round % signals.size());
  }

  private Process start(Object... words) throws IOException {
    return silent(builder(words)).start();
  }

  private ProcessBuilder silent(ProcessBuilder builder) {
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("err").toFile());
  }

  /** The last word is a list of more. */
  private static ProcessBuilder builder(Object... words) {
    List<String> all = new ArrayList<>();
    for (Object word : words) {
      if (word instanceof List<?> more) {
        more.forEach(each -> all.add(each.toString()));
      } else {
        all.add(word.toString());
      }
    }
    return CommandProcess.of(all.toArray(String[]::new));
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Process process, Condition condition) throws Exception {
    while (!condition.holds()) {
      assertThat(process.isAlive()).as("it ended by itself").isTrue();
      Thread.sleep(1);
    }
  }

  private static boolean hasPartialFile(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.part")) {
      return files.iterator().hasNext();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Path detector() throws IOException {
    return TinyFiles.detector(folder.resolve("model.safetensors"));
  }

  private Path picture() throws IOException {
    return TinyFiles.noise(folder.resolve("noise.png"), SIDE);
  }
}
