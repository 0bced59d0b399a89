import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions, switches and methods of records of a nest, and the class with them. */
final class Links {
  final ClassDesc type;
  private final List<Link.Function> functions = new ArrayList<>();
  private final List<Link.TypeSwitch> switches = new ArrayList<>();
  private final List<Link.OfComponents> records = new ArrayList<>();
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

  /** Takes a call site in; empty if it is left to the JVM. */
  Optional<Link> link(DynamicCallSiteDesc site) {
    DirectMethodHandleDesc bootstrap = (DirectMethodHandleDesc) site.bootstrapMethod();
    return switch (bootstrap.owner().displayName() + "." + bootstrap.methodName()) {
      case "LambdaMetafactory.metafactory" -> taken(function(site), functions);
      case "SwitchBootstraps.typeSwitch" -> taken(typeSwitch(site), switches);
      case "ObjectMethods.bootstrap" -> taken(Optional.of(ofComponents(site)), records);
      default -> Optional.empty();
    };
  }

  private static <L extends Link> Optional<Link> taken(Optional<L> link, List<L> among) {
    link.ifPresent(among::add);
    return link.map(each -> each);
  }

  private Optional<Link.Function> function(DynamicCallSiteDesc site) {
    ConstantDesc[] given = site.bootstrapArgs();
    return Optional.of(
            new Link.Function(
                functions.size(),
                site.invocationType().returnType(),
                site.invocationName(),
                (MethodTypeDesc) given[0],
                site.invocationType(),
                (DirectMethodHandleDesc) given[1],
                (MethodTypeDesc) given[2]))
        .filter(Adapting::canCall);
  }

  /** Empty if a label is no type, but a constant. */
  private Optional<Link.TypeSwitch> typeSwitch(DynamicCallSiteDesc site) {
    List<ClassDesc> labels = new ArrayList<>();
    for (ConstantDesc label : site.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type)) {
        return Optional.empty();
      }
      labels.add(type);
    }
    Set<ClassDesc> known = new LinkedHashSet<>(labels);
    known.retainAll(last);
    return Optional.of(
        new Link.TypeSwitch(switches.size(), site.invocationType(), labels, known));
  }

  private Link.OfComponents ofComponents(DynamicCallSiteDesc site) {
    ConstantDesc[] given = site.bootstrapArgs(); // the record, the names of its components, getters
    Map<String, ClassDesc> fields = new LinkedHashMap<>();
    for (int i = 2; i < given.length; i++) {
      DirectMethodHandleDesc getter = (DirectMethodHandleDesc) given[i];
      fields.put(getter.methodName(), getter.invocationType().returnType());
    }
    return new Link.OfComponents(
        records.size(),
        site.invocationName(),
        site.invocationType(),
        (ClassDesc) given[0],
        fields);
  }

  /** The class with all that was taken in. */
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
            new Functions(type, functions).write(builder);
          }
          switches.forEach(choice -> TypeSwitches.write(builder, choice));
          records.forEach(
              method ->
                  builder.withMethodBody(
                      method.method(),
                      method.type(),
                      ClassFile.ACC_STATIC,
                      code -> Components.write(code, method)));
        });
  }
}
