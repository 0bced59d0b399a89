package example.spring;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code vision.*}.
 *
 * @param classifier the model file of {@code POST /classify}
 * @param detector the model file of {@code POST /detect}
 * @param timeout the longest that one answer may take
 */
@ConfigurationProperties("vision")
public record VisionProperties(
    Path classifier, Path detector, @DefaultValue("5s") Duration timeout) {}
