package example.spring;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import liviano.engine.CancelledException;
import liviano.vision.Category;
import liviano.vision.Detection;
import liviano.vision.ImageClassifier;
import liviano.vision.MalformedPictureException;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.vision.PictureLimits;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A picture as the body of the request, the answer as JSON. */
@RestController
class VisionController {
  private final ImageClassifier classifier;
  private final ObjectDetector detector;
  private final PictureLimits limits;
  private final Cores cores;

  VisionController(
      ImageClassifier classifier, ObjectDetector detector, PictureLimits limits, Cores cores) {
    this.classifier = classifier;
    this.detector = detector;
    this.limits = limits;
    this.cores = cores;
  }

  @PostMapping("/classify")
  List<Category> classify(InputStream body) throws IOException {
    byte[] picture = read(body);
    return cores.compute(() -> classifier.classify(decode(picture)));
  }

  @PostMapping("/detect")
  List<Detection> detect(InputStream body) throws IOException {
    byte[] picture = read(body);
    return cores.compute(() -> detector.detect(decode(picture)));
  }

  /** A slow client must not hold a core, so the whole body is here before one is asked for. */
  private byte[] read(InputStream body) throws IOException {
    return body.readNBytes(Math.toIntExact(limits.maxBytes() + 1));
  }

  private Picture decode(byte[] picture) {
    return Picture.read(picture, "the picture", limits);
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.UNPROCESSABLE_CONTENT)
  Map<String, String> malformed(MalformedPictureException e) {
    return Map.of("error", e.getMessage());
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.GATEWAY_TIMEOUT)
  Map<String, String> late(CancelledException e) {
    return Map.of("error", e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> busy(Cores.BusyException e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .body(Map.of("error", e.getMessage()));
  }
}
