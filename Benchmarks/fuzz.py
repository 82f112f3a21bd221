#!/usr/bin/env python3
"""Looks for faults for some minutes: fuzz.py [MINUTES] [SUITE ...]

Builds the tests once and runs in turn, each time from another seed: programs with arguments that fit or do not, every
function with extreme arguments, the lessons with a character changed, noise, files of every format, submissions, stepper
keys, writes that fail in turn, and sessions that are killed; then damaged files, by fuzz_files.py. What a session was trying when it crashed is in
/tmp/learnnn-fuzz.nn. The exit status is 1 when a run failed."""
import os, subprocess, sys, time

# Each suite with how many inputs of each kind it tries in a run.
SUITES = [
    ("SessionFuzz", 100_000), ("FormatFuzz|JSONTests|CSVTests|PNG|Zip|Safetensors|IDX|Gzip|PictureTests", 2_000),
    ("LessonFault|LessonParser", 2_000), ("Grade|Worker|Submit", 200), ("Stepper|Walk", 2_000),
    ("FileTests|ProgressTests|KillTests", 200),
]

# Traps are in a release build as well, and a program takes a fortieth of its time.
RELEASE = ["-c", "release", "-Xswiftc", "-enable-testing"]

def main():
    arguments = sys.argv[1:]
    minutes = float(arguments.pop(0)) if arguments else 10
    suites = [(name, 20_000) for name in arguments] or SUITES
    if subprocess.run(["swift", "build", "--build-tests"] + RELEASE).returncode:
        return 1
    end, seed, failed, runs = time.time() + minutes * 60, int(time.time()), [], 0
    while time.time() < end:
        for suite, count in suites:
            if time.time() >= end:
                break
            seed += 1
            environment = dict(os.environ, LEARNNN_FUZZ=str(count), LEARNNN_SEED=str(seed))
            start = time.time()
            try:
                run = subprocess.run(
                    ["swift", "test", "--skip-build", "--filter", suite] + RELEASE, env=environment, text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=max(60, end - start + 600))
                fine, text = run.returncode == 0, run.stdout
            except subprocess.TimeoutExpired:
                fine, text = False, "it did not end"
            runs += 1
            print(f"{'fine' if fine else 'FAILED'}  {suite}  seed {seed}  {time.time() - start:.0f} s", flush=True)
            if not fine:
                failed.append((suite, seed))
                print(text[-4000:], flush=True)
        files = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "fuzz_files.py"),
                 ".build/release/learnnn", "2000", str(seed)]
        runs += 1
        if subprocess.run(files).returncode:
            failed.append(("fuzz_files.py", seed))
    print(f"{runs} runs, {len(failed)} failed", *(f"{suite} from seed {seed}" for suite, seed in failed), sep="\n")
    return 1 if failed else 0

if __name__ == "__main__":
    sys.exit(main())
