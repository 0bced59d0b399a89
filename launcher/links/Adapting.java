import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How values pass from the method of an interface to the body of a function, and back. */
final class Adapting {
  private static final String WIDER = "BSIJFD"; // each goes into those behind it, but for chars

  private Adapting() {}

  static boolean canCall(Link.Function function) {
    List<ClassDesc> wanted = parameters(function.body());
    int kept = function.captured().parameterCount();
    if (wanted.size() != kept + function.erased().parameterCount()) {
      return false;
    }
    for (int i = 0; i < function.erased().parameterCount(); i++) {
      if (!canAdapt(
          function.erased().parameterType(i),
          function.instantiated().parameterType(i),
          wanted.get(kept + i))) {
        return false;
      }
    }
    return canAnswer(result(function.body()), function.erased().returnType());
  }

  /** What the body takes, its receiver first. */
  static List<ClassDesc> parameters(DirectMethodHandleDesc body) {
    List<ClassDesc> types = new ArrayList<>();
    MethodTypeDesc call = MethodTypeDesc.ofDescriptor(body.lookupDescriptor());
    switch (body.kind()) {
      case STATIC, INTERFACE_STATIC, CONSTRUCTOR -> {}
      default -> types.add(body.owner());
    }
    types.addAll(call.parameterList());
    return types;
  }

  static ClassDesc result(DirectMethodHandleDesc body) {
    return body.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR
        ? body.owner()
        : MethodTypeDesc.ofDescriptor(body.lookupDescriptor()).returnType();
  }

  private static boolean canAdapt(ClassDesc given, ClassDesc known, ClassDesc wanted) {
    if (given.isPrimitive()) {
      return wanted.isPrimitive()
          ? widens(given, wanted)
          : known.isPrimitive() || boxed(given).equals(known);
    }
    return !wanted.isPrimitive()
        || unboxed(known).isPresent() && widens(unboxed(known).get(), wanted);
  }

  static void adapt(CodeBuilder code, ClassDesc given, ClassDesc known, ClassDesc wanted) {
    if (given.isPrimitive()) {
      if (wanted.isPrimitive()) {
        code.conversion(TypeKind.from(given), TypeKind.from(wanted));
      } else {
        box(code, given);
      }
    } else if (wanted.isPrimitive()) {
      ClassDesc inner = unboxed(known).orElseThrow();
      cast(code, known);
      unbox(code, known, inner);
      code.conversion(TypeKind.from(inner), TypeKind.from(wanted));
    } else {
      cast(code, wanted);
    }
  }

  private static boolean canAnswer(ClassDesc from, ClassDesc to) {
    if (to.equals(CD_void)) {
      return true;
    }
    if (from.equals(CD_void)) {
      return false;
    }
    if (to.isPrimitive()) {
      return from.isPrimitive()
          ? widens(from, to)
          : unboxed(from).isPresent() && widens(unboxed(from).get(), to);
    }
    return true;
  }

  static void answer(CodeBuilder code, ClassDesc from, ClassDesc to) {
    if (to.equals(CD_void)) {
      if (TypeKind.from(from).slotSize() == 2) {
        code.pop2();
      } else if (!from.equals(CD_void)) {
        code.pop();
      }
      code.return_();
      return;
    }
    if (to.isPrimitive() && from.isPrimitive()) {
      code.conversion(TypeKind.from(from), TypeKind.from(to));
    } else if (to.isPrimitive()) {
      ClassDesc inner = unboxed(from).orElseThrow();
      unbox(code, from, inner);
      code.conversion(TypeKind.from(inner), TypeKind.from(to));
    } else if (from.isPrimitive()) {
      box(code, from);
    } else if (!from.equals(to)) {
      cast(code, to);
    }
    code.return_(TypeKind.from(to));
  }

  static void call(CodeBuilder code, DirectMethodHandleDesc body) {
    MethodTypeDesc type = MethodTypeDesc.ofDescriptor(body.lookupDescriptor());
    switch (body.kind()) {
      case STATIC -> code.invokestatic(body.owner(), body.methodName(), type);
      case INTERFACE_STATIC -> code.invokestatic(body.owner(), body.methodName(), type, true);
      case CONSTRUCTOR -> code.invokespecial(body.owner(), INIT_NAME, type);
      // A private method of a class of the nest, too.
      case VIRTUAL, SPECIAL -> code.invokevirtual(body.owner(), body.methodName(), type);
      case INTERFACE_VIRTUAL, INTERFACE_SPECIAL ->
          code.invokeinterface(body.owner(), body.methodName(), type);
      default -> throw new IllegalStateException("a field as a function: " + body);
    }
  }

  static void cast(CodeBuilder code, ClassDesc to) {
    if (!to.equals(CD_Object)) {
      code.checkcast(to);
    }
  }

  private static boolean widens(ClassDesc from, ClassDesc to) {
    if (from.equals(to)) {
      return true;
    }
    int wide = WIDER.indexOf(to.descriptorString());
    if (from.descriptorString().equals("C")) {
      return wide >= WIDER.indexOf('I');
    }
    int narrow = WIDER.indexOf(from.descriptorString());
    return narrow >= 0 && wide > narrow && !from.equals(CD_boolean);
  }

  static ClassDesc boxed(ClassDesc type) {
    return ClassDesc.of(
        "java.lang."
            + switch (type.descriptorString().charAt(0)) {
              case 'Z' -> "Boolean";
              case 'B' -> "Byte";
              case 'S' -> "Short";
              case 'C' -> "Character";
              case 'I' -> "Integer";
              case 'J' -> "Long";
              case 'F' -> "Float";
              default -> "Double";
            });
  }

  private static Optional<ClassDesc> unboxed(ClassDesc type) {
    return Stream.of("Z", "B", "S", "C", "I", "J", "F", "D")
        .map(ClassDesc::ofDescriptor)
        .filter(inner -> boxed(inner).equals(type))
        .findFirst();
  }

  private static void box(CodeBuilder code, ClassDesc type) {
    ClassDesc box = boxed(type);
    code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, type));
  }

  private static void unbox(CodeBuilder code, ClassDesc box, ClassDesc type) {
    code.invokevirtual(box, type.displayName() + "Value", MethodTypeDesc.of(type));
  }
}
