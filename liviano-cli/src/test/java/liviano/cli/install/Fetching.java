package liviano.cli.install;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import liviano.formats.store.Digest;

/** A fetcher that trusts the local server, waits for nobody, and takes note of what it would do. */
final class Fetching implements Listener {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** Short where tests wait for it, long where they must not. */
  static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          4,
          Duration.ofMillis(500),
          Duration.ofSeconds(60));

  final List<Duration> pauses = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final List<Long> seen = new CopyOnWriteArrayList<>();
  private Patience patience = PATIENCE;
  private Silence silence = new Silence(Duration.ofMinutes(10));
  private Proxies proxies = Proxies.of(Map.of());

  Fetching with(Patience other) {
    patience = other;
    return this;
  }

  Fetching with(Silence other) {
    silence = other;
    return this;
  }

  Fetching with(Proxies other) {
    proxies = other;
    return this;
  }

  /** A shorter time without an answer, and without a byte. */
  static Patience impatient() {
    return new Patience(
        PATIENCE.connect(),
        Duration.ofMillis(300),
        Duration.ofMillis(300),
        PATIENCE.whole(),
        2,
        PATIENCE.pause(),
        PATIENCE.longestPause());
  }

  HttpsFetcher fetcher() {
    return new HttpsFetcher(
        new Clients(proxies, Optional.of(TestCertificate.context())),
        patience,
        silence,
        (time, _) -> pauses.add(time),
        InstantSource.fixed(NOW));
  }

  Fetcher.Received fetch(URI address, Digest digest, Path file) throws IOException {
    return fetcher().fetch(new Download(address, digest), file, this);
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void at(long bytes, OptionalLong total) {
    seen.add(bytes);
  }

  @Override
  public void tick() {}

  @Override
  public void note(String line) {
    notes.add(line);
  }
}
