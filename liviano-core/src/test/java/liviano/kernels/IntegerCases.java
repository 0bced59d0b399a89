package liviano.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;

/**
 * Tasks on integers drawn from a seed: both formats, zero points at both ends, sums that saturate
 * and that wrap around, one scale and one for each channel, ranges within the format, channel
 * counts that fill no vector.
 */
final class IntegerCases extends Draws {
  /** Whether weights are signed, without zero points, and zeros of inputs are in their formats. */
  private boolean common;

  private IntegerCases(long seed) {
    super(seed, NumberKind.ORDINARY);
  }

  static List<IntegerCase> all() {
    IntegerCases cases = new IntegerCases(20261129);
    List<IntegerCase> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(cases.pointwise());
      all.add(cases.convolution());
      all.add(cases.filter());
      all.add(cases.block());
      all.add(cases.invertedResidual());
      all.add(cases.add());
      all.add(cases.addFixed());
      all.add(cases.addShifted());
      all.add(cases.conversion());
      all.add(cases.average());
      all.add(cases.concat());
      all.add(cases.rows());
    }
    return all;
  }

  private IntegerCase pointwise() {
    int rows = pick(1, 2, 5, 6, 7, 12, 49, 64, 65, between(1, 200), between(144, 500));
    int in = channels();
    int out = pick(channels(), 1001, 4);
    Formats formats = formats();
    Task task =
        new Linear.Pointwise(
            rows, in, out, weight(in * out, out, in), end(out, in, formats), formats);
    return of("pointwise " + rows + " rows " + in + " -> " + out, task, rows * in, rows * out);
  }

  private IntegerCase convolution() {
    int groups = pick(1, 1, 1, 1, 2);
    int in = groups * pick(1, 3, 3, 4, between(1, 24));
    int out = groups * pick(1, 8, 32, between(1, 40), between(33, 80));
    Geometry g = geometry(in, out, pick(20, 60));
    int depth = in / groups;
    Param weight =
        weight(out * g.kernelH() * g.kernelW() * depth, out, g.kernelH(), g.kernelW(), depth);
    Formats formats = formats();
    Epilogue end = end(out, g.kernelH() * g.kernelW() * depth, formats);
    Task task = new Linear.Convolution(g, groups, weight, end, formats);
    return of("convolution " + g + ", groups " + groups, task, inputs(g), outputs(g));
  }

  /** A depthwise filter of any window. */
  private IntegerCase filter() {
    int in = channels();
    return depthwise(geometry(in, in * pick(1, 1, 1, 2), 14));
  }

  /** One as networks have. */
  private IntegerCase block() {
    int stride = pick(1, 2);
    return depthwise(
        block(
            pick(1, 2),
            between(1, 15),
            between(1, 15),
            channels(),
            3,
            stride,
            stride == 1 ? pick(1, 1, 2, 4) : 1));
  }

  private IntegerCase depthwise(Geometry g) {
    return of("depthwise " + g, filter(g, formats()), inputs(g), outputs(g));
  }

  private Linear.Depthwise filter(Geometry g, Formats formats) {
    Param weight = weight(g.kernelH() * g.kernelW() * g.outC(), g.kernelH(), g.kernelW(), g.outC());
    return new Linear.Depthwise(
        g, weight, end(g.outC(), g.kernelH() * g.kernelW(), formats), formats);
  }

  /** A block that expands by a pointwise layer, by a convolution, or not at all. */
  private IntegerCase invertedResidual() {
    common = random.nextInt(5) > 0;
    IntegerCase block = anyInvertedResidual();
    common = false;
    return block;
  }

  private IntegerCase anyInvertedResidual() {
    int stride = pick(1, 2);
    int channels = 4 * pick(8, 16, 24, 36, between(1, 50));
    int dilation = stride == 1 ? pick(1, 1, 2) : 1;
    Geometry g = block(pick(1, 2), between(1, 20), between(1, 20), channels, 3, stride, dilation);
    int positions = g.batch() * g.inH() * g.inW();
    Formats filterFormats = formats();
    DType expanded = filterFormats.inputs().getFirst();
    Formats first = Formats.of(format(), expanded);
    int in = 4 * between(1, 10);
    Optional<Linear.Expansion> expand = Optional.empty();
    int inputs = positions * channels;
    switch (random.nextInt(3)) {
      case 0 -> {
        Param weight = weight(in * channels, channels, in);
        expand =
            Optional.of(
                new Linear.Pointwise(
                    positions, in, channels, weight, end(channels, in, first), first));
        inputs = positions * in;
      }
      case 1 -> {
        int read = pick(1, 3, in);
        Geometry stem =
            new Geometry(
                g.batch(),
                2 * g.inH(),
                2 * g.inW(),
                read,
                g.inH(),
                g.inW(),
                channels,
                3,
                3,
                2,
                2,
                1,
                1,
                pick(0, 1),
                pick(0, 1));
        Param weight = weight(channels * 9 * read, channels, 3, 3, read);
        expand =
            Optional.of(
                new Linear.Convolution(stem, 1, weight, end(channels, 9 * read, first), first));
        inputs = inputs(stem);
      }
      default -> {}
    }
    int out = pick(16, 24, channels());
    Formats last = Formats.of(filterFormats.output(), format());
    int rows = g.batch() * g.outH() * g.outW();
    Param weight = weight(channels * out, out, channels);
    Task task =
        new Fused.InvertedResidual(
            expand,
            filter(g, filterFormats),
            new Linear.Pointwise(rows, channels, out, weight, end(out, channels, last), last));
    return of("block of " + g + " from " + expand, task, inputs, rows * out);
  }

  private IntegerCase add() {
    int count = pick(1, 7, 8, 9, between(1, 300), 40_000);
    Formats formats = new Formats(List.of(format(), format()), format());
    Task task =
        new Quantizing.Add(
            count,
            quantization(formats.inputs().get(0)),
            quantization(formats.inputs().get(1)),
            grid(formats.output()),
            formats);
    return of("add " + count, task, count, count);
  }

  private IntegerCase addFixed() {
    int count = pick(1, 7, 8, 9, between(1, 300), 40_000);
    Formats formats = new Formats(List.of(format(), format()), format());
    Task task =
        Quantizing.AddFixed.of(
            count,
            quantization(formats.inputs().get(0)),
            quantization(formats.inputs().get(1)),
            grid(formats.output()),
            formats);
    return of("add in fixed point " + count, task, count, count);
  }

  private IntegerCase addShifted() {
    int count = pick(1, 7, 8, 9, between(1, 300), 40_000);
    Formats formats = new Formats(List.of(format(), format()), format());
    Task task =
        Quantizing.AddShifted.of(
            count,
            quantization(formats.inputs().get(0)),
            quantization(formats.inputs().get(1)),
            grid(formats.output()),
            formats);
    return of("add shifted " + count, task, count, count);
  }

  private IntegerCase conversion() {
    int rows = pick(1, between(1, 300), 5000);
    int channels = pick(1, 3, between(1, 40));
    DType format = format();
    Task task =
        switch (random.nextInt(3)) {
          case 0 ->
              new Quantizing.Store(rows, channels, grid(format), Formats.of(DType.F32, format));
          case 1 ->
              new Quantizing.Load(
                  rows, channels, quantization(format), Formats.of(format, DType.F32));
          default -> {
            Formats formats = formats();
            Quantization from = quantization(formats.inputs().getFirst());
            yield new Quantizing.Rescale(rows, channels, from, grid(formats.output()), formats);
          }
        };
    int count = rows * channels;
    return of(task.getClass().getSimpleName() + " " + count, task, count, count);
  }

  private IntegerCase average() {
    int channels = channels();
    int side = between(1, 9);
    Geometry g =
        random.nextInt(3) > 0
            ? new Geometry(
                pick(1, 3), side, side, channels, 1, 1, channels, side, side, 1, 1, 1, 1, 0, 0)
            : geometry(channels, channels, 12);
    Formats formats = formats();
    Quantization from = quantization(formats.inputs().getFirst());
    Task task =
        new Quantizing.Average(g, random.nextBoolean(), from, grid(formats.output()), formats);
    return of("average " + g, task, inputs(g), outputs(g));
  }

  private IntegerCase concat() {
    int rows = between(1, 60);
    List<Integer> channels =
        IntStream.range(0, between(1, 4)).mapToObj(_ -> between(1, 40)).toList();
    DType format = format();
    int all = channels.stream().mapToInt(c -> c).sum();
    Task task =
        new Move.Concat(
            rows, channels, new Formats(channels.stream().map(_ -> format).toList(), format));
    return new IntegerCase(
        "concat " + rows + " rows of " + channels,
        task,
        channels.stream().map(c -> bytes(rows * c)).toList(),
        rows * all);
  }

  /** Rows apart from one another, or the same again and again. */
  private IntegerCase rows() {
    int maps = pick(1, 1, between(2, 4));
    int rows = between(1, 60);
    int columns = pick(between(1, 40), 256);
    int step = pick(0, columns, columns + between(1, 9));
    int begin = between(0, 5);
    long map = (long) rows * step + columns;
    StridedView view =
        new StridedView(begin, List.of(maps, rows, columns), List.of(map, (long) step, 1L));
    int count = (int) (begin + maps * map);
    DType format = format();
    Task task = new Move.Strided(count, view, Formats.of(format, format));
    return of("rows " + view, task, count, maps * rows * columns);
  }

  private IntegerCase of(String name, Task task, int inputs, int outputs) {
    List<byte[]> in =
        task.formats().inputs().stream()
            .map(format -> format == DType.F32 ? floats(inputs) : bytes(inputs))
            .toList();
    return new IntegerCase(
        String.format(Locale.ROOT, "%s, %s", name, task.formats()), task, in, outputs);
  }

  /** Among them infinities, NaN and halves. */
  private byte[] floats(int count) {
    MemorySegment floats = MemorySegment.ofArray(new byte[count * Float.BYTES]);
    for (int i = 0; i < count; i++) {
      float number =
          switch (random.nextInt(12)) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            case 2 -> Float.NEGATIVE_INFINITY;
            case 3, 4, 5 -> between(-200, 200) / 2f;
            default -> random.nextFloat(-20, 20);
          };
      floats.setAtIndex(LittleEndian.FLOAT_UNALIGNED, i, number);
    }
    return floats.toArray(Tensors.BYTE);
  }

  /** Whole stretches of the least and the greatest among them. */
  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    if (random.nextInt(4) == 0) {
      byte end = pick(0, 127, -128, -1).byteValue();
      for (int i = 0; i < count / 2; i++) {
        bytes[i] = end;
      }
    }
    return bytes;
  }

  private Param weight(int count, Integer... dims) {
    return new Param(
        "w",
        common ? DType.I8 : format(),
        new Shape(List.of(dims)),
        MemorySegment.ofArray(bytes(count)));
  }

  private Epilogue end(int channels, int products, Formats formats) {
    DType out = formats.output();
    int least = between(out.least(), out.greatest());
    Clamp clamp =
        random.nextInt(3) > 0 ? Clamp.NONE : new Clamp(least, between(least, out.greatest()));
    float typical = 1 / (100f * (float) Math.sqrt(products));
    int scales = pick(1, channels);
    List<Float> drawn =
        Stream.generate(() -> typical * random.nextFloat(0.1f, 3)).limit(scales).toList();
    List<Integer> weightZeros =
        common || random.nextInt(3) > 0
            ? List.of(0)
            : Stream.generate(() -> between(-128, 255)).limit(pick(1, channels)).toList();
    Optional<Requantize.Fixed> fixed =
        random.nextInt(3) > 0
            ? Optional.empty()
            : Optional.of(
                new Requantize.Fixed(
                    drawn.stream()
                        .map(scale -> FixedPoint.of(scale * (random.nextInt(9) == 0 ? 300 : 1)))
                        .toList(),
                    random.nextBoolean()));
    Requantize step =
        new Requantize(
            common
                ? zeroPoint(formats.inputs().getFirst())
                : pick(zeroPoint(formats.inputs().getFirst()), between(-128, 255)),
            weightZeros,
            drawn,
            zeroPoint(out),
            out,
            fixed);
    Optional<Param> bias = random.nextInt(4) > 0 ? Optional.of(bias(channels)) : Optional.empty();
    return new Epilogue(bias, false, clamp, Optional.of(step));
  }

  /** Now and then so great that sums wrap around, or are just within what floats hold. */
  private Param bias(int channels) {
    int great = pick(0, 0, 0, 0, Integer.MAX_VALUE - 5, (1 << 24) - 9 * 383 * 383);
    MemorySegment data = Arena.ofAuto().allocate(4L * channels);
    for (int i = 0; i < channels; i++) {
      int number = great > 0 && i % 3 == 0 ? great : between(-30_000, 30_000);
      data.setAtIndex(LittleEndian.INT, i, number);
    }
    return new Param("b", DType.I32, Shape.of(channels), data);
  }

  private Formats formats() {
    return Formats.of(format(), format());
  }

  private DType format() {
    return random.nextBoolean() ? DType.I8 : DType.U8;
  }

  private int zeroPoint(DType format) {
    return pick(
        format.least(),
        format.greatest(),
        (format.least() + format.greatest() + 1) / 2,
        between(format.least(), format.greatest()));
  }

  private Quantization quantization(DType format) {
    return Quantization.of(random.nextFloat(0.01f, 0.2f), zeroPoint(format));
  }

  private Grid grid(DType format) {
    int least = between(format.least(), format.greatest());
    return random.nextInt(3) > 0
        ? Grid.of(format, quantization(format))
        : new Grid(quantization(format), format, least, between(least, format.greatest()));
  }
}
