package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class PresetTest {
  @Test
  void namesAreAsPeopleWriteThem() {
    assertThat(Preset.values())
        .extracting(Preset::toString)
        .containsExactly(
            "teachable-machine",
            "tensorflow",
            "keras",
            "torchvision",
            "edge-impulse",
            "deeplab",
            "raw");
  }

  @Test
  void eachIsItsTools() {
    assertThat(Preset.TENSORFLOW.preprocessing(224, 192))
        .isEqualTo(Preprocessing.tensorflow(224, 192));
    assertThat(Preset.KERAS.preprocessing(224, 192)).isEqualTo(Preprocessing.keras(224, 192));
    assertThat(Preset.TORCHVISION.preprocessing(224, 192))
        .isEqualTo(Preprocessing.torchvision(224, 192));
    Preprocessing teachable = Preset.TEACHABLE_MACHINE.preprocessing(224, 224);
    assertThat(teachable.fit()).isEqualTo(new Fit.ResizeAndCrop(224));
    assertThat(teachable.normalization()).isEqualTo(Normalization.minusOneToOne());
    Preprocessing edge = Preset.EDGE_IMPULSE.preprocessing(96, 96);
    assertThat(edge.fit()).isEqualTo(new Fit.ResizeAndCrop(96));
    assertThat(edge.normalization()).isEqualTo(Normalization.zeroToOne());
    Preprocessing deepLab = Preset.DEEPLAB.preprocessing(513, 513);
    assertThat(deepLab.fit()).isEqualTo(new Fit.Pad(Rgb.all(127.5f)));
    assertThat(deepLab.normalization()).isEqualTo(Normalization.minusOneToOne());
    Preprocessing raw = Preset.RAW.preprocessing(5, 4);
    assertThat(raw.fit()).isEqualTo(new Fit.Squash());
    assertThat(raw.normalization()).isEqualTo(Normalization.none());
  }
}
