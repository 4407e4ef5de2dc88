package dev.demist.engine.internal.family;

import dev.demist.Checkpoint;
import dev.demist.CheckpointInfo;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.PartInfo;
import dev.demist.Preset;
import dev.demist.engine.internal.checkpoint.ExchangedSource;
import dev.demist.engine.internal.checkpoint.FolderSource;
import dev.demist.engine.internal.checkpoint.Inspection;
import dev.demist.engine.internal.checkpoint.LooseWeights;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.checkpoint.SingleFileSource;
import dev.demist.engine.internal.preset.FoundPreset;
import dev.demist.engine.internal.preset.Hints;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.tokenizer.Tokenizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads checkpoints: their configurations, and the directories of their weight files. Thread-safe.
 *
 * @param clipTokenizer the folder of CLIP's tokenizer, for checkpoints that come without one
 * @param tokenizers the tokenizers that are open
 */
public record CheckpointReader(Supplier<Path> clipTokenizer, Tokenizers tokenizers) {

    /**
     * A checkpoint with its family.
     *
     * @param family its family
     * @param source its parts, with the adapters that were asked for
     */
    public record Read(Family family, PartSource source) {}

    /**
     * Reads a checkpoint.
     *
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE or WEIGHTS_MISMATCH
     */
    public Read read(Checkpoint checkpoint) {
        PartSource own = source(checkpoint);
        Family family = Families.of(own);
        PartSource plain = completed(own, family, checkpoint);
        requireWhole(family, own, plain);
        return new Read(family, AdaptedSource.of(plain, family, checkpoint));
    }

    private PartSource completed(PartSource own, Family family, Checkpoint checkpoint) {
        return own instanceof SingleFileSource file
                ? exchanged(own, family, Beside.complete(checkpoint, file, family.roles()))
                : exchanged(own, family, checkpoint);
    }

    /** The checkpoint with the parts that are given as files, and beside a single file those given as folders. */
    private PartSource exchanged(PartSource own, Family family, Checkpoint checkpoint) {
        PartSource all = own;
        for (String part : given(family, checkpoint)) {
            Path path = checkpoint.part(part);
            if (Files.isRegularFile(path)) {
                all = ExchangedSource.of(all, partFile(family, part, path, rest(family, part, checkpoint, all)));
            } else if (own instanceof SingleFileSource) {
                all = new ExchangedSource(all, Map.of(part, FolderSource.ofParts(checkpoint, tokenizers)));
            }
        }
        return all;
    }

    /** What a part in a file is used with: it is like the one that it replaces; a ControlNet copies the denoiser. */
    private PartSource rest(Family family, String part, Checkpoint checkpoint, PartSource all) {
        return part.equals(family.roles().controlNet()) ? all : source(Checkpoint.of(checkpoint.path()));
    }

    /** The parts that are given, the denoiser first: a ControlNet copies it. */
    private static List<String> given(Family family, Checkpoint checkpoint) {
        String denoiser = family.roles().denoiser();
        return checkpoint.parts().keySet().stream()
                .sorted(Comparator.comparing(part -> !part.equals(denoiser)))
                .toList();
    }

    private PartSource partFile(Family family, String part, Path path, PartSource rest) {
        if (family.roles().isTokenizer(part)) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    path + ": a " + part + " is given as the folder that holds tokenizer.json, or vocab.json and"
                            + " merges.txt");
        }
        SingleFile file = family.partFile(part, WeightFiles.open(path, null), rest)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        path + ": it holds no " + part + " of " + family.name()
                                + " in a known layout; give the folder that diffusers wrote instead"));
        return new SingleFileSource(path, file, clipTokenizer.get(), tokenizers);
    }

    private static void requireWhole(Family family, PartSource own, PartSource whole) {
        if (own instanceof SingleFileSource single) {
            List<String> missing = single.file().missing().stream()
                    .filter(part -> !whole.has(part))
                    .toList();
            if (!missing.isEmpty()) {
                throw lacks(family, single.path(), missing);
            }
        }
    }

    private static DemistException lacks(Family family, Path file, List<String> missing) {
        Roles roles = family.roles();
        String options = missing.stream()
                .map(part ->
                        roles.isTokenizer(part) ? "--part " + part + "=PATH" : "--" + part.replace('_', '-') + " PATH")
                .collect(Collectors.joining(" "));
        return new DemistException(
                ErrorCode.UNSUPPORTED_MODEL,
                file + ": it is a " + family.name() + " without its " + String.join(", ", missing)
                        + "; put what is missing beside it, in folders of diffusers with these names, or give it with "
                        + options
                        + ", a folder of diffusers, of a network also a file (in Java: Checkpoint.with)");
    }

    private PartSource source(Checkpoint checkpoint) {
        Path path = checkpoint.path();
        if (!Files.isRegularFile(path)) {
            return FolderSource.open(checkpoint, tokenizers);
        }
        SingleFile file = Families.singleFile(WeightFiles.open(path, null))
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        path + ": it is not a single-file checkpoint of a known family ("
                                + Families.names() + ") in the layout of its makers; 'demist inspect' shows what it"
                                + " holds. A network goes with the rest of its model: --model FOLDER --unet, --transformer,"
                                + " --vae or --text-encoder " + path));
        return new SingleFileSource(path, file, clipTokenizer.get(), tokenizers);
    }

    /**
     * The description of a checkpoint, or of a part's folder or weight file on its own; no network is opened. Fails as
     * {@link #read} does.
     *
     * @param name the name that the checkpoint goes by
     */
    public CheckpointInfo inspect(String name, Checkpoint checkpoint) {
        return loose(checkpoint)
                .map(info -> info.kind().equals("LoRA") ? lora(info, checkpoint.path()) : info)
                .orElseGet(() -> whole(name, checkpoint, described(checkpoint)));
    }

    /** Whether a path is a checkpoint of a known family, and not a part of one or a weight file on its own. */
    public boolean isWhole(Checkpoint checkpoint) {
        return loose(checkpoint).isEmpty() && Families.find(source(checkpoint)).isPresent();
    }

    private static Optional<CheckpointInfo> loose(Checkpoint checkpoint) {
        return LooseWeights.describe(
                checkpoint.path(), file -> Families.singleFile(file).isPresent(), Families.loraParts());
    }

    /** Its parts, of which some may lie beside it. */
    private PartSource described(Checkpoint checkpoint) {
        PartSource own = source(checkpoint);
        return Families.find(own)
                .map(family -> completed(own, family, checkpoint))
                .orElse(own);
    }

    private static CheckpointInfo lora(CheckpointInfo info, Path path) {
        Preset preset =
                Hints.ofLora(path).map(found -> found.preset(found.steps())).orElse(null);
        return new CheckpointInfo(info.kind(), info.parts(), preset);
    }

    private static CheckpointInfo whole(String name, Checkpoint checkpoint, PartSource source) {
        Set<String> networks = Families.networkNames().collect(Collectors.toSet());
        List<PartInfo> parts = source.parts().stream()
                .map(part -> Inspection.of(source, part, networks.contains(part)))
                .toList();
        Preset preset = Families.find(source)
                .flatMap(family -> preset(name, checkpoint, new Read(family, source)))
                .map(found -> found.preset(found.steps()))
                .orElse(null);
        return new CheckpointInfo(source.pipelineClass(), parts, preset);
    }

    /** The preset that a checkpoint is recognised to have; empty if there is none. Reads the heads of files. */
    public static Optional<FoundPreset> preset(String name, Checkpoint checkpoint, Read read) {
        Roles roles = read.family().roles();
        return Hints.find(
                name,
                checkpoint,
                read.source(),
                roles.denoiser(),
                roles.scheduler(),
                read.family().distillations());
    }
}
