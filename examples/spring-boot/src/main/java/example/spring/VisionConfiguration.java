package example.spring;

import java.io.IOException;
import liviano.model.Model;
import liviano.vision.ClassifierOptions;
import liviano.vision.DetectorOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.ObjectDetector;
import liviano.vision.PictureLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The tasks as beans. One of each serves every thread: they are immutable, and each call takes
 * memory of its own. A model that cannot be loaded ends the start with a line that names the file.
 */
@Configuration(proxyBeanMethods = false)
public class VisionConfiguration {
  private static final long MAX_PIXELS = 25_000_000;
  private static final long MAX_BYTES = 16L << 20;

  @Bean
  ImageClassifier classifier(VisionProperties properties) throws IOException {
    ClassifierOptions options =
        ClassifierOptions.builder().maxResults(5).timeout(properties.timeout()).build();
    return ImageClassifier.of(Model.load(properties.classifier()), options);
  }

  @Bean
  ObjectDetector detector(VisionProperties properties) throws IOException {
    DetectorOptions options =
        DetectorOptions.builder().scoreThreshold(0.5f).timeout(properties.timeout()).build();
    return ObjectDetector.of(Model.load(properties.detector()), options);
  }

  /** What a picture may ask for, checked before memory is taken for it. */
  @Bean
  PictureLimits pictureLimits() {
    return PictureLimits.builder().maxPixels(MAX_PIXELS).maxBytes(MAX_BYTES).build();
  }

}
