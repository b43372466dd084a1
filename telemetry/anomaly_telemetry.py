"""Writes what a PyTorch training run does, step by step, as JSON Lines: one file to copy beside your own.

    from anomaly_telemetry import TrainingTelemetry

    telemetry = TrainingTelemetry("run.jsonl", model, run="gpt-small", gpu="H100-SXM", precision="bf16")
    for x, y in loader:
        loss = model(x, y)
        loss.backward()
        telemetry.step(loss=loss, tokens=x.numel())    # before clipping, optimizer.step() and zero_grad()
        optimizer.step()
        optimizer.zero_grad()
    telemetry.close()

A line a step: loss, gradient norm of the model and of each layer, seconds, tokens. With the Trainer of
Hugging Face: Trainer(..., callbacks=[trainer_callback("run.jsonl", run="gpt-small")]).

Numbers that are not finite are the strings "NaN", "Infinity" and "-Infinity", so that every line is JSON.
Whatever goes wrong here is said once on standard error, and training goes on. Needs nothing but
Python 3.8 and the torch of the run, 1.13 or newer.
"""
import json
import math
import os
import sys
import time
from datetime import datetime, timezone

import torch

# What wrappers (DDP, torch.compile, FSDP, activation checkpointing) put into the names of parameters.
_WRAPPERS = {"module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"}


def layer_of(parameter):
    """The layer of a parameter: its path up to the first index, as in 'transformer.h.3' of
    'transformer.h.3.attn.weight'; where there is none, its module, as in 'ln_f' of 'ln_f.bias'."""
    parts = [part for part in parameter.split(".") if part not in _WRAPPERS]
    for i, part in enumerate(parts):
        if part.isdigit():
            return ".".join(parts[: i + 1])
    return ".".join(parts[:-1]) or parameter


class TrainingTelemetry:
    """One run's log, of one rank.

    path       the file, appended to; '{rank}' in it becomes the rank
    model      whose gradients are measured; without one there are no norms
    run        the run's name; by default the file's
    gpu        what it runs on; by default the device's own name
    precision  what is multiplied in, such as 'bf16'
    gpus       how many GPUs share a step's tokens, if one rank counts for several
    layer      (parameter's name) -> layer's name, or None to leave it out
    facts      what else is known: sequence=4096, ...; flops_per_token=4.2e10 is on every step's line, too

    With sharded parameters (FSDP2, tensor parallelism) norms are those of this rank's part: to add them up
    would be one more collective operation, and one more that can hang. Where a GradScaler scales the loss,
    call scaler.unscale_(optimizer) first, as before clipping.
    """

    def __init__(self, path, model=None, *, run=None, rank=None, gpu=None, precision=None, gpus=1,
                 layer=layer_of, **facts):
        self._file, self._warned, self._torn = None, False, False
        self._count, self._spent, self._last, self._norms = 0, 0.0, None, None
        self._started = time.perf_counter()
        self._identity, self._shared, self._layers, self._optimizer_hook = {}, {}, {}, None
        with self._harmless():
            rank = int(os.environ.get("RANK", 0)) if rank is None else rank
            path = str(path).replace("{rank}", str(rank))
            run = run or os.path.splitext(os.path.basename(path))[0]
            self._identity = _present(run=run, rank=rank, gpu=gpu or _device_name(), precision=precision)
            # What a step's share of the peak is computed of is on its own line.
            self._shared = _present(gpus=gpus, flops_per_token=facts.get("flops_per_token"))
            self._layers = _layers(model, layer)
            self._file = open(path, "ab", buffering=0)
            self._write("run_start", dict(_model_facts(model), gpus=gpus, torch=torch.__version__,
                                          layer_names=list(self._layers), **facts))

    def step(self, loss=None, tokens=None, step=None, data_time=None, learning_rate=None, **more):
        """Writes a line. Called after backward() and before the gradients change.

        loss           a number, or a tensor of one
        tokens         of this step, on this rank
        step           by default one more than the last, from 1
        data_time      seconds of this step that were spent waiting for data
        more           further numbers, under their own names
        """
        begun = time.perf_counter()
        with self._harmless():
            self._count = self._count + 1 if step is None else step
            measured = self.norms() if self._norms is None else self._norms
            tokens = _number(tokens)
            self._norms = None
            seconds = None if self._last is None else begun - self._last
            self._last = begun
            self._write("step", _present(
                step=self._count, loss=_number(loss), grad_norm=_total(measured), grad_norms=measured or None,
                step_time=seconds, data_time=data_time, tokens=tokens,
                tokens_per_second=tokens / seconds if tokens and seconds else None,
                memory_bytes=_memory(), learning_rate=_number(learning_rate),
                **{**self._shared, **{name: _number(value) for name, value in more.items()}}))
        self._spent += time.perf_counter() - begun

    def attach(self, optimizer):
        """Measures the gradients whenever the optimizer is about to step, so that step() may come later."""
        with self._harmless():
            self._optimizer_hook = optimizer.register_step_pre_hook(lambda *_: self._measure())
        return self

    def norms(self):
        """The L2 norm of each layer's gradient, now. Waits for the device once, however many layers."""
        owners, gradients = [], []
        for layer, parameters in self._layers.items():
            for parameter in parameters:
                if parameter.grad is not None:
                    owners.append(layer)
                    gradients.append(_dense(parameter.grad.detach()))
        squares = {}
        for layer, norm in zip(owners, _norms(gradients)):
            squares[layer] = squares.get(layer, 0.0) + norm * norm
        return {layer: math.sqrt(square) for layer, square in squares.items()}

    def close(self, outcome="finished"):
        """Says that the run has ended: what is silent from now on has not hung."""
        with self._harmless():
            if self._file is not None:
                if self._optimizer_hook is not None:
                    self._optimizer_hook.remove()
                self._write("run_end", {
                    "outcome": outcome, "step": self._count, "seconds": time.perf_counter() - self._started,
                    "telemetry_seconds": self._spent})
                self._file.close()
        self._file = None

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.close("finished" if kind is None else "failed")

    def _measure(self):
        begun = time.perf_counter()
        with self._harmless():
            self._norms = self.norms()
        self._spent += time.perf_counter() - begun

    def _write(self, event, fields):
        if self._file is None:
            return
        record = {"event": event, "timestamp": _now(), **self._identity, **fields}
        line = json.dumps(_finite(record), separators=(",", ":"), allow_nan=False).encode() + b"\n"
        # One write a line: a reader sees whole lines, and a full disk spoils no more than one.
        line = b"\n" + line if self._torn else line
        self._torn = True
        if self._file.write(line) != len(line):
            raise OSError("only part of a line could be written to " + self._file.name)
        self._torn = False

    def _harmless(self):
        return _Harmless(self)


class _Harmless:
    """Training is worth more than its log: what fails within is said once."""

    def __init__(self, telemetry):
        self._telemetry = telemetry

    def __enter__(self):
        return self

    def __exit__(self, kind, failure, _):
        if kind is None or not issubclass(kind, Exception):
            return False
        if not self._telemetry._warned:
            self._telemetry._warned = True
            print("anomaly_telemetry: steps are not recorded, and training goes on: "
                  f"{kind.__name__}: {failure}", file=sys.stderr)
        return True


def trainer_callback(path, **options):
    """A TrainerCallback of Hugging Face; the options are those of TrainingTelemetry.

    Wants TrainingArguments(logging_steps=1, logging_nan_inf_filter=False): the Trainer says the loss only in
    its log, and replaces one that is NaN. It clips gradients before a callback sees them, so layers' norms are
    scaled back by the norm it reports; a step that is not logged has none, unless max_grad_norm is 0. Tokens are
    counted with include_num_input_tokens_seen.
    """
    from transformers import TrainerCallback

    class TelemetryCallback(TrainerCallback):
        def __init__(self):
            self._telemetry, self._pending, self._tokens = None, None, 0

        def on_train_begin(self, args, state, control, model=None, **_):
            self._tokens = state.num_input_tokens_seen
            self._telemetry = TrainingTelemetry(path, model, **options)

        def on_pre_optimizer_step(self, args, state, control, **_):
            self._telemetry._measure()

        def on_step_end(self, args, state, control, **_):
            self._flush(args)
            tokens, self._tokens = state.num_input_tokens_seen - self._tokens, state.num_input_tokens_seen
            self._pending = {"step": state.global_step, "tokens": tokens or None}

        def on_log(self, args, state, control, logs=None, **_):
            if self._pending is not None and logs and "loss" in logs:
                self._pending.update(loss=logs["loss"], learning_rate=logs.get("learning_rate"))
                self._flush(args, logs.get("grad_norm"))

        def on_step_begin(self, args, state, control, **_):
            self._flush(args)

        def on_train_end(self, args, state, control, **_):
            self._flush(args)
            self._telemetry.close()

        def _flush(self, args, reported=None):
            pending, self._pending = self._pending, None
            if pending is None:
                return
            with self._telemetry._harmless():
                self._telemetry._norms = _unclipped(
                    self._telemetry._norms or {}, args.max_grad_norm, _number(reported))
            self._telemetry.step(**pending)

    return TelemetryCallback()


def _unclipped(norms, limit, reported):
    if not limit:
        return norms
    total = _total(norms)
    if reported is None or not total or not math.isfinite(total):
        return {} if reported is None else norms
    return {layer: norm * reported / total for layer, norm in norms.items()}


def _now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _layers(model, layer):
    layers = {}
    for name, parameter in model.named_parameters() if model is not None else ():
        owner = layer(name) if parameter.requires_grad else None
        if owner is not None:
            layers.setdefault(owner, []).append(parameter)
    return layers


def _dense(gradient):
    if hasattr(gradient, "to_local"):
        gradient = gradient.to_local()
    return gradient.coalesce().values() if gradient.is_sparse else gradient


def _norms(gradients):
    """Norms as numbers, in order. Never in less than float32: a sum of squares in bf16 has two digits."""
    devices = {}
    for i, gradient in enumerate(gradients):
        devices.setdefault(gradient.device, []).append(i)
    found = [0.0] * len(gradients)
    for indices in devices.values():
        norms = torch.stack([_norm(gradients[i]).float() for i in indices])
        for i, norm in zip(indices, norms.tolist()):
            found[i] = norm
    return found


def _norm(gradient):
    half = gradient.dtype in (torch.bfloat16, torch.float16)
    return torch.linalg.vector_norm(gradient, dtype=torch.float32 if half else None)


def _total(norms):
    return math.sqrt(sum(norm * norm for norm in norms.values())) if norms else None


def _number(value):
    return value.item() if hasattr(value, "item") else value


def _finite(value):
    if isinstance(value, dict):
        return {name: _finite(member) for name, member in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _present(**fields):
    return {name: value for name, value in fields.items() if value is not None}


def _model_facts(model):
    if model is None:
        return {}
    config = getattr(model, "config", None)
    known = lambda *names: next((getattr(config, n) for n in names if getattr(config, n, None)), None)
    return _present(parameters=sum(p.numel() for p in model.parameters()),
                    layers=known("num_hidden_layers", "n_layer", "n_layers"),
                    hidden=known("hidden_size", "n_embd", "dim"))


def _device_name():
    return torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu"


def _memory():
    """The most memory that was ever allocated: of the GPU, else of the process."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
