package liviano.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that take their time: they are given up, and nobody waits for them. */
class SlowClientsTest extends VictimTest {
  private static final int MANY = 40;
  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final byte[] BYTE = {'a'};

  @Test
  void headersThatComeByteByByte() throws Exception {
    String start = "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";

    trickle(start).forEach(Reply::mustRefuse);
  }

  @Test
  void bodiesThatComeByteByByte() throws Exception {
    String start =
        "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";

    trickle(start).forEach(Reply::mustRefuse);
  }

  @Test
  void bodiesThatStop() throws Exception {
    String start = "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\n";

    connect().leaveWith(Wire.bytes(start + "Content-Length: 100\r\n\r\nabc")).mustRefuse();
    connect()
        .leaveWith(Wire.bytes(start + "Transfer-Encoding: chunked\r\n\r\n9\r\na"))
        .mustRefuse();
  }

  @Test
  void chunksThatComeByteByByte() throws Exception {
    String start =
        "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "ffff\r\n";

    trickle(start).forEach(Reply::mustRefuse);
  }

  @Test
  void clientsThatSayNothing() throws Exception {
    List<Wire> wires = connections(MANY);
    victim.mustAnswerGood();

    for (Wire wire : wires) {
      assertThat(wire.read(LONGEST).mustRefuse().text()).isEmpty();
      wire.close();
    }
  }

  @Test
  void clientsThatSayHalfOfIt() throws Exception {
    byte[] whole =
        Wire.request("POST", "/v1/classify", "Content-Type: image/png", Victim.picture());
    for (int length = 1; length < whole.length; length += 7) {
      byte[] half = new byte[length];
      System.arraycopy(whole, 0, half, 0, length);
      connect().ask(half).mustRefuse();
    }
  }

  @Test
  void clientsThatHangUpInTheMiddle() throws Exception {
    byte[] whole =
        Wire.request("POST", "/v1/classify", "Content-Type: image/png", Victim.picture());
    for (int length = 1; length <= whole.length; length += 5) {
      byte[] half = new byte[length];
      System.arraycopy(whole, 0, half, 0, length);
      Wire wire = connect();
      wire.send(half);
      wire.reset();
    }
  }

  @Test
  void clientsThatDoNotReadTheirAnswers() throws Exception {
    byte[] request = Wire.request("GET", "/openapi.json", "", new byte[0]);
    List<Wire> wires = connections(MANY);
    for (Wire wire : wires) {
      for (int i = 0; i < 50; i++) {
        wire.send(request);
      }
    }
    victim.mustAnswerGood();
    for (Wire wire : wires) {
      wire.reset();
    }
  }

  @Test
  void hundredsOfConnections() throws Exception {
    int count = Integer.getInteger("liviano.server.connections", 300);
    List<Wire> wires = connections(count);
    for (int i = 0; i < count; i += 3) {
      wires.get(i).send(Wire.bytes("GET /healthz HTTP/1.1\r\nHo"));
    }
    victim.mustAnswerGood();
    for (Wire wire : wires) {
      wire.close();
    }
  }

  /** Sends bytes at a pace until the server closes each connection; others are served meanwhile. */
  private List<Reply> trickle(String start) throws IOException, InterruptedException {
    List<Wire> wires = connections(MANY);
    wires.forEach(wire -> wire.send(Wire.bytes(start)));
    long end = System.nanoTime() + LONGEST.toNanos();
    List<Wire> open = new ArrayList<>(wires);
    while (!open.isEmpty() && System.nanoTime() < end) {
      open.removeIf(wire -> !wire.send(BYTE));
      victim.mustAnswerGood();
      Thread.sleep(BETWEEN);
    }
    assertThat(open).as("connections that the server does not give up").isEmpty();
    List<Reply> replies = new ArrayList<>();
    for (Wire wire : wires) {
      replies.add(wire.read(LONGEST));
      wire.close();
    }
    return replies;
  }

  private List<Wire> connections(int count) throws IOException {
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      wires.add(connect());
    }
    return wires;
  }
}
