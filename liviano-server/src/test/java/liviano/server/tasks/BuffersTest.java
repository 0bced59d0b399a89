package liviano.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import liviano.server.http.Client;
import liviano.server.http.HttpException;
import liviano.server.work.BusyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuffersTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16384, 100_000})
  void allBytesAreRead(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Buffers buffers = new Buffers(1 << 20);
    try (Buffers.Buffer buffer = buffers.open()) {
      assertThat(buffer.read(new ByteArrayInputStream(bytes))).isEqualTo(bytes);
      assertThat(buffers.used()).isGreaterThanOrEqualTo(length);
    }
    assertThat(buffers.used()).isZero();
  }

  @Test
  void allTogetherHoldNoMoreThanTheirShare() throws IOException {
    Buffers buffers = new Buffers(40_000);
    byte[] picture = new byte[30_000];
    try (Buffers.Buffer second = buffers.open()) {
      try (Buffers.Buffer first = buffers.open()) {
        first.read(new ByteArrayInputStream(picture));
        assertThatThrownBy(() -> second.read(new ByteArrayInputStream(picture)))
            .isInstanceOf(BusyException.class);
      }
      assertThat(second.read(new ByteArrayInputStream(picture))).hasSize(30_000);
    }
    assertThat(buffers.used()).isZero();
  }

  @Test
  void clientsOfThisMachineAndThoseWithTheTokenAreTrusted() {
    Trust.require(new Client(true, false), "teach");
    Trust.require(new Client(false, true), "teach");
    assertThatThrownBy(() -> Trust.require(new Client(false, false), "teach"))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(403))
        .hasMessageContaining("teach");
  }
}
