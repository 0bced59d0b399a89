package liviano.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import liviano.cli.Cli;
import liviano.cli.CommandProcess;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/** The verb in a process of its own, and what its server answers. */
record Served(Process process, URI address, HttpClient client) implements AutoCloseable {

  /** Starts it at any port; what it says on standard error is left there. */
  static Served start(Path home, String... arguments) throws IOException {
    return start(home, ProcessBuilder.Redirect.INHERIT, arguments);
  }

  /** The same, with what it says on standard error sent elsewhere. */
  static Served start(Path home, ProcessBuilder.Redirect error, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("serve", "--port", "0"));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = CommandProcess.of(line.toArray(String[]::new));
    builder.environment().put("LIVIANO_HOME", home.toString());
    Process process = builder.redirectError(error).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String first = String.valueOf(out.readLine());
    assertThat(first).contains(" at http");
    URI address = URI.create(first.replaceAll(".* at (http\\S+/),.*", "$1"));
    assertThat(out.readLine()).contains("curl").contains(address + "v1/");
    return new Served(process, address, HttpClient.newHttpClient());
  }

  HttpResponse<byte[]> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path)).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
    return Json.parse(client.send(request, BodyHandlers.ofByteArray()).body()).asObject();
  }

  /** The server's answer about a picture is the verb's, but for the picture's name. */
  void assertAnswersAsTheVerb(String verb, Path model, Path picture) throws Exception {
    Cli.Outcome outcome =
        Cli.piped().run(verb, "--json", "--model", model.toString(), picture.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonObject said = Json.parse(outcome.out()).asArray().object(0);
    Map<String, JsonValue> members = new LinkedHashMap<>(said.members());
    members.remove("picture");
    String name = URLEncoder.encode(said.string("modelName"), StandardCharsets.UTF_8);
    HttpResponse<byte[]> response =
        post("v1/" + verb + "?model=" + name, Files.readAllBytes(picture));
    assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(200);
    assertThat(Json.parse(response.body())).isEqualTo(JsonObject.of(members));
  }

  /** Returns once so many requests are under way, the one that asks being one of them. */
  void awaitUnderWay(int requests) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("metrics")).build();
    while (!client
        .send(request, BodyHandlers.ofString())
        .body()
        .contains("liviano_requests_under_way " + requests + "\n")) {
      Thread.sleep(10);
    }
  }

  /** Sends a signal, and gives the exit status. */
  int end(String signal) throws IOException, InterruptedException {
    CommandProcess.signal(signal, process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }
}
