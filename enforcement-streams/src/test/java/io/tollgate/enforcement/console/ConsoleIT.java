package io.tollgate.enforcement.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.api.ApiPorts;
import io.tollgate.enforcement.api.Health;
import io.tollgate.enforcement.api.HttpApi;
import io.tollgate.schemas.setting.HostPort;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console in a real browser, over a service with ten thousand calls. */
class ConsoleIT {

    private static final int CALLS = 10_000;

    private static Chromium browser;
    private static HttpApi api;

    @BeforeAll
    static void start() {
        browser = Chromium.start();
        var ledger = new ManyCalls(Instant.now(), CALLS);
        api = HttpApi.start(
                HostPort.parse("127.0.0.1:0"),
                null,
                ApiPorts.reading(() -> new Health(true, "running"), () -> "", ledger));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (api != null) {
            api.close();
        }
    }

    @BeforeEach
    void openPage() {
        browser.resize(1440, 900);
        browser.prefers("dark");
        browser.open(api.uri().resolve("/"));
        browser.await("the calls", "document.querySelectorAll('#view-calls .window .line:not([hidden])').length > 10");
    }

    @Test
    void shouldShowLiveCallsButOnlyThoseInSightAsRows() {
        assertThat(browser.text("#view-calls .total")).contains("10 000 calls");
        assertThat(browser.number("document.querySelectorAll('#view-calls [role=row]').length"))
                .isBetween(20L, 80L);
        assertThat(browser.find("#view-calls [role=grid]").getDomAttribute("aria-rowcount"))
                .isEqualTo("10001");
    }

    @Test
    void shouldLookRightInBothThemesAndOnAPhone() {
        for (var view : new String[] {"calls", "accounts", "blacklist", "decisions", "gateways"}) {
            browser.run("location.hash = arguments[0]", view);
            browser.await("the view", "document.body.dataset.view === arguments[0]", view);
            for (var theme : new String[] {"dark", "light"}) {
                browser.prefers(theme);
                browser.resize(1440, 900);
                browser.screenshot(view + "-" + theme);
                browser.resize(390, 844);
                browser.screenshot(view + "-" + theme + "-phone");
                assertThat(browser.number("document.documentElement.scrollWidth"))
                        .as(view)
                        .isLessThanOrEqualTo(390);
            }
        }
    }
}
