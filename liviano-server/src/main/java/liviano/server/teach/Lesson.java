package liviano.server.teach;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.server.http.HttpException;
import liviano.server.http.Multipart;
import liviano.server.http.Request;
import liviano.server.tasks.TeachLimits;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;

/** The pictures that a request brings: the parts of a form, each called by its class. */
final class Lesson {
  private static final int MOST_LABEL = 100;
  private static final int HEADERS = 4 << 10;

  private Lesson() {}

  /**
   * Reads them into memory.
   *
   * @throws HttpException 400 if it is no form, or a class has no name that one can have; 413 if
   *     there are too many pictures or bytes; 415 if it is no form at all
   */
  static List<Example> read(Request request, TeachLimits limits) throws IOException {
    Multipart form =
        Multipart.of(
                bounded(request, limits),
                new Multipart.Limits(Integer.MAX_VALUE, limits.bytes(), HEADERS))
            .orElseThrow(
                () ->
                    new HttpException(
                        415,
                        "teaching takes multipart/form-data: a part a picture, named by its class"));
    List<Example> pictures = new ArrayList<>();
    long bytes = 0;
    for (var part = form.next(); part.isPresent(); part = form.next()) {
      if (pictures.size() == limits.pictures()) {
        throw new HttpException(413, "there are above " + limits.pictures() + " pictures");
      }
      byte[] picture = bytes(part.get());
      bytes += picture.length;
      if (bytes > limits.bytes()) {
        throw new HttpException(413, "the pictures have above " + limits.bytes() + " bytes");
      }
      pictures.add(example(part.get(), pictures.size() + 1, picture));
    }
    return pictures;
  }

  /** With room for the headers of the parts. */
  private static Request bounded(Request request, TeachLimits limits) {
    long headers = (long) HEADERS * limits.pictures();
    return request.with(request.body().withMost(limits.bytes() + headers));
  }

  private static byte[] bytes(Multipart.Part part) throws IOException {
    try (InputStream body = part.body()) {
      return body.readAllBytes();
    }
  }

  private static Example example(Multipart.Part part, int number, byte[] bytes) {
    // The same name as any system writes it, as in folders and lists of pictures.
    String label = Normalizer.normalize(part.name().strip(), Normalizer.Form.NFC);
    if (label.isEmpty()
        || label.length() > MOST_LABEL
        || label.chars().anyMatch(Character::isISOControl)) {
      throw new HttpException(
          400,
          String.format(
              Locale.ROOT,
              "part %d of the form is named by no class: give 1 to %d characters",
              number,
              MOST_LABEL));
    }
    String name =
        part.fileName()
            .filter(file -> !file.isEmpty())
            .orElseGet(() -> String.format(Locale.ROOT, "picture %d", number));
    return new Example(name, label, Part.ANY, () -> bytes);
  }
}
