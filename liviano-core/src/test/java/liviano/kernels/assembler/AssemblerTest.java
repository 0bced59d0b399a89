package liviano.kernels.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.kernels.assembler.OperandDraws.Instruction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AssemblerTest {
  private static final Pattern LINE =
      Pattern.compile("^\\s*[0-9a-f]+:\\t(?:[0-9a-f]{2} )+\\s*\\t(.*)$");

  @Test
  void aDisassemblerReadsWhatWasMeant(@TempDir Path folder) throws Exception {
    List<Instruction> instructions = new Instructions(1801).draw(60);
    Assembler assembler = new Assembler();
    instructions.forEach(instruction -> instruction.emit().accept(assembler));
    Path file = Files.write(folder.resolve("code.bin"), assembler.toBytes());

    assertThat(disassembled(file))
        .containsExactlyElementsOf(instructions.stream().map(Instruction::text).toList());
  }

  /** Where no disassembler is at hand: bytes that one was seen to read rightly. */
  @Test
  void givesTheRecordedBytes() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Instruction instruction : new Instructions(2018).draw(2)) {
      Assembler assembler = new Assembler();
      instruction.emit().accept(assembler);
      lines.add(HexFormat.of().formatHex(assembler.toBytes()) + "  " + instruction.text());
    }
    try (InputStream recorded = AssemblerTest.class.getResourceAsStream("instructions.txt")) {
      assertThat(lines.stream().distinct().toList())
          .containsExactlyElementsOf(
              new String(recorded.readAllBytes(), StandardCharsets.US_ASCII).lines().toList());
    }
  }

  @Test
  void jumpsReachBothWays() {
    Assembler assembler = new Assembler();
    Label end = assembler.label();
    Label start = assembler.here();
    assembler.jump(Condition.NOT_ZERO, end);
    assembler.jump(Condition.ZERO, start);
    assembler.place(end);

    assertThat(HexFormat.of().formatHex(assembler.toBytes())).isEqualTo("0f85060000000f84f4ffffff");
  }

  @Test
  void refusesWhatTheProcessorCannotDo() {
    assertThatIllegalArgumentException().isThrownBy(() -> Vec.ymm(16));
    assertThatIllegalArgumentException().isThrownBy(() -> Vec.zmm(32));
    assertThatIllegalArgumentException().isThrownBy(() -> Mem.at(Gp.RAX, Gp.RSP, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Mem.at(Gp.RAX, Gp.RCX, 3));
    Assembler assembler = new Assembler();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assembler.load(Vec.ymm(1), Mem.at(Gp.RAX), Mask.K1));
    assembler.jump(Condition.ZERO, assembler.label());
    assertThatIllegalStateException()
        .isThrownBy(assembler::toBytes)
        .withMessage("1 jumps lead nowhere");
  }

  private static List<String> disassembled(Path file) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "objdump",
                  "-D",
                  "-b",
                  "binary",
                  "-m",
                  "i386:x86-64",
                  "-M",
                  "intel",
                  "-w",
                  file.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      Assumptions.abort("objdump (binutils) is not installed: the recorded bytes are tested alone");
      throw e;
    }
    List<String> lines = new ArrayList<>();
    for (String line : new String(process.getInputStream().readAllBytes()).lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        lines.add(normal(matcher.group(1)));
      }
    }
    assertThat(process.waitFor()).isZero();
    return lines;
  }

  /** One spelling for what versions of the disassembler write differently. */
  private static String normal(String text) {
    return text.strip()
        .replaceAll("\\s+#.*$", "")
        .replace("+0x0]", "]")
        .replaceFirst("^\\{evex} ", "")
        .replaceAll("(\\w) +", "$1 ")
        .replaceAll("DWORD PTR (\\[[^]]*])\\{1to(?:8|16)}", "DWORD BCST $1");
  }
}
