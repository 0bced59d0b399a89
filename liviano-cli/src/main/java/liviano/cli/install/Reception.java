package liviano.cli.install;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides from status and headers of an answer what becomes of its body. */
final class Reception implements BodyHandler<Attempt> {
  private static final Pattern RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Download download;
  private final Part part;
  private final long from;
  private final InstantSource clock;
  private volatile Optional<FileBody> body = Optional.empty();
  private volatile boolean answered;
  private volatile OptionalLong total = OptionalLong.empty();

  /**
   * @param from the first byte that was asked for
   */
  Reception(Download download, Part part, long from, InstantSource clock) {
    this.download = download;
    this.part = part;
    this.from = from;
    this.clock = clock;
  }

  /** Whether status and headers came. */
  boolean answered() {
    return answered;
  }

  /** How many bytes of the file are there. */
  long bytes() {
    return body.map(FileBody::bytes).orElse(from);
  }

  /** How many bytes the file has. */
  OptionalLong total() {
    return download.digest().bytes().isPresent() ? download.digest().bytes() : total;
  }

  /** Writes nothing more; when this returns, nobody is at the file. */
  void stop() {
    body.ifPresent(FileBody::stop);
  }

  @Override
  public BodySubscriber<Attempt> apply(ResponseInfo info) {
    answered = true;
    HttpHeaders headers = info.headers();
    return switch (info.statusCode()) {
      case 200 ->
          receive(
              0,
              headers.firstValueAsLong("content-length"),
              () -> part.startAnew(validator(headers)));
      case 206 -> rest(headers);
      default -> new Verdict(verdict(info.statusCode(), headers));
    };
  }

  /** What an answer without a file means. */
  Attempt verdict(int status, HttpHeaders headers) {
    String words = "HTTP status " + status;
    return switch (status) {
      case 301, 302, 303, 307, 308 ->
          new Attempt.Moved(headers.firstValue("location").orElse(""), linked(headers));
      case 404, 410 -> new Attempt.Absent(words);
      case 407 ->
          new Attempt.Refused(
              "the proxy asks for a user and a password"
                  + " (HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT)");
      case 416 -> from > 0 ? new Attempt.Outdated() : new Attempt.Refused(words);
      case 408, 429, 500, 502, 503, 504 ->
          new Attempt.Busy(
              words,
              headers
                  .firstValue("retry-after")
                  .flatMap(text -> RetryAfter.read(text, clock.instant())));
      default -> new Attempt.Refused(words);
    };
  }

  private BodySubscriber<Attempt> rest(HttpHeaders headers) {
    Matcher range = RANGE.matcher(headers.firstValue("content-range").orElse(""));
    if (from == 0 || !range.matches() || Long.parseLong(range.group(1)) != from) {
      return new Verdict(new Attempt.Refused("it sends another part than was asked for"));
    }
    OptionalLong length =
        range.group(2).equals("*")
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(range.group(2)));
    return receive(from, length, part::goOn);
  }

  /**
   * @param start how much of the file is there
   * @param length of the whole file, as the server says
   */
  private BodySubscriber<Attempt> receive(
      long start, OptionalLong length, FileBody.Opening opening) {
    OptionalLong expected = download.digest().bytes();
    if (length.isPresent() && expected.isPresent() && length.getAsLong() != expected.getAsLong()) {
      return new Verdict(
          new Attempt.Refused(
              String.format(
                  Locale.ROOT,
                  "it has %d bytes there, expected %d",
                  length.getAsLong(),
                  expected.getAsLong())));
    }
    if (length.isPresent() && length.getAsLong() > download.maxBytes()) {
      return new Verdict(
          new Attempt.Refused(
              String.format(
                  Locale.ROOT,
                  "it has %d bytes, and at most %d are taken",
                  length.getAsLong(),
                  download.maxBytes())));
    }
    total = length;
    FileBody made = new FileBody(part, opening, start, download.maxBytes());
    body = Optional.of(made);
    return made;
  }

  /** What large files of Hugging Face are, said beside where they lie. */
  private static Optional<String> linked(HttpHeaders headers) {
    return headers
        .firstValue("x-linked-etag")
        .map(tag -> tag.replace("\"", ""))
        .filter(tag -> SHA256.matcher(tag).matches());
  }

  /** A strong ETag, or else a date. */
  private static Optional<String> validator(HttpHeaders headers) {
    return headers
        .firstValue("etag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> headers.firstValue("last-modified"))
        .filter(text -> text.length() <= 1_000 && text.chars().allMatch(c -> c >= 32 && c < 127));
  }

  /** Takes nothing of the body. */
  private record Verdict(Attempt attempt) implements BodySubscriber<Attempt> {
    @Override
    public CompletionStage<Attempt> getBody() {
      return CompletableFuture.completedFuture(attempt);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}
