package liviano.formats.tflite;

import java.util.List;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.TensorOp;
import liviano.formats.importer.TensorOp.Surround.Edge;
import liviano.formats.tflite.TfLiteModel.Operator;
import liviano.formats.tflite.TfLiteModel.Tensor;
import liviano.formats.tflite.TfLiteOperations.Step;
import liviano.graph.Op;
import liviano.tensor.DType;
import liviano.tensor.Reduction;
import liviano.tensor.UnaryFunction;
import liviano.tensor.UnaryFunction.Plain;

/** TensorFlow Lite's operators of arithmetic, places and parts in the importer's words. */
final class TfLiteArithmetic {
  private TfLiteArithmetic() {}

  /** An operator's step; empty if it is not computed here. */
  static Optional<Step> step(BuiltinOp op, Operator operator, List<Tensor> tensors) {
    return switch (op) {
      case FLOOR_DIV -> Step.of(new ForeignOp.Combine(Combination.FLOOR_DIVIDE));
      case POW -> Step.of(new ForeignOp.Combine(Combination.POWER));
      case SQUARED_DIFFERENCE ->
          Optional.of(
              new Step(
                  new ForeignOp.Combine(Combination.SUBTRACT), Optional.of(map(Plain.SQUARE))));
      case ABS -> Step.of(map(Plain.ABS));
      case NEG -> Step.of(map(Plain.NEGATE));
      case EXP -> Step.of(map(Plain.EXP));
      case LOG -> Step.of(map(Plain.LOG));
      case SQRT -> Step.of(map(Plain.SQRT));
      case RSQRT -> Step.of(map(Plain.RECIPROCAL_SQRT));
      case SQUARE -> Step.of(map(Plain.SQUARE));
      case FLOOR -> Step.of(map(Plain.FLOOR));
      case CEIL -> Step.of(map(Plain.CEIL));
      case ROUND -> Step.of(map(Plain.ROUND));
      case SIGN -> Step.of(map(Plain.SIGN));
      case SIN -> Step.of(map(Plain.SIN));
      case COS -> Step.of(map(Plain.COS));
      case ELU -> Step.of(map(new UnaryFunction.Elu(1)));
      case CAST -> given(operator, tensors).map(ForeignOp.Cast::new).flatMap(Step::of);
      case ARG_MAX -> argMax(operator, tensors, false);
      case ARG_MIN -> argMax(operator, tensors, true);
      case SUM -> reduced(operator, Reduction.SUM);
      case REDUCE_PROD -> reduced(operator, Reduction.PRODUCT);
      case REDUCE_MAX -> reduced(operator, Reduction.MAX);
      case REDUCE_MIN -> reduced(operator, Reduction.MIN);
      case GATHER -> {
        Options o = Options.of(operator, 23);
        yield Step.of(new ForeignOp.Gather(o.integer(0, 0))).filter(_ -> o.integer(1, 0) == 0);
      }
      case GATHER_ND -> Step.of(new ForeignOp.GatherNd());
      case LOG_SOFTMAX -> Step.of(new TensorOp.Softmax(-1, false, true));
      case MIRROR_PAD ->
          Step.of(
              new TensorOp.Mirror(
                  Options.of(operator, 77).small(0) == 0 ? Edge.REFLECT : Edge.SYMMETRIC));
      case BROADCAST_TO -> Step.of(new TensorOp.Expand());
      case FILL -> Step.of(new TensorOp.Fill());
      case RANGE -> Step.of(new TensorOp.Range());
      case EQUAL -> Step.of(new TensorOp.Equal());
      case SELECT, SELECT_V2 -> Step.of(new TensorOp.Where());
      case TILE -> Step.of(new ForeignOp.Tile());
      case SLICE -> Step.of(new ForeignOp.SliceOf());
      case SPLIT -> Step.of(new ForeignOp.Split(Options.of(operator, 35).integer(0, 0)));
      case SPLIT_V -> Step.of(new ForeignOp.Split(Options.of(operator, 79).integer(0, 0)));
      case CUSTOM -> CustomOperators.step(operator);
      case UNPACK -> Step.of(new ForeignOp.Unpack(Options.of(operator, 64).integer(1, 0)));
      default -> Optional.empty();
    };
  }

  private static ForeignOp map(UnaryFunction function) {
    return new ForeignOp.Activate(new Op.Map(function));
  }

  private static Optional<Step> reduced(Operator operator, Reduction kind) {
    return Step.of(new ForeignOp.Reduce(kind, Options.of(operator, 27).flag(0)));
  }

  private static Optional<Step> argMax(Operator operator, List<Tensor> tensors, boolean least) {
    return given(operator, tensors)
        .filter(type -> type == DType.I32 || type == DType.I64)
        .flatMap(type -> Step.of(new ForeignOp.ArgMax(false, least, type)));
  }

  /** The format of what it gives: settings that repeat it may be absent. */
  private static Optional<DType> given(Operator operator, List<Tensor> tensors) {
    if (operator.outputs().isEmpty()) {
      throw new MalformedModelException(operator.title() + " gives nothing");
    }
    return tensors.get(operator.outputs().getFirst()).dtype();
  }
}
