package liviano.kernels.vector.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowAxisTest {

  @Test
  void tapsInsideTheMapAreThoseThatFallOnIt() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      WindowAxis w =
          new WindowAxis(
              random.nextInt(1, 12),
              random.nextInt(1, 12),
              random.nextInt(1, 6),
              random.nextInt(1, 4),
              random.nextInt(1, 5),
              random.nextInt(0, 8));
      for (int x = 0; x < w.out(); x++) {
        int inside = 0;
        for (int tap = 0; tap < w.kernel(); tap++) {
          long at = w.start(x) + (long) tap * w.dilation();
          boolean falls = at >= 0 && at < w.in();
          boolean counted = tap >= w.fromTap(x) && tap < w.toTap(x);
          assertThat(counted).as("%s at %d, tap %d", w, x, tap).isEqualTo(falls);
          inside += falls ? 1 : 0;
        }
        boolean whole = inside == w.kernel();
        assertThat(w.isWhole(x)).as("%s at %d", w, x).isEqualTo(whole);
        assertThat(x >= w.fromWhole() && x < w.toWhole()).as("%s at %d", w, x).isEqualTo(whole);
      }
    }
  }
}
