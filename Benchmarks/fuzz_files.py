#!/usr/bin/env python3
"""Gives a program files that are damaged: fuzz_files.py LEARNNN [COUNT [SEED]]

Tables, texts, pictures, weights, lessons, notebooks and submissions are made, and in each some bytes are changed, cut out,
doubled or set to extremes. Every file is read in a session, and lessons and submissions are checked and graded too. A
trap, an answer that takes longer than ten seconds, or a file that was changed fails the run; the file is then kept."""
import gzip, json, os, random, re, select, shutil, struct, subprocess, sys, tempfile, time, zipfile, zlib

PATIENCE = 10

def png(width=9, height=9):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes(random.randrange(256) for _ in range(3 * width)) for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))

def safetensors():
    head = json.dumps({"W": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
                       "b": {"dtype": "F32", "shape": [2], "data_offsets": [16, 24]}}).encode()
    return struct.pack("<Q", len(head)) + head + struct.pack("<6f", *range(6))

def idx():
    return struct.pack(">BBBBIII", 0, 0, 8, 3, 4, 5, 5) + bytes(range(100))

def zipped(folder):
    path = os.path.join(folder, "seed.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/lesson3-x.md", "# x\n")
        archive.writestr("b.csv", "a,b\n1,2\n")
    with open(path, "rb") as file:
        return file.read()

def damaged(data):
    data = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        at = random.randrange(len(data) + 1)
        kind = random.randrange(6)
        if kind == 0 and data: data[at % len(data)] = random.randrange(256)
        elif kind == 1: del data[at:at + random.choice((1, 4, 100))]
        elif kind == 2: data[at:at] = data[at:at + random.choice((1, 9, 400))]
        elif kind == 3: data[at:at] = random.choice((b"\0", b"\xff" * 4, b"\x7f\xff\xff\xff", "\u202e中".encode(), b"\x1b[2J"))
        elif kind == 4: data[at:at + 8] = b"99999999999999999999"[:random.choice((8, 20))]
        else: del data[at:]
    return bytes(data)

class Session:
    def __init__(self, program, folder):
        env = dict(os.environ, HOME=folder + "/home", LEARNNN_DATA=folder + "/data")
        self.process = subprocess.Popen([program, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, cwd=folder, env=env)
        self.rest, self.number = b"", 0

    def run(self, text):
        """Whether the line was answered in time."""
        self.number += 1
        try:
            self.process.stdin.write(json.dumps({"id": self.number, "do": "run", "text": text}).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            return False
        end = time.time() + PATIENCE
        while time.time() < end:
            while b"\n" in self.rest:
                line, self.rest = self.rest.split(b"\n", 1)
                if b'"done"' in line and json.loads(line).get("id") == self.number: return True
            if not select.select([self.process.stdout], [], [], max(0, end - time.time()))[0]: break
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            if not piece: break
            self.rest += piece
        return False

def main():
    program, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    random.seed(seed)
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folder = tempfile.mkdtemp()
    for name in ("data", "home", "work"): os.mkdir(f"{folder}/{name}")
    def read(path):
        with open(os.path.join(here, path), "rb") as file: return file.read()
    lesson = read("Lessons/lesson1-neuron.md")
    notebook = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"learnnn": {"lesson": "lesson1"}},
                           "cells": [{"cell_type": "code", "source": ":task line\nz = 3", "metadata": {}}]}).encode()
    kinds = [
        ("t.csv", read("Datasets/iris/iris.csv"), ['d = csv("t.csv")', "d"]),
        ("t.csv.gz", gzip.compress(read("Datasets/iris/iris.csv")[:900]), ['d = csv("t.csv.gz")']),
        ("t.txt", read("Datasets/names/names.txt")[:3000], ['s = text_file("t.txt")', "len(s)"]),
        ("p.png", png(), ['x = image_file("p.png")', "x"]),
        ("i-ubyte", idx(), ['x = idx("i-ubyte")', "x"]),
        ("w.safetensors", safetensors(), ["W = param(zeros([2, 2]))", ":weights load W data/w.safetensors"]),
        ("l.md", lesson, [":load data/l.md", "", "", ":outline"]),
        ("n.ipynb", notebook, [":load data/n.ipynb", ""]),
        ("s.nn", read("Benchmarks/moons.nn"), [":load data/s.nn"]),
        ("z.zip", zipped(folder), ['d = csv("z.zip")']),
    ]
    failed, session = [], Session(program, folder)
    for number in range(count):
        name, data, lines = kinds[number % len(kinds)]
        path, content = f"{folder}/data/{name}", damaged(data)
        with open(path, "wb") as file: file.write(content)
        fine = all(session.run(line) for line in lines)
        with open(path, "rb") as file: fine = fine and file.read() == content
        if not fine:
            kept = f"/tmp/learnnn-fuzz-{seed}-{number}-{name}"
            shutil.copy(path, kept)
            failed.append(kept)
            session.process.kill()
        if not fine or number % 500 == 499:
            session.process.kill()
            session = Session(program, folder)
        os.remove(path)
    session.process.kill()
    # The same for what is handed in: many damaged submissions, notebooks and archives are graded at once.
    handed = f"{folder}/work/handed"
    os.mkdir(handed)
    submission = b"---\nlesson: lesson1\nstudent: x\n---\n\n## line\n\n<!-- answer line attempts=1 hints=0 seconds=3 -->\n```nn\nz = w*x + b\n```\n"
    for number in range(min(300, count)):
        ending, data = random.choice((("md", submission), ("ipynb", notebook), ("zip", kinds[9][1])))
        with open(f"{handed}/s{number}.{ending}", "wb") as file: file.write(damaged(data))
    run = subprocess.run([program, "grade", f"{here}/Lessons/lesson1-neuron.md", handed, "--csv", "-"],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, timeout=600)
    if run.returncode < 0 or re.search(rb"Fatal error|Illegal instruction", run.stdout): failed.append("grading")
    shutil.rmtree(folder)
    print(f"{count} files from seed {seed}, {len(failed)} failed", *failed, sep="\n")
    return 1 if failed else 0

if __name__ == "__main__":
    sys.exit(main())
