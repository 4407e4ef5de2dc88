package dev.demist.server.http.access;

import dev.demist.DemistException;
import dev.demist.server.run.request.Allowance;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A user in a file of tokens: {@code ann TOKEN 2 waiting=20 steps-per-hour=5000 models=emoji,sdxl}, of which the name
 * and the token must be there.
 *
 * @param allowance the share of the steps, 0.1 ... 10 and 1 if nothing is said; how many runs may wait, how many steps
 *     may be asked for in an hour, and which models
 */
record UserLine(String name, String token, Allowance allowance) {

    private static final Pattern LINE = Pattern.compile(
            "(?<name>\\S+)\\s+(?<token>\\S+)(\\s+(?<share>\\d{1,2}(\\.\\d{1,9})?))?(?<rules>(\\s+[a-z-]+=\\S+)*)");
    private static final String WAITING = "waiting";
    private static final String STEPS = "steps-per-hour";
    private static final String MODELS = "models";
    private static final Set<String> RULES = Set.of(WAITING, STEPS, MODELS);
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

    /**
     * The user in {@code line} of {@code file}.
     *
     * @throws DemistException INVALID_REQUEST if it is something else
     */
    static UserLine read(Path file, String line) {
        Matcher user = LINE.matcher(line.strip());
        if (!user.matches()) {
            throw refuse(
                    file, "every line must be a user's name, a token and optionally a share of 0.1 to 10 and rules");
        }
        Map<String, String> rules = rules(file, user.group("rules").strip());
        Integer waiting = number(file, rules, WAITING);
        Integer steps = number(file, rules, STEPS);
        List<String> models =
                rules.containsKey(MODELS) ? List.of(rules.get(MODELS).split(",")) : List.of();
        Allowance allowance = new Allowance(
                share(file, user.group("share")), waiting, steps == null ? null : steps.longValue(), models);
        return new UserLine(user.group("name"), user.group("token"), allowance);
    }

    private static Map<String, String> rules(Path file, String text) {
        Map<String, String> rules = text.isEmpty()
                ? Map.of()
                : Arrays.stream(text.split("\\s+"))
                        .map(rule -> rule.split("=", 2))
                        .collect(Collectors.toMap(rule -> rule[0], rule -> rule[1], (first, second) -> second));
        rules.keySet().stream()
                .filter(name -> !RULES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw refuse(
                            file,
                            name + " is no rule; rules are " + String.join(", ", List.of(WAITING, STEPS, MODELS)));
                });
        return rules;
    }

    private static @Nullable Integer number(Path file, Map<String, String> rules, String name) {
        String text = rules.get(name);
        if (text != null && !NUMBER.matcher(text).matches()) {
            throw refuse(file, name + " is " + text + "; it must be a number of 1 to 999999999");
        }
        return text == null ? null : Integer.valueOf(text);
    }

    private static double share(Path file, @Nullable String text) {
        double share = text == null ? 1 : Double.parseDouble(text);
        if (share < 0.1 || share > 10) {
            throw refuse(file, "a user's share is " + text + "; allowed: 0.1 to 10");
        }
        return share;
    }

    private static DemistException refuse(Path file, String why) {
        return DemistException.invalid("--tokens", file, why);
    }
}
