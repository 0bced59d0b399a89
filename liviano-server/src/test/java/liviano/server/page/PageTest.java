package liviano.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.server.LivianoServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page's files are those of the jar, answered with what browsers need to keep them. */
class PageTest {
  private static final Path SOURCES = Path.of("src/main/resources/liviano/server/page");
  private static LivianoServer server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    server = LivianoServer.builder().start();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void listsAllItsFilesAndAnswersEach() throws IOException, InterruptedException {
    List<String> listed = Files.readAllLines(SOURCES.resolve("files.txt"));
    assertThat(listed).isEqualTo(List.copyOf(new TreeSet<>(files())));
    for (String path : listed) {
      HttpResponse<byte[]> answer = get(path.equals("index.html") ? "" : path, "");
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).isNotEmpty();
      assertThat(header(answer, "Content-Type")).as(path).matches("(text|image)/.+");
    }
  }

  @Test
  void sendsAFileAgainOnlyIfItChanged() throws IOException, InterruptedException {
    HttpResponse<byte[]> first = get("assets/js/main.js", "");
    String tag = header(first, "ETag");
    assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");

    HttpResponse<byte[]> again = get("assets/js/main.js", "\"other\", W/" + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(get("assets/js/main.js", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(get("assets/js/text.js", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void letsTheBrowserAskNoOtherServer() throws IOException, InterruptedException {
    assertThat(header(get("", ""), "Content-Security-Policy"))
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    Pattern address =
        Pattern.compile("(https?:)?//[a-z0-9.-]+\\.[a-z]{2,}", Pattern.CASE_INSENSITIVE);
    for (String path : files()) {
      if (path.endsWith(".png")) {
        continue;
      }
      Matcher found = address.matcher(Files.readString(SOURCES.resolve(path)));
      while (found.find()) {
        assertThat(found.group()).as(path).isEqualTo("http://www.w3.org"); // names SVG
      }
    }
  }

  @Test
  void hasNoFileByAnyOtherName() throws IOException, InterruptedException {
    for (String path :
        List.of(
            "files.txt",
            "assets/files.txt",
            "assets/js",
            "assets/js/",
            "assets/Page.class",
            "assets/..%2fPage.class",
            "samples/kitchen.png.bak",
            "samples/%2e%2e/index.html")) {
      assertThat(get(path, "").statusCode()).as(path).isBetween(400, 404);
    }
  }

  /** Nothing of a picture's name, a label or an error may become markup. */
  @Test
  void writesNoMarkupFromText() throws IOException {
    for (String path : files()) {
      if (path.endsWith(".js")) {
        assertThat(Files.readString(SOURCES.resolve(path)))
            .as(path)
            .doesNotContain(
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
      }
    }
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      Stream<String> own =
          all.filter(Files::isRegularFile)
              .map(file -> SOURCES.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !name.equals("files.txt"));
      return Stream.concat(own, SAMPLES.stream()).toList();
    }
  }

  private static final List<String> SAMPLES =
      List.of(
          "samples/beach.png", "samples/kitchen.png", "samples/plane.png", "samples/street.png");

  private static HttpResponse<byte[]> get(String path, String known)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve("/" + path));
    if (!known.isEmpty()) {
      request.header("If-None-Match", known);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
