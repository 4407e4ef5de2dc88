package dev.demist.webui.testkit;

import com.microsoft.playwright.Browser;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods a {@link Browser}, one for the whole run of the tests. On a machine without one the tests are
 * skipped one by one, so that the count shows them, and a warning says why; with {@code CI=true} they fail.
 */
public final class ChromiumExtension implements BeforeEachCallback, ParameterResolver {

    private static final Logger LOG = Logger.getLogger(ChromiumExtension.class.getName());

    private record Shared(Optional<Chromium> chromium) implements AutoCloseable {

        static Shared start() {
            Shared shared = new Shared(Chromium.start());
            if (shared.chromium.isEmpty()) {
                LOG.warning(Chromium.MISSING);
            }
            return shared;
        }

        @Override
        public void close() {
            chromium.ifPresent(Chromium::close);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (shared(context).chromium.isPresent()) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(Chromium.MISSING);
        }
        Assumptions.abort(Chromium.MISSING);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).chromium.orElseThrow().browser();
    }

    private static Shared shared(ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
        return store.getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }
}
