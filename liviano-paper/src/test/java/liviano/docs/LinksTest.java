package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relative links between documents lead to files and headings that exist. */
class LinksTest {
  @Test
  void everyLinkOfEveryDocumentLeadsSomewhere() {
    List<Path> documents = Documents.below(Documents.root());

    assertThat(documents)
        .contains(
            Documents.root().resolve("README.md"),
            Documents.root().resolve("docs/notes/README.md"),
            Documents.root().resolve("docs/es/articulo.md"));
    for (Path document : documents) {
      assertThat(Links.broken(document)).as("broken links of %s", document).isEmpty();
    }
  }

  @Test
  void everyNoteIsReachedFromTheirIndex() {
    Path notes = Documents.root().resolve("docs/notes");
    String index = Documents.read(notes.resolve("README.md"));

    for (Path note : Documents.below(notes)) {
      String name = note.getFileName().toString();
      if (!name.equals("README.md")) {
        assertThat(index).contains("](" + name + ")");
      }
    }
  }

  @Test
  void aBrokenLinkIsFound(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("other.md"), "# Two words\n\n```sh\n# a comment\n```\n## Twice\n## Twice\n");
    Path document =
        Files.writeString(
            folder.resolve("page.md"),
            """
            # Here
            [a](#here) [b](other.md) [c](other.md#two-words) [d](other.md#twice-1) `[no](link)`
            [e](https://example.org/x#y) ![f](missing.png) [g](other.md#three) [h](#there)
            [i](other.md#a-comment) [j](other.md#twice-2) [k](other.md "title") [l](gone.md "title")
            ```java
            call[0](nothing)
            ```
            """);

    assertThat(Links.broken(document))
        .containsExactly(
            "missing.png",
            "other.md#three",
            "#there",
            "other.md#a-comment",
            "other.md#twice-2",
            "gone.md");
  }

  @Test
  void anchorsAreThoseOfGitHub() {
    assertThat(
            Links.anchors("## What `convert` reads\n## Other engines: `bench --vs`\n# El artículo"))
        .containsExactlyInAnyOrder("what-convert-reads", "other-engines-bench---vs", "el-artículo");
  }
}
