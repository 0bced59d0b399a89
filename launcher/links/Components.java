import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;

/** As {@code java.lang.runtime.ObjectMethods} makes them. */
final class Components {
  private static final ClassDesc STRING = ClassDesc.of("java.lang.String");
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  private Components() {}

  static void write(CodeBuilder code, Link.OfComponents method) {
    switch (method.name()) {
      case "equals" -> equals(code, method);
      case "hashCode" -> hash(code, method);
      case "toString" -> text(code, method);
      default -> throw new IllegalStateException("a record has no " + method.name());
    }
  }

  private static void equals(CodeBuilder code, Link.OfComponents method) {
    Label others = code.newLabel();
    Label same = code.newLabel();
    code.aload(0).aload(1).if_acmpeq(same);
    code.aload(1).instanceOf(method.owner()).ifeq(others);
    code.aload(1).checkcast(method.owner()).astore(2);
    method
        .fields()
        .forEach(
            (name, type) -> {
              code.aload(0).getfield(method.owner(), name, type);
              code.aload(2).getfield(method.owner(), name, type);
              switch (TypeKind.from(type)) {
                case REFERENCE ->
                    code.invokestatic(
                            OBJECTS,
                            "equals",
                            MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
                        .ifeq(others);
                case LONG -> code.lcmp().ifne(others);
                case FLOAT, DOUBLE -> // zeros of either sign differ, and all NaN are the same
                    code.invokestatic(
                            Adapting.boxed(type), "compare", MethodTypeDesc.of(CD_int, type, type))
                        .ifne(others);
                default -> code.if_icmpne(others);
              }
            });
    code.labelBinding(same).loadConstant(1).ireturn();
    code.labelBinding(others).loadConstant(0).ireturn();
  }

  private static void hash(CodeBuilder code, Link.OfComponents method) {
    code.loadConstant(0);
    method
        .fields()
        .forEach(
            (name, type) -> {
              code.loadConstant(31).imul().aload(0).getfield(method.owner(), name, type);
              if (type.isPrimitive()) {
                code.invokestatic(
                    Adapting.boxed(type), "hashCode", MethodTypeDesc.of(CD_int, type));
              } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
              }
              code.iadd();
            });
    code.ireturn();
  }

  private static void text(CodeBuilder code, Link.OfComponents method) {
    String name = method.owner().displayName();
    String separator = name.substring(name.lastIndexOf('$') + 1) + "[";
    code.new_(BUILDER).dup().invokespecial(BUILDER, INIT_NAME, MTD_void);
    for (Map.Entry<String, ClassDesc> field : method.fields().entrySet()) {
      append(code.loadConstant(separator + field.getKey() + "="), STRING);
      append(
          code.aload(0).getfield(method.owner(), field.getKey(), field.getValue()),
          field.getValue());
      separator = ", ";
    }
    append(code.loadConstant(method.fields().isEmpty() ? separator + "]" : "]"), STRING);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(STRING)).areturn();
  }

  private static void append(CodeBuilder code, ClassDesc type) {
    ClassDesc taken =
        switch (TypeKind.from(type)) {
          case REFERENCE -> type.equals(STRING) ? STRING : CD_Object;
          case BYTE, SHORT -> CD_int;
          default -> type;
        };
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, taken));
  }
}
