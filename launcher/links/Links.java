import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The functions of a nest, and the class with them. */
final class Links {
  final ClassDesc type;
  private final List<Link.Function> functions = new ArrayList<>();

  Links(ClassDesc type) {
    this.type = type;
  }

  boolean isEmpty() {
    return functions.isEmpty();
  }

  /** Takes a call site in; empty if it is no function, or left to the JVM. */
  Optional<Link.Function> link(DynamicCallSiteDesc site) {
    if (!Link.isMadeBy(site, "LambdaMetafactory.metafactory")) {
      return Optional.empty();
    }
    ConstantDesc[] given = site.bootstrapArgs();
    Optional<Link.Function> function =
        Optional.of(
            new Link.Function(
                functions.size(),
                site.invocationType().returnType(),
                site.invocationName(),
                (MethodTypeDesc) given[0],
                site.invocationType(),
                (DirectMethodHandleDesc) given[1],
                (MethodTypeDesc) given[2]))
        .filter(Adapting::canCall);
    function.ifPresent(functions::add);
    return function;
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
          new Functions(type, functions).write(builder);
        });
  }
}
