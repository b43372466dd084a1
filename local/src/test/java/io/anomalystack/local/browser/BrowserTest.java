package io.anomalystack.local.browser;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** Pages as a user meets them. Without Chromium these tests are left out; in CI they fail. */
public abstract class BrowserTest {
  /** Where to leave pictures of the pages, for people to look at. */
  protected static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final String NO_BROWSER = "no Chromium on the PATH to try the page in";

  private static Chromium chromium;

  /** The tab that is open. */
  protected Tab tab;

  @BeforeAll
  static void startBrowser(TestInfo test) throws Exception {
    Optional<Path> executable = Chromium.find();
    if (executable.isPresent()) {
      chromium = Chromium.start(executable.get());
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      fail("in CI, but " + NO_BROWSER);
    }
    System.out.println(test.getDisplayName() + " is left out: " + NO_BROWSER);
  }

  @AfterAll
  static void stopBrowser() throws Exception {
    if (chromium != null) {
      chromium.close();
      chromium = null;
    }
  }

  @BeforeEach
  void openTab() throws Exception {
    // Not before all of them: Surefire would count none, not even as left out.
    Assumptions.assumeTrue(chromium != null, NO_BROWSER);
    tab = chromium.tab();
    tab.resize(1280, 900, false);
    tab.preferDark(false);
  }

  @AfterEach
  void closeTab() {
    if (tab != null) {
      tab.close();
    }
  }

  /** The text of an element, and of all that is in it. */
  protected final String text(String selector) throws Exception {
    return tab.evaluate("document.querySelector(\"" + selector + "\").textContent").textValue();
  }
}
