package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;

/**
 * A matrix product made ready: {@code out[row][n] = clamp(sum over segments and k of
 * a[segment][row][k] * weight[n][segment][k] + bias[n] + residual[row][n])}, for any number of
 * rows.
 */
final class Product {
  /** Bytes that a caller sets aside for {@link #run}. */
  static final long BLOCK_BYTES = GemmCode.SLOTS * Long.BYTES;

  private static final ValueLayout.OfFloat STORED =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Isa isa;
  private final int segments;
  private final int depth;
  private final int width;
  private final int fullPanels;
  private final int tail;
  private final Clamp clamp;
  private final MemorySegment weights;
  private final MemorySegment bias;
  private final MemorySegment mask;

  /** By rows of a tile, from 1: code for full panels and for the last one. */
  private final MemorySegment[] full;

  private final MemorySegment[] last;

  /**
   * What is multiplied.
   *
   * @param weight {@code [outputs, segments * depth]}, or a group's part of it
   * @param first the first output of the group
   * @param outputs n
   * @param segments runs of neighbouring numbers that a row is made of
   * @param depth numbers in a run
   */
  record Shape(Param weight, int first, int outputs, int segments, int depth) {
    int weights() {
      return segments * depth;
    }
  }

  /**
   * @param vectors in a panel
   * @param rows the numbers of rows that will be asked for
   */
  Product(
      Isa isa,
      Shape shape,
      Epilogue epilogue,
      int vectors,
      int[] rows,
      CodeCache codes,
      PackedWeights cache) {
    this.isa = isa;
    this.segments = shape.segments();
    this.depth = shape.depth();
    this.width = vectors * isa.lanes();
    this.fullPanels = shape.outputs() / width;
    this.tail = shape.outputs() % width;
    this.clamp = epilogue.clamp();
    this.weights = weights(shape, cache);
    this.bias = bias(shape, epilogue.bias(), cache);
    this.mask = mask(isa, tail);
    this.full = new MemorySegment[isa.tileRows() + 1];
    this.last = new MemorySegment[isa.tileRows() + 1];
    int tailVectors = Math.ceilDiv(tail, isa.lanes());
    for (int count : rows) {
      for (int tile : new int[] {isa.tileRows(), count % isa.tileRows()}) {
        if (tile == 0 || count < tile) {
          continue;
        }
        if (fullPanels > 0) {
          full[tile] = codes.get(new GemmCode(isa, tile, vectors, false, epilogue.residual()));
        }
        if (tail > 0) {
          last[tile] =
              codes.get(
                  new GemmCode(
                      isa, tile, tailVectors, tail % isa.lanes() > 0, epilogue.residual()));
        }
      }
    }
  }

  int panels() {
    return fullPanels + (tail > 0 ? 1 : 0);
  }

  /**
   * Multiplies some rows with some panels.
   *
   * @param block address of {@link #BLOCK_BYTES}
   * @param a address of the addresses of each segment's first row
   * @param strideA bytes from a row to the next
   * @param out address of the first row's first output
   * @param strideOut bytes from a row of the output to the next
   * @param residual address of what is added to the first row's first output, laid out as the
   *     output; 0 for nothing
   */
  void run(
      long block,
      long a,
      long strideA,
      int rows,
      int fromPanel,
      int toPanel,
      long out,
      long strideOut,
      long residual) {
    int tiles = rows / isa.tileRows();
    if (tiles > 0) {
      tiles(
          block,
          a,
          0,
          strideA,
          isa.tileRows(),
          tiles,
          fromPanel,
          toPanel,
          out,
          strideOut,
          residual);
    }
    int rest = rows % isa.tileRows();
    if (rest > 0) {
      int done = rows - rest;
      long skip = done * strideOut;
      tiles(
          block,
          a,
          done * strideA,
          strideA,
          rest,
          1,
          fromPanel,
          toPanel,
          out + skip,
          strideOut,
          residual + skip);
    }
  }

  private void tiles(
      long block,
      long a,
      long offset,
      long strideA,
      int tile,
      int count,
      int fromPanel,
      int toPanel,
      long out,
      long strideOut,
      long residual) {
    Block.set(block, GemmCode.SEGMENTS, a);
    Block.set(block, GemmCode.SEGMENT_COUNT, segments);
    Block.set(block, GemmCode.DEPTH_FOURS, depth / 4);
    Block.set(block, GemmCode.DEPTH_REST, depth % 4);
    Block.set(block, GemmCode.STRIDE_A, strideA);
    Block.set(block, GemmCode.FIRST_ROW, offset);
    Block.set(block, GemmCode.STRIDE_C, strideOut);
    Block.set(block, GemmCode.TILES, count);
    Block.set(block, GemmCode.CLAMP, clamp);
    Block.set(block, GemmCode.ADVANCE_A, tile * strideA);
    Block.set(block, GemmCode.ADVANCE_C, tile * strideOut);
    int panels = Math.min(toPanel, fullPanels) - fromPanel;
    if (panels > 0) {
      panels(block, fromPanel, panels, width, out, residual);
      NativeCall.run(full[tile], block);
    }
    if (toPanel > fullPanels) {
      int padded = Math.ceilDiv(tail, isa.lanes()) * isa.lanes();
      panels(block, fullPanels, 1, padded, out, residual);
      Block.set(
          block, GemmCode.MASK, isa.hasMasks() ? (1L << tail % isa.lanes()) - 1 : mask.address());
      NativeCall.run(last[tile], block);
    }
  }

  private void panels(long block, int from, int count, int panelWidth, long out, long residual) {
    long before = (long) from * width * Float.BYTES;
    long deep = (long) segments * depth;
    Block.set(block, GemmCode.B, weights.address() + before * deep);
    Block.set(block, GemmCode.PANELS, count);
    Block.set(block, GemmCode.PANEL_BYTES, panelWidth * deep * Float.BYTES);
    Block.set(block, GemmCode.C, out + before);
    Block.set(block, GemmCode.BIAS, bias.address() + before);
    Block.set(block, GemmCode.RESIDUAL, residual + before);
  }

  /** Panel by panel, step by step of the depth; zeros fill up the last panel's last vector. */
  private MemorySegment weights(Shape shape, PackedWeights cache) {
    int deep = shape.weights();
    int padded = paddedOutputs();
    String layout =
        "%s panels of %d, outputs %d to %d"
            .formatted(isa.title(), width, shape.first(), shape.first() + shape.outputs());
    return cache.get(
        shape.weight().name(),
        layout,
        (long) padded * deep * Float.BYTES,
        packed -> {
          long at = 0;
          for (int from = 0; from < shape.outputs(); from += width) {
            int wide = Math.min(width, padded - from);
            float[] panel = panel(shape, from, wide);
            MemorySegment.copy(panel, 0, packed, JAVA_FLOAT, at, panel.length);
            at += (long) panel.length * Float.BYTES;
          }
        });
  }

  /** The weights of up to {@code wide} outputs: for each step of the depth a number per output. */
  private static float[] panel(Shape shape, int from, int wide) {
    int deep = shape.weights();
    float[] panel = new float[Math.multiplyExact(deep, wide)];
    float[] row = new float[deep];
    for (int n = 0; n < wide && from + n < shape.outputs(); n++) {
      long at = (long) (shape.first() + from + n) * deep * Float.BYTES;
      MemorySegment.copy(shape.weight().data(), STORED, at, row, 0, deep);
      for (int k = 0; k < deep; k++) {
        panel[k * wide + n] = row[k];
      }
    }
    return panel;
  }

  private MemorySegment bias(Shape shape, Optional<Param> param, PackedWeights cache) {
    int padded = paddedOutputs();
    if (param.isEmpty()) {
      return Arena.ofAuto().allocate((long) padded * Float.BYTES, 64);
    }
    return cache.get(
        param.get().name(),
        "padded to %d from %d".formatted(padded, shape.first()),
        (long) padded * Float.BYTES,
        packed -> {
          for (int n = 0; n < shape.outputs(); n++) {
            packed.setAtIndex(JAVA_FLOAT, n, param.get().at(shape.first() + n));
          }
        });
  }

  private int paddedOutputs() {
    return fullPanels * width + Math.ceilDiv(tail, isa.lanes()) * isa.lanes();
  }

  /** A vector whose lanes that are there have their highest bit set. */
  static MemorySegment mask(Isa isa, int there) {
    MemorySegment mask = Arena.ofAuto().allocate(isa.bytes(), 64);
    for (int lane = 0; lane < there % isa.lanes(); lane++) {
      mask.setAtIndex(JAVA_INT, lane, -1);
    }
    return mask;
  }
}
