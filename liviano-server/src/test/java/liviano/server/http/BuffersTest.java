package liviano.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import liviano.server.work.BusyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuffersTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16384, 100_000})
  void allBytesAreReadWhateverIsAnnounced(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Buffers buffers = new Buffers(1 << 20);
    for (long announced : new long[] {0, 1, length / 2, length, length + 1, Long.MAX_VALUE}) {
      try (Buffers.Buffer buffer = buffers.open()) {
        assertThat(buffer.read(new ByteArrayInputStream(bytes), announced)).isEqualTo(bytes);
        assertThat(buffers.used()).isGreaterThanOrEqualTo(length);
      }
      assertThat(buffers.used()).isZero();
    }
  }

  @Test
  void whatIsAnnouncedAndDoesNotComeIsNotHeld() throws IOException {
    Buffers buffers = new Buffers(1 << 20);
    try (Buffers.Buffer buffer = buffers.open()) {
      buffer.read(new ByteArrayInputStream(new byte[10_000]), 1 << 30);
      assertThat(buffers.used()).isEqualTo(1 << 16);
    }
  }

  @Test
  void allTogetherHoldNoMoreThanTheirShare() throws IOException {
    Buffers buffers = new Buffers(40_000);
    byte[] bytes = new byte[30_000];
    try (Buffers.Buffer second = buffers.open()) {
      try (Buffers.Buffer first = buffers.open()) {
        first.read(new ByteArrayInputStream(bytes), 0);
        assertThatThrownBy(() -> second.read(new ByteArrayInputStream(bytes), 0))
            .isInstanceOf(BusyException.class);
      }
      assertThat(second.read(new ByteArrayInputStream(bytes), 0)).hasSize(30_000);
    }
    assertThat(buffers.used()).isZero();
  }
}
