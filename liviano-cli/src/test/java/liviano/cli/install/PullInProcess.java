package liviano.cli.install;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.formats.store.Source;

/** A pull of the tiny model in a process of its own, from a mirror on this machine. */
final class PullInProcess {
  private PullInProcess() {}

  /** Starts it in the world of a folder. */
  static Process start(Path folder, URI mirror) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            PullInProcess.class.getName(),
            folder.toString(),
            mirror.toString())
        .inheritIO()
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    Fakes world = new Fakes(Path.of(arguments[0]));
    Web web =
        new Web(
            new HttpsFetcher(
                new Clients(Proxies.of(Map.of()), Optional.empty()),
                Patience.USUAL,
                new Silence(Silence.USUAL),
                Pause.REAL,
                InstantSource.system()));
    Optional<Mirror> mirror =
        Mirror.of(Map.of(Mirror.VARIABLE, arguments[1]), web, new MirrorNames(Set.of()));
    Source source =
        new Source.WebFile(
            URI.create("https://models.example/tiny.bin"),
            Fakes.digest(world.weights),
            Optional.empty());
    world.pulling(web, mirror).require(Fakes.published(List.of(source)));
  }
}
