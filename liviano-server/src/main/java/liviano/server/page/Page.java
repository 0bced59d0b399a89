package liviano.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import liviano.server.http.HttpException;
import liviano.server.http.Request;
import liviano.server.http.Response;
import liviano.server.http.Route;
import liviano.server.http.Route.About;

/**
 * The page at {@code /}, with its files under {@code /assets} and its pictures under {@code
 * /samples}, without the server's token, which the page asks for. What a request names is looked up
 * among the files that the page has, and never opened.
 */
public final class Page {
  private static final String INDEX = "index.html";
  private static final List<Integer> STATUSES = List.of(304, 404);

  private final Set<String> files;
  private final Map<String, Asset> read = new ConcurrentHashMap<>();

  private Page(Set<String> files) {
    this.files = files;
  }

  /** The routes of the page. */
  public static List<Route> routes() {
    String listed = new String(bytes("files.txt"), StandardCharsets.UTF_8);
    Page page = new Page(listed.lines().collect(Collectors.toUnmodifiableSet()));
    return List.of(
        Route.open("GET", "/", request -> page.answer(request, INDEX), about("the page")),
        Route.open("GET", "/assets/{path*}", page::file, about("a file of the page")),
        Route.open("GET", "/samples/{path*}", page::file, about("a picture of the page")));
  }

  private static About about(String summary) {
    return new About(summary, List.of(), List.of(), List.of("*/*"), STATUSES);
  }

  private Response file(Request request) {
    return answer(request, request.path().substring(1));
  }

  private Response answer(Request request, String path) {
    if (!files.contains(path)) {
      throw new HttpException(404, "the page has no such file");
    }
    Asset asset = read.computeIfAbsent(path, known -> Asset.of(known, bytes(known)));
    boolean same = request.headers().joined("If-None-Match").filter(asset::isAmong).isPresent();
    Response response =
        same ? Response.empty(304) : Response.of(200, asset.mediaType(), asset.bytes());
    // To be asked for again each time, so that a new version shows at once; the answer is 304.
    return response.with("ETag", asset.tag()).with("Cache-Control", "no-cache");
  }

  private static byte[] bytes(String path) {
    try (InputStream in = Page.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + path + " of the page");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
