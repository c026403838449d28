"""What attack.sh does once the service runs: polls, blocks and attacks, and the table. All figures are this program's own, from the outside."""
import argparse
import asyncio
import json
import os
import pathlib
import ssl
import sys
import time

CLIENTS, BLOCK_EVERY, KEPT = 50, 20.0, 20
P99, LATE, MEMORY = 0.250, 5.0, 512
API = "/api/upgrades_info/v1"
CHANNELS = ["stable-4.16", "stable-4.17", "fast-4.18", "candidate-4.14"]

options = argparse.ArgumentParser()
for name in ("phases", "graph-data", "token", "token-file", "drip", "attacks"):
    options.add_argument("--" + name)
for name in ("seconds", "plain", "secure", "status", "process"):
    options.add_argument("--" + name, type=int)
options = options.parse_args()
data = pathlib.Path(options.graph_data)
blocks = data / "blocked-edges"
trusting = ssl._create_unverified_context()


class Row:
    """What was seen during one phase."""

    def __init__(self, name):
        self.name, self.polls, self.lost, self.probes, self.blocks, self.memory = name, [], 0, [], [], 0


row = Row("start")


async def ask(port, path, secure=False, headers="", method="GET"):
    """One request on a connection of its own: the status, the body, the seconds."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting if secure else None)
    try:
        writer.write(f"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n{headers}\r\n".encode())
        answer = await asyncio.wait_for(reader.read(-1), 30)
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head[9:12]), body, time.monotonic() - began


async def poll(number):
    """A cluster that polls every second."""
    await asyncio.sleep(number / CLIENTS)
    while True:
        secure = number % 5 == 0
        try:
            status, body, seconds = await ask(options.secure if secure else options.plain, f"{API}/graph?channel=stable-4.{12 + number % 8}&arch=amd64", secure, "Accept-Encoding: gzip\r\n")
            row.polls.append(seconds)
            row.lost += status != 200 or not body
        except (OSError, ValueError, asyncio.TimeoutError):
            row.lost += 1
        await asyncio.sleep(1)


async def probe():
    while True:
        for path in ("/livez", "/readyz"):
            try:
                status, _, seconds = await ask(options.status, path)
                row.probes.append(seconds if status == 200 else 99)
            except (OSError, ValueError, asyncio.TimeoutError):
                row.probes.append(99)
        for line in open(f"/proc/{options.process}/status"):
            if line.startswith("VmRSS"):
                row.memory = max(row.memory, int(line.split()[1]) >> 10)
        await asyncio.sleep(0.5)


async def edges(channel):
    """The plain edges of a channel."""
    status, body, _ = await ask(options.plain, f"{API}/graph?channel={channel}&arch=amd64")
    graph = json.loads(body)
    versions = [node["version"] for node in graph["nodes"]]
    return {(versions[a], versions[b]) for a, b in graph["edges"]}


async def block(pair, channel, name):
    """Adds a block, and tells how long it took until it was served."""
    began, (source, to) = time.monotonic(), pair
    aside = data / f"{name}.new"
    aside.write_text("to: %s\nfrom: ^%s([+].*)?$\n" % (to, source.replace(".", "[.]")))
    aside.rename(blocks / f"{name}.yaml")
    while time.monotonic() - began < 60:
        try:
            if pair not in await edges(channel):
                return time.monotonic() - began
        except (OSError, ValueError, asyncio.TimeoutError):
            pass
        await asyncio.sleep(0.2)
    return 99.0


async def add_blocks(pairs, channel):
    for number, pair in enumerate(pairs):
        row.blocks.append(await block(pair, channel, f"added-{number}"))
        await asyncio.sleep(BLOCK_EVERY)


async def attack(name, seconds, port=None, scheme="http", *values):
    port = port or options.plain
    # Attackers are elsewhere: what they themselves take of this machine is not to be the service's.
    process = await asyncio.create_subprocess_exec("nice", "-n", "19", "dotnet", options.attacks, name, f"{scheme}://127.0.0.1:{port}", str(seconds), *values, stdout=asyncio.subprocess.DEVNULL)
    await asyncio.sleep(seconds)
    process.kill()
    await process.wait()


async def on_files(act, undo, seconds):
    act()
    await asyncio.sleep(seconds)
    undo()


def streams(name):
    return lambda seconds: attack(name, seconds, options.secure, "https")


def sockets(name, *values):
    return lambda seconds: attack(name, seconds, None, "http", *values)


def remove_blocks():
    """Files of a release vanish one after another; each was a block of upstream's."""
    async def go(seconds):
        gone = sorted(blocks.glob("4.16.*.yaml"))[:60]
        kept = {path: path.read_bytes() for path in gone}
        for path in gone:
            path.unlink()
            await asyncio.sleep(seconds / 2 / len(gone))
        await asyncio.sleep(seconds / 4)
        for path, content in kept.items():
            path.write_bytes(content)
        await asyncio.sleep(seconds / 4)
    return go


def many_patterns():
    paths = [blocks / f"pattern-{number}.yaml" for number in range(800)]

    def write():
        for number, path in enumerate(paths):
            path.write_text("to: 4.15.%d\nfrom: ^4[.]14[.](%d|%d)[+](amd64|arm64|s390x)$\n" % (number % 40, number, number + 1000))
    return lambda seconds: on_files(write, lambda: [path.unlink() for path in paths], seconds)


def pipe():
    path = blocks / "README"
    return lambda seconds: on_files(lambda: os.mkfifo(path), path.unlink, seconds)


def link():
    path = data / "LICENSE"
    before = path.read_bytes()

    def act():
        path.unlink()
        path.symlink_to(options.token_file)

    def undo():
        path.unlink()
        path.write_bytes(before)

    async def go(seconds):
        async def look():
            await asyncio.sleep(seconds / 2)
            await ask(options.status, "/admin/refresh", method="POST", headers=f"Authorization: Bearer {options.token}\r\n")
            _, archive, _ = await ask(options.plain, "/api/upgrades_info/graph-data")
            import zlib
            if options.token.encode() in zlib.decompress(archive, 31):
                faults.append("the token was served by /graph-data")
        await asyncio.gather(on_files(act, undo, seconds), look())
    return go


def drip():
    path = pathlib.Path(options.drip)
    return lambda seconds: on_files(path.touch, path.unlink, seconds)


PHASES = {
    "nothing": lambda seconds: asyncio.sleep(seconds),
    **{name: streams(name) for name in ("h2-settings", "h2-reset", "h2-request", "h2-ping", "h2-window", "h2-continuation", "h2-data", "h2-deaf", "tls-half")},
    **{name: sockets(name) for name in ("hold", "slow-headers", "pipeline", "pipeline-deaf", "hang-up", "upgrade", "plans")},
    "revisions": sockets("revisions", "20", str(KEPT + 2)),
    "wrong-token": lambda seconds: attack("wrong-token", seconds, options.status),
    "registry drips": drip(),
    "patterns": many_patterns(),
    "link": link(),
    "pipe": pipe(),
    "lost blocks": remove_blocks(),
}
TOGETHER = ("h2-settings", "h2-reset", "hold", "slow-headers", "hang-up", "plans", "revisions", "wrong-token", "registry drips", "pipe", "lost blocks")
faults = []


async def together(seconds):
    chosen = [name for name in TOGETHER if options.phases == "all" or name in options.phases.split(",")]
    await asyncio.gather(*(PHASES[name](seconds) for name in chosen))


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] * 1000 if values else 0


def show(seen):
    print(f"| {seen.name} | {len(seen.polls)}, {seen.lost} | {percentile(seen.polls, 0.5):.0f}, {percentile(seen.polls, 0.99):.0f}, {percentile(seen.polls, 1):.0f} "
          f"| {percentile(seen.probes, 1):.0f} | {', '.join(f'{seconds:.1f}' for seconds in seen.blocks) or '–'} | {seen.memory} |", flush=True)


async def main():
    global row
    before = {channel: await edges(channel) for channel in CHANNELS}
    chosen = list(PHASES) if options.phases == "all" else options.phases.split(",")
    pairs = sorted(before["stable-4.17"])
    usual = max([await block(pair, "stable-4.17", f"kept-{number}") for number, pair in enumerate(pairs[:KEPT + 1])][1:])
    print(f"a block is served after {usual:.1f} s at most with nothing else to do; {KEPT} revisions are kept\n")
    print("| attack | polls, lost | p50, p99, longest (ms) | longest probe (ms) | blocks served after (s) | memory (MB) |\n|---|---|---|---|---|---|")
    tasks = [asyncio.create_task(task) for task in [*(poll(number) for number in range(CLIENTS)), probe(), add_blocks(pairs[KEPT + 1:], "stable-4.17")]]
    share = options.seconds * 0.75 / len(chosen)
    rows = []
    for name in [*chosen, "all together"]:
        row = Row(name)
        rows.append(row)
        try:
            await (together(options.seconds * 0.25) if name == "all together" else PHASES[name](share))
        except (OSError, ValueError, asyncio.TimeoutError) as error:
            faults.append(f"{name}: the service did not answer ({type(error).__name__})")
        show(row)
    row = Row("afterwards")
    rows.append(row)
    await asyncio.sleep(5)
    show(row)
    for task in tasks:
        task.cancel()
    all_polls = [seconds for seen in rows for seconds in seen.polls]
    total = Row("all")
    total.polls, total.lost, total.probes, total.memory = all_polls, sum(seen.lost for seen in rows), [max(seen.probes, default=0) for seen in rows], max(seen.memory for seen in rows)
    total.blocks = [max((seconds for seen in rows for seconds in seen.blocks), default=0)]
    show(total)
    for channel in CHANNELS:
        if opened := await edges(channel) - before[channel]:
            faults.append(f"{len(opened)} edges of {channel} were opened, such as {sorted(opened)[0]}")
    if total.lost:
        faults.append(f"{total.lost} polls were not answered")
    if percentile(all_polls, 0.99) > P99 * 1000:
        faults.append(f"p99 of the polls is {percentile(all_polls, 0.99):.0f} ms")
    if total.blocks[0] > usual + LATE:
        faults.append(f"a block was served {total.blocks[0] - usual:.1f} s later than usual")
    if total.memory > MEMORY:
        faults.append(f"memory was {total.memory} MB")
    try:
        os.kill(options.process, 0)
    except ProcessLookupError:
        faults.append("the process ended")
    print()
    print("\n".join(f"FAILED: {fault}." for fault in faults) or "passed")
    return 1 if faults else 0


sys.exit(asyncio.run(main()))
