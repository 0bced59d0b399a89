package liviano.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
final class NearNamesTest {
  @Test
  void countsEdits() {
    assertThat(NearNames.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(NearNames.edits("", "abc")).isEqualTo(3);
    assertThat(NearNames.edits("abc", "abc")).isZero();
  }

  @Test
  void offersTheNearestFirst() {
    assertThat(NearNames.of("vgg16", List.of("vgg_19", "vgg_16", "resnet_50")))
        .containsExactly("vgg_16", "vgg_19");
    assertThat(NearNames.of("resnet", List.of("vgg_16", "resnet_50"))).containsExactly("resnet_50");
    assertThat(NearNames.of("nothing like it", List.of("vgg_16"))).isEmpty();
  }
}
