"""One engine of bench_peers.py in Python, as a process: loads a network or a model, says so, then calls it for each line that it reads.

python peer_worker.py ENGINE SHAPE FORMAT THREADS USERS DEVICE WORK"""
import itertools, pathlib, sys, tempfile, time
import torch
from peer_shapes import SHAPES, example, written


def reference(compiled, name, format, users, device, work):
    """diffusers, of networks with channels last; through torch.compile if asked."""
    wait = torch.cuda.synchronize if device.startswith("cuda") else lambda: None
    plain, inputs = example(name, getattr(torch, format), users, device, work)
    if SHAPES[name].kind != "text" and name != "klein":
        plain = plain.to(memory_format=torch.channels_last)
        inputs = [x.contiguous(memory_format=torch.channels_last) if x.dim() == 4 else x for x in inputs]
    net = torch.compile(plain) if compiled else plain
    return lambda: (net(*inputs), wait())


def pictures(name, format, device, work):
    """diffusers' pipeline, each time with another prompt."""
    from diffusers import DiffusionPipeline
    pipe = DiffusionPipeline.from_pretrained(written(name, work), torch_dtype=getattr(torch, format)).to(device)
    pipe.unet.to(memory_format=torch.channels_last); pipe.vae.to(memory_format=torch.channels_last)
    pipe.set_progress_bar_config(disable=True)
    numbers = itertools.count()
    return lambda: pipe(f"a red apple {next(numbers)}", num_inference_steps=SHAPES[name].steps, guidance_scale=0, width=512, height=512)


def openvino(name, format, threads, users, work):
    import openvino as ov
    plain, inputs = example(name, torch.float32, users, "cpu", work)
    model = ov.convert_model(plain, example_input=tuple(inputs))
    model.reshape({i: list(x.shape) for i, x in enumerate(inputs)})
    compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "bf16" if format == "bfloat16" else "f32",
                                                      "INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"})
    arrays = [x.numpy() for x in inputs]
    return lambda: compiled(arrays)


def onnxruntime(name, threads, users, work):
    import onnxruntime as ort
    plain, inputs = example(name, torch.float32, users, "cpu", work)
    names = [f"i{i}" for i in range(len(inputs))]
    options = ort.SessionOptions(); options.intra_op_num_threads = threads
    with tempfile.TemporaryDirectory(dir=work) as folder:
        file = folder + "/network.onnx"
        torch.onnx.export(plain, tuple(inputs), file, input_names=names, opset_version=17, dynamo=False)
        session = ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    known = {i.name for i in session.get_inputs()}
    feed = {n: x.numpy() for n, x in zip(names, inputs) if n in known}
    return lambda: session.run(None, feed)


def main():
    engine, name, format, threads, users, device, work = sys.argv[1:]
    threads, users, work = int(threads), int(users), pathlib.Path(work)
    torch.set_num_threads(threads); torch.set_grad_enabled(False)
    if engine == "openvino":
        call = openvino(name, format, threads, users, work)
    elif engine == "onnxruntime":
        call = onnxruntime(name, threads, users, work)
    elif SHAPES[name].kind == "picture":
        call = pictures(name, format, device, work)
    else:
        call = reference(engine == "compiled", name, format, users, device, work)
    print("ready", flush=True)
    for _ in sys.stdin:
        start, processor = time.perf_counter(), time.process_time()
        call()
        print(f"{time.perf_counter() - start:.6f} {time.process_time() - processor:.6f}", flush=True)


if __name__ == "__main__":
    main()
