package liviano.kernels.nativecode.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowTilesTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyRowIsComputed(boolean writtenOut) {
    for (Isa isa : Isa.all()) {
      for (int rows = 1; rows < 1000; rows++) {
        for (boolean residual : new boolean[] {false, true}) {
          RowTiles tiles = RowTiles.of(rows, writtenOut, residual, isa);

          assertThat(tiles.whole() * tiles.rows() + tiles.rest()).isEqualTo(rows);
          assertThat(tiles.rows()).isBetween(1, isa.tileRows());
          assertThat(tiles.rest()).isBetween(0, tiles.rows() - 1);
          assertThat(tiles.count()).isEqualTo(Math.ceilDiv(rows, tiles.rows()));
        }
      }
    }
  }

  /** The row that is added to must still be there. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noRowWithResidualIsComputedTwice(boolean writtenOut) {
    for (int rows = 1; rows < 1000; rows++) {
      assertThat(RowTiles.of(rows, writtenOut, true, Isa.AVX512).overlaps()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fewRowsAreComputedTwice(boolean writtenOut) {
    int overlapping = 0;
    for (int rows = 1; rows < 1000; rows++) {
      RowTiles tiles = RowTiles.of(rows, writtenOut, false, Isa.AVX512);
      int again = -tiles.back();
      if (tiles.overlaps()) {
        overlapping++;
        assertThat(again).isEqualTo(tiles.rows() - tiles.rest());
        assertThat(again * (writtenOut ? 8 : 32)).isBetween(1, rows);
        assertThat(tiles.smaller()).isZero();
      } else {
        assertThat(again).isZero();
        assertThat(tiles.smaller()).isEqualTo(tiles.rest());
      }
    }
    assertThat(overlapping).isGreaterThan(500);
  }
}
