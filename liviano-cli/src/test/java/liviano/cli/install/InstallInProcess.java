package liviano.cli.install;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A first start in a process of its own: installs the tiny model of the world in the folder given,
 * from the tarball there, and leaves a file in {@code runs} each time its npm is run.
 */
final class InstallInProcess {
  private InstallInProcess() {}

  public static void main(String[] arguments) throws Exception {
    Fakes world = new Fakes(Path.of(arguments[0]));
    world.tarball = Files.readAllBytes(Path.of(arguments[0], "tiny.tgz"));
    ProcessRunner npm =
        (command, folder, limit, tick) -> {
          Files.createTempFile(Path.of(arguments[0], "runs"), "run", "");
          return world.packing().run(command, folder, limit, tick);
        };
    world.installer(npm, world.silent()).require(world.published());
  }
}
