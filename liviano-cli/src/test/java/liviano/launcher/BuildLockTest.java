package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that come while another builds, with the program flock and without. */
@DisabledOnOs(OS.WINDOWS)
class BuildLockTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneBuildsAndTheOthersWait(boolean withFlock) throws IOException, InterruptedException {
    Checkout checkout = checkout(withFlock);
    checkout.meanwhile("sleep 1");
    List<Checkout.Outcome> ends = startTogether(checkout, 3);

    assertThat(ends).allSatisfy(end -> assertThat(end.status()).as(end.error()).isZero());
    assertThat(ends)
        .filteredOn(end -> end.error().startsWith("Building Liviano for the first time… done"))
        .hasSize(1);
    assertThat(ends)
        .filteredOn(end -> end.error().equals("Waiting for another build of Liviano…\n"))
        .hasSize(2);
    assertThat(checkout.calls()).filteredOn(call -> call.contains("package")).hasSize(1);
    assertThat(ends).allSatisfy(end -> assertThat(end.words()).endsWith("doctor"));
    assertNoOwner(checkout);
  }

  /** One file of several starts waits for a build that fails, and then tries by itself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoWaitedForABuildThatFailedBuilds(boolean withFlock)
      throws IOException, InterruptedException {
    Checkout checkout = checkout(withFlock);
    checkout.meanwhile("sleep 0.5\nmkdir .mvn/first 2>/dev/null && exit 1\nexit 0");
    List<Checkout.Outcome> ends = startTogether(checkout, 2);

    assertThat(ends).extracting(Checkout.Outcome::status).containsExactlyInAnyOrder(0, 2);
    assertThat(checkout.calls()).filteredOn(call -> call.contains("package")).hasSize(2);
    assertNoOwner(checkout);
  }

  @Test
  void aLockWhoseOwnerIsGoneHoldsNobodyUp() throws IOException, InterruptedException {
    Checkout checkout = checkout(false);
    Path owner = own(checkout, deadProcess());
    checkout.meanwhile("sleep 0.3");
    List<Checkout.Outcome> ends = startTogether(checkout, 6);

    assertThat(ends).allSatisfy(end -> assertThat(end.status()).as(end.error()).isZero());
    assertThat(checkout.calls()).filteredOn(call -> call.contains("package")).hasSize(1);
    assertThat(Files.exists(owner, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertNoOwner(checkout);
  }

  @Test
  void aLockWhoseOwnerLivesIsWaitedFor() throws IOException, InterruptedException {
    Checkout checkout = checkout(false);
    Path owner = own(checkout, ProcessHandle.current().pid());
    Checkout.Running running = checkout.begin("doctor");
    while (Files.size(running.error()) == 0) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.sleep(5);
    }
    assertThat(checkout.calls()).isEmpty();
    Files.delete(owner);

    Checkout.Outcome end = running.end();
    assertThat(end.status()).isZero();
    assertThat(end.error()).startsWith("Waiting for another build of Liviano…\nBuilding Liviano");
  }

  private Checkout checkout(boolean withFlock) throws IOException {
    Checkout checkout = new Checkout(folder, "checkout");
    if (!withFlock) {
      checkout.without("flock");
    }
    return checkout;
  }

  private static List<Checkout.Outcome> startTogether(Checkout checkout, int number)
      throws IOException, InterruptedException {
    List<Checkout.Running> running = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      running.add(checkout.begin("doctor"));
    }
    List<Checkout.Outcome> ends = new ArrayList<>();
    for (Checkout.Running one : running) {
      ends.add(one.end());
    }
    return ends;
  }

  private static Path own(Checkout checkout, long process) throws IOException {
    Path state = Files.createDirectories(checkout.root().resolve(".liviano"));
    return Files.createSymbolicLink(state.resolve("build.owner"), Path.of("" + process));
  }

  private static long deadProcess() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
    process.waitFor();
    return process.pid();
  }

  private static void assertNoOwner(Checkout checkout) {
    assertThat(checkout.root().resolve(".liviano").toFile().list())
        .noneMatch(name -> name.startsWith("build.owner") || name.startsWith("build.heir"));
  }
}
