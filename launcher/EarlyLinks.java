import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes at build time what a JVM would make each time when it first comes to a lambda expression, a
 * method reference or a switch over types: a class. Each top-level class with any gets one more,
 * {@code NAME$$Links}, with all of its functions: to load that one takes a JVM a fraction of the time
 * that it would spend on making a class for each.
 *
 * <pre>java launcher/EarlyLinks.java CLASSES CLASSPATH</pre>
 *
 * Classes are rewritten where they lie; what is linked already stays as it is. A lambda that is
 * serializable, or has a shape that is not known here, is left to the JVM.
 */
final class EarlyLinks {
  private static final String SUFFIX = "$$Links";
  private static final String LAMBDAS = "Ljava/lang/invoke/LambdaMetafactory;";
  private static final String RECORDS = "Ljava/lang/runtime/ObjectMethods;";
  private static final String SWITCHES = "Ljava/lang/runtime/SwitchBootstraps;";

  private final ClassFile files;

  /** The final classes of the folder. */
  private final Set<ClassDesc> last = new LinkedHashSet<>();

  private EarlyLinks(ClassLoader types) {
    files =
        ClassFile.of(
            ClassFile.ConstantPoolSharingOption.NEW_POOL, // without what is linked no more
            ClassFile.ClassHierarchyResolverOption.of(
                withoutRecords(
                        ClassHierarchyResolver.ofResourceParsing(types)
                            .orElse(ClassHierarchyResolver.defaultResolver()))
                    .cached()));
  }

  /**
   * Says that records extend nothing. Where a switch gives one of many, what comes of it is then an
   * object, of which a verifier asks nothing to take it for their interface; else it is a {@code
   * Record}, and the verifier loads each of them to see that it is one.
   */
  private static ClassHierarchyResolver withoutRecords(ClassHierarchyResolver types) {
    return type -> {
      ClassHierarchyResolver.ClassHierarchyInfo info = types.getClassInfo(type);
      return RECORD.equals(info) ? ClassHierarchyResolver.ClassHierarchyInfo.ofClass(CD_Object) : info;
    };
  }

  private static final ClassHierarchyResolver.ClassHierarchyInfo RECORD =
      ClassHierarchyResolver.ClassHierarchyInfo.ofClass(ClassDesc.of("java.lang.Record"));

  /**
   * @param words the folder of classes, and the class path that they were compiled with
   */
  public static void main(String[] words) throws IOException {
    Path folder = Path.of(words[0]);
    List<URL> path = new ArrayList<>(List.of(url(folder)));
    for (String entry : words.length > 1 ? words[1].split(File.pathSeparator) : new String[0]) {
      if (!entry.isEmpty()) {
        path.add(url(Path.of(entry)));
      }
    }
    try (URLClassLoader types = new URLClassLoader(path.toArray(URL[]::new))) {
      Path stamp = folder.resolveSibling("early-links.stamp");
      if (isStale(folder, stamp)) {
        new EarlyLinks(types).link(folder);
        Files.write(stamp, new byte[0]);
      }
    }
  }

  /** Whether a class has been compiled since the last time. */
  private static boolean isStale(Path folder, Path stamp) throws IOException {
    if (!Files.exists(stamp)) {
      return true;
    }
    FileTime last = Files.getLastModifiedTime(stamp);
    for (Path file : classes(folder)) {
      if (Files.getLastModifiedTime(file).compareTo(last) > 0) {
        return true;
      }
    }
    return false;
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  private void link(Path folder) throws IOException {
    Map<ClassDesc, List<Path>> nests = new TreeMap<>((a, b) -> name(a).compareTo(name(b)));
    List<Path> made = new ArrayList<>();
    for (Path file : classes(folder)) {
      if (file.getFileName().toString().equals("module-info.class")) {
        continue;
      }
      if (file.getFileName().toString().endsWith(SUFFIX + ".class")) {
        made.add(file);
        continue;
      }
      ClassModel model = files.parse(file);
      ClassDesc host =
          model
              .findAttribute(Attributes.nestHost())
              .map(attribute -> attribute.nestHost().asSymbol())
              .orElse(model.thisClass().asSymbol());
      if (model.flags().has(AccessFlag.FINAL)) {
        last.add(model.thisClass().asSymbol());
      }
      nests.computeIfAbsent(host, _ -> new ArrayList<>()).add(file);
    }
    for (Map.Entry<ClassDesc, List<Path>> nest : nests.entrySet()) {
      link(folder, nest.getKey(), nest.getValue());
    }
    for (Path file : made) { // of a class that is gone
      String name = file.getFileName().toString();
      if (!Files.exists(file.resolveSibling(name.replace(SUFFIX, "")))) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private static String name(ClassDesc type) {
    return type.descriptorString();
  }

  // ---- a nest ----

  /**
   * Links the classes of a nest. If one of them has been compiled anew all have been, because they
   * come of one file.
   */
  private void link(Path folder, ClassDesc host, List<Path> members) throws IOException {
    Links links =
        new Links(
            ClassDesc.ofDescriptor(host.descriptorString().replace(";", SUFFIX + ";")), last);
    Map<Path, byte[]> linked = new LinkedHashMap<>();
    ClassModel hostModel = null;
    Path hostFile = null;
    for (Path member : members) {
      ClassModel model = files.parse(member);
      if (model.thisClass().asSymbol().equals(host)) {
        hostModel = model;
        hostFile = member;
      }
      byte[] bytes = files.transformClass(model, linking(links));
      linked.put(member, bytes);
    }
    if (links.isEmpty()) {
      return; // there is nothing, or all of it is linked already
    }
    linked.put(hostFile, withMember(files.parse(linked.get(hostFile)), links.type));
    for (Map.Entry<Path, byte[]> file : linked.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
    String name = links.type.descriptorString();
    Files.write(
        folder.resolve(name.substring(1, name.length() - 1) + ".class"),
        links.build(files, host, hostModel.majorVersion()));
  }

  private static ClassTransform linking(Links links) {
    return ClassTransform.transformingMethodBodies(
        (code, element) -> {
          if (element instanceof InvokeDynamicInstruction call) {
            DynamicCallSiteDesc site =
                DynamicCallSiteDesc.of(
                    call.bootstrapMethod(),
                    call.name().stringValue(),
                    call.typeSymbol(),
                    call.bootstrapArgs().toArray(ConstantDesc[]::new));
            Optional<Link> link = links.link(site);
            if (link.isPresent()) {
              code.invokestatic(links.type, link.get().method(), call.typeSymbol());
              return;
            }
          }
          code.with(element);
        });
  }

  private byte[] withMember(ClassModel host, ClassDesc member) {
    List<ClassDesc> members = new ArrayList<>();
    host.findAttribute(Attributes.nestMembers())
        .ifPresent(
            attribute ->
                attribute.nestMembers().stream().map(ClassEntry::asSymbol).forEach(members::add));
    if (!members.contains(member)) {
      members.add(member);
    }
    ClassTransform others =
        ClassTransform.dropping(element -> element instanceof NestMembersAttribute);
    return files.transformClass(
        host,
        others.andThen(
            ClassTransform.endHandler(
                builder -> builder.with(NestMembersAttribute.ofSymbols(members)))));
  }

  // ---- what is linked ----

  /** What takes the place of a call site. */
  private interface Link {
    String method();
  }

  /**
   * A function.
   *
   * @param captured the types of what it keeps
   */
  private record Function(
      int id,
      ClassDesc type,
      String name,
      MethodTypeDesc erased,
      MethodTypeDesc captured,
      DirectMethodHandleDesc body,
      MethodTypeDesc instantiated)
      implements Link {
    @Override
    public String method() {
      return "function" + id;
    }
  }

  /**
   * A switch over types.
   *
   * @param last those of the labels that are known to be final
   */
  private record TypeSwitch(int id, MethodTypeDesc type, List<ClassDesc> labels, Set<ClassDesc> last)
      implements Link {
    /** Whether it is worth while to ask for the name: it costs more than a few comparisons. */
    boolean isNamed() {
      return last.size() > 4;
    }

    @Override
    public String method() {
      return "type" + id;
    }
  }

  /**
   * What a record has of its components alone: {@code equals}, {@code hashCode} or {@code toString}.
   *
   * @param fields its components, by name
   */
  private record OfComponents(
      int id, String name, MethodTypeDesc type, ClassDesc owner, Map<String, ClassDesc> fields)
      implements Link {
    @Override
    public String method() {
      return name + id;
    }
  }

  /** The functions, switches and methods of records of a nest, and the class with them. */
  private static final class Links {
    final ClassDesc type;
    private final List<Function> functions = new ArrayList<>();
    private final List<TypeSwitch> switches = new ArrayList<>();

    private final List<OfComponents> records = new ArrayList<>();
    private final Set<ClassDesc> last;

    /**
     * @param last the final classes of the folder
     */
    Links(ClassDesc type, Set<ClassDesc> last) {
      this.type = type;
      this.last = last;
    }

    boolean isEmpty() {
      return functions.isEmpty() && switches.isEmpty() && records.isEmpty();
    }

    /** Empty if the call site is left to the JVM. */
    Optional<Link> link(DynamicCallSiteDesc site) {
      DirectMethodHandleDesc bootstrap = (DirectMethodHandleDesc) site.bootstrapMethod();
      String owner = bootstrap.owner().descriptorString();
      ConstantDesc[] given = site.bootstrapArgs();
      if (owner.equals(LAMBDAS) && bootstrap.methodName().equals("metafactory")) {
        Function function =
            new Function(
                functions.size(),
                site.invocationType().returnType(),
                site.invocationName(),
                (MethodTypeDesc) given[0],
                site.invocationType(),
                (DirectMethodHandleDesc) given[1],
                (MethodTypeDesc) given[2]);
        if (Adapting.canCall(function)) {
          functions.add(function);
          return Optional.of(function);
        }
      }
      if (owner.equals(SWITCHES)
          && bootstrap.methodName().equals("typeSwitch")
          && site.invocationType().parameterType(0).descriptorString().startsWith("L")
          && Arrays.stream(given).allMatch(label -> label instanceof ClassDesc)) {
        TypeSwitch choice =
            new TypeSwitch(
                switches.size(),
                site.invocationType(),
                Arrays.stream(given).map(label -> (ClassDesc) label).toList(),
                Arrays.stream(given)
                    .map(label -> (ClassDesc) label)
                    .filter(last::contains)
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
        switches.add(choice);
        return Optional.of(choice);
      }
      if (owner.equals(RECORDS)) {
        OfComponents method = ofComponents(site);
        records.add(method);
        return Optional.of(method);
      }
      return Optional.empty();
    }

    private OfComponents ofComponents(DynamicCallSiteDesc site) {
      ConstantDesc[] given = site.bootstrapArgs(); // the record, the names of its components, getters
      Map<String, ClassDesc> fields = new LinkedHashMap<>();
      for (int i = 2; i < given.length; i++) {
        DirectMethodHandleDesc getter = (DirectMethodHandleDesc) given[i];
        fields.put(getter.methodName(), getter.invocationType().returnType());
      }
      return new OfComponents(
          records.size(),
          site.invocationName(),
          site.invocationType(),
          (ClassDesc) given[0],
          fields);
    }

    byte[] build(ClassFile files, ClassDesc host, int version) {
      Set<ClassDesc> interfaces = new LinkedHashSet<>();
      functions.forEach(function -> interfaces.add(function.type()));
      return files.build(
          type,
          builder -> {
            builder
                .withVersion(version, 0)
                .withFlags(AccessFlag.FINAL, AccessFlag.SUPER, AccessFlag.SYNTHETIC)
                .withInterfaceSymbols(List.copyOf(interfaces))
                .with(NestHostAttribute.of(host));
            if (!functions.isEmpty()) {
              fields(builder);
              functions.forEach(function -> maker(builder, function));
              bodies(builder);
            }
            switches.forEach(choice -> choose(builder, choice));
            records.forEach(
                method ->
                    builder.withMethodBody(
                        method.method(),
                        method.type(),
                        ClassFile.ACC_STATIC,
                        code -> Components.write(code, method)));
          });
    }

    // What functions keep lies in fields that they share: the first of each kind, the second, ...

    private static String field(TypeKind kind, int index) {
      return kind.name().toLowerCase(Locale.ROOT) + index;
    }

    /** The field of each thing that a function keeps. */
    private static List<String> kept(Function function) {
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

    private void fields(ClassBuilder builder) {
      Map<String, ClassDesc> fields = new LinkedHashMap<>();
      for (Function function : functions) {
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
      Map<String, Function> shapes = new LinkedHashMap<>(); // of what is kept
      functions.forEach(function -> shapes.putIfAbsent(setUp(function).descriptorString(), function));
      shapes.values().forEach(function -> constructor(builder, function));
    }

    /** What the constructor for a function takes: which function it is, and what it keeps. */
    private static MethodTypeDesc setUp(Function function) {
      List<ClassDesc> types = new ArrayList<>(List.of(CD_int));
      function.captured().parameterList().forEach(each -> types.add(fieldType(each)));
      return MethodTypeDesc.of(CD_void, types);
    }

    /** Fields that it does not set are of other functions. */
    private void constructor(ClassBuilder builder, Function function) {
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
    private void maker(ClassBuilder builder, Function function) {
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

    private CodeBuilder make(CodeBuilder code, Function function) {
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
      Map<String, List<Function>> ways = new LinkedHashMap<>();
      for (Function function : functions) {
        ways.computeIfAbsent(
                function.name() + function.erased().descriptorString(), _ -> new ArrayList<>())
            .add(function);
      }
      for (List<Function> way : ways.values()) {
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

    private void body(CodeBuilder code, Function function) {
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

    /**
     * As {@code SwitchBootstraps.typeSwitch}: the first label from a place on that fits; -1 for null.
     * Labels that nothing extends are told by their names, so that not all of them are loaded for one.
     */
    private static void choose(ClassBuilder builder, TypeSwitch choice) {
      List<ClassDesc> labels = choice.labels();
      builder.withMethodBody(
          choice.method(),
          choice.type(),
          ClassFile.ACC_STATIC,
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
    private static void byName(CodeBuilder code, TypeSwitch choice) {
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

  // ---- the methods of records ----

  /** As {@code java.lang.runtime.ObjectMethods} makes them. */
  private static final class Components {
    private static final ClassDesc STRING = ClassDesc.of("java.lang.String");
    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

    private Components() {}

    static void write(CodeBuilder code, OfComponents method) {
      switch (method.name()) {
        case "equals" -> equals(code, method);
        case "hashCode" -> hash(code, method);
        case "toString" -> text(code, method);
        default -> throw new IllegalStateException("a record has no " + method.name());
      }
    }

    private static void equals(CodeBuilder code, OfComponents method) {
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

    private static void hash(CodeBuilder code, OfComponents method) {
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

    private static void text(CodeBuilder code, OfComponents method) {
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

  // ---- how values pass from the interface's method to the function's body ----

  private static final class Adapting {
    private static final String WIDER = "BSIJFD"; // each goes into those behind it, but for chars

    private Adapting() {}

    static boolean canCall(Function function) {
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
}
