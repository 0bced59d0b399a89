package liviano.vision.picture.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DecodersTest {
  /** As where a distribution's JDK decodes with a library of the system that is not installed. */
  @Test
  void saysThatTheRuntimeLacksALibrary() {
    assertThatThrownBy(
            () ->
                Decoders.decode(
                    Format.JPEG,
                    new byte[4],
                    _ -> {
                      throw new UnsatisfiedLinkError("libjpeg.so.62: no such file");
                    }))
        .isInstanceOf(DecodeException.class)
        .hasMessage("this Java runtime cannot decode JPEG: libjpeg.so.62: no such file");
  }

  @Test
  void readsNumbersOfEitherOrder() throws DecodeException {
    Bytes bytes = new Bytes(new byte[] {(byte) 0xF1, (byte) 0xE2, (byte) 0xD3, (byte) 0xC4});
    assertThat(bytes.u16be(0)).isEqualTo(0xF1E2);
    assertThat(bytes.u16le(0)).isEqualTo(0xE2F1);
    assertThat(bytes.u24be(1)).isEqualTo(0xE2D3C4);
    assertThat(bytes.u24le(1)).isEqualTo(0xC4D3E2);
    assertThat(bytes.u32be(0)).isEqualTo(0xF1E2D3C4L);
    assertThat(bytes.u32le(0)).isEqualTo(0xC4D3E2F1L);
    assertThatThrownBy(() -> bytes.u16be(3)).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> bytes.u32le(1)).isInstanceOf(DecodeException.class);
  }
}
