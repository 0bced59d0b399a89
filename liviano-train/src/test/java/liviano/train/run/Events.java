package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads files of events as TensorBoard does, and checks every length and checksum. */
final class Events {
  private Events() {}

  /**
   * One event.
   *
   * @param version of the format; empty in all but the first
   * @param starts whether a session starts here
   * @param numbers by tag
   */
  record Event(
      double time, long step, String version, boolean starts, Map<String, Float> numbers) {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(in.position(), length);
      byte[] message = new byte[(int) in.getLong()];
      assertThat(in.getInt()).isEqualTo(masked(length));
      in.get(message);
      assertThat(in.getInt()).isEqualTo(masked(message));
      events.add(event(CodedInputStream.newInstance(message)));
    }
    return events;
  }

  private static Event event(CodedInputStream in) throws IOException {
    double time = 0;
    long step = 0;
    String version = "";
    boolean starts = false;
    Map<String, Float> numbers = new TreeMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> time = in.readDouble();
        case 2 -> step = in.readInt64();
        case 3 -> version = in.readString();
        case 5 -> summary(CodedInputStream.newInstance(in.readByteArray()), numbers);
        case 7 -> {
          assertThat(in.readByteArray()).containsExactly(8, 1); // status: START
          starts = true;
        }
        default -> throw new AssertionError("field " + WireFormat.getTagFieldNumber(tag));
      }
    }
    return new Event(time, step, version, starts, numbers);
  }

  private static void summary(CodedInputStream in, Map<String, Float> numbers) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      assertThat(WireFormat.getTagFieldNumber(tag)).isEqualTo(1);
      CodedInputStream value = CodedInputStream.newInstance(in.readByteArray());
      value.readTag();
      String name = value.readString();
      value.readTag();
      assertThat(numbers.put(name, value.readFloat())).isNull();
      assertThat(value.isAtEnd()).isTrue();
    }
  }

  static int masked(byte[] bytes) {
    int sum = sum(bytes);
    return (sum >>> 15 | sum << 17) + 0xa282ead8;
  }

  /** CRC-32C bit by bit: Castagnoli's polynomial, reflected. */
  static int sum(byte[] bytes) {
    int sum = -1;
    for (byte octet : bytes) {
      sum ^= octet & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 1) == 0 ? sum >>> 1 : sum >>> 1 ^ 0x82f63b78;
      }
    }
    return ~sum;
  }
}
