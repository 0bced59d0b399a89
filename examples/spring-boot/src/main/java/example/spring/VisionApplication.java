package example.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** A service that says what is in a picture, and what is where in it. */
@SpringBootApplication
@EnableConfigurationProperties(VisionProperties.class)
public class VisionApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(VisionApplication.class, arguments);
  }
}
