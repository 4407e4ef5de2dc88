package dev.demist.engine.model.unet;

import dev.demist.engine.nn.Scope;

/** The way down of a network that looks at text. */
final class DownPath {

    private DownPath() {}

    static Flow trace(ConditionSettings settings, Flow flow, Conditions conditions) {
        String[] types = settings.config().texts("down_block_types");
        for (int i = 0; i <= settings.deepest(); i++) {
            flow = BlockTypes.down(
                            types[i],
                            Scope.ROOT.child("down_blocks").child(i),
                            settings.channels(i - 1),
                            settings.channels(i),
                            settings.stage(i, i < settings.deepest()))
                    .apply(flow, conditions);
        }
        return flow;
    }
}
