package dev.demist.engine.internal.runtime;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import dev.demist.engine.internal.torchscript.ScriptModule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** A module that libtorch has parsed. For the engine thread only. */
final class NativeModule implements AutoCloseable {

    private final Model model;
    private final PtSymbolBlock block;

    private NativeModule(Model model) {
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
    }

    static NativeModule load(PtNDManager memory, ScriptModule module) {
        Model model = Model.newInstance("network", memory.getDevice(), "PyTorch");
        try {
            model.load(new ByteArrayInputStream(module.archive()), Map.of());
            // DJL creates it for a file, which is not needed here, and would leave it until the process ends.
            Files.deleteIfExists(model.getModelPath());
            return new NativeModule(model);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Calls {@code forward}; the arguments stay the caller's. */
    IValue forward(IValue... arguments) {
        return IValueUtils.forward(block, arguments);
    }

    @Override
    public void close() {
        block.close();
        model.close();
    }
}
