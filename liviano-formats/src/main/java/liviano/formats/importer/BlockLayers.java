package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Extents;
import liviano.tensor.Shape;

/** Positions that become samples, and back, where no convolution stands between the two. */
record BlockLayers(Assembly assembly, Operands operands) {
  BlockLayers(Assembly assembly) {
    this(assembly, new Operands(assembly));
  }

  /**
   * Positions of the same remainder become samples of their own: extents are padded, divided in
   * two, and the remainders moved before the batch.
   */
  ForeignValue spaceToBatch(ForeignNode node) {
    List<Integer> block = numbers(node, 1);
    List<Integer> zeros = numbers(node, 2);
    List<Integer> dims = dims(node, block, zeros);
    List<Integer> around = new ArrayList<>(List.of(0, 0));
    around.addAll(zeros);
    while (around.size() < 2 * dims.size()) {
      around.add(0);
    }
    Value value = operands.whole(node, 0);
    if (zeros.stream().anyMatch(count -> count != 0)) {
      List<Integer> before = every(around, 0);
      List<Integer> after = every(around, 1);
      value = assembly.add(node, "padded", new Op.Surround(before, after, 0), value);
    }
    List<Integer> padded = value.shape().dims();
    List<Integer> divided = new ArrayList<>(List.of(padded.getFirst()));
    List<Integer> given = new ArrayList<>(List.of(padded.getFirst()));
    List<Integer> remainders = new ArrayList<>();
    List<Integer> order = new ArrayList<>(List.of(0));
    for (int i = 0; i < block.size(); i++) {
      int extent = padded.get(i + 1);
      if (extent % block.get(i) != 0) {
        throw node.malformed("blocks of " + block + " do not divide " + padded);
      }
      order.add(divided.size());
      remainders.add(divided.size() + 1);
      divided.addAll(List.of(extent / block.get(i), block.get(i)));
      given.set(0, Math.multiplyExact(given.getFirst(), block.get(i)));
      given.add(extent / block.get(i));
    }
    rest(padded, block.size() + 1, divided, given, order);
    order.addAll(0, remainders);
    return Computed.of(transposed(node, value, divided, order), given);
  }

  /** The other way: remainders come from before the batch, and what is beyond is cut off. */
  ForeignValue batchToSpace(ForeignNode node) {
    List<Integer> block = numbers(node, 1);
    List<Integer> cut = numbers(node, 2);
    List<Integer> dims = dims(node, block, cut);
    int area = block.stream().reduce(1, Math::multiplyExact);
    if (dims.getFirst() % area != 0) {
      throw node.malformed("blocks of " + block + " do not divide " + dims);
    }
    List<Integer> divided = new ArrayList<>(block);
    divided.add(dims.getFirst() / area);
    List<Integer> order = new ArrayList<>(List.of(block.size()));
    List<Integer> joined = new ArrayList<>(List.of(dims.getFirst() / area));
    List<Cut> cuts = new ArrayList<>(List.of(Cut.whole(joined.getFirst())));
    for (int i = 0; i < block.size(); i++) {
      order.addAll(List.of(divided.size(), i));
      divided.add(dims.get(i + 1));
      int extent = Math.multiplyExact(dims.get(i + 1), block.get(i));
      joined.add(extent);
      cuts.add(new Cut(cut.get(2 * i), extent - cut.get(2 * i) - cut.get(2 * i + 1), 1));
    }
    for (int axis = block.size() + 1; axis < dims.size(); axis++) {
      cuts.add(Cut.whole(dims.get(axis)));
    }
    rest(dims, block.size() + 1, divided, joined, order);
    Value value = transposed(node, operands.whole(node, 0), divided, order);
    return new PartLayers(assembly).slice(node, Computed.of(value, joined), cuts);
  }

  private static void rest(
      List<Integer> dims,
      int from,
      List<Integer> divided,
      List<Integer> given,
      List<Integer> order) {
    for (int axis = from; axis < dims.size(); axis++) {
      order.add(divided.size());
      divided.add(dims.get(axis));
      given.add(dims.get(axis));
    }
  }

  private Value transposed(
      ForeignNode node, Value value, List<Integer> divided, List<Integer> order) {
    Value shaped = assembly.shaped(node, value, new Shape(divided));
    return assembly.add(node, new Op.Transpose(order), shaped);
  }

  /** Every second number. */
  private static List<Integer> every(List<Integer> numbers, int from) {
    List<Integer> some = new ArrayList<>();
    for (int i = from; i < numbers.size(); i += 2) {
      some.add(numbers.get(i));
    }
    return some;
  }

  private List<Integer> dims(ForeignNode node, List<Integer> block, List<Integer> around) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    boolean fits =
        block.size() < dims.size()
            && around.size() == 2 * block.size()
            && block.stream().allMatch(extent -> extent >= 1)
            && around.stream().allMatch(count -> count >= 0);
    if (!fits) {
      throw node.malformed("it makes blocks of " + block + " of " + dims);
    }
    return dims;
  }

  private List<Integer> numbers(ForeignNode node, int input) {
    return WholeNumbers.held(node, assembly.constant(node, input), 2 * Extents.MAX_RANK);
  }
}
