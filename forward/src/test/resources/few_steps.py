"""Trains for four steps, the third with a loss that is NaN, the fourth with an infinite one.

few_steps.py FOLDER_OF_THE_MODULE LOG: prints, of each step, what torch itself says of it.
"""
import json
import sys

import torch
from torch import nn

sys.path.insert(0, sys.argv[1])
from anomaly_telemetry import TrainingTelemetry  # noqa: E402


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.h = nn.ModuleList(nn.Sequential(nn.Linear(4, 4), nn.Tanh()) for _ in range(3))
        self.head = nn.Linear(4, 1)
        self.frozen = nn.Linear(4, 4).requires_grad_(False)

    def forward(self, x):
        for layer in self.h:
            x = layer(x)
        return self.head(x)


def norm(module):
    return torch.cat([p.grad.flatten() for p in module.parameters()]).norm().item()


torch.manual_seed(1)
torch.set_num_threads(1)
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
said = []
facts = {"gpus": 2, "sequence": 4, "flops_per_token": 750}
with TrainingTelemetry(sys.argv[2], model, run="few-steps", gpu="H100-SXM", precision="bf16", **facts) as telemetry:
    for factor in (1.0, 1.0, float("nan"), float("inf")):
        loss = model(torch.randn(8, 4)).square().mean() * factor
        loss.backward()
        norms = {"h.%d" % i: norm(layer) for i, layer in enumerate(model.h)}
        norms["head"] = norm(model.head)
        said.append({"loss": str(loss.item()), "norms": {name: str(value) for name, value in norms.items()}})
        telemetry.step(loss=loss, tokens=32, data_time=0.25, learning_rate=0.1)
        if torch.isfinite(loss):
            optimizer.step()
        optimizer.zero_grad()
print(json.dumps(said))
