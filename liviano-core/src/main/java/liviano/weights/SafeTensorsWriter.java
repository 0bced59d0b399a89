package liviano.weights;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.files.PartialFile;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;

/** The writing half of {@link SafeTensors}. */
final class SafeTensorsWriter {

  private static final int ALIGNMENT = 64;

  /** Two million values are 150,000 tensors. */
  private static final JsonLimits LIMITS =
      new JsonLimits(SafeTensorsHeader.MAX_BYTES, JsonLimits.DEEPEST, 2_000_000);

  private static final int CHUNK_BYTES = 1 << 20;

  private SafeTensorsWriter() {}

  static void write(Path path, Weights weights, Map<String, String> metadata) throws IOException {
    byte[] header = header(weights, metadata);
    try (PartialFile file = PartialFile.create(path)) {
      writeAll(file::write, header, weights);
      file.force();
      file.finish();
    }
  }

  static void write(OutputStream out, Weights weights, Map<String, String> metadata)
      throws IOException {
    WritableByteChannel channel = Channels.newChannel(out);
    writeAll(channel::write, header(weights, metadata), weights);
  }

  /** Writes all bytes that remain. */
  private interface Sink {
    void write(ByteBuffer bytes) throws IOException;
  }

  private static void writeAll(Sink file, byte[] header, Weights weights) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(LITTLE_ENDIAN);
    file.write(chunk.putLong(header.length).flip());
    file.write(ByteBuffer.wrap(header));
    MemorySegment buffer = MemorySegment.ofBuffer(chunk.clear());
    for (Tensor tensor : weights.tensors()) {
      long bytes = tensor.data().byteSize();
      for (long from = 0; from < bytes; from += CHUNK_BYTES) {
        int length = (int) Math.min(CHUNK_BYTES, bytes - from);
        MemorySegment.copy(tensor.data(), from, buffer, 0, length);
        file.write(chunk.clear().limit(length));
      }
    }
  }

  /** The header, padded with spaces so that the data after it start on a 64-byte boundary. */
  private static byte[] header(Weights weights, Map<String, String> metadata) {
    try {
      byte[] text = json(weights, metadata).toJson().getBytes(UTF_8);
      int past = (SafeTensorsHeader.PREFIX_BYTES + text.length) % ALIGNMENT;
      byte[] padded = Arrays.copyOf(text, text.length + (ALIGNMENT - past) % ALIGNMENT);
      Arrays.fill(padded, text.length, padded.length, (byte) ' ');
      // Checked by the reader itself, so that nothing is written that the reader would refuse.
      SafeTensorsHeader.parse("", padded, weights.totalBytes(), LIMITS);
      return padded;
    } catch (JsonException | MalformedModelException | UnsupportedModelException e) {
      throw new IllegalArgumentException("no safetensors header for this: " + e.getMessage(), e);
    }
  }

  private static JsonObject json(Weights weights, Map<String, String> metadata) {
    JsonObject.Builder header = JsonObject.builder();
    if (!metadata.isEmpty()) {
      JsonObject.Builder texts = JsonObject.builder();
      new TreeMap<>(metadata).forEach(texts::put);
      header.put(SafeTensorsHeader.METADATA, texts.build());
    }
    long begin = 0;
    for (Tensor tensor : weights.tensors()) {
      if (tensor.name().equals(SafeTensorsHeader.METADATA)) {
        throw new IllegalArgumentException("a tensor cannot be named " + Json.quote(tensor.name()));
      }
      long end = Math.addExact(begin, tensor.data().byteSize());
      header.put(
          tensor.name(),
          JsonObject.builder()
              .put("dtype", tensor.type().name())
              .put("shape", JsonArray.ofLongs(tensor.dims().toArray()))
              .put("data_offsets", JsonArray.ofLongs(begin, end))
              .build());
      begin = end;
    }
    return header.build();
  }
}
