import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt, sign, verify } from "node:crypto";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

/** Milliseconds of one core for each operation with RSA-4096, as node:crypto computes it here. */
export interface RsaCost { readonly sign: number; readonly verify: number; readonly wrap: number; readonly unwrap: number }

/**
 * What RSA-4096 costs while every core computes nothing else: the cores of a virtual machine may share one's arithmetic, and then a core alone would promise more than all together can hold.
 * CPU time, not time by the clock, so that a neighbour changes it as little as possible.
 */
export async function rsaCostOnAllCores(rounds: number): Promise<RsaCost> {
  const workers = Array.from({ length: availableParallelism() }, () => new Worker(new URL(import.meta.url), { execArgv: process.execArgv }));
  try {
    // All have their keys before any begins, and none ends long before the others: each computes the same.
    await Promise.all(workers.map((worker) => once(worker, "message")));
    const told = await Promise.all(workers.map(async (worker) => { worker.postMessage(rounds); return (await once(worker, "message"))[0] as RsaCost; }));
    const mean = (kind: keyof RsaCost): number => told.reduce((sum, cost) => sum + cost[kind], 0) / told.length;
    return { sign: mean("sign"), verify: mean("verify"), wrap: mean("wrap"), unwrap: mean("unwrap") };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function prepare(): (rounds: number) => RsaCost {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 4096 });
  const [pss, oaep] = [{ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }, { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }] as const;
  const [message, key] = [Buffer.alloc(600, 7), Buffer.alloc(32, 7)];
  const signature = sign("sha512", message, { key: privateKey, ...pss });
  const wrapped = publicEncrypt({ key: publicKey, ...oaep }, key);
  const works = {
    sign: () => sign("sha512", message, { key: privateKey, ...pss }), verify: () => verify("sha512", message, { key: publicKey, ...pss }, signature),
    wrap: () => publicEncrypt({ key: publicKey, ...oaep }, key), unwrap: () => privateDecrypt({ key: privateKey, ...oaep }, wrapped),
  };
  return (rounds) => {
    const spent: Record<keyof RsaCost, number[]> = { sign: [], verify: [], wrap: [], unwrap: [] };
    // In turn, so that what disturbs meets all alike.
    for (let round = 0; round < rounds; round += 1) for (const kind of ["sign", "verify", "wrap", "unwrap"] as const) spent[kind].push(cpuOf(works[kind]));
    // The mean, not the median: where two cores share one's arithmetic, an operation costs one of two values, by what the other does meanwhile.
    const mean = (kind: keyof RsaCost): number => spent[kind].reduce((sum, single) => sum + single, 0) / rounds;
    return { sign: mean("sign"), verify: mean("verify"), wrap: mean("wrap"), unwrap: mean("unwrap") };
  };
}

function cpuOf(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

if (!isMainThread && parentPort) {
  const run = prepare();
  parentPort.on("message", (rounds: number) => { parentPort?.postMessage(run(rounds)); });
  parentPort.postMessage("ready");
}
