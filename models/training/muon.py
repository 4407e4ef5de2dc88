"""Muon (Jordan et al., 2024): momentum whose matrix is made orthogonal before each step, with the step size of Liu et al. (2025)."""
import torch

def orthogonal(g, steps=5):
    """The nearest matrix with singular values of about 1, by a quintic Newton-Schulz iteration."""
    x = g.bfloat16() / (g.norm() + 1e-7); tall = x.shape[0] > x.shape[1]
    if tall: x = x.T
    for _ in range(steps):
        a = x @ x.T; x = 3.4445 * x + (2.0315 * a @ a - 4.7750 * a) @ x
    return (x.T if tall else x).float()

class Muon(torch.optim.Optimizer):
    """For weights of two and more axes inside a network; everything else is AdamW's. A kernel counts as a matrix of its outputs by all else."""

    def __init__(self, params, lr, momentum=0.95, weight_decay=1e-2): super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None: continue
                m = self.state[p].setdefault("momentum", torch.zeros_like(p)); m.lerp_(p.grad, 1 - group["momentum"])
                u = p.grad.lerp(m, group["momentum"]).flatten(1)
                p.mul_(1 - group["lr"] * group["weight_decay"]).add_(orthogonal(u).view_as(p), alpha=-group["lr"] * 0.2 * max(u.shape) ** 0.5)

def optimizers(modules, lr):
    """Muon for the inner weights, AdamW for embeddings, first and last layers, norms and biases."""
    named = [(n, p) for m in modules for n, p in m.named_parameters() if p.requires_grad]
    inner = lambda n, p: p.ndim >= 2 and not any(k in n for k in ("embedding", "conv_in", "conv_out"))
    return [Muon([p for n, p in named if inner(n, p)], lr), torch.optim.AdamW([p for n, p in named if not inner(n, p)], lr=lr, betas=(0.9, 0.99), weight_decay=1e-2)]
