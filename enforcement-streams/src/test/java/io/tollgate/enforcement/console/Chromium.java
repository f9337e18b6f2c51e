package io.tollgate.enforcement.console;

import io.tollgate.testsupport.scenario.Await;
import io.tollgate.testsupport.scenario.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The distribution's browser without a screen. It is told where driver and browser are, and so downloads neither. */
final class Chromium implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "console");

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where there is none. */
    static Chromium start() {
        Installed.require("chromium", "chromedriver");
        var wanted = new LoggingPreferences();
        wanted.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(Installed.path("chromium").toFile());
        options.setCapability("goog:loggingPrefs", wanted);
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // CI is root in a container, where Chromium's sandbox cannot be; it sees our pages only
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Installed.path("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        var driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
        return new Chromium(driver);
    }

    void open(URI page) {
        driver.get(page.toString());
    }

    /** How its owner likes it. */
    void prefers(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 700));
    }

    /** Cuts it off, or lets it in again. */
    void network(boolean isThere) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", !isThere, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    long number(String script, Object... arguments) {
        return Math.round(((Number) run("return " + script, arguments)).doubleValue());
    }

    boolean holds(String condition, Object... arguments) {
        return Boolean.TRUE.equals(run("return Boolean(" + condition + ")", arguments));
    }

    /** The text that is shown there; empty if there is nothing. */
    String text(String selector) {
        return (String) run("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** As a keyboard would, wherever the focus is. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void type(String selector, String text) {
        var field = find(selector);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    void await(String what, String condition, Object... arguments) {
        Await.until(what, Await.PATIENCE, () -> holds(condition, arguments), () -> text("body") + errors());
    }

    /** Into {@code target}, for people to look at. */
    void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What the page complained of since it was asked last. */
    List<String> errors() {
        return StreamSupport.stream(driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
