"""micrograd's demo: 2-16-16-1 on 100 points, margin loss with decay, the whole set a step. Prints seconds for 2 steps."""
import math, random, time
from micrograd.engine import Value
from micrograd.nn import MLP

random.seed(1337)
noise = lambda: random.gauss(0, 0.1)
points = []
for i in range(50):
    t = math.pi * i / 49
    points.append((math.cos(t) + noise(), math.sin(t) + noise(), -1))
    points.append((1 - math.cos(t) + noise(), 0.5 - math.sin(t) + noise(), 1))
model = MLP(2, [16, 16, 1])
start = time.process_time()
for k in range(2):
    margins = [(1 + -side * model([Value(a), Value(b)])).relu() for a, b, side in points]
    loss = sum(margins) * (1 / 100) + 1e-4 * sum(p * p for p in model.parameters())
    model.zero_grad()
    loss.backward()
    for p in model.parameters():
        p.data -= (1 - 0.9 * k / 100) * p.grad
print(time.process_time() - start)
