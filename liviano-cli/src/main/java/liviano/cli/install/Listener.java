package liviano.cli.install;

import java.util.OptionalLong;

/** Hears how far the files of a source are. For one thread. */
interface Listener {
  /**
   * Called several times a second while bytes are expected.
   *
   * @param bytes that are there
   * @param total that there will be, where that is known
   */
  void at(long bytes, OptionalLong total);

  /** Called several times a second while nobody knows how far it is. */
  void tick();

  /** Something that delays the work, in one line. */
  void note(String line);

  /** The same listener, and another that hears how far it is. */
  default Listener alsoTelling(Installer.Told other) {
    Listener first = this;
    return new Listener() {
      @Override
      public void at(long bytes, OptionalLong total) {
        first.at(bytes, total);
        other.at(bytes, total);
      }

      @Override
      public void tick() {
        first.tick();
      }

      @Override
      public void note(String line) {
        first.note(line);
      }
    };
  }

  /** The same listener for the next file of a source. */
  default Listener after(long bytesBefore, OptionalLong totalOfAll) {
    Listener all = this;
    return new Listener() {
      @Override
      public void at(long bytes, OptionalLong total) {
        all.at(bytesBefore + bytes, totalOfAll);
      }

      @Override
      public void tick() {
        all.tick();
      }

      @Override
      public void note(String line) {
        all.note(line);
      }
    };
  }
}
