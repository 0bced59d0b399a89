import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes switches over types into the class that has them. */
final class TypeSwitches {
  private TypeSwitches() {}

  /**
   * As {@code SwitchBootstraps.typeSwitch}: the first label from a place on that fits; -1 for null.
   * Labels that nothing extends are told by their names, so that not all of them are loaded for one.
   */
  static void write(ClassBuilder builder, Link.TypeSwitch choice) {
    List<ClassDesc> labels = choice.labels();
    builder.withMethodBody(
        choice.method(),
        choice.type(),
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
        code -> {
          Label some = code.newLabel();
          code.aload(0).ifnonnull(some).loadConstant(-1).ireturn().labelBinding(some);
          code.loadConstant(labels.size()).istore(2); // the first that fits, as far as is known
          if (choice.isNamed()) {
            byName(code, choice);
          }
          for (int i = 0; i < labels.size(); i++) {
            if (choice.isNamed() && choice.last().contains(labels.get(i))) {
              continue;
            }
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.iload(2).loadConstant(i).if_icmple(next);
            code.aload(0)
                .instanceOf(labels.get(i))
                .ifeq(next)
                .loadConstant(i)
                .ireturn()
                .labelBinding(next);
          }
          code.iload(2).ireturn();
        });
  }

  /** Sets variable 2 to the first label from a place on whose name is that of the object's class. */
  private static void byName(CodeBuilder code, Link.TypeSwitch choice) {
    Map<Integer, Map<String, List<Integer>>> places = new TreeMap<>();
    for (int i = 0; i < choice.labels().size(); i++) {
      ClassDesc label = choice.labels().get(i);
      if (choice.last().contains(label)) {
        String name = binaryName(label);
        places
            .computeIfAbsent(name.hashCode(), _ -> new TreeMap<>())
            .computeIfAbsent(name, _ -> new ArrayList<>())
            .add(i);
      }
    }
    ClassDesc string = ClassDesc.of("java.lang.String");
    Label done = code.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    places.keySet().forEach(hash -> cases.add(SwitchCase.of(hash, code.newLabel())));
    code.aload(0)
        .invokevirtual(CD_Object, "getClass", MethodTypeDesc.of(ClassDesc.of("java.lang.Class")))
        .invokevirtual(ClassDesc.of("java.lang.Class"), "getName", MethodTypeDesc.of(string))
        .astore(3)
        .aload(3)
        .invokevirtual(string, "hashCode", MethodTypeDesc.of(CD_int))
        .lookupswitch(done, cases);
    int at = 0;
    for (Map<String, List<Integer>> names : places.values()) {
      code.labelBinding(cases.get(at++).target());
      names.forEach(
          (name, indices) -> {
            Label other = code.newLabel();
            code.aload(3)
                .loadConstant(name)
                .invokevirtual(string, "equals", MethodTypeDesc.of(CD_boolean, CD_Object))
                .ifeq(other);
            for (int index : indices) {
              Label later = code.newLabel();
              code.iload(1).loadConstant(index).if_icmpgt(later);
              code.loadConstant(index).istore(2).goto_(done).labelBinding(later);
            }
            code.goto_(done).labelBinding(other);
          });
      code.goto_(done);
    }
    code.labelBinding(done);
  }

  private static String binaryName(ClassDesc type) {
    String name = type.descriptorString();
    return name.substring(1, name.length() - 1).replace('/', '.');
  }
}
