package liviano.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.ObjectInputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What no class does, whatever room it lives in, or only those of one room. */
final class Habits {
  private static final String COMMAND = "liviano.cli..";
  private static final String INSTALL = "liviano.cli.install..";
  private static final String SERVER = "liviano.server..";
  private static final String SERVE = "liviano.cli.serve..";
  private static final String VECTOR_KERNELS = "liviano.kernels.vector..";

  /** What takes the user's locale where it is handed none; {@code <init>} are constructors. */
  private static final Map<String, Set<String>> TEXTS =
      Map.ofEntries(
          entry("java.lang.String", Set.of("format", "formatted", "toUpperCase", "toLowerCase")),
          entry("java.io.PrintStream", Set.of("printf", "format")),
          entry("java.io.PrintWriter", Set.of("printf", "format")),
          entry("java.io.Console", Set.of("printf", "format", "readLine", "readPassword")),
          entry("java.util.Formatter", Set.of("<init>")),
          entry("java.util.Scanner", Set.of("<init>")),
          entry("java.util.Locale", Set.of("getDefault")),
          entry("java.util.ResourceBundle", Set.of("getBundle")));

  /** The same of numbers, dates and orders. */
  private static final Map<String, Set<String>> NUMBERS =
      Map.ofEntries(
          entry("java.text.DecimalFormat", Set.of("<init>")),
          entry("java.text.DecimalFormatSymbols", Set.of("<init>", "getInstance")),
          entry(
              "java.text.NumberFormat",
              Set.of(
                  "getInstance",
                  "getNumberInstance",
                  "getIntegerInstance",
                  "getPercentInstance",
                  "getCompactNumberInstance")),
          entry("java.text.MessageFormat", Set.of("<init>", "format")),
          entry("java.text.SimpleDateFormat", Set.of("<init>")),
          entry("java.text.Collator", Set.of("getInstance")),
          entry("java.time.format.DateTimeFormatter", Set.of("ofPattern", "ofLocalizedDate")));

  private static final Set<String> LISTENING =
      Set.of(
          "java.net.InetAddress",
          "java.net.InetSocketAddress",
          "java.net.URI",
          "java.net.UnknownHostException",
          "javax.net.ssl.KeyManager",
          "javax.net.ssl.KeyManagerFactory",
          "javax.net.ssl.SSLContext",
          "javax.net.ssl.TrustManager");

  private static final Set<String> LOCALES =
      Set.of("java.util.Locale", "java.text.DecimalFormatSymbols");

  private static final DescribedPredicate<JavaClass> VECTOR =
      describe(
          "a vector, mask or shuffle",
          type -> type.getName().matches("jdk\\.incubator\\.vector\\.\\w*(Vector|Mask|Shuffle)"));

  private Habits() {}

  static List<Rule> rules() {
    return List.of(
        onlyTheCommandPrints(),
        onlyInstallingOpensConnections(),
        theServerOpensNone(),
        nothingIsDeserialized(),
        vectorTypesStayInTheirKernels(),
        vectorsAreNotKeptInFields(),
        vectorsAreNotReturned(),
        vectorsAreNotParameters(),
        staticStateIsConstant(),
        formatsHaveALocale(),
        numbersHaveALocale());
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

  /** An address alone opens no connection. */
  private static Rule onlyInstallingOpensConnections() {
    return new Rule(
        noClasses()
            .that()
            .resideOutsideOfPackages(INSTALL, SERVER, SERVE)
            .and()
            .doNotHaveFullyQualifiedName("liviano.cli.ServeRehearsal") // asks a server of its own
            .should()
            .dependOnClassesThat(
                describe(
                    "of the network", type -> isOfNetwork(type) && !type.isEquivalentTo(URI.class)))
            .as("only the installing of models may reach for the network, and what serves them"),
        new Breach("liviano.weights", "Fetcher", "java.net.URL url;"));
  }

  /** It waits for those of others. */
  private static Rule theServerOpensNone() {
    return new Rule(
        noClasses()
            .that()
            .resideInAPackage(SERVER)
            .should()
            .dependOnClassesThat(
                describe(
                    "of the network beside addresses and keys",
                    type -> isOfNetwork(type) && !LISTENING.contains(type.getName())))
            .as("the server opens no connection"),
        new Breach("liviano.server", "Caller", "java.net.Socket socket;"));
  }

  private static boolean isOfNetwork(JavaClass type) {
    return type.getPackageName().matches("javax?\\.net(\\..*)?");
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
    return new Rule(
        noFields()
            .should()
            .haveRawType(VECTOR)
            .as("vectors are not kept in fields")
            .allowEmptyShould(true),
        new Breach("liviano.kernels.vector", "Boxed", "jdk.incubator.vector.FloatVector sum;"));
  }

  /** C2 may leave out a method of ours when it inlines, and then boxes what goes through it. */
  private static Rule vectorsAreNotReturned() {
    return new Rule(
        noMethods()
            .should()
            .haveRawReturnType(VECTOR)
            .as("methods return no vectors")
            .allowEmptyShould(true),
        new Breach(
            "liviano.kernels.vector",
            "Sum",
            "jdk.incubator.vector.FloatVector of() { return null; }"));
  }

  private static Rule vectorsAreNotParameters() {
    return new Rule(
        noMethods()
            .should()
            .haveRawParameterTypes(
                describe("a vector, mask or shuffle", types -> types.stream().anyMatch(VECTOR)))
            .as("methods take no vectors")
            .allowEmptyShould(true),
        new Breach(
            "liviano.kernels.vector",
            "Store",
            "void at(int place, jdk.incubator.vector.FloatVector sum) {}"));
  }

  private static Rule staticStateIsConstant() {
    return new Rule(
        fields()
            .that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC) // of launcher/links
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
            .callCodeUnitWhere(followsTheUser(TEXTS))
            .as("texts are formatted and read, and letters changed, under Locale.ROOT"),
        new Breach("liviano.json", "Local", "String f(int n) { return \"%d\".formatted(n); }"));
  }

  private static Rule numbersHaveALocale() {
    return new Rule(
        noClasses()
            .should()
            .callCodeUnitWhere(followsTheUser(NUMBERS))
            .as("numbers and dates are formatted under Locale.ROOT"),
        new Breach(
            "liviano.json",
            "LocalNumber",
            "String f(int n) { return new java.text.DecimalFormat(\"0.0\").format(n); }"));
  }

  private static DescribedPredicate<JavaCall<?>> followsTheUser(Map<String, Set<String>> calls) {
    return describe(
        "that follows the user's locale",
        call ->
            calls.getOrDefault(call.getTargetOwner().getName(), Set.of()).contains(call.getName())
                && call.getTarget().getRawParameterTypes().stream()
                    .noneMatch(type -> LOCALES.contains(type.getName())));
  }
}
