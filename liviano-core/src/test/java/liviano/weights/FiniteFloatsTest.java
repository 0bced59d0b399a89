package liviano.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.tensor.Extents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteFloatsTest {
  /** Finite ones whose exponents begin with ones, or are close to those of infinity. */
  private static final float[] LARGE = {2, -2, 3e38f, -Float.MAX_VALUE, Float.MAX_VALUE, 65536};

  private static final float[] NOT_FINITE = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.intBitsToFloat(0xff800001),
    Float.intBitsToFloat(0x7fffffff)
  };

  @TempDir private Path folder;

  /** Lengths around those of blocks, of what is copied at once, and odd ones. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 15, 511, 512, 513, 32767, 32768, 32769, 65536 + 1023})
  void findsWhatThePlainLoopFinds(int count) throws IOException {
    SplittableRandom random = new SplittableRandom(count);
    for (int trial = 0; trial < 30; trial++) {
      float[] floats = drawn(count, trial % 3, random);
      int bad = count > 0 && trial % 2 == 1 ? random.nextInt(count) : -1;
      if (bad >= 0) {
        floats[bad] = NOT_FINITE[random.nextInt(NOT_FINITE.length)];
      }
      byte[] bytes = bytes(floats);
      Path file = Files.write(folder.resolve("floats"), bytes);

      // On a boundary of four bytes, but not of eight.
      ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length + 4).put(4, bytes);
      assertThat(FiniteFloats.firstNot(MemorySegment.ofBuffer(memory).asSlice(4))).isEqualTo(bad);
      try (FileChannel channel = FileChannel.open(file)) {
        assertThat(FiniteFloats.areAll(channel, 0, bytes.length)).isEqualTo(bad < 0);
      }
    }
  }

  @Test
  void aFileThatEndsBeforeIsNotSaidToBeFinite() throws IOException {
    Path file = Files.write(folder.resolve("floats"), new byte[100]);
    try (FileChannel channel = FileChannel.open(file)) {
      assertThat(FiniteFloats.areAll(channel, 4, 96)).isTrue();
      assertThat(FiniteFloats.areAll(channel, 4, 100)).isFalse();
    }
  }

  @Test
  void readingAFileNamesTheElementThatIsNotFinite() throws IOException {
    Path file = folder.resolve("m.safetensors");
    Tensor good = Tensor.of("good", Extents.of(3), 1, 2, 3);
    for (float bad : NOT_FINITE) {
      Tensor tensor = Tensor.of("w", Extents.of(3), 1, bad, 2);
      SafeTensors.write(file, Weights.of(List.of(good, tensor)), Map.of());
      Weights weights = SafeTensors.readFinite(file, Limits.defaults()).weights();
      assertThatThrownBy(weights::requireFinite)
          .isInstanceOf(MalformedModelException.class)
          .hasMessage(file + ": tensor \"w\" is not finite at element 1 of 3");
    }
  }

  private static float[] drawn(int count, int large, SplittableRandom random) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      boolean isLarge = large == 2 || large == 1 && random.nextInt(300) == 0;
      floats[i] =
          isLarge ? LARGE[random.nextInt(LARGE.length)] : (float) random.nextDouble(-1.9, 1.9);
    }
    return floats;
  }

  private static byte[] bytes(float[] floats) {
    ByteBuffer bytes = ByteBuffer.allocate(floats.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return bytes.array();
  }
}
