package liviano.server.models;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import liviano.LivianoException;
import liviano.engine.CompileOptions;
import liviano.json.Json;
import liviano.server.ModelSource;
import liviano.server.ModelSource.Offer;
import liviano.server.http.HttpException;
import liviano.server.work.BusyException;
import liviano.server.work.OutOfTimeException;
import liviano.server.work.TimeLimit;

/**
 * The models that a server has. Each is loaded when it is first asked, once however many ask, on a
 * thread of its own; those used least lately are dropped where all together would take too much
 * memory. Who holds a model that is dropped or replaced may use it to the end. Thread-safe.
 */
public final class Models implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("liviano.server");
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final Shelf shelf;
  private final long memory;
  private final Opening opening;
  private final ScheduledExecutorService loader =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("liviano-loader").factory());

  // Both are guarded by this; the least lately used is first.
  private final SequencedMap<String, CompletableFuture<LoadedModel>> loaded =
      new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Failure> failures = new HashMap<>();

  /**
   * The models of a source.
   *
   * @param sessions that use a model at a time
   * @param memory the most bytes of loaded models
   */
  public Models(ModelSource source, int sessions, long memory) {
    this(source, sessions, memory, CompileOptions.defaults());
  }

  /** The same, compiled with these options. */
  public Models(ModelSource source, int sessions, long memory, CompileOptions compile) {
    this.shelf = new Shelf(source);
    this.memory = memory;
    this.opening = new Opening(sessions, memory, compile);
  }

  /**
   * What there is.
   *
   * @throws HttpException 503 if the source cannot be read
   */
  public Known known() {
    try {
      return shelf.known();
    } catch (IOException | LivianoException e) {
      LOGGER.log(Level.ERROR, "the models cannot be listed: " + Opening.reason(e), e);
      throw new HttpException(
          503,
          "the models cannot be listed; the server's log says why",
          Map.of("Retry-After", "5"));
    }
  }

  /**
   * The model that a request asks for, loaded.
   *
   * @param name as the request has it; empty for the default of the task
   * @throws HttpException 404 if there is none, 400 if it is of another task, 503 if it cannot be
   *     loaded, 507 if it is too large
   * @throws OutOfTimeException if it is not loaded in time
   */
  public LoadedModel get(ServedTask task, Optional<String> name, TimeLimit limit) {
    Known known = known();
    Offer offer =
        name.isPresent()
            ? find(known, name.get())
            : known.preferred(task).orElseThrow(() -> noDefault(task));
    List<ServedTask> tasks = ServedTask.of(offer.task());
    if (!tasks.contains(task)) {
      throw new HttpException(
          400,
          String.format(
              Locale.ROOT,
              "the model %s does not %s; it can %s",
              Json.quote(offer.name()),
              task.label(),
              tasks.isEmpty()
                  ? "be asked by tensors alone"
                  : String.join(", ", tasks.stream().map(ServedTask::label).toList())));
    }
    return await(offer, limit);
  }

  /**
   * A model, loaded.
   *
   * @throws HttpException 404 if there is none, 503 if it cannot be loaded, 507 if it is too large
   * @throws OutOfTimeException if it is not loaded in time
   */
  public LoadedModel get(String name, TimeLimit limit) {
    return await(find(known(), name), limit);
  }

  private static Offer find(Known known, String name) {
    return known
        .find(name)
        .orElseThrow(
            () ->
                new HttpException(
                    404, "there is no model " + Json.quote(name) + "; /v1/models lists them"));
  }

  private static HttpException noDefault(ServedTask task) {
    return new HttpException(
        404,
        String.format(
            Locale.ROOT,
            "there is no model to %s with: start the server with --model, or install one"
                + " (liviano models pull NAME)",
            task.label()));
  }

  private LoadedModel await(Offer offer, TimeLimit limit) {
    CompletableFuture<LoadedModel> future = future(offer);
    try {
      return future.get(limit.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new OutOfTimeException(limit.allowed());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw stopping();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FailedLoad failed ? failed.failure().exception() : stopping();
    }
  }

  private static BusyException stopping() {
    return new BusyException("the server is stopping", PAUSE);
  }

  private synchronized CompletableFuture<LoadedModel> future(Offer offer) {
    CompletableFuture<LoadedModel> there = loaded.get(offer.name());
    if (there != null) {
      return there;
    }
    Failure failure = failures.get(offer.name());
    if (failure != null && !failure.isOver(offer.stamp())) {
      throw failure.exception();
    }
    CompletableFuture<LoadedModel> future = new CompletableFuture<>();
    try {
      loader.execute(() -> load(offer, future));
    } catch (RejectedExecutionException _) {
      throw stopping();
    }
    loaded.put(offer.name(), future);
    return future;
  }

  private void load(Offer offer, CompletableFuture<LoadedModel> future) {
    try {
      LoadedModel model = opening.open(offer);
      makeRoom(offer.name(), model.bytes());
      synchronized (this) {
        failures.remove(offer.name());
      }
      future.complete(model);
    } catch (FailedLoad e) {
      synchronized (this) {
        failures.put(offer.name(), e.failure());
        loaded.remove(offer.name(), future);
      }
      future.completeExceptionally(e);
    }
  }

  /** Drops the models used least lately until that many bytes more are allowed. */
  private synchronized void makeRoom(String name, long bytes) {
    Iterator<Map.Entry<String, CompletableFuture<LoadedModel>>> oldest =
        loaded.entrySet().iterator();
    while (bytes() > memory - bytes && oldest.hasNext()) {
      Map.Entry<String, CompletableFuture<LoadedModel>> entry = oldest.next();
      if (isReady(entry.getValue()) && !entry.getKey().equals(name)) {
        oldest.remove();
      }
    }
  }

  private static boolean isReady(CompletableFuture<LoadedModel> future) {
    return future.isDone() && !future.isCompletedExceptionally();
  }

  /** About what each loaded model takes of memory, in bytes. */
  public synchronized Map<String, Long> bytesByModel() {
    Map<String, Long> bytes = new TreeMap<>();
    loaded.forEach(
        (name, future) -> {
          if (isReady(future)) {
            bytes.put(name, future.join().bytes());
          }
        });
    return bytes;
  }

  /** About what all loaded models take of memory. */
  public long bytes() {
    return bytesByModel().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether requests for it need not wait for it to be loaded. */
  public synchronized boolean isLoaded(String name) {
    // Not get(), which would count as a use.
    return loaded.entrySet().stream()
        .anyMatch(entry -> entry.getKey().equals(name) && isReady(entry.getValue()));
  }

  /**
   * Forgets a loaded model; the next request loads it again. Does nothing where it is not there.
   */
  public synchronized void unload(String name) {
    loaded.remove(name);
    failures.remove(name);
  }

  /** Looks for new models now. */
  public void refresh() {
    shelf.forget();
  }

  /**
   * Serves one more model, until {@link #remove}; one of the source's with that name goes first.
   */
  public void add(Offer offer) {
    unload(offer.name());
    shelf.add(offer);
  }

  /** No longer serves a model that was added. */
  public void remove(String name) {
    shelf.remove(name);
    unload(name);
  }

  /**
   * Loads the default model of each task, and others.
   *
   * @param others names of models
   * @throws IOException if there is none of a name, or it cannot be loaded; the message says which
   */
  public void warm(List<String> others) throws IOException {
    Known known = shelf.known();
    Set<String> names = new TreeSet<>(known.preferred().values());
    names.addAll(others);
    for (String name : names) {
      try {
        await(find(known, name), TimeLimit.of(Duration.ofHours(1)));
      } catch (HttpException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  /** Replaces loaded models from now on when their stamps change, looking that often. */
  public void watch(Duration every) {
    loader.scheduleWithFixedDelay(
        new Watch(this::replaceChanged), every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void replaceChanged() {
    shelf.forget();
    Known known = known();
    for (LoadedModel old : ready()) {
      Optional<Offer> offer = known.find(old.name());
      if (offer.isEmpty()) {
        drop(old);
      } else if (!offer.get().stamp().equals(old.offer().stamp())) {
        replace(old, offer.get());
      }
    }
  }

  private synchronized List<LoadedModel> ready() {
    return loaded.values().stream().filter(Models::isReady).map(CompletableFuture::join).toList();
  }

  private synchronized void drop(LoadedModel old) {
    if (isCurrent(old)) {
      loaded.remove(old.name());
    }
  }

  private boolean isCurrent(LoadedModel model) {
    CompletableFuture<LoadedModel> current = loaded.get(model.name());
    return current != null && isReady(current) && current.join() == model;
  }

  /** The old one serves until the new one is there, and on if that cannot be loaded. */
  private void replace(LoadedModel old, Offer offer) {
    synchronized (this) {
      Failure failure = failures.get(offer.name());
      if (failure != null && failure.stamp().equals(offer.stamp())) {
        return; // until it changes once more
      }
    }
    try {
      LoadedModel model = opening.open(offer);
      synchronized (this) {
        failures.remove(offer.name());
        if (isCurrent(old)) {
          makeRoom(offer.name(), model.bytes());
          loaded.put(offer.name(), CompletableFuture.completedFuture(model));
        }
      }
      LOGGER.log(Level.INFO, "the model " + Json.quote(offer.name()) + " was replaced");
    } catch (FailedLoad e) {
      synchronized (this) {
        failures.put(offer.name(), e.failure());
      }
    }
  }

  /** Loads nothing any more. */
  @Override
  public void close() {
    loader.shutdownNow();
    synchronized (this) {
      loaded.values().forEach(future -> future.completeExceptionally(new IllegalStateException()));
    }
  }
}
