package liviano.server.hostile;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** After each test the server answers the next good request, and holds what it held before. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class VictimTest {
  Victim victim;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    victim = Victim.start(folder.resolve("errors.txt"));
  }

  @AfterEach
  void holdsNothing() throws IOException, InterruptedException {
    victim.mustHoldNothing();
  }

  @AfterAll
  void stop() throws IOException {
    if (victim != null) {
      victim.close();
    }
  }

  Wire connect() throws IOException {
    return Wire.to(victim.port());
  }
}
