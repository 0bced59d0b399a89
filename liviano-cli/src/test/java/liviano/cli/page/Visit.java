package liviano.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One person's look at the page. Closing it fails if a script failed, or did what the page's
 * content security policy forbids.
 */
final class Visit implements AutoCloseable {
  /** How long anything is waited for, in milliseconds: machines that test are busy. */
  static final int PATIENCE_MS = 15_000;

  private static final Path EXAMPLES = Path.of("..", "examples");

  private final BrowserContext context;
  private final Page page;
  private final List<String> faults = new ArrayList<>();

  /** On which screen the page is seen. */
  enum Look {
    LIGHT(1280, 860, ColorScheme.LIGHT),
    DARK(1280, 860, ColorScheme.DARK),
    PHONE(360, 740, ColorScheme.LIGHT);

    private final int width;
    private final int height;
    private final ColorScheme colours;

    Look(int width, int height, ColorScheme colours) {
      this.width = width;
      this.height = height;
      this.colours = colours;
    }
  }

  Visit(Browser browser, Look look) {
    context =
        browser.newContext(
            new NewContextOptions()
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.colours)
                .setLocale("en-GB")
                .setAcceptDownloads(true)
                .setPermissions(List.of("camera", "clipboard-read", "clipboard-write")));
    context.setDefaultTimeout(PATIENCE_MS);
    page = context.newPage();
    page.onPageError(faults::add);
    page.onConsoleMessage(
        message -> {
          boolean answered = message.text().startsWith("Failed to load resource");
          if (message.type().equals("error") && !answered) {
            faults.add(message.text());
          }
        });
  }

  /** The page itself. */
  Page page() {
    return page;
  }

  /** Opens a tab of a server's page. */
  Visit open(URI server, String tab) {
    page.navigate(server.resolve("#" + tab).toString());
    find("[role=tab][aria-selected=true]").waitFor();
    return this;
  }

  /** What a selector finds among the things that can be seen. */
  Locator find(String selector) {
    return page.locator(selector + " >> visible=true");
  }

  /** The first of them that has a text. */
  Locator find(String selector, String text) {
    return find(selector).filter(new Locator.FilterOptions().setHasText(text)).first();
  }

  /** Goes to a tab. */
  void tab(String name) {
    page.click("#tab-" + name);
  }

  /** Takes one of the page's own pictures. */
  void sample(String name) {
    find("[data-sample=" + name + "]").click();
  }

  /** Chooses a file that is a text. */
  void chooseText(String name) {
    byte[] text = "Dear diary".getBytes();
    page.locator(".bench-picture input[type=file]")
        .first()
        .setInputFiles(new FilePayload(name, "text/plain", text));
  }

  /** Drops examples on what a selector finds first, as from a folder. */
  void drop(String selector, String... examples) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String example : examples) {
      files.put(example, Files.readAllBytes(EXAMPLES.resolve(example)));
    }
    drop(selector, files);
  }

  /** Drops PNG files, bytes by name. */
  void drop(String selector, Map<String, byte[]> files) {
    List<Map<String, String>> carried =
        files.entrySet().stream()
            .map(
                file ->
                    Map.of(
                        "name", file.getKey(),
                        "bytes", Base64.getEncoder().encodeToString(file.getValue())))
            .toList();
    page.locator(selector)
        .first()
        .evaluate(
            """
            (element, files) => {
              const carried = new DataTransfer();
              for (const {name, bytes} of files) {
                const binary = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0));
                carried.items.add(new File([binary], name, {type: 'image/png'}));
              }
              for (const type of ['dragenter', 'dragover', 'drop']) {
                element.dispatchEvent(new DragEvent(
                    type, {bubbles: true, cancelable: true, dataTransfer: carried}));
              }
            }""",
            carried);
  }

  /** Waits until a condition in JavaScript holds. */
  void until(String condition) {
    long start = System.nanoTime();
    // The page's policy forbids what Playwright would wait with: scripts made of strings.
    while (!Boolean.TRUE.equals(page.evaluate(condition))) {
      assertThat(System.nanoTime() - start).as(condition).isLessThan(PATIENCE_MS * 1_000_000L);
      page.waitForTimeout(50);
    }
  }

  /** Red, green, blue and alpha of a canvas' pixel, at shares of its width and height. */
  List<Integer> pixel(String canvas, double x, double y) {
    Object found =
        page.locator(canvas)
            .evaluate(
                """
                (canvas, [x, y]) => Array.from(canvas.getContext('2d').getImageData(
                    Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1).data)""",
                List.of(x, y));
    return ((List<?>) found).stream().map(sample -> ((Number) sample).intValue()).toList();
  }

  @Override
  public void close() {
    context.close();
    assertThat(faults).isEmpty();
  }
}
