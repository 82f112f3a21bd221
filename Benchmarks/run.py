#!/usr/bin/env python3
"""Runs learnnn and its peers in turn and prints ratios with their spread.

usage: run.py LEARNNN [--rounds N] [--other PROGRAM] [--given FOLDER] [NAME ...]

LEARNNN is the built program. Each round runs learnnn and the peer once, one after the other, so that both meet the same
machine; the ratio of a round is learnnn's time over the peer's. What is compared is processor time of the process
less that of a program that only prepares; for `mnist` it is wall-clock time: there the number of cores counts.
`mnist/floor` needs gcc and OpenBLAS's headers, and MNIST uncompressed in $MNIST_IDX. `--other` names a second build of
learnnn, such as the debug one, which `mnist/other` runs as the peer. `--given` names a folder with further programs and
their peers, by the names in GIVEN: networks with convolutions, attention and recurrence, by wall-clock time, and the
same with one thread and with two.
"""
import argparse, os, re, resource, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))


def cost(command):
    """Wall-clock seconds and processor seconds of a command, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    output, errors = process.communicate()
    wall = time.time() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {errors.strip()[-300:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, output.strip()


def last_word(output):
    return float(output.split()[-1])


class Comparison:
    """A program of the language and a peer that do the same amount of work, up to a factor."""

    def __init__(self, name, program, peer, bar, turns=(1, 1), wall=False, before="empty.nn"):
        self.name, self.program, self.peer, self.bar = name, program, peer, bar
        self.turns, self.wall, self.before = turns, wall, before

    def round(self, learnnn, mnist):
        which = 0 if self.wall else 1
        empty = cost([learnnn, os.path.join(HERE, self.before)])[which]
        own = cost([learnnn, os.path.join(HERE, self.program)])[which] - empty
        peer = last_word(cost(self.peer_command(mnist))[2])
        return own / self.turns[0], peer / self.turns[1]

    def peer_command(self, mnist):
        if not self.peer.endswith(".c"):
            return [sys.executable, os.path.join(HERE, "peers", self.peer), mnist]
        program = os.path.join(tempfile.gettempdir(), "learnnn-" + self.peer[:-2])
        source = os.path.join(HERE, "peers", self.peer)
        if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
            cost(["gcc", "-O3", "-march=native", "-ffast-math", source, "-o", program, "-lopenblas", "-lm"])
        return [program, os.environ.get("MNIST_IDX", mnist)]


class Builds(Comparison):
    """Two runs of learnnn itself: another build, or another way of multiplying matrices."""

    def round(self, learnnn, mnist):
        pair = []
        for program, file in ((learnnn, self.program), (self.other or learnnn, self.peer)):
            empty = cost([program, os.path.join(HERE, self.before)])[0]
            pair.append(cost([program, os.path.join(HERE, file)])[0] - empty)
        return tuple(pair)

    other = None


class Given(Comparison):
    """A program and a peer in the folder of --given; `seconds` finds the peer's time in what it prints."""

    def __init__(self, name, program, peer, arguments, bar, seconds=last_word, turns=(1, 1), before="empty.nn"):
        super().__init__(name, program, peer, bar, turns, wall=True, before=before)
        self.arguments, self.seconds = arguments, seconds

    folder = None

    def round(self, learnnn, mnist):
        empty = cost([learnnn, os.path.join(HERE, self.before)])[0]
        own = cost([learnnn, os.path.join(self.folder, self.program)])[0] - empty
        values = {"DATA": os.path.dirname(mnist)}
        peer = [sys.executable, os.path.join(self.folder, self.peer)] + [values.get(a, a) for a in self.arguments]
        return own / self.turns[0], self.seconds(cost(peer)[2]) / self.turns[1]


class Threads(Given):
    """A program with all threads, and with one as the peer."""

    def round(self, learnnn, mnist):
        program = os.path.join(self.folder, self.program)
        with tempfile.NamedTemporaryFile("w", suffix=".nn") as single:
            single.write(":set threads 1\n" + open(program).read())
            single.flush()
            pair = [cost([learnnn, file])[0] for file in (program, single.name)]
        empty = cost([learnnn, os.path.join(HERE, self.before)])[0]
        return pair[0] - empty, pair[1] - empty


def epoch_seconds(output):
    return float(re.search(r"([0-9.]+)s test", output).group(1))


def step_seconds(names):
    """The fastest step of micro_torch.py for a number of names at a time."""
    return lambda output: min(1e-6 * float(t) for t in re.findall(rf"torch {names} \S+ (\d+) us", output))


GIVEN = [
    Given("conv/torch", "conv.nn", "conv_torch.py", ["DATA", "1"], 0.6, epoch_seconds, before="mnist-before.nn"),
    Given("conv/jax", "conv.nn", "conv_jax.py", ["DATA", "1"], 0.4, epoch_seconds, before="mnist-before.nn"),
    Given("gpt/torch", "gpt.nn", "gpt_torch.py", ["1200"], 0.6),
    Given("gpt/jax", "gpt.nn", "gpt_jax.py", ["1200"], 0.4),
    Given("gpt2/torch", "gpt2.nn", "gpt2_torch.py", ["20"], 0.8),
    Given("rnn/torch", "rnn.nn", "rnn_torch.py", ["300"], 0.4),
    Given("micro/torch", "micro_mg.nn", "micro_torch.py", ["64"], None, step_seconds(1), (2000, 1)),
    Given("micro16/torch", "micro_mgb.nn", "micro_torch.py", ["64"], None, step_seconds(16), (2000, 1)),
    Given("micro32/torch", "micro_mg32.nn", "micro_torch.py", [], None, step_seconds(1), (2000, 1)),
    Threads("conv/threads", "conv.nn", None, [], 0.63, before="mnist-before.nn"),
    Threads("gpt2/threads", "gpt2.nn", None, [], 0.63),
]

COMPARISONS = [
    Comparison("loop", "loop.nn", "loop.py", 0.3, (2e6, 2e6)),
    Comparison("neuron", "neuron.nn", "neuron.py", None, (1e5, 2e4)),
    Comparison("moons", "moons.nn", "moons.py", 0.02, (20, 2)),
    Comparison("mnist/jax", "mnist.nn", "mnist_jax.py", 1.0, wall=True, before="mnist-before.nn"),
    Comparison("mnist/numpy", "mnist.nn", "mnist_numpy.py", None, wall=True, before="mnist-before.nn"),
    Comparison("mnist/torch", "mnist.nn", "mnist_torch.py", None, wall=True, before="mnist-before.nn"),
    Comparison("mnist/tf", "mnist.nn", "mnist_tf.py", 0.65, wall=True, before="mnist-before.nn"),
    Comparison("mnist/floor", "mnist.nn", "mnist_floor.c", 1.2, wall=True, before="mnist-before.nn"),
    Builds("own/blas", "mnist-own.nn", "mnist.nn", 3.0, wall=True, before="mnist-before.nn"),
    Builds("mnist/other", "mnist.nn", "mnist.nn", None, wall=True, before="mnist-before.nn"),
    Comparison("mnist-loop/jax", "mnist-loop.nn", "mnist_jax.py", 1.0, wall=True, before="mnist-before.nn"),
]


def start_up(learnnn):
    own = cost([learnnn, "-e", "1"])[1]
    return own, cost(["/usr/bin/python3", "-c", "pass"])[1]


def whole(learnnn, mnist):
    """From the command to one trained epoch and its accuracy: wall-clock seconds of both whole processes."""
    own = cost([learnnn, os.path.join(HERE, "mnist-whole.nn")])[0]
    return own, cost([sys.executable, os.path.join(HERE, "peers", "mnist_numpy.py"), mnist])[0]


def report(name, pairs, bar):
    ratios = sorted(a / b for a, b in pairs)
    own, peer = (statistics.median(side) for side in zip(*pairs))
    print(
        f"{name:16} learnnn {own:.3g} s   peer {peer:.3g} s   ratio {statistics.median(ratios):.3f} "
        f"({ratios[0]:.3f} to {ratios[-1]:.3f})   bar {bar or '-'}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("learnnn")
    parser.add_argument("names", nargs="*", help="what to compare; everything when left out")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--other", help="a second build of learnnn")
    parser.add_argument("--given", help="a folder with further programs and peers")
    options = parser.parse_intermixed_args()
    Given.folder = options.given
    mnist = os.path.join(os.environ.get("LEARNNN_DATA", "Datasets"), "mnist")
    wanted = lambda name: not options.names or name in options.names
    if wanted("start"):
        report("start", [start_up(options.learnnn) for _ in range(options.rounds)], 1.0)
    if wanted("mnist-whole"):
        report("mnist-whole", [whole(options.learnnn, mnist) for _ in range(options.rounds)], 0.5)
    for comparison in COMPARISONS + (GIVEN if options.given else []):
        if not wanted(comparison.name):
            continue
        if comparison.name == "mnist/other":
            if not options.other:
                continue
            comparison.other = options.other
        try:
            pairs = [comparison.round(options.learnnn, mnist) for _ in range(options.rounds)]
            report(comparison.name, pairs, comparison.bar)
        except (RuntimeError, ValueError) as error:
            print(f"{comparison.name:16} left out: {error}", flush=True)


if __name__ == "__main__":
    main()
