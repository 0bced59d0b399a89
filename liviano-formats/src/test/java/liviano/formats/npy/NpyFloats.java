package liviano.formats.npy;

import java.io.IOException;
import java.nio.file.Path;
import liviano.Limits;

/** Numbers of golden answers, for tests of other formats. */
public final class NpyFloats {
  private NpyFloats() {}

  public static float[] read(Path file) throws IOException {
    return Npy.read("golden", file, Limits.defaults()).toFloats();
  }
}
