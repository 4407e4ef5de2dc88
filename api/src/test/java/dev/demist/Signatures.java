package dev.demist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public and protected types of one artifact with their members as text, without those of internal packages, in an
 * order that depends on names alone: what other code can compile against.
 */
final class Signatures {

    private static final int MEMBER_MODIFIERS =
            Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

    private Signatures() {}

    /** The signatures of the artifact that holds {@code anchor}. */
    static String of(Class<?> anchor) {
        return classes(anchor).stream()
                .filter(type -> isVisible(type) && !type.getPackageName().contains(".internal"))
                .sorted(Comparator.comparing(Class::getName))
                .map(Signatures::type)
                .collect(Collectors.joining("\n"));
    }

    private static List<Class<?>> classes(Class<?> anchor) {
        try {
            Path place = Path.of(
                    anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return classes(anchor, place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return classes(anchor, jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> classes(Class<?> anchor, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .<Class<?>>map(name -> load(anchor, name))
                    .toList();
        }
    }

    private static Class<?> load(Class<?> anchor, String file) {
        try {
            String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
            return Class.forName(name, false, anchor.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return isVisible(type.getModifiers())
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && (outer == null || isVisible(outer));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String type(Class<?> type) {
        return header(type) + "\n"
                + members(type).map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    private static String header(Class<?> type) {
        int hidden = type.isInterface() ? Modifier.ABSTRACT | Modifier.STATIC : 0;
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        return words(
                Modifier.toString(type.getModifiers() & MEMBER_MODIFIERS & ~hidden),
                type.isSealed() ? "sealed" : "",
                kind,
                name(type) + parameters(type.getTypeParameters()) + components(type),
                relation("extends", Stream.of(type.getAnnotatedSuperclass()).filter(s -> s != null && !isRoot(s))),
                relation(type.isInterface() ? "extends" : "implements", Arrays.stream(type.getAnnotatedInterfaces())),
                type.isSealed()
                        ? "permits "
                                + Arrays.stream(type.getPermittedSubclasses())
                                        .map(Signatures::name)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                        : "");
    }

    private static boolean isRoot(AnnotatedType superclass) {
        Type type = superclass.getType();
        Type raw = type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type;
        return raw == Object.class || raw == Record.class || raw == Enum.class;
    }

    private static String components(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(component -> text(component.getAnnotatedType()) + " " + component.getName())
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
    }

    private static String relation(String word, Stream<AnnotatedType> types) {
        String list = types.map(Signatures::text).sorted().collect(Collectors.joining(", "));
        return list.isEmpty() ? "" : word + " " + list;
    }

    private static Stream<String> members(Class<?> type) {
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(field -> isVisible(field.getModifiers()) && !field.isSynthetic())
                .map(field -> words(modifiers(field.getModifiers()), text(field.getAnnotatedType()), field.getName()));
        Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> isVisible(constructor.getModifiers()) && !constructor.isSynthetic())
                .map(constructor -> words(
                        modifiers(constructor.getModifiers()),
                        parameters(constructor.getTypeParameters()),
                        type.getSimpleName() + arguments(constructor)));
        Stream<String> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> isVisible(method.getModifiers()) && !method.isSynthetic())
                .map(Signatures::method);
        return Stream.of(fields, constructors, methods).flatMap(Stream::sorted);
    }

    private static String method(Method method) {
        return words(
                modifiers(method.getModifiers()),
                method.isDefault() ? "default" : "",
                parameters(method.getTypeParameters()),
                text(method.getAnnotatedReturnType()),
                method.getName() + arguments(method));
    }

    private static String modifiers(int modifiers) {
        return Modifier.toString(modifiers & MEMBER_MODIFIERS);
    }

    private static String arguments(Executable executable) {
        String thrown = Arrays.stream(executable.getAnnotatedExceptionTypes())
                .map(Signatures::text)
                .sorted()
                .collect(Collectors.joining(", "));
        return list("(", executable.getAnnotatedParameterTypes(), ")") + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String parameters(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(variable -> words(
                                variable.getName(),
                                relation(
                                        "extends",
                                        Arrays.stream(variable.getAnnotatedBounds())
                                                .filter(bound -> bound.getType() != Object.class
                                                        || bound.isAnnotationPresent(Nullable.class)))))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String list(String open, AnnotatedType[] types, String close) {
        return Arrays.stream(types).map(Signatures::text).collect(Collectors.joining(", ", open, close));
    }

    private static String text(AnnotatedType type) {
        String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            return text(array.getAnnotatedGenericComponentType()) + (nullable.isEmpty() ? "[]" : " @Nullable []");
        }
        if (type instanceof AnnotatedParameterizedType parameterized) {
            Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
            return nullable + name(raw) + list("<", parameterized.getAnnotatedActualTypeArguments(), ">");
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return wildcard.getAnnotatedLowerBounds().length > 0
                    ? list("? super ", wildcard.getAnnotatedLowerBounds(), "")
                    : list("? extends ", wildcard.getAnnotatedUpperBounds(), "");
        }
        return nullable
                + (type.getType() instanceof Class<?> plain
                        ? name(plain)
                        : type.getType().getTypeName());
    }

    private static String name(Class<?> type) {
        String name = type.getCanonicalName();
        return name.matches("java\\.lang\\.[A-Z]\\w*") ? name.substring("java.lang.".length()) : name;
    }

    private static String words(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }
}
