package liviano.cli.wild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths that lead to no file that can be read: one line, exit status 1, and nothing is waited for.
 */
@Timeout(60)
class NoModelFileTest {
  @TempDir private Path folder;
  private Path picture;

  @BeforeEach
  void picture() throws IOException {
    picture = folder.resolve("picture.png");
    Picture.ofRgb(4, 4, new byte[48]).write(picture);
  }

  @Test
  void aFolderOfNoModelIsNamed() throws IOException {
    assertRefused(Files.createDirectory(folder.resolve("m.onnx")), "is a directory of no known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null"})
  void aDeviceIsNotRead(String device) {
    assumeTrue(Files.exists(Path.of(device)), "skipped: there is no " + device);
    assertRefused(Path.of(device), "is a device or pipe; give a model file");
  }

  /** Nobody ever writes into these pipes: whoever opens one waits for ever. */
  @Test
  void aPipeIsNotWaitedFor() throws Exception {
    assertRefused(pipe(folder.resolve("pipe.tflite")), "is a device or pipe; give a model file");
    Path tfjs = Files.createDirectory(folder.resolve("tfjs"));
    pipe(tfjs.resolve("model.json"));
    assertRefused(tfjs, "model.json: is no regular file");
    Path arrays = Files.createDirectory(folder.resolve("arrays"));
    pipe(arrays.resolve("MobilenetV2_Conv_Conv2D.npy"));
    pipe(arrays.resolve("logits_semantic_biases.npy"));
    assertRefused(arrays, "is not a regular file");
    Path graph = folder.resolve("graph");
    BadFiles.graphModel(graph);
    Files.delete(graph.resolve("shard.bin"));
    pipe(graph.resolve("shard.bin"));
    assertRefused(graph, "shard \"shard.bin\" is missing");
    Path onnx = folder.resolve("external.onnx");
    BadFiles.external("weights.pipe").write(onnx);
    pipe(folder.resolve("weights.pipe"));
    assertRefused(onnx, "no file in the model's own folder");
  }

  @Test
  void whatMayNotBeReadSaysSo() throws IOException {
    Path file = folder.resolve("m.onnx");
    BadFiles.external("weights.bin").write(file);
    Path weights = Files.write(folder.resolve("weights.bin"), new byte[16]);
    Path inside = Files.createDirectory(folder.resolve("closed"));
    for (Path path : new Path[] {weights, file, inside}) {
      assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
      assumeFalse(Files.isReadable(path), "skipped: the superuser may read everything");
      Path model = path.equals(weights) ? file : path;
      Cli.Outcome outcome = classify(model);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));

      assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(outcome.err()).isEqualTo("liviano: " + path + ": permission denied\n");
    }
  }

  private static Path pipe(Path path) throws Exception {
    try {
      Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
      assumeTrue(made.waitFor() == 0, "skipped: mkfifo makes no pipe here");
    } catch (IOException e) {
      assumeTrue(false, "skipped: there is no mkfifo");
    }
    return path;
  }

  private void assertRefused(Path model, String says) {
    Cli.Outcome outcome = classify(model);

    assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).startsWith("liviano: " + model).contains(says);
  }

  private Cli.Outcome classify(Path model) {
    return Cli.piped().run("classify", "--model", model.toString(), picture.toString());
  }
}
