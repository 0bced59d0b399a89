package liviano.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import liviano.server.http.Head;
import liviano.server.http.Headers;
import liviano.server.http.Observer.Outcome;
import liviano.server.work.Stage;
import liviano.server.work.Stages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flight Recorder is told of requests while it records, and of none otherwise. */
class RequestEventTest {

  @Test
  void hasTheStages(@TempDir Path folder) throws IOException {
    Stages stages = new Stages();
    stages.servedBy("cats");
    stages.add(Stage.DECODE, Duration.ofMillis(3).toNanos());
    Head head = new Head("id-7", "POST", "HTTP/1.1", URI.create("/"), Headers.of(Map.of()), true);
    Outcome outcome =
        new Outcome(head, "/v1/classify", 200, 1, 2, Duration.ofMillis(9).toNanos(), stages, false);
    Path file = folder.resolve("requests.jfr");
    RequestEvent.record(outcome);
    try (Recording recording = new Recording()) {
      recording.enable("liviano.Request");
      recording.start();
      RequestEvent.record(outcome);
      recording.stop();
      recording.dump(file);
    }

    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("liviano.Request"))
            .toList();

    assertThat(events).hasSize(1);
    RecordedEvent event = events.getFirst();
    assertThat(event.getString("id")).isEqualTo("id-7");
    assertThat(event.getString("model")).isEqualTo("cats");
    assertThat(event.getInt("status")).isEqualTo(200);
    assertThat(event.getDuration("decode")).isEqualTo(Duration.ofMillis(3));
    assertThat(event.getDuration("total")).isEqualTo(Duration.ofMillis(9));
  }
}
