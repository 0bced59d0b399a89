package liviano.formats.importer;

import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;

/** Layers that change number formats, and bounds. */
record ArithmeticLayers(Assembly assembly) {
  /** All real formats are computed in 32 bits. */
  ForeignValue cast(ForeignNode node, DType format) {
    Computed data = assembly.computed(node, 0);
    DType to = format.isFloating() ? DType.F32 : format;
    Value value = assembly.value(node, data);
    boolean same = value.type().dtype() == to && !value.type().isQuantized();
    return Computed.of(same ? value : assembly.add(node, new Op.Cast(to), value), data.dims());
  }

  /** The activation that holds numbers in a range. */
  static Op.Activation clamp(float least, float most) {
    if (least == 0 && most == Float.POSITIVE_INFINITY) {
      return new Op.Relu();
    }
    return least == 0 && most == 6 ? new Op.Relu6() : new Op.Clip(least, most);
  }
}
