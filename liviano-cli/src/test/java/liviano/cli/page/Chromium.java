package liviano.cli.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A running browser, whose camera sees the kitchen of the examples. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES = List.of("chromium", "chromium-browser");
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox", // needed by root, as whom CI runs
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--use-fake-ui-for-media-stream",
          "--use-fake-device-for-media-stream");

  private final Path camera;
  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path camera, Playwright playwright, Browser browser) {
    this.camera = camera;
    this.playwright = playwright;
    this.browser = browser;
  }

  /** What there is not, if anything. */
  static Optional<String> missing() {
    if (executable().isEmpty()) {
      return Optional.of("Chromium is not on the PATH");
    }
    return Stream.of("node", "package/cli.js", "axe-core/axe.min.js")
        .filter(file -> !Files.exists(tools().resolve(file)))
        .findFirst()
        .map(file -> tools().resolve(file) + " is missing");
  }

  static Chromium start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(Visit.PATIENCE_MS);
    try {
      Path camera = FakeCamera.of(Path.of("..", "examples", "kitchen.png"));
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      List<String> flags =
          Stream.concat(FLAGS.stream(), Stream.of("--use-file-for-fake-video-capture=" + camera))
              .toList();
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new LaunchOptions().setExecutablePath(executable().orElseThrow()).setArgs(flags));
      return new Chromium(camera, playwright, browser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A visit to a page in a fresh profile. */
  Visit visit(Visit.Look look) {
    return new Visit(browser, look);
  }

  /** The script of axe-core, which finds what people with disabilities stumble over. */
  static String axe() throws IOException {
    return Files.readString(tools().resolve("axe-core/axe.min.js"));
  }

  private static Path tools() {
    return Path.of(System.getProperty("playwright.cli.dir", ""));
  }

  private static Optional<Path> executable() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() throws IOException {
    browser.close();
    playwright.close();
    Files.deleteIfExists(camera);
  }
}
