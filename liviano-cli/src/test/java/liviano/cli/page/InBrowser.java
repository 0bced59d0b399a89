package liviano.cli.page;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that take a {@link Chromium}. They are skipped where there is none, or no driver for it;
 * {@code .ci/run} installs both.
 */
@Target(TYPE)
@Retention(RUNTIME)
@Tag("browser")
@ExtendWith(ChromiumExtension.class)
@interface InBrowser {}
