package liviano.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Formatter;
import java.util.List;

/** What no class does, whatever room it lives in, or only those of one room. */
final class Habits {
  private static final String COMMAND = "liviano.cli..";
  private static final String INSTALL = "liviano.cli.install..";
  private static final String VECTOR_KERNELS = "liviano.kernels.vector..";

  private Habits() {}

  static List<Rule> rules() {
    return List.of(
        onlyTheCommandPrints(),
        onlyInstallingOpensConnections(),
        nothingIsDeserialized(),
        vectorTypesStayInTheirKernels(),
        vectorsAreNotKeptInFields(),
        staticStateIsConstant(),
        formatsHaveALocale());
  }

  private static Rule onlyTheCommandPrints() {
    return new Rule(
        noClasses()
            .that()
            .resideOutsideOfPackage(COMMAND)
            .should(ACCESS_STANDARD_STREAMS)
            .as("only the command prints; libraries have System.Logger"),
        new Breach("liviano.zoo", "Talker", "void f(Exception e) { e.printStackTrace(); }"));
  }

  private static Rule onlyInstallingOpensConnections() {
    return new Rule(
        noClasses()
            .that()
            .resideOutsideOfPackage(INSTALL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "javax.net..")
            .as("only the installing of models may reach for the network"),
        new Breach("liviano.weights", "Fetcher", "java.net.URL url;"));
  }

  private static Rule nothingIsDeserialized() {
    return new Rule(
        noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInputStream.class)
            .as("no bytes from outside become Java objects by themselves"),
        new Breach("liviano.cli", "Thawer", "java.io.ObjectInputStream in;"));
  }

  private static Rule vectorTypesStayInTheirKernels() {
    return new Rule(
        noClasses()
            .that()
            .resideOutsideOfPackage(VECTOR_KERNELS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator..")
            .as("the incubating module is known to kernels.vector alone"),
        new Breach(
            "liviano.kernels",
            "Leak",
            "public jdk.incubator.vector.FloatVector f() { return null; }"));
  }

  /** A vector that is stored in a field is a boxed object, and its kernel is slow. */
  private static Rule vectorsAreNotKeptInFields() {
    DescribedPredicate<JavaClass> vector =
        describe(
            "a vector, mask or shuffle",
            type -> type.getName().matches("jdk\\.incubator\\.vector\\.\\w*(Vector|Mask|Shuffle)"));
    return new Rule(
        noFields()
            .should()
            .haveRawType(vector)
            .as("vectors are not kept in fields")
            .allowEmptyShould(true),
        new Breach("liviano.kernels.vector", "Boxed", "jdk.incubator.vector.FloatVector sum;"));
  }

  private static Rule staticStateIsConstant() {
    return new Rule(
        fields()
            .that()
            .areStatic()
            .should()
            .beFinal()
            .as("static fields are final")
            .allowEmptyShould(true),
        new Breach("liviano.zoo", "Counter", "static int count;"));
  }

  /** What a machine reads has the digits and letters of no country. */
  private static Rule formatsHaveALocale() {
    return new Rule(
        noClasses()
            .should()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintStream.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintWriter.class, "format", String.class, Object[].class)
            .orShould()
            .callConstructor(Formatter.class)
            .orShould()
            .callConstructor(Formatter.class, Appendable.class)
            .as("texts are formatted, and letters changed, under Locale.ROOT"),
        new Breach("liviano.json", "Local", "String f(int n) { return \"%d\".formatted(n); }"));
  }
}
