package liviano.formats.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.keras.KerasModel.Argument;
import liviano.formats.keras.KerasModel.Given;
import liviano.formats.keras.KerasModel.Other;
import liviano.formats.keras.KerasModel.Ref;
import liviano.formats.keras.NetworkBuilder.Value;
import liviano.json.JsonNumber;

/** Layers that read several tensors, or a tensor and a number. */
final class MergeLayers {
  private MergeLayers() {}

  /** Two arguments or more, from the first on. */
  static Value combine(LayerCall call, Combination how) {
    List<Value> operands = operands(call);
    Value all = operands.getFirst();
    for (int i = 1; i < operands.size(); i++) {
      Value next = operands.get(i);
      List<Integer> reads = List.of(all.tensor(), next.tensor());
      all = call.add(new ForeignOp.Combine(how), reads, repeated(call, all, next));
    }
    return all;
  }

  static Value average(LayerCall call) {
    Value sum = combine(call, Combination.ADD);
    int share = call.floats(1f / call.inputs().size());
    return call.add(
        "average",
        new ForeignOp.Combine(Combination.MULTIPLY),
        List.of(sum.tensor(), share),
        sum.dims());
  }

  static Value concatenate(LayerCall call) {
    List<Value> parts = call.inputs();
    if (parts.isEmpty() || parts.size() != call.call().arguments().size()) {
      throw call.malformed("it joins something else than tensors");
    }
    int rank = parts.getFirst().dims().size();
    int axis = call.settings().integer("axis", -1);
    int at = axis < 0 ? axis + rank : axis;
    if (at < 1 || at >= rank) {
      throw call.malformed("it joins axis " + axis + " of " + parts.getFirst().dims());
    }
    int extent = 0;
    for (Value part : parts) {
      if (part.dims().size() != rank) {
        throw call.malformed("it joins " + parts.getFirst().dims() + " and " + part.dims());
      }
      extent = Math.addExact(extent, part.dims().get(at));
    }
    List<Integer> dims = new ArrayList<>(parts.getFirst().dims());
    dims.set(at, extent);
    return call.add(
        new ForeignOp.Concatenate(at), parts.stream().map(Value::tensor).toList(), dims);
  }

  /** Tensors and numbers; a function may have its second argument as the keyword {@code y}. */
  private static List<Value> operands(LayerCall call) {
    List<Value> operands = new ArrayList<>();
    int tensor = 0;
    for (Argument argument : call.call().arguments()) {
      operands.add(
          switch (argument) {
            case Ref _ -> call.inputs().get(tensor++);
            case Given(double value) -> number(call, value);
            case Other(String what) -> throw call.unsupported("one of its arguments is " + what);
          });
    }
    Optional<JsonNumber> second =
        call.call()
            .keywords()
            .find("y")
            .filter(JsonNumber.class::isInstance)
            .map(JsonNumber.class::cast);
    second.ifPresent(value -> operands.add(number(call, value.doubleValue())));
    if (operands.size() < 2 || tensor == 0) {
      throw call.malformed(
          "it reads " + operands.size() + " values, " + tensor + " of them computed");
    }
    return operands;
  }

  private static Value number(LayerCall call, double value) {
    return new Value(call.floats((float) value), List.of(1));
  }

  /** Extents of two tensors, of which one may be repeated along extents of 1. */
  private static List<Integer> repeated(LayerCall call, Value a, Value b) {
    int rank = Math.max(a.dims().size(), b.dims().size());
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int first = extent(a, rank - i);
      int second = extent(b, rank - i);
      if (first != second && first != 1 && second != 1) {
        throw call.malformed("it combines " + a.dims() + " and " + b.dims());
      }
      dims.add(Math.max(first, second));
    }
    return dims;
  }

  private static int extent(Value value, int fromEnd) {
    int at = value.dims().size() - fromEnd;
    return at < 0 ? 1 : value.dims().get(at);
  }
}
