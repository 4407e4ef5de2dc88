package dev.demist.server.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands; those that need models get the factory of them. */
record Factory(ModelsFactory models) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == ModelsFactory.class) {
                return type.cast(constructor.newInstance(models));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
