package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  /** Code with the marks of a merge does not compile; a document with them looks like any other. */
  @Test
  void noneHoldsBothSidesOfAMerge() {
    for (Path document : Documents.below(Documents.root())) {
      assertThat(Documents.read(document).lines())
          .as("%s", document)
          .noneMatch(line -> line.matches("(<{7}|>{7})( .*)?"));
    }
  }
}
