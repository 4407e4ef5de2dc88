package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of a family's parts by what they do. A checkpoint need not have all of them.
 *
 * @param denoiser the network that is called at every step
 * @param codec the autoencoder between pictures and latents
 * @param texts the text encoders with their tokenizers, in the order in which the family uses them
 * @param controlNet the network that lets a picture steer
 * @param previewCodec a small, quick autoencoder of the same latents
 * @param scheduler the configuration of the scheduler
 */
public record Roles(
        String denoiser, String codec, List<Text> texts, String controlNet, String previewCodec, String scheduler) {

    /**
     * A text encoder with its tokenizer.
     *
     * @param encoder the name of the network
     * @param tokenizer the name of the tokenizer
     */
    public record Text(String encoder, String tokenizer) {}

    /** Copies the list. */
    public Roles {
        texts = List.copyOf(texts);
    }

    /** These with other text encoders. */
    Roles withTexts(List<Text> others) {
        return new Roles(denoiser, codec, others, controlNet, previewCodec, scheduler);
    }

    boolean isEncoder(String part) {
        return texts.stream().anyMatch(text -> text.encoder().equals(part));
    }

    boolean isTokenizer(String part) {
        return texts.stream().anyMatch(text -> text.tokenizer().equals(part));
    }

    /** The networks that a checkpoint has, in the order in which they are opened. */
    public List<String> networks(PartSource source) {
        Stream<String> encoders = texts.stream().map(Text::encoder);
        return Stream.of(Stream.of(denoiser, codec), encoders, Stream.of(controlNet, previewCodec))
                .flatMap(names -> names)
                .filter(source::has)
                .toList();
    }

    /** The text encoders that a checkpoint has. */
    public List<Text> texts(PartSource source) {
        return texts.stream().filter(text -> source.has(text.encoder())).toList();
    }
}
