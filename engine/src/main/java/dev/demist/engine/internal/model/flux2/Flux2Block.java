package dev.demist.engine.internal.model.flux2;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.PlainLayerNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;

/** A block in which picture and text have layers of their own and see each other (Esser et al., 2024, figure 2). */
record Flux2Block(Flux2Stream picture, Flux2Stream text, PlainLayerNorm norm) {

    static Flux2Block of(Scope scope, Flux2Settings settings) {
        return new Flux2Block(
                Flux2Stream.ofPicture(scope, settings), Flux2Stream.ofText(scope, settings), settings.norm());
    }

    /**
     * The states of both.
     *
     * @param picture {@code [B, T, C]}
     * @param text {@code [B, S, C]}
     */
    record States(Value picture, Value text) {}

    /**
     * What the time does to one stream.
     *
     * @param attention around the attention
     * @param feedForward around the gated linear unit
     */
    record Modulations(Flux2Modulation attention, Flux2Modulation feedForward) {

        /** Those that a linear map gives side by side. */
        static Modulations of(Value all, int width) {
            return new Modulations(Flux2Modulation.of(all, 0, width), Flux2Modulation.of(all, 1, width));
        }
    }

    States apply(States x, Modulations ofPicture, Modulations ofText, Rotation rotation) {
        Value pictureIn = ofPicture.attention().before(norm, x.picture);
        Value textIn = ofText.attention().before(norm, x.text);
        Value queries = Value.concat(2, text.queries(textIn), picture.queries(pictureIn));
        Value keys = Value.concat(2, text.keys(textIn), picture.keys(pictureIn));
        Value values = Value.concat(2, text.values(textIn), picture.values(pictureIn));
        Value attended = rotation.ofNeighbours(queries).attend(rotation.ofNeighbours(keys), values, false);
        Value words = x.text.size(1);
        Value seenByPicture = picture.attended(attended.narrow(2, words, x.picture.size(1)));
        Value seenByText = text.attended(attended.narrow(2, 0, words));
        return new States(
                fed(picture, ofPicture, ofPicture.attention().behind(x.picture, seenByPicture)),
                fed(text, ofText, ofText.attention().behind(x.text, seenByText)));
    }

    private Value fed(Flux2Stream stream, Modulations modulations, Value x) {
        Flux2Modulation modulation = modulations.feedForward();
        return modulation.behind(x, stream.feedForward(modulation.before(norm, x)));
    }
}
