package liviano.vision.teach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import liviano.engine.CancelledException;
import liviano.vision.eval.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of features where looking at pictures is broken off. */
class BrokenOffTest {
  private static final int RECORD = 32 + Long.BYTES + 3 * Float.BYTES + Integer.BYTES;

  @TempDir private Path folder;

  private TeachOptions options() {
    return TeachOptions.defaults().withThreads(1).withCache(folder);
  }

  /** Records in the only file of features. */
  private long kept() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".features")).toList();
      assertThat(found).hasSizeLessThanOrEqualTo(1);
      return found.isEmpty() ? 0 : Files.size(found.getFirst()) / RECORD;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the file is then, a process that is killed leaves it. */
  @Test
  void featuresAreWrittenWhileOthersAreComputed() {
    AtomicLong before = new AtomicLong(-1);
    TeachOptions options =
        options()
            .withProgress(
                (done, _, _) -> {
                  if (done == 230) {
                    before.set(kept());
                  }
                });
    Teacher.of(TeachingPictures.colours()).study(TeachingPictures.of(2, 120), options);
    assertThat(before.get()).isBetween(200L, 230L);
    assertThat(kept()).isEqualTo(240);
  }

  @Test
  void whatWasComputedIsKeptWhereTheThreadIsInterrupted() {
    List<Example> pictures = TeachingPictures.of(2, 10);
    TeachOptions options =
        options()
            .withProgress(
                (done, _, _) -> {
                  if (done == 7) {
                    Thread.currentThread().interrupt();
                  }
                });
    Teacher teacher = Teacher.of(TeachingPictures.colours());
    assertThatThrownBy(() -> teacher.study(pictures, options))
        .isInstanceOf(CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(kept()).isEqualTo(7);
    teacher.study(pictures, options());
    assertThat(kept()).isEqualTo(20);
  }

  @Test
  void savingTakesLittleOfTheTime() {
    AtomicLong now = new AtomicLong();
    SavePace pace = new SavePace(now::get);
    for (int i = 1; i < 200; i++) {
      assertThat(pace.isDue()).isFalse();
    }
    assertThat(pace.isDue()).isTrue();
    now.addAndGet(3_000_000_000L);
    pace.saved(0);
    now.addAndGet(29_000_000_000L);
    assertThat(pace.isDue()).isFalse();
    now.addAndGet(1_000_000_000L);
    assertThat(pace.isDue()).isTrue();
    pace.saved(now.get());
    now.addAndGet(10_000_000_000L);
    assertThat(pace.isDue()).isTrue();
  }
}
