package liviano.vision.teach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.LivianoException;
import liviano.engine.CancelledException;
import liviano.engine.CompileOptions;
import liviano.kernels.KernelProvider;
import liviano.model.Backbone;
import liviano.model.Model;
import liviano.vision.EmbedderOptions;
import liviano.vision.ImageEmbedder;
import liviano.vision.MalformedPictureException;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.Region;
import liviano.vision.answer.Parallel;
import liviano.vision.eval.Example;

/** Looks at pictures with a base model, on several threads, and keeps what it saw. */
final class FeatureReader {
  /** Heap for one picture in work: the decoder's copy and ours, at the usual cap on pixels. */
  private static final long BYTES_PER_WORKER = 768L << 20;

  private final ImageEmbedder embedder;
  private final FeatureCache cache;
  private final TeachOptions options;
  private final PictureReader reader;
  private final boolean stamps;
  private int done; // guarded by this

  /** What became of the pictures: those that could be read, and a line for each that could not. */
  record Result(List<Seen> seen, List<Unreadable> unreadable) {}

  /** One of them is empty. */
  private record Outcome(Optional<Seen> seen, Optional<Unreadable> failure) {}

  /**
   * @param stamps whether files that look as they did are not read again
   */
  FeatureReader(Model base, TeachOptions options, boolean stamps) {
    this.stamps = stamps;
    CompileOptions compile = options.compile();
    this.embedder =
        ImageEmbedder.of(base, EmbedderOptions.builder().compile(compile).threads(1).build());
    this.options = options;
    this.reader = PictureReader.defaults().withLimits(options.pictures());
    this.cache = FeatureCache.open(options.cache(), key(base, compile), embedder.length());
  }

  /** Numbers in an embedding. */
  int length() {
    return embedder.length();
  }

  /** Of all that an embedding depends on beside the picture. */
  private static String key(Model base, CompileOptions compile) {
    MessageDigest digest = Fingerprint.sha256();
    Backbone backbone = Backbone.of(base).orElseThrow();
    update(digest, backbone.graph().toString());
    update(digest, base.card().preprocessing().toString());
    compile.providers().stream().map(KernelProvider::name).forEach(name -> update(digest, name));
    backbone
        .graph()
        .params()
        .forEach(
            param -> {
              update(digest, param.name());
              digest.update(base.weights().get(param.name()).data().asByteBuffer());
            });
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  /**
   * Looks at pictures; those that cannot be read are told. If it is broken off, what was computed
   * is kept.
   *
   * @throws CancelledException if the calling thread is interrupted
   */
  Result read(List<Example> examples, Variant variant) {
    synchronized (this) {
      done = 0;
    }
    int fitting = (int) Math.max(1, Runtime.getRuntime().maxMemory() / BYTES_PER_WORKER);
    List<Outcome> outcomes = outcomes(examples, variant, Math.min(options.threads(), fitting));
    List<Seen> seen = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      outcome.seen().ifPresent(seen::add);
      outcome.failure().ifPresent(unreadable::add);
    }
    return new Result(seen, unreadable);
  }

  private List<Outcome> outcomes(List<Example> examples, Variant variant, int threads) {
    try {
      return Parallel.map(
          examples,
          threads,
          example -> {
            Outcome outcome = look(example, variant);
            advance(examples.size(), example.name());
            return outcome;
          });
    } catch (RuntimeException | Error e) {
      save();
      throw e;
    }
  }

  /** Keeps what was computed, by an interrupted thread, too; a line where that failed. */
  Optional<String> save() {
    boolean interrupted = Thread.interrupted(); // which would close the file
    try {
      cache.save();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the features could not be kept, the next time takes as long: %s",
              e.getMessage()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void advance(int of, String name) {
    options.progress().advance(++done, of, name);
  }

  private Outcome look(Example example, Variant variant) {
    try {
      return new Outcome(Optional.of(seen(example, variant)), Optional.empty());
    } catch (CancelledException e) {
      throw e;
    } catch (IOException | LivianoException e) {
      return new Outcome(
          Optional.empty(), Optional.of(new Unreadable(example.name(), Unreadable.reason(e))));
    }
  }

  private Seen seen(Example example, Variant variant) throws IOException {
    Optional<String> stamp =
        stamps ? example.source().stamp().map(FeatureReader::digest) : Optional.empty();
    Optional<String> before = stamp.flatMap(cache::digestOf);
    Optional<FeatureCache.Known> known = before.flatMap(digest -> cache.find(key(digest, variant)));
    if (known.isPresent()) {
      return seen(example, before.get(), known.get());
    }
    byte[] bytes = example.source().bytes();
    String digest = Fingerprint.digest(bytes);
    stamp.ifPresent(text -> cache.addDigest(text, digest));
    String key = key(digest, variant);
    return seen(
        example,
        digest,
        cache.find(key).orElseGet(() -> compute(example, bytes, digest, variant, key)));
  }

  private static Seen seen(Example example, String digest, FeatureCache.Known known) {
    return new Seen(example, digest, known.fingerprint(), known.embedding());
  }

  private String key(String digest, Variant variant) {
    return digest(digest + variant.key(options.seed()));
  }

  private static String digest(String text) {
    return Fingerprint.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws MalformedPictureException if it is no picture
   */
  private FeatureCache.Known compute(
      Example example, byte[] bytes, String digest, Variant variant, String key) {
    Picture picture = variant.of(reader.read(bytes, example.name()));
    long lot = Long.parseUnsignedLong(digest, 0, 16, 16) ^ Long.rotateLeft(options.seed(), 17);
    Region region = variant.region(picture, lot);
    FeatureCache.Known known =
        new FeatureCache.Known(Fingerprint.of(picture), embedder.embed(picture, region));
    cache.add(key, known);
    return known;
  }
}
