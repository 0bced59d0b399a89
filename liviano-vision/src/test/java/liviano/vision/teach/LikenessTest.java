package liviano.vision.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import org.junit.jupiter.api.Test;

/** Pictures whose fingerprints are all the same: only their embeddings tell them apart. */
class LikenessTest {
  private static final int FEATURES = 64;
  private final Random random = new Random(1);

  private Seen seen(String name, String label, float[] embedding) {
    Example example = Example.of(Path.of(name), label, Part.ANY);
    return new Seen(example, name, 0, embedding);
  }

  /** Ten everywhere, and a little that differs. */
  private float[] embedding() {
    float[] embedding = new float[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      embedding[i] = 10 + (float) random.nextGaussian();
    }
    return embedding;
  }

  private List<Seen> different(int count) {
    List<Seen> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pictures.add(seen("picture " + i, "a", embedding()));
    }
    return pictures;
  }

  @Test
  void whatAllEmbeddingsHaveInCommonMakesNoPicturesAlike() {
    List<Seen> pictures = different(40);
    assertThat(Likeness.among(pictures).groups(pictures)).hasSize(40);
  }

  @Test
  void aPictureThatIsNearlyAnotherIsFoundAmongThem() {
    List<Seen> pictures = different(40);
    float[] nearly = pictures.get(7).embedding().clone();
    nearly[0] += 0.5f;
    pictures.add(seen("again", "b", nearly));

    Likeness likeness = Likeness.among(pictures);
    assertThat(likeness.groups(pictures)).hasSize(40);
    assertThat(likeness.contradictions(pictures))
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.toString()).contains("picture 7").contains("again");
            });
    assertThat(likeness.between(pictures.subList(0, 40), pictures.subList(40, 41))).hasSize(1);
  }
}
