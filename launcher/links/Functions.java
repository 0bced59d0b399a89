import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the functions of a nest into one class: an object of it is one function, and knows which by
 * its {@code id}. What functions keep lies in fields that they share: the first of each kind, the
 * second, and so on.
 */
final class Functions {
  private final ClassDesc type;
  private final List<Link.Function> functions;

  Functions(ClassDesc type, List<Link.Function> functions) {
    this.type = type;
    this.functions = functions;
  }

  private static String field(TypeKind kind, int index) {
    return kind.name().toLowerCase(Locale.ROOT) + index;
  }

  /** The field of each thing that a function keeps. */
  private static List<String> kept(Link.Function function) {
    Map<TypeKind, Integer> count = new EnumMap<>(TypeKind.class);
    List<String> names = new ArrayList<>();
    for (ClassDesc each : function.captured().parameterList()) {
      TypeKind kind = TypeKind.from(each);
      names.add(field(kind, count.merge(kind, 1, Integer::sum) - 1));
    }
    return names;
  }

  private static ClassDesc fieldType(ClassDesc type) {
    return type.isPrimitive() ? type : CD_Object;
  }

  void write(ClassBuilder builder) {
    fields(builder);
    functions.forEach(function -> maker(builder, function));
    bodies(builder);
  }

  private void fields(ClassBuilder builder) {
    Map<String, ClassDesc> fields = new LinkedHashMap<>();
    for (Link.Function function : functions) {
      List<String> names = kept(function);
      for (int i = 0; i < names.size(); i++) {
        fields.put(names.get(i), fieldType(function.captured().parameterType(i)));
      }
      if (names.isEmpty()) {
        builder.withField(
            "only" + function.id(),
            function.type(),
            field ->
                field.withFlags(AccessFlag.PRIVATE, AccessFlag.STATIC, AccessFlag.SYNTHETIC));
      }
    }
    fields.put("id", CD_int);
    fields.forEach(
        (name, kind) ->
            builder.withField(
                name, kind, field -> field.withFlags(AccessFlag.PRIVATE, AccessFlag.FINAL)));
    Map<String, Link.Function> shapes = new LinkedHashMap<>(); // of what is kept
    functions.forEach(function -> shapes.putIfAbsent(setUp(function).descriptorString(), function));
    shapes.values().forEach(function -> constructor(builder, function));
  }

  /** What the constructor for a function takes: which function it is, and what it keeps. */
  private static MethodTypeDesc setUp(Link.Function function) {
    List<ClassDesc> types = new ArrayList<>(List.of(CD_int));
    function.captured().parameterList().forEach(each -> types.add(fieldType(each)));
    return MethodTypeDesc.of(CD_void, types);
  }

  /** Fields that it does not set are of other functions. */
  private void constructor(ClassBuilder builder, Link.Function function) {
    builder.withMethodBody(
        INIT_NAME,
        setUp(function),
        ClassFile.ACC_PRIVATE,
        code -> {
          code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void);
          code.aload(0).iload(1).putfield(type, "id", CD_int);
          int slot = 2;
          List<String> names = kept(function);
          for (int i = 0; i < names.size(); i++) {
            ClassDesc each = fieldType(function.captured().parameterType(i));
            code.aload(0).loadLocal(TypeKind.from(each), slot).putfield(type, names.get(i), each);
            slot += TypeKind.from(each).slotSize();
          }
          code.return_();
        });
  }

  /** The method that takes the place of a call site. */
  private void maker(ClassBuilder builder, Link.Function function) {
    builder.withMethodBody(
        function.method(),
        function.captured(),
        ClassFile.ACC_STATIC,
        code -> {
          if (function.captured().parameterCount() == 0) { // one serves all, as the JVM's own does
            String only = "only" + function.id();
            Label there = code.newLabel();
            code.getstatic(type, only, function.type()).dup().ifnonnull(there).pop();
            make(code, function).dup().putstatic(type, only, function.type());
            code.labelBinding(there).areturn();
          } else {
            make(code, function).areturn();
          }
        });
  }

  private CodeBuilder make(CodeBuilder code, Link.Function function) {
    code.new_(type).dup().loadConstant(function.id());
    int slot = 0;
    for (ClassDesc each : function.captured().parameterList()) {
      code.loadLocal(TypeKind.from(each), slot);
      slot += TypeKind.from(each).slotSize();
    }
    return code.invokespecial(type, INIT_NAME, setUp(function));
  }

  /** One method for all functions that are called in the same way. */
  private void bodies(ClassBuilder builder) {
    Map<String, List<Link.Function>> ways = new LinkedHashMap<>();
    for (Link.Function function : functions) {
      ways.computeIfAbsent(
              function.name() + function.erased().descriptorString(), _ -> new ArrayList<>())
          .add(function);
    }
    for (List<Link.Function> way : ways.values()) {
      builder.withMethodBody(
          way.getFirst().name(),
          way.getFirst().erased(),
          ClassFile.ACC_PUBLIC,
          code -> {
            if (way.size() == 1) {
              body(code, way.getFirst());
              return;
            }
            List<SwitchCase> cases = new ArrayList<>();
            way.forEach(each -> cases.add(SwitchCase.of(each.id(), code.newLabel())));
            Label none = code.newLabel();
            code.aload(0).getfield(type, "id", CD_int).lookupswitch(none, cases);
            for (int i = 0; i < way.size(); i++) {
              code.labelBinding(cases.get(i).target());
              body(code, way.get(i));
            }
            // Reached by a function of this class that is called as what it is not.
            code.labelBinding(none);
            ClassDesc error = ClassDesc.of("java.lang.AbstractMethodError");
            code.new_(error).dup().invokespecial(error, INIT_NAME, MTD_void).athrow();
          });
    }
  }

  private void body(CodeBuilder code, Link.Function function) {
    List<ClassDesc> wanted = Adapting.parameters(function.body());
    if (function.body().kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
      code.new_(function.body().owner()).dup();
    }
    List<String> names = kept(function);
    for (int i = 0; i < names.size(); i++) {
      ClassDesc each = function.captured().parameterType(i);
      code.aload(0).getfield(type, names.get(i), fieldType(each));
      if (!each.isPrimitive()) {
        Adapting.cast(code, wanted.get(i));
      }
    }
    int slot = 1;
    for (int i = 0; i < function.erased().parameterCount(); i++) {
      ClassDesc given = function.erased().parameterType(i);
      code.loadLocal(TypeKind.from(given), slot);
      slot += TypeKind.from(given).slotSize();
      Adapting.adapt(
          code,
          given,
          function.instantiated().parameterType(i),
          wanted.get(names.size() + i));
    }
    Adapting.call(code, function.body());
    Adapting.answer(
        code, Adapting.result(function.body()), function.erased().returnType());
  }
}
