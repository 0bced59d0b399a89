package liviano.vision.teach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import liviano.model.Model;
import liviano.vision.ImageEmbedder;
import liviano.vision.Picture;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.teach.PictureIndex.Match;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureIndexTest {
  @TempDir private Path folder;

  private final Model base = TeachingPictures.classifier();

  @Test
  void likenessIsTheCosineOfEmbeddings() throws IOException {
    List<Example> pictures = TeachingPictures.of(3, 4);
    PictureIndex index = PictureIndex.of(base, pictures, TeachOptions.defaults());
    Example query = pictures.get(5);
    List<Match> matches = index.like(query);
    assertThat(matches).hasSize(12);
    assertThat(matches.getFirst().picture()).isEqualTo(query);
    assertThat(matches.getFirst().duplicate()).isTrue();
    ImageEmbedder embedder = ImageEmbedder.of(base);
    float[] one = embedder.embed(Picture.read(query.source().bytes()));
    for (Match match : matches) {
      float[] other = embedder.embed(Picture.read(match.picture().source().bytes()));
      assertThat(match.likeness())
          .isCloseTo(ImageEmbedder.cosineSimilarity(one, other), within(1e-9))
          .isLessThanOrEqualTo(1);
    }
  }

  @Test
  void samePicturesAreGrouped() {
    List<Example> pictures = new ArrayList<>(TeachingPictures.of(2, 3));
    pictures.add(TeachingPictures.example("again", "", Part.ANY, TeachingPictures.png(1, 1001)));
    List<List<Example>> groups =
        PictureIndex.of(base, pictures, TeachOptions.defaults()).duplicates();
    assertThat(groups).singleElement();
    assertThat(groups.getFirst()).extracting(Example::name).containsExactly("b1", "again");
  }

  @Test
  void whatCannotBeReadIsSaid() {
    Example broken = TeachingPictures.example("broken.png", "", Part.ANY, new byte[] {1});
    PictureIndex index =
        PictureIndex.of(
            base, List.of(broken, TeachingPictures.of(1, 1).getFirst()), TeachOptions.defaults());
    assertThat(index.size()).isEqualTo(1);
    assertThat(index.unreadable()).extracting(Unreadable::name).containsExactly("broken.png");
    assertThatThrownBy(() -> index.like(broken))
        .isInstanceOf(TeachException.class)
        .hasMessageStartingWith("broken.png: ");
  }

  /** A file is read again where its length or its time is another. */
  @Test
  void aFileThatChangedIsLookedAtAgain() throws IOException {
    Path file = Files.write(folder.resolve("one.png"), TeachingPictures.png(0, 1));
    TeachOptions options = TeachOptions.defaults().withCache(folder.resolve("cache"));
    Example example = Example.of(file, "", Part.ANY);
    Example query = TeachingPictures.example("query", "", Part.ANY, TeachingPictures.png(1, 2));
    double before = likeness(example, query, options);
    assertThat(likeness(example, query, options)).isEqualTo(before);
    Files.write(file, TeachingPictures.png(1, 2));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(likeness(example, query, options)).isCloseTo(1, within(1e-9)).isNotEqualTo(before);
  }

  private double likeness(Example picture, Example query, TeachOptions options) {
    return PictureIndex.of(base, List.of(picture), options).like(query).getFirst().likeness();
  }
}
