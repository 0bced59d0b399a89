package liviano.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import liviano.cli.input.Input;
import org.junit.jupiter.api.Test;

class CalibrationPicturesTest {

  @Test
  void areSpreadOverTheFolder() {
    List<Input> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(new Input.Unreadable(String.valueOf(i), ""));
    }
    assertThat(CalibrationPictures.spread(all, 4))
        .extracting(Input::name)
        .containsExactly("0", "2", "5", "7");
    assertThat(CalibrationPictures.spread(all, 20)).isEqualTo(all);
  }
}
