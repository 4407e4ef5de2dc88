package dev.demist.server.cli;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes the commands; each takes in its constructor what it needs of these.
 *
 * @param models starts what makes pictures
 * @param environment the variables of the process
 */
record Factory(ModelsFactory models, Map<String, String> environment) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] wanted = constructor.getParameterTypes();
            if (Arrays.equals(wanted, new Class<?>[] {ModelsFactory.class})) {
                return type.cast(constructor.newInstance(models));
            }
            if (Arrays.equals(wanted, new Class<?>[] {Map.class})) {
                return type.cast(constructor.newInstance(environment));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
