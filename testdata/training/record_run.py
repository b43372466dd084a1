"""Trains a small GPT on this repository's own text, disturbs it, and records what its telemetry says.

    python record_run.py RUN.jsonl.gz --labels RUN.csv       faults at the steps below
    python record_run.py CONTROL.jsonl.gz --seed 2 --steps 1000 --no-faults

Every fault is done, not drawn: see FAULTS, and README.md for the machine that the recordings were made on.
"""
import argparse
import csv
import gzip
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "telemetry"))
from anomaly_telemetry import TrainingTelemetry  # noqa: E402

LAYERS, HIDDEN, HEADS, SEQUENCE, BATCH = 10, 128, 4, 64, 16
LEARNING_RATE, WARMUP, DECAY_AT, DECAY_TO = 1e-3, 100, 1250, 0.3

# kind, first step, last step: what is done in these steps. Between two faults are 200 quiet steps or more.
FAULTS = {
    "learning-rate": (500, 503),  # 15 times what it should be
    "layer": (800, 800),  # block 3: noise six times as large as its weights is added to them
    "data-loader": (1050, 1074),  # each batch comes a second late
    "shared-processor": (1450, 1510),  # a second process is busy on the same core
    "layer-mild": (1750, 1750),  # block 7: noise twice as large as its weights is added to them
    "stall": (2000, 2000),  # the process is stopped for 90 s
    "nan": (2200, 2200),  # a batch of nothing but padding: its loss is 0/0
    "bad-data": (2400, 2409),  # batches of random bytes
}
DISTURBED = {"layer": (3, 6.0), "layer-mild": (7, 2.0)}  # kind: block, how large the noise is


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(HIDDEN), nn.LayerNorm(HIDDEN)
        self.qkv, self.proj = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.fc, self.out = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)

    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = self.qkv(self.ln_1(x)).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(attended.transpose(1, 2).reshape(b, t, HIDDEN))
        return x + self.out(F.gelu(self.fc(self.ln_2(x))))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(256, HIDDEN), nn.Embedding(SEQUENCE, HIDDEN)
        self.h = nn.ModuleList(Block() for _ in range(LAYERS))
        self.ln_f, self.head = nn.LayerNorm(HIDDEN), nn.Linear(HIDDEN, 256, bias=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02 / (math.sqrt(2 * LAYERS) if "out" in name or "proj" in name else 1))

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1]))
        for block in self.h:
            x = block(x)
        return self.head(self.ln_f(x))


def text():
    files = sorted(ROOT.glob("README.md")) + sorted(ROOT.glob("docs/**/*.md")) + sorted(ROOT.glob("*/src/main/**/*.java"))
    return torch.tensor(list(b"\n".join(file.read_bytes() for file in files)), dtype=torch.long)


def flops_per_token(model):
    """6N, and 12 L H Q T for attention, H Q being the hidden size (PaLM, appendix B); N without embeddings."""
    embeddings = model.wte.weight.numel() + model.wpe.weight.numel()
    weights = sum(p.numel() for p in model.parameters()) - embeddings
    return 6 * weights + 12 * LAYERS * HIDDEN * SEQUENCE


class Faults:
    """Does what is wrong at a step."""

    def __init__(self, plan):
        self.plan, self.neighbour = plan, None

    def now(self, kind, step):
        first, last = self.plan.get(kind, (0, -1))
        return first <= step <= last

    def before(self, step, model):
        for kind, (block, size) in DISTURBED.items():
            if self.now(kind, step):
                with torch.no_grad():
                    for parameter in model.h[block].parameters():
                        if parameter.dim() > 1:
                            parameter.add_(torch.randn_like(parameter) * parameter.std() * size)
        busy = self.now("shared-processor", step)
        if busy and self.neighbour is None:
            # It inherits this process's core and niceness.
            self.neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        if not busy and self.neighbour is not None:
            self.neighbour.kill()
            self.neighbour.wait()
            self.neighbour = None
        if self.now("stall", step):
            subprocess.Popen(["sh", "-c", "sleep 0.05; kill -STOP %d; sleep 90; kill -CONT %d" % (os.getpid(), os.getpid())])

    def batch(self, step, data, generator):
        if self.now("data-loader", step):
            time.sleep(1)
        if self.now("bad-data", step):
            drawn = torch.randint(0, 256, (BATCH, SEQUENCE + 1), generator=generator)
        else:
            starts = torch.randint(0, len(data) - SEQUENCE - 1, (BATCH,), generator=generator).tolist()
            drawn = torch.stack([data[start : start + SEQUENCE + 1] for start in starts])
        kept = torch.zeros(BATCH, SEQUENCE) if self.now("nan", step) else torch.ones(BATCH, SEQUENCE)
        return drawn[:, :-1], drawn[:, 1:], kept


def learning_rate(step, faults):
    usual = LEARNING_RATE * min(1.0, step / WARMUP) * (DECAY_TO if step >= DECAY_AT else 1.0)
    return 15 * usual if faults.now("learning-rate", step) else usual


def train(log, run, seed, steps, faults):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    data, model = text(), Gpt()
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.95), weight_decay=0.1)
    telemetry = TrainingTelemetry(
        log, model, run=run, precision="fp32", layers=LAYERS, hidden=HIDDEN, sequence=SEQUENCE,
        flops_per_token=flops_per_token(model))
    for step in range(1, steps + 1):
        faults.before(step, model)
        waiting = time.perf_counter()
        x, y, kept = faults.batch(step, data, generator)
        data_time = time.perf_counter() - waiting
        rate = learning_rate(step, faults)
        losses = F.cross_entropy(model(x).transpose(1, 2), y, reduction="none")
        loss = (losses * kept).sum() / kept.sum()
        loss.backward()
        telemetry.step(loss=loss, tokens=x.numel(), data_time=data_time, learning_rate=rate)
        norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = rate
        if torch.isfinite(norm):
            optimizer.step()
        optimizer.zero_grad()
        if step % 100 == 0:
            print(step, round(loss.item(), 3), flush=True)
    telemetry.close()


def windows(records, plan):
    """From the last step before the fault until what it disturbs is again as it was, or 100 steps behind its last.

    That is the loss, and of a layer the ratio of its gradient norm to the blocks' median. As it was: the mean of 10
    steps lies within three standard deviations of such means over the 100 steps before. What disturbs the time
    alone ends with its cause.
    """
    steps = {record["step"]: record for record in records if record["event"] == "step"}

    def quantity(kind, step):
        if kind not in DISTURBED:
            return float(steps[step]["loss"])
        norms = [float(steps[step]["grad_norms"]["h.%d" % block]) for block in range(LAYERS)]
        return norms[DISTURBED[kind][0]] / statistics.median(norms)

    def mean(kind, step):
        return statistics.fmean(quantity(kind, s) for s in range(step - 9, step + 1))

    for kind, (first, last) in plan.items():
        end = last + 1
        if kind in ("learning-rate", "bad-data") or kind in DISTURBED:
            usual = [mean(kind, step) for step in range(first - 100, first)]
            limit = statistics.fmean(usual) + 3 * statistics.stdev(usual)
            end = next((step for step in range(last + 10, last + 100) if mean(kind, step) <= limit), last + 100)
        before = datetime.fromisoformat(steps[first - 1]["timestamp"].replace("Z", "+00:00"))
        after = datetime.fromisoformat(steps[end]["timestamp"].replace("Z", "+00:00"))
        yield before.replace(microsecond=0), after.replace(microsecond=0) + timedelta(seconds=1), kind, first, end


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("output")
    arguments.add_argument("--labels")
    arguments.add_argument("--steps", type=int, default=2600)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--no-faults", action="store_true")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    faults = Faults({} if given.no_faults else FAULTS)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.jsonl"
        train(log, Path(given.output).name.split(".")[0], given.seed, given.steps, faults)
        lines = log.read_bytes()
    with open(given.output, "wb") as out, gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) as zipped:
        zipped.write(lines)
    if given.labels:
        records = [json.loads(line) for line in lines.splitlines()]
        with open(given.labels, "w", newline="") as out:
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(["start", "end", "kind", "first_step", "last_step"])
            for start, end, *rest in windows(records, faults.plan):
                rows.writerow([t.strftime("%Y-%m-%dT%H:%M:%SZ") for t in (start, end)] + rest)


if __name__ == "__main__":
    main()
