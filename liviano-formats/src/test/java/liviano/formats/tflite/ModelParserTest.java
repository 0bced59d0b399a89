package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.formats.tflite.TfLiteModel.Subgraph;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of a file, sound and broken. */
class ModelParserTest {
  private static final int MUTATIONS = 40_000;

  @TempDir Path folder;
  private byte[] file;

  @BeforeEach
  void write() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 2));
    Value map =
        builder.add("conv", new Op.Conv2d(4, Window.square(3, 2, Padding.SAME), 1, true), image);
    Value vector =
        builder.add("pool", new Op.GlobalAveragePool(), builder.add("relu6", new Op.Relu6(), map));
    Value logits = builder.add("dense", new Op.Dense(3, true), vector);
    Graph graph = builder.output("out", builder.add("softmax", new Op.Softmax(), logits)).build();
    Path path = folder.resolve("small.tflite");
    TfLiteWriter.write(graph, RandomWeights.of(graph, 1), path);
    file = Files.readAllBytes(path);
  }

  @Test
  void whatWasWrittenIsRead() {
    TfLiteModel model = parse(file);
    Subgraph network = model.subgraphs().getFirst();

    assertThat(model.version()).isEqualTo(3);
    assertThat(model.description()).isEqualTo("liviano");
    assertThat(network.operators().stream().map(TfLiteModel.Operator::title))
        .containsExactly("CONV_2D (3)", "MEAN (40)", "FULLY_CONNECTED (9)", "SOFTMAX (25)");
    TfLiteModel.Tensor image = network.tensors().get(network.inputs().getFirst());
    assertThat(image.name()).isEqualTo("image");
    assertThat(image.shape()).containsExactly(1, 8, 8, 2);
    assertThat(image.dtype()).contains(DType.F32);
    assertThat(image.data()).isEmpty();
    TfLiteModel.Tensor weight =
        network.tensors().get(network.operators().getFirst().inputs().get(1));
    assertThat(weight.shape()).containsExactly(4, 3, 3, 2);
    assertThat(weight.data().map(MemorySegment::byteSize)).contains(4L * 3 * 3 * 2 * 4);
  }

  /** A constant's bytes are the last but the tables' after it, so every cut loses something. */
  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);

      assertThatThrownBy(() -> parse(cut))
          .as("the first %d of %d bytes", length, file.length)
          .isInstanceOf(MalformedModelException.class)
          .hasMessageStartingWith("at byte ");
    }
  }

  @Test
  void changedBytesAreReadOrRefused() {
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = file.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        parse(changed);
      } catch (MalformedModelException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS);
  }

  /** Numbers in tables are offsets and lengths: each replaced by the worst ones. */
  @Test
  void extremeNumbersAreReadOrRefused() {
    for (int at = 0; at + Integer.BYTES <= file.length; at++) {
      for (int number : List.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, file.length - at)) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
        try {
          parse(changed);
        } catch (MalformedModelException e) {
          assertThat(e.offset()).isPresent();
        }
      }
    }
  }

  /** A million operators that are one table, each with the same long list of inputs. */
  @Test
  void sharedTablesAreNotReadForEver() {
    int count = 60_000;
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 20);
    builder.startVector(4, count, 4);
    for (int i = 0; i < count; i++) {
      builder.addInt(-1);
    }
    int inputs = builder.endVector();
    builder.startTable(5);
    builder.addOffset(1, inputs, 0);
    int operator = builder.endTable();
    builder.startTable(4);
    int code = builder.endTable();
    int[] operators = new int[count];
    Arrays.fill(operators, operator);
    int operatorVector = builder.createVectorOfTables(operators);
    builder.startTable(4);
    builder.addOffset(3, operatorVector, 0);
    int subgraph = builder.endTable();
    int codes = builder.createVectorOfTables(new int[] {code});
    int subgraphs = builder.createVectorOfTables(new int[] {subgraph});
    builder.startTable(5);
    builder.addInt(0, 3, 0);
    builder.addOffset(1, codes, 0);
    builder.addOffset(2, subgraphs, 0);
    builder.finish(builder.endTable(), "TFL3");

    assertThatThrownBy(() -> parse(builder.sizedByteArray()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("share too many parts");
  }

  @Test
  void anotherSchemaIsRefused() {
    byte[] other = file.clone();
    other[7] = '4';

    assertThatThrownBy(() -> parse(other))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("at byte 4: it is not marked 'TFL3'");
  }

  /** Newer operations have 127 in the byte of the first schema, older files nothing elsewhere. */
  @Test
  void operationsAreNumberedInTheOldFieldOrTheNew() {
    assertThat(parse(withCode(22, 0)).subgraphs().getFirst().operators().getFirst().title())
        .isEqualTo("RESHAPE (22)");
    assertThat(parse(withCode(127, 150)).subgraphs().getFirst().operators().getFirst().title())
        .isEqualTo("GELU (150)");
    assertThat(parse(withCode(127, 999)).subgraphs().getFirst().operators().getFirst().title())
        .isEqualTo("number 999");
  }

  /** Files beyond 2 GiB hold constants behind the tables, by offset and size. */
  @Test
  void constantsBehindTheTablesAreFound() {
    byte[] tables = withOutsideBuffer(1000, 8);
    byte[] whole = Arrays.copyOf(tables, 1008);
    whole[1000] = 42;

    Optional<MemorySegment> data = parse(whole).subgraphs().getFirst().tensors().getFirst().data();
    assertThat(data.map(MemorySegment::byteSize)).contains(8L);
    assertThat(data.map(d -> d.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0)))
        .contains((byte) 42);
    assertThatThrownBy(() -> parse(Arrays.copyOf(whole, 1007)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("8 bytes from byte 1000 on, but the file has 1007");
    assertThatThrownBy(() -> parse(withOutsideBuffer(Long.MAX_VALUE, Long.MAX_VALUE)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("from byte 9223372036854775807 on");
  }

  private static byte[] withCode(int old, int code) {
    FlatBufferBuilder builder = new FlatBufferBuilder(256);
    builder.startTable(4);
    builder.addByte(0, (byte) old, 0);
    builder.addInt(3, code, 0);
    int operatorCode = builder.endTable();
    builder.startTable(5);
    int operator = builder.endTable();
    return model(builder, operatorCode, new int[0], new int[] {operator}, new int[0]);
  }

  private static byte[] withOutsideBuffer(long offset, long size) {
    FlatBufferBuilder builder = new FlatBufferBuilder(256);
    builder.startTable(4);
    int operatorCode = builder.endTable();
    builder.startTable(3);
    builder.addLong(1, offset, 0);
    builder.addLong(2, size, 0);
    int buffer = builder.endTable();
    builder.startVector(4, 1, 4);
    builder.addInt(2);
    int shape = builder.endVector();
    builder.startTable(4);
    builder.addOffset(0, shape, 0);
    int tensor = builder.endTable();
    return model(builder, operatorCode, new int[] {tensor}, new int[0], new int[] {buffer});
  }

  private static byte[] model(
      FlatBufferBuilder builder, int code, int[] tensors, int[] operators, int[] buffers) {
    int tensorVector = builder.createVectorOfTables(tensors);
    int operatorVector = builder.createVectorOfTables(operators);
    builder.startTable(4);
    builder.addOffset(0, tensorVector, 0);
    builder.addOffset(3, operatorVector, 0);
    int subgraph = builder.endTable();
    int codes = builder.createVectorOfTables(new int[] {code});
    int subgraphs = builder.createVectorOfTables(new int[] {subgraph});
    int data = builder.createVectorOfTables(buffers);
    builder.startTable(5);
    builder.addInt(0, 3, 0);
    builder.addOffset(1, codes, 0);
    builder.addOffset(2, subgraphs, 0);
    builder.addOffset(4, data, 0);
    builder.finish(builder.endTable(), "TFL3");
    return builder.sizedByteArray();
  }

  private static TfLiteModel parse(byte[] bytes) {
    return ModelParser.parse(MemorySegment.ofArray(bytes), Limits.defaults());
  }
}
