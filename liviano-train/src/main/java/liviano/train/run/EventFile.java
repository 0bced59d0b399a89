package liviano.train.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/**
 * A file of events that TensorBoard reads: numbers by tag and step. It holds records of a length
 * (64 bits), its checksum, a protobuf message {@code Event} and its checksum, little-endian; the
 * checksums are CRC-32C, masked. One process writes one file; a run that goes on starts another,
 * whose first step makes TensorBoard forget what the one before said of later ones. For one thread.
 */
final class EventFile implements AutoCloseable {
  /** Where the computer's name stands in the names of others: nobody need know it. */
  private static final String HOST = "liviano";

  private static final String FORMAT = "brain.Event:2";

  // Fields of Event, Summary, Summary.Value and SessionLog, by their numbers.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int STATUS = 1;
  private static final int STATUS_START = 1;

  private final Path file;
  private final FileChannel channel;
  private final InstantSource clock;

  private EventFile(Path file, FileChannel channel, InstantSource clock) {
    this.file = file;
    this.channel = channel;
    this.clock = clock;
  }

  /**
   * Starts a file in a folder.
   *
   * @param fromStep events of earlier files from this step on are void
   * @throws IOException if it cannot be written
   */
  static EventFile create(Path folder, long fromStep, InstantSource clock) throws IOException {
    EventFile events = open(folder, clock);
    try {
      events.write(0, event -> event.writeString(FILE_VERSION, FORMAT));
      events.write(
          fromStep,
          event ->
              event.writeByteArray(
                  SESSION_LOG, message(log -> log.writeEnum(STATUS, STATUS_START))));
    } catch (IOException e) {
      events.close();
      throw e;
    }
    return events;
  }

  /** Under a name of its own: a run may go on within the same second. */
  private static EventFile open(Path folder, InstantSource clock) throws IOException {
    for (long second = clock.instant().getEpochSecond(); ; second++) {
      Path file = folder.resolve("events.out.tfevents." + second + "." + HOST);
      try {
        return new EventFile(
            file,
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            clock);
      } catch (FileAlreadyExistsException e) {
        // The next second, then.
      }
    }
  }

  /**
   * Adds numbers of one step. Those that are none are added too: TensorBoard marks them.
   *
   * @throws IOException if they cannot be written
   */
  void add(long step, SequencedMap<String, Double> numbers) throws IOException {
    write(
        step,
        event ->
            event.writeByteArray(
                SUMMARY,
                message(
                    summary -> {
                      for (Map.Entry<String, Double> number : numbers.entrySet()) {
                        summary.writeByteArray(
                            VALUE,
                            message(
                                value -> {
                                  value.writeString(TAG, number.getKey());
                                  value.writeFloat(SIMPLE_VALUE, number.getValue().floatValue());
                                }));
                      }
                    })));
  }

  private interface Fields {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.to(out);
    out.flush();
    return bytes.toByteString().toByteArray();
  }

  private void write(long step, Fields what) throws IOException {
    double now = clock.millis() * 1e-3;
    byte[] event =
        message(
            out -> {
              out.writeDouble(WALL_TIME, now);
              out.writeInt64(STEP, step);
              what.to(out);
            });
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + event.length + 2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(event.length);
    record.putInt(masked(record.array(), Long.BYTES));
    record.put(event);
    record.putInt(masked(event, event.length));
    try {
      for (record.flip(); record.hasRemaining(); ) {
        channel.write(record);
      }
    } catch (IOException e) {
      throw TextFiles.named(file, e);
    }
  }

  /** The checksum as it is stored: rotated and moved, so that it may itself be summed. */
  private static int masked(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return Integer.rotateRight((int) sum.getValue(), 15) + 0xa282ead8;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
