package liviano.server.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static liviano.server.inference.ProtocolErrors.bad;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import liviano.json.JsonArray;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.server.http.HttpException;
import liviano.server.http.Response;
import liviano.server.inference.InferAnswer.Numbers;
import liviano.server.inference.InferAnswer.Tensor;
import liviano.server.inference.InferAnswer.Texts;

/** Writes what an inference gives: as JSON, or as JSON and the bytes of tensors behind it. */
final class AnswerWriter {
  /** Up to so many numbers an answer in JSON is made in memory, so that its length is known. */
  private static final long FEW = 1 << 16;

  /** The most numbers in the JSON of an answer that holds bytes too: its length must be known. */
  private static final long MOST_BESIDE_BYTES = 1 << 20;

  private final InferAnswer answer;

  private AnswerWriter(InferAnswer answer) {
    this.answer = answer;
  }

  /**
   * The response.
   *
   * @throws HttpException 400 if JSON cannot hold a number that is asked for in JSON
   */
  static Response write(InferAnswer answer) {
    answer.outputs().stream().filter(tensor -> !tensor.binary()).forEach(JsonNumbers::require);
    return new AnswerWriter(answer).response();
  }

  private Response response() {
    List<Tensor> asBytes = answer.outputs().stream().filter(Tensor::binary).toList();
    long numbers =
        answer.outputs().stream().filter(t -> !t.binary()).mapToLong(JsonNumbers::count).sum();
    if (asBytes.isEmpty()) {
      return numbers <= FEW
          ? Response.of(200, Response.JSON, json())
          : Response.stream(200, Response.JSON, OptionalLong.empty(), this::writeJson);
    }
    if (numbers > MOST_BESIDE_BYTES) {
      throw bad(
          "%d numbers in JSON beside binary data: ask for all of them as binary data", numbers);
    }
    byte[] json = json();
    long bytes = asBytes.stream().mapToLong(tensor -> tensor.content().bytes()).sum();
    return Response.stream(
            200,
            BinaryExtension.MEDIA_TYPE,
            OptionalLong.of(json.length + bytes),
            out -> {
              out.write(json);
              for (Tensor tensor : asBytes) {
                writeBytes(tensor, out);
              }
            })
        .with(BinaryExtension.HEADER, String.valueOf(json.length));
  }

  private byte[] json() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      writeJson(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail", e);
    }
  }

  private void writeJson(OutputStream out) throws IOException {
    JsonObject.Builder head =
        JsonObject.builder()
            .put("model_name", answer.model())
            .put("model_version", answer.version());
    answer.id().ifPresent(id -> head.put("id", id));
    out.write(open(head.build()));
    out.write(",\"outputs\":[".getBytes(UTF_8));
    for (int i = 0; i < answer.outputs().size(); i++) {
      out.write((i == 0 ? "" : ",").getBytes(UTF_8));
      writeJson(answer.outputs().get(i), out);
    }
    out.write("]}".getBytes(UTF_8));
  }

  private static void writeJson(Tensor tensor, OutputStream out) throws IOException {
    JsonObject.Builder head =
        JsonObject.builder()
            .put("name", tensor.name())
            .put("datatype", tensor.type().name())
            .put("shape", JsonArray.of(tensor.shape().stream().map(JsonNumber::of).toList()));
    if (tensor.binary()) {
      JsonObject size =
          JsonObject.builder().put(Parameters.BINARY_SIZE, tensor.content().bytes()).build();
      head.put("parameters", size);
    }
    out.write(open(head.build()));
    if (!tensor.binary()) {
      out.write(",\"data\":[".getBytes(UTF_8));
      switch (tensor.content()) {
        case Numbers numbers -> JsonNumbers.write(tensor.type(), numbers.data(), out);
        case Texts texts -> writeTexts(texts.texts(), out);
      }
      out.write(']');
    }
    out.write('}');
  }

  /** An object's text without its closing brace. */
  private static byte[] open(JsonObject object) {
    String text = object.toJson();
    return text.substring(0, text.length() - 1).getBytes(UTF_8);
  }

  private static void writeTexts(List<String> texts, OutputStream out) throws IOException {
    for (int i = 0; i < texts.size(); i++) {
      String text = new JsonString(texts.get(i)).toJson();
      out.write((i == 0 ? text : "," + text).getBytes(UTF_8));
    }
  }

  private static void writeBytes(Tensor tensor, OutputStream out) throws IOException {
    switch (tensor.content()) {
      case Numbers numbers -> Segments.write(numbers.data(), out);
      case Texts texts -> {
        for (String text : texts.texts()) {
          byte[] utf8 = text.getBytes(UTF_8);
          ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          out.write(length.putInt(utf8.length).array());
          out.write(utf8);
        }
      }
    }
  }
}
