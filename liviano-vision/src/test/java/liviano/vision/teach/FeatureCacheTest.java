package liviano.vision.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import liviano.model.Model;
import liviano.vision.eval.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
  @TempDir private Path folder;

  private static final String DIGEST = Fingerprint.digest(new byte[] {1});
  private static final String OTHER = Fingerprint.digest(new byte[] {2});

  private FeatureCache open() {
    return FeatureCache.open(Optional.of(folder), "base", 3);
  }

  private Path file() {
    return folder.resolve("base.features");
  }

  private void fill() throws IOException {
    FeatureCache cache = open();
    cache.add(DIGEST, new FeatureCache.Known(5, new float[] {1, 2, 3}));
    cache.add(OTHER, new FeatureCache.Known(6, new float[] {4, 5, 6}));
    cache.save();
  }

  @Test
  void isThereTheNextTime() throws IOException {
    fill();
    FeatureCache.Known known = open().find(OTHER).orElseThrow();
    assertThat(known.fingerprint()).isEqualTo(6);
    assertThat(known.embedding()).containsExactly(4, 5, 6);
  }

  @Test
  void whatIsBrokenIsAsIfItWereNotThere() throws IOException {
    fill();
    byte[] bytes = Files.readAllBytes(file());
    bytes[45] ^= 1;
    Files.write(file(), bytes);
    assertThat(open().find(DIGEST)).isEmpty();
    assertThat(open().find(OTHER)).isPresent();
    Files.write(file(), new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(open().find(OTHER)).isEmpty();
    Files.delete(file());
    Files.createDirectory(file());
    assertThat(open().find(OTHER)).isEmpty();
  }

  @Test
  void aFewFilesAreKept() throws IOException {
    for (int i = 0; i < 12; i++) {
      FeatureCache cache = FeatureCache.open(Optional.of(folder), "base" + i, 3);
      cache.add(DIGEST, new FeatureCache.Known(5, new float[] {1, 2, 3}));
      cache.save();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(8);
    }
  }

  /** Computed, then kept, and of a picture that changed again: the same answers. */
  @Test
  void aFullCacheChangesNoBit() throws IOException {
    List<Example> pictures = TeachingPictures.of(2, 6);
    Teacher teacher = Teacher.of(TeachingPictures.classifier());
    Model without = teacher.teach(pictures, TeachOptions.defaults());
    TeachOptions cached = TeachOptions.defaults().withCache(folder.resolve("new"));
    for (int time = 0; time < 2; time++) {
      assertThat(teacher.teach(pictures, cached).weights()).isEqualTo(without.weights());
    }
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files).hasSize(1);
    }
  }

  /** A folder that takes no files costs time the next time, and nothing else. */
  @Test
  void aFolderThatCannotBeWrittenIsToldOnce() throws IOException {
    Path taken = Files.write(folder.resolve("taken"), new byte[0]);
    AtomicInteger looked = new AtomicInteger();
    Taught taught =
        Teacher.of(TeachingPictures.classifier())
            .study(
                TeachingPictures.of(2, 3),
                TeachOptions.defaults()
                    .withCache(taken.resolve("cache"))
                    .withProgress((_, _, _) -> looked.incrementAndGet()));
    assertThat(looked.get()).isEqualTo(6);
    assertThat(taught.notices())
        .filteredOn(line -> line.startsWith("the features could not be kept"))
        .hasSize(1);
  }
}
