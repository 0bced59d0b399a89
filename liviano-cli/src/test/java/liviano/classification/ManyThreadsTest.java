package liviano.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.formats.ModelFiles;
import liviano.vision.Category;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** One classifier under the load of a server. */
@Tag("shared")
@Isolated
class ManyThreadsTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final int THREADS = 64;
  private static final int CLASSIFICATIONS = 2_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final Path STATM = Path.of("/proc/self/statm");

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void manyThreadsGetTheBitsOfOneAndMemoryStaysFlat() throws Exception {
    ImageClassifier classifier = ImageClassifier.of(ModelFiles.read(weights()));
    List<Picture> pictures = pictures();
    List<List<Category>> alone = pictures.stream().map(classifier::classify).toList();

    runAll(classifier, pictures, alone, CLASSIFICATIONS / 2);
    assumeTrue(Files.exists(STATM), "this system does not tell what memory a process holds");
    long before = residentBytes();
    assertThat(before).as("resident memory").isGreaterThan(MEBIBYTE);
    runAll(classifier, pictures, alone, CLASSIFICATIONS / 2);
    long after = residentBytes();

    // A session of this network takes 6 MiB: a leak of one a call would be gigabytes.
    assertThat(after - before).as("growth of resident memory").isLessThan(96 * MEBIBYTE);
  }

  private static void runAll(
      ImageClassifier classifier, List<Picture> pictures, List<List<Category>> alone, int count)
      throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int picture = i % pictures.size();
      calls.add(() -> classifier.classify(pictures.get(picture)).equals(alone.get(picture)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Boolean> same = new ArrayList<>();
      for (Future<Boolean> result : threads.invokeAll(calls)) {
        same.add(result.get());
      }
      assertThat(same).isEqualTo(Collections.nCopies(count, true));
    }
  }

  private static Path weights() {
    Path file = SHARED.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors");
    assumeTrue(Files.exists(file), "the real weights are not here: " + file);
    return file;
  }

  private static List<Picture> pictures() throws IOException {
    Path folder = SHARED.resolve("data/imagenet-val-300/images");
    assumeTrue(Files.isDirectory(folder), "the real pictures are not here: " + folder);
    try (Stream<Path> files = Files.list(folder)) {
      List<Picture> pictures = new ArrayList<>();
      for (Path file : files.sorted().limit(16).toList()) {
        pictures.add(Picture.read(file));
      }
      return pictures;
    }
  }

  /** What the process holds of the machine's memory, after a collection. */
  private static long residentBytes() throws IOException {
    System.gc();
    return Long.parseLong(Files.readString(STATM).split(" ")[1]) * 4096;
  }
}
