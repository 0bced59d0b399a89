package liviano.formats.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What an installed model was when it was installed.
 *
 * @param file its file's size and SHA-256
 * @param downloads what it was made of, by the addresses of {@link Source#downloads}
 */
public record Provenance(Digest file, SequencedMap<String, Digest> downloads) {
  /** Copies the downloads. */
  public Provenance {
    downloads = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(downloads));
  }
}
