package io.tollgate.enforcement.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.InstanceOfAssertFactories;

/** What can be reckoned of whether a page can be read and used. */
final class Checks {

    /**
     * A script that gives the faults as texts: a page wider than the screen, text whose contrast is below 4.5 to 1 (WCAG 2.1,
     * 1.4.3), controls without a name, ids that are not unique, parts that a role may not have, and targets that are too
     * small for a finger.
     */
    private static final String FAULTS = """
            const faults = [];
            const shown = node => node.checkVisibility({visibilityProperty: true, opacityProperty: true})
                && node.getBoundingClientRect().width > 1 && !node.closest('.unseen, .skip');
            if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the screen');

            const channels = color => {
                const context = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
                context.fillStyle = color;
                context.fillRect(0, 0, 1, 1);
                return [...context.getImageData(0, 0, 1, 1).data];
            };
            const known = new Map();
            const parsed = color => known.get(color) ?? known.set(color, channels(color)).get(color);
            const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255)
                .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = node => {
                for (let each = node; each; each = each.parentElement) {
                    const color = parsed(getComputedStyle(each).backgroundColor);
                    if (color[3] === 255) return color;
                }
                return [255, 255, 255, 255];
            };
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            let read = 0;
            while (texts.nextNode()) {
                const node = texts.currentNode.parentElement;
                if (!texts.currentNode.data.trim() || node.matches('script, style, noscript, option') || !shown(node)) continue;
                read += 1;
                const [a, b] = [parsed(getComputedStyle(node).color), behind(node)].map(luminance);
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < 4.5) faults.push(`${ratio.toFixed(2)}: ${texts.currentNode.data.trim().slice(0, 30)}`);
            }
            if (read < 10) faults.push(`only ${read} texts to read`);

            for (const control of document.querySelectorAll('button, input, select, a[href], [role=grid], nav, section, aside')) {
                const name = control.getAttribute('aria-label') ?? control.labels?.[0]?.innerText ?? control.innerText;
                if (shown(control) && !name?.trim()) faults.push(`no name: ${control.outerHTML.slice(0, 80)}`);
            }
            const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
            if (new Set(ids).size !== ids.length) faults.push('an id twice');
            const allowed = {row: '[role=rowgroup]', rowgroup: '[role=grid], [role=presentation]', gridcell: '[role=row]', columnheader: '[role=row]'};
            for (const [role, parent] of Object.entries(allowed)) {
                for (const node of document.querySelectorAll(`[role=${role}]`)) {
                    if (!node.parentElement.matches(parent)) faults.push(`${role} in ${node.parentElement.className}`);
                }
            }
            if (innerWidth < 700) {
                for (const control of document.querySelectorAll('nav a, .tools button, .tools input, .chips button')) {
                    if (shown(control) && control.getBoundingClientRect().height < 36) faults.push(`too small: ${control.innerText || control.id}`);
                }
            }
            return faults;
            """;

    private Checks() {}

    /** Takes screenshots in both themes, on a desk and on a phone, and finds nothing wrong with any. */
    static void look(Chromium browser, String name) {
        for (var theme : new String[] {"dark", "light"}) {
            browser.prefers(theme);
            for (int width : new int[] {1440, 390}) {
                browser.resize(width, 844);
                browser.screenshot(name + "-" + theme + "-" + width);
                assertThat(browser.run(FAULTS))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .as(name + ", " + theme + ", " + width)
                        .isEmpty();
            }
        }
    }
}
