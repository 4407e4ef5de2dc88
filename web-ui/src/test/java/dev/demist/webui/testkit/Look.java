package dev.demist.webui.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/** How the page is looked at: the window's size and the colours that the reader prefers. */
public enum Look {
    /** A desk, by day. */
    LIGHT(1400, 900, ColorScheme.LIGHT),
    /** A desk, by night. */
    DARK(1400, 900, ColorScheme.DARK),
    /** A phone, upright. */
    PHONE(390, 844, ColorScheme.LIGHT),
    /** A phone by night. */
    PHONE_DARK(390, 844, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme colours;

    Look(int width, int height, ColorScheme colours) {
        this.width = width;
        this.height = height;
        this.colours = colours;
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setAcceptDownloads(true);
    }
}
