package liviano.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import liviano.json.Json;
import liviano.model.Model;
import liviano.model.ModelInfo;
import liviano.model.VisionTask;

/**
 * Where a server's models come from, such as a folder of installed ones. Called from many threads
 * at a time.
 */
public interface ModelSource {

  /**
   * All models that there are, in the order in which they are offered. Cheap: it reads headers at
   * most.
   *
   * @throws IOException if the place cannot be read; the message says what and why
   */
  List<Offer> list() throws IOException;

  /**
   * A model by its name, as its offer has it; empty where there is none. A name is never a path,
   * and never makes a source look anywhere else than at what it lists.
   *
   * @throws IOException if the place cannot be read; the message says what and why
   */
  default Optional<Offer> find(String name) throws IOException {
    return list().stream().filter(offer -> offer.name().equals(name)).findFirst();
  }

  /** Reads the model of an offer. */
  @FunctionalInterface
  interface Opener {
    /**
     * The model.
     *
     * @throws IOException if it cannot be read
     * @throws liviano.LivianoException if what is read is no model
     */
    Model open() throws IOException;
  }

  /**
   * Tells whether a model is the same as before without reading it.
   *
   * @param bytes of its file
   * @param modified when it changed last, in nanoseconds of any epoch
   */
  record Stamp(long bytes, long modified) {}

  /**
   * A model that can be had.
   *
   * @param name as requests name it: from 1 to 128 characters, none of them a slash, a backslash or
   *     a control character
   * @param info what its header says: card and recipe
   * @param stamp changes when the model does
   * @param opener reads it
   * @param alias another name that requests may use where no other model has it, such as one
   *     without blanks; bounded as the name
   */
  record Offer(String name, ModelInfo info, Stamp stamp, Opener opener, Optional<String> alias) {

    public Offer {
      requireName(name);
      alias.ifPresent(Offer::requireName);
    }

    /** Of one name. */
    public Offer(String name, ModelInfo info, Stamp stamp, Opener opener) {
      this(name, info, stamp, opener, Optional.empty());
    }

    private static void requireName(String name) {
      if (!name.matches("[^/\\\\\\p{Cntrl}\\p{Cs}]{1,128}")
          || name.equals(".")
          || name.equals("..")) {
        throw new IllegalArgumentException(
            "a model's name has 1 to 128 characters and no slashes, and is " + Json.quote(name));
      }
    }

    /** A model that is in memory already. */
    public static Offer of(String name, Model model) {
      return new Offer(name, model.info(), new Stamp(0, 0), () -> model);
    }

    /** The same, that can be asked by another name, too. */
    public Offer withAlias(String other) {
      return new Offer(
          name, info, stamp, opener, Optional.of(other).filter(it -> !it.equals(name)));
    }

    /** What it answers. */
    public VisionTask task() {
      return info.card().task();
    }
  }

  /**
   * The model that requests of a task mean that name none: the first of that task, unless the
   * source knows better.
   *
   * @throws IOException if the place cannot be read; the message says what and why
   */
  default Optional<Offer> preferred(VisionTask task) throws IOException {
    return list().stream().filter(offer -> offer.task() == task).findFirst();
  }

  /** The models of both; of equal names, and as the preferred of a task, this one's. */
  default ModelSource or(ModelSource other) {
    return new JoinedSource(this, other);
  }

  /** These models and no others. */
  static ModelSource of(List<Offer> offers) {
    List<Offer> all = List.copyOf(offers);
    return () -> all;
  }
}
