package dev.demist.schedulers;

import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The noise levels of many schedulers as small pictures side by side. */
final class NoiseCurves {

    private static final int COLUMNS = 5;
    private static final int WIDTH = 150;
    private static final int HEIGHT = 100;
    private static final int PLOT = 70;
    private static final double MOST = Math.log10(200);
    private static final double LEAST = Math.log10(0.002);

    private NoiseCurves() {}

    static String svg(List<SchedulerProvider> providers) {
        int rows = (providers.size() + COLUMNS - 1) / COLUMNS;
        StringBuilder svg = new StringBuilder(String.format("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="10">
                <title>Noise level over a run of 20 steps, logarithmic, for each scheduler</title>
                <style>rect{fill:#8881}polyline{fill:none;stroke:#36c;stroke-width:1.5;marker:url(#d)}text{fill:#888}</style>
                <marker id="d" markerWidth="3" markerHeight="3" refX="1.5" refY="1.5"><circle cx="1.5" cy="1.5" r="1" fill="#36c"/></marker>
                """, COLUMNS * WIDTH, rows * HEIGHT));
        for (int i = 0; i < providers.size(); i++) {
            svg.append(panel(providers.get(i), i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String panel(SchedulerProvider provider, int x, int y) {
        SchedulerPlan plan = provider.create(SchedulerConfig.of(Map.of())).plan(20);
        StringBuilder points = new StringBuilder();
        for (int call = 0; call < plan.calls(); call++) {
            double level = (Math.log10(Math.max(plan.noiseLevel(call), 1e-9)) - LEAST) / (MOST - LEAST);
            double height = PLOT * (1 - Math.max(0, Math.min(1, level)));
            points.append(String.format(Locale.ROOT, "%.0f,%.1f ", 5.0 + call * (WIDTH - 20.0) / plan.calls(), height));
        }
        return String.format(
                "<g transform=\"translate(%d %d)\"><rect width=\"%d\" height=\"%d\"/><text x=\"4\" y=\"%d\">%s</text>"
                        + "<polyline points=\"%s\"/></g>%n",
                x,
                y + 5,
                WIDTH - 10,
                PLOT,
                PLOT + 12,
                provider.name(),
                points.toString().strip());
    }
}
