"""The learner alone: updates of a DQN 4-128-128-2 in PyTorch, as many as go into a second.

In the timed region, as in `manyhands bench learner`: drawing the batch from 20,000 stored transitions, the target network's
and the online network's passes, Huber loss, gradients, their norm clipped at 10, Adam, and a copy of the network every 128
updates. `--style eager` is PyTorch as it is written in most places; `fused` has Adam as one kernel; `compile` has
that and the loss compiled by torch.compile.
"""

import torch
from torch import nn

from pace import calls_per_second
from report import answer, parse_arguments

STORED = 20_000
BATCHES = (64, 512)
DISCOUNT = 0.99
MAX_NORM = 10.0
TARGET_INTERVAL = 128


def q_network() -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(4, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 2)
    )


class Learner:
    def __init__(self, batch: int, style: str) -> None:
        self._batch = batch
        self._online, self._target = q_network(), q_network()
        self._parameters = list(self._online.parameters())
        fused = {} if style == "eager" else {"fused": True}
        self._optimizer = torch.optim.Adam(self._parameters, lr=1e-3, **fused)
        self._loss = torch.compile(self._loss_of) if style == "compile" else self._loss_of
        self._columns = (
            torch.rand(STORED, 4) - 0.5,
            torch.randint(2, (STORED, 1)),
            torch.ones(STORED),
            torch.where(torch.arange(STORED) % 100 == 0, 0.0, DISCOUNT),
            torch.rand(STORED, 4) - 0.5,
        )
        self._updates = 0

    def _loss_of(self, observations, actions, rewards, discounts, next_observations) -> torch.Tensor:
        with torch.no_grad():
            wanted = rewards + discounts * self._target(next_observations).max(dim=1).values
        values = self._online(observations).gather(1, actions).squeeze(1)
        return nn.functional.huber_loss(values, wanted)

    def update(self) -> None:
        rows = torch.randint(STORED, (self._batch,))
        loss = self._loss(*(column[rows] for column in self._columns))
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._parameters, MAX_NORM)
        self._optimizer.step()
        self._updates += 1
        if self._updates % TARGET_INTERVAL == 0:
            self._target.load_state_dict(self._online.state_dict())


def main() -> None:
    style = {"choices": ["eager", "fused", "compile"], "default": "eager"}
    options = parse_arguments(__doc__, style=style)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    figures = [
        {
            "name": f"4-128-128-2, batch {batch}",
            "unit": "updates/s",
            "value": calls_per_second(Learner(batch, options.style).update),
            "samplesPerCall": batch,
        }
        for batch in BATCHES
    ]
    answer({"figures": figures}, ["torch"])


if __name__ == "__main__":
    main()
