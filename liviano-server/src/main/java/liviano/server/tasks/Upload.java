package liviano.server.tasks;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import liviano.server.http.Buffers;
import liviano.server.http.HttpException;
import liviano.server.http.MediaType;
import liviano.server.http.Multipart;
import liviano.server.http.Request;

/**
 * The picture that a request brings: its whole body, or the first file of a form.
 *
 * @param name of the file, as a form has it: for answers alone, never a path
 * @param bytes of the file, whatever they are
 */
record Upload(Optional<String> name, byte[] bytes) {
  private static final Multipart.Limits FORM =
      new Multipart.Limits(32, Long.MAX_VALUE, 8 << 10); // the body has a limit of its own

  /**
   * Reads it.
   *
   * @throws HttpException 400 if there is none; 413 if it is too long; 415 if it is said to be
   *     something else than a picture; 503 if too much is being read already
   */
  static Upload read(Request request, Buffers.Buffer buffer) throws IOException {
    refuseEncoded(request);
    Optional<MediaType> type = request.headers().find("Content-Type").map(MediaType::parse);
    long announced = request.body().length().orElse(0);
    Optional<Multipart> form = Multipart.of(request, FORM);
    if (form.isPresent()) {
      return file(form.get(), buffer, announced);
    }
    type.ifPresent(Upload::refuseOther);
    byte[] bytes = buffer.read(request.body().stream(), announced);
    if (bytes.length == 0) {
      throw new HttpException(
          400, "there is no body: send a picture, as with curl --data-binary @cat.jpg");
    }
    return new Upload(Optional.empty(), bytes);
  }

  private static Upload file(Multipart form, Buffers.Buffer buffer, long announced)
      throws IOException {
    for (var part = form.next(); part.isPresent(); part = form.next()) {
      if (part.get().fileName().isPresent()) {
        part.get().mediaType().ifPresent(Upload::refuseOther);
        try (InputStream body = part.get().body()) {
          return new Upload(
              part.get().fileName().filter(name -> !name.isEmpty()), buffer.read(body, announced));
        }
      }
    }
    throw new HttpException(
        400, "there is no file in the form: send a picture as one of its parts");
  }

  private static void refuseEncoded(Request request) {
    List<String> encodings = request.headers().all("Content-Encoding");
    if (!encodings.stream().allMatch("identity"::equalsIgnoreCase)) {
      throw new HttpException(415, "Content-Encoding: send the picture as it is");
    }
  }

  /** Clients that do not know what they send say all sorts of things; these mean no picture. */
  static void refuseOther(MediaType type) {
    boolean other =
        type.type().equals("text")
            || type.type().equals("multipart")
            || type.is("application", "json")
            || type.subtype().endsWith("+json");
    if (other) {
      throw new HttpException(
          415, "this path takes a picture, as JPEG, PNG, GIF, BMP or WebP, and no " + type);
    }
  }
}
