package liviano.server.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.MalformedModelException;
import liviano.model.Model;
import liviano.model.ModelDigest;
import liviano.model.VisionTask;
import liviano.server.ModelSource;
import liviano.server.ModelSource.Offer;
import liviano.server.ModelSource.Opener;
import liviano.server.ModelSource.Stamp;
import liviano.server.http.HttpException;
import liviano.server.work.OutOfTimeException;
import liviano.server.work.TimeLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models are loaded once, found by name or task, replaced while in use, and dropped for room. */
@Timeout(60)
class ModelsTest {
  private static final Model MODEL = TinyClassifier.of(1);

  private final Map<String, Offer> there = new LinkedHashMap<>();

  private final ModelSource source =
      () -> {
        synchronized (there) {
          return List.copyOf(there.values());
        }
      };

  private void put(String name, long modified, Opener opener) {
    synchronized (there) {
      there.put(name, new Offer(name, MODEL.info(), new Stamp(1, modified), opener));
    }
  }

  private Models models() {
    return new Models(source, 2, Long.MAX_VALUE);
  }

  private static TimeLimit limit() {
    return TimeLimit.of(Duration.ofSeconds(50));
  }

  private static int status(Callable<?> call) {
    try {
      call.call();
      return 200;
    } catch (HttpException e) {
      return e.status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isLoadedOnceHoweverManyAsk() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(100);
    put(
        "tiny",
        1,
        () -> {
          awaitQuietly(all);
          loads.incrementAndGet();
          return MODEL;
        });
    try (Models models = models();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<LoadedModel>> asked = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        asked.add(
            callers.submit(
                () -> {
                  all.countDown();
                  return models.get("tiny", limit());
                }));
      }
      Set<LoadedModel> got = new HashSet<>();
      for (Future<LoadedModel> one : asked) {
        got.add(one.get());
      }
      assertThat(got).hasSize(1);
      assertThat(loads).hasValue(1);
      assertThat(got.iterator().next().digest()).isEqualTo(ModelDigest.of(MODEL));
    }
  }

  @Test
  void isFoundByNameOrAsTheFirstOfItsTask() {
    put("first", 1, () -> MODEL);
    put("second", 1, () -> MODEL);
    try (Models models = models()) {
      assertThat(models.get(ServedTask.CLASSIFY, Optional.empty(), limit()).name())
          .isEqualTo("first");
      assertThat(models.get(ServedTask.EMBED, Optional.of("second"), limit()).name())
          .isEqualTo("second");
      assertThat(status(() -> models.get("third", limit()))).isEqualTo(404);
      assertThat(status(() -> models.get("../first", limit()))).isEqualTo(404);
      assertThat(status(() -> models.get(ServedTask.DETECT, Optional.empty(), limit())))
          .isEqualTo(404);
      assertThat(status(() -> models.get(ServedTask.DETECT, Optional.of("first"), limit())))
          .isEqualTo(400);
      Known known = models.known();
      assertThat(known.defaultOf(known.find("first").orElseThrow()))
          .containsExactly(ServedTask.CLASSIFY, ServedTask.EMBED, ServedTask.EXPLAIN);
      assertThat(known.defaultOf(known.find("second").orElseThrow())).isEmpty();
    }
  }

  @Test
  void theSourceMayPreferAnotherThanTheFirst() throws IOException {
    put("first", 1, () -> MODEL);
    put("second", 1, () -> MODEL);
    ModelSource preferring =
        new ModelSource() {
          @Override
          public List<Offer> list() throws IOException {
            return source.list();
          }

          @Override
          public Optional<Offer> preferred(VisionTask task) throws IOException {
            return find("second").filter(offer -> offer.task() == task);
          }
        };
    try (Models models = new Models(preferring, 1, Long.MAX_VALUE)) {
      assertThat(models.get(ServedTask.CLASSIFY, Optional.empty(), limit()).name())
          .isEqualTo("second");
    }
    Offer given = Offer.of("given", MODEL);
    ModelSource joined = ModelSource.of(List.of(given)).or(preferring);
    assertThat(joined.preferred(VisionTask.CLASSIFICATION)).contains(given);
    assertThat(joined.list()).extracting(Offer::name).containsExactly("given", "first", "second");
  }

  @Test
  void aFailedLoadIsToldToAllAndTriedAgainWhenTheFileChanges() {
    AtomicInteger loads = new AtomicInteger();
    Opener broken =
        () -> {
          loads.incrementAndGet();
          throw new MalformedModelException("/secret/place.safetensors", "is broken");
        };
    put("tiny", 1, broken);
    try (Models models = models()) {
      assertThatThrownBy(() -> models.get("tiny", limit()))
          .isInstanceOf(HttpException.class)
          .hasMessage("the model \"tiny\" cannot be loaded; the server's log says why");
      assertThat(status(() -> models.get("tiny", limit()))).isEqualTo(503);
      assertThat(loads).hasValue(1);

      put("tiny", 2, () -> MODEL);
      models.refresh();
      assertThat(models.get("tiny", limit()).model()).isSameAs(MODEL);
    }
  }

  @Test
  void whoseTimeIsOverDoesNotWaitForALoad() {
    CountDownLatch hold = new CountDownLatch(1);
    put(
        "tiny",
        1,
        () -> {
          awaitQuietly(hold);
          return MODEL;
        });
    try (Models models = models()) {
      assertThatThrownBy(() -> models.get("tiny", TimeLimit.of(Duration.ofMillis(20))))
          .isInstanceOf(OutOfTimeException.class);
      hold.countDown();
      assertThat(models.get("tiny", limit()).name()).isEqualTo("tiny");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aChangedModelReplacesTheOldWhichWhoHoldsItKeeps() throws InterruptedException {
    Model other = TinyClassifier.of(2);
    put("tiny", 1, () -> MODEL);
    try (Models models = models()) {
      LoadedModel old = models.get("tiny", limit());
      put("tiny", 2, () -> other);
      models.refresh();
      assertThat(models.get("tiny", limit())).isSameAs(old); // nobody watches

      models.watch(Duration.ofMillis(5));
      LoadedModel now = old;
      while (now == old) {
        Thread.sleep(1);
        now = models.get("tiny", limit());
      }
      assertThat(now.model()).isSameAs(other);
      assertThat(now.digest()).isNotEqualTo(old.digest());
      assertThat(old.classifier().labels()).hasSize(4);
    }
  }

  @Test
  void aChangedModelThatIsBrokenLeavesTheOld() throws InterruptedException {
    CountDownLatch tried = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    put("tiny", 1, () -> MODEL);
    try (Models models = models()) {
      LoadedModel old = models.get("tiny", limit());
      put(
          "tiny",
          2,
          () -> {
            loads.incrementAndGet();
            tried.countDown();
            throw new IOException("half written");
          });
      models.watch(Duration.ofMillis(1));
      tried.await();
      Thread.sleep(20);
      assertThat(models.get("tiny", limit())).isSameAs(old);
      assertThat(loads).hasValue(1);
    }
  }

  @Test
  void aModelThatIsGoneIsNoLongerServed() throws InterruptedException {
    put("tiny", 1, () -> MODEL);
    try (Models models = models()) {
      models.get("tiny", limit());
      synchronized (there) {
        there.clear();
      }
      models.watch(Duration.ofMillis(1));
      while (models.isLoaded("tiny")) {
        Thread.sleep(1);
      }
      assertThat(status(() -> models.get("tiny", limit()))).isEqualTo(404);
    }
  }

  @Test
  void theModelUsedLeastLatelyIsDroppedForRoom() {
    long each = new LoadedModel(Offer.of("x", MODEL), MODEL, 2).prepare().bytes();
    for (String name : List.of("a", "b", "c")) {
      put(name, 1, () -> MODEL);
    }
    try (Models models = new Models(source, 2, 2 * each)) {
      models.get("a", limit());
      models.get("b", limit());
      models.get("a", limit());
      models.get("c", limit());
      assertThat(models.bytesByModel()).containsOnlyKeys("a", "c");
      assertThat(models.bytes()).isEqualTo(2 * each);
      assertThat(models.get("b", limit()).name()).isEqualTo("b");
      assertThat(models.bytesByModel()).containsOnlyKeys("b", "c");
    }
    try (Models models = new Models(source, 2, each - 1)) {
      assertThat(status(() -> models.get("a", limit()))).isEqualTo(507);
      assertThat(models.bytesByModel()).isEmpty();
    }
  }

  @Test
  void theMemoryGrowsWithTheTasksThatAreAsked() {
    LoadedModel model = new LoadedModel(Offer.of("x", MODEL), MODEL, 2).prepare();
    long before = model.bytes();
    assertThat(before).isGreaterThan(MODEL.weights().totalBytes());
    model.embedder();
    assertThat(model.bytes()).isGreaterThan(before);
    assertThat(model.embedder()).isSameAs(model.embedder());
  }

  @Test
  void aTaskThatTheModelHasNotIsTheClientsMistake() {
    LoadedModel model = new LoadedModel(Offer.of("x", MODEL), MODEL, 2);
    assertThat(status(model::detector)).isEqualTo(400);
    assertThat(status(model::segmenter)).isEqualTo(400);
    assertThat(status(model::explainer)).isEqualTo(200);
  }

  @Test
  void taughtModelsAreAddedAndRemoved() {
    put("tiny", 1, () -> MODEL);
    try (Models models = models()) {
      models.get("tiny", limit());
      models.add(Offer.of("taught-1", MODEL));
      assertThat(models.get("taught-1", limit()).name()).isEqualTo("taught-1");
      assertThat(models.get(ServedTask.CLASSIFY, Optional.empty(), limit()).name())
          .isEqualTo("tiny");
      models.remove("taught-1");
      assertThat(status(() -> models.get("taught-1", limit()))).isEqualTo(404);
    }
  }

  @Test
  void aSourceThatFailsForAWhileLeavesWhatThereWas() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    put("tiny", 1, () -> MODEL);
    ModelSource failing =
        () -> {
          if (asked.incrementAndGet() > 10) {
            throw new IOException("the disk is away");
          }
          return source.list();
        };
    try (Models models = new Models(failing, 1, Long.MAX_VALUE)) {
      models.known();
      asked.set(10);
      models.refresh();
      assertThat(models.get("tiny", limit()).name()).isEqualTo("tiny");
    }
    asked.set(10);
    try (Models models = new Models(failing, 1, Long.MAX_VALUE)) {
      assertThat(status(models::known)).isEqualTo(503);
      assertThatThrownBy(() -> models.warm(List.of())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsToBeWarmIsLoadedBesideTheDefault() throws IOException {
    put("tiny", 1, () -> MODEL);
    put("other", 1, () -> MODEL);
    try (Models models = new Models(source, 1, Long.MAX_VALUE)) {
      models.warm(List.of());
      assertThat(models.isLoaded("tiny")).isTrue();
      assertThat(models.isLoaded("other")).isFalse();
      models.warm(List.of("other"));
      assertThat(models.isLoaded("other")).isTrue();
      assertThatThrownBy(() -> models.warm(List.of("gone")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("there is no model \"gone\"");
    }
  }
}
