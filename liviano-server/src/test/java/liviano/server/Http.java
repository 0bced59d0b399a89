package liviano.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import liviano.json.Json;
import liviano.json.JsonObject;

/** A client of a server under test. */
public final class Http implements AutoCloseable {
  private final LivianoServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private Http(LivianoServer server) {
    this.server = server;
  }

  /** Of a server, which it closes with itself. */
  public static Http of(LivianoServer server) {
    return new Http(server);
  }

  /** An answer. */
  public record Answer(int status, String type, byte[] body) {
    /** The body, which is JSON. */
    public JsonObject json() {
      return Json.parse(body).asObject();
    }
  }

  /** Asks. */
  public Answer send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .method(method, BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  /** Asks with GET. */
  public Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, new byte[0]);
  }

  /** Asks with POST. */
  public Answer post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return send("POST", path, body, headers);
  }

  /** A form of which each part has a name. */
  public static final class Form {
    /** What its Content-Type must be. */
    public static final String TYPE = "multipart/form-data; boundary=bound";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a file. */
    public Form with(String name, String file, byte[] body) {
      write(
          "--bound\r\nContent-Disposition: form-data; name=\""
              + name
              + "\"; filename=\""
              + file
              + "\"\r\nContent-Type: image/png\r\n\r\n");
      bytes.writeBytes(body);
      write("\r\n");
      return this;
    }

    /** The whole. */
    public byte[] bytes() {
      write("--bound--\r\n");
      return bytes.toByteArray();
    }

    private void write(String text) {
      bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
