import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { DocumentRefused, RendererFailed } from "./errors.ts";
import { type DocumentAttachment, isRenderReply, type PdfStandard, type RenderReply, type RenderRequest } from "./render-messages.ts";
import { startChild } from "./start-child.ts";

export interface RendererOptions {
  /** Holds only Typst templates and what they show. */
  readonly templatesDir: string;
  readonly fontsDir: string;
  /** Documents after which the child is replaced; the compiler leaks about 0.1 MB each. */
  readonly recycleAfter: number;
  /** From handing a document to the child to having it. */
  readonly timeoutMs: number;
  /** The child is replaced above this resident size; 400 MB unless told. */
  readonly maxMemoryBytes?: number;
  /** Documents that may wait; 500 unless told. */
  readonly maxWaiting?: number;
}

export interface RenderOptions {
  readonly standard: PdfStandard;
  /** Only with "a-3a"; together at most 50 MB. */
  readonly attachments?: readonly DocumentAttachment[];
  /** The document's date; now unless told. */
  readonly createdAt?: Date;
}

export interface Renderer {
  /**
   * Renders `<template>.typ` with JSON data (see templates/README.md for their shapes).
   * @throws DocumentRefused, RendererFailed
   */
  render(template: string, data: object, options: RenderOptions): Promise<Buffer>;
  /** The process that renders, for supervision: its id while there is one, how many documents wait, how often it was replaced. */
  status(): { readonly pid: number | undefined; readonly waiting: number; readonly started: number };
  /** Ends the child; what waits is refused. */
  close(): Promise<void>;
}

interface Job {
  readonly request: RenderRequest;
  readonly done: (pdf: Buffer) => void;
  readonly failed: (error: Error) => void;
}

interface Running {
  readonly child: ChildProcess;
  rendered: number;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

const MOST_DATA_BYTES = 5_000_000;
const MOST_ATTACHED_BYTES = 50_000_000;

export function createRenderer(options: RendererOptions): Renderer {
  const templatesDir = resolve(options.templatesDir);
  const fontsDir = resolve(options.fontsDir);
  const queue: Job[] = [];
  let running: Running | undefined;
  let started = 0;
  let lastId = 0;
  let closed = false;

  const start = (): Running => {
    started += 1;
    const child = startChild(templatesDir, fontsDir);
    const self: Running = { child, rendered: 0, job: undefined, timer: undefined };
    child.on("message", (message) => {
      if (isRenderReply(message)) answer(self, message);
    });
    child.on("error", () => end(self, new RendererFailed("crashed", "the process could not be reached")));
    child.on("exit", (code, signal) => end(self, new RendererFailed("crashed", `the process ended with ${signal ?? `code ${code}`}`)));
    return self;
  };

  const next = (): void => {
    if (closed || queue.length === 0 || running?.job) return;
    running ??= start();
    const self = running;
    const job = queue.shift();
    if (!job) return;
    self.job = job;
    self.timer = setTimeout(() => end(self, new RendererFailed("timeout", `no document after ${options.timeoutMs} ms`)), options.timeoutMs);
    self.child.send(job.request, (error) => {
      if (error) end(self, new RendererFailed("crashed", "the process did not take the document"));
    });
  };

  const answer = (self: Running, reply: RenderReply): void => {
    if (reply.kind === "broken") return end(self, new RendererFailed("broken", reply.reason));
    if (reply.kind === "ready" || self.job?.request.id !== reply.id) return;
    const { job } = self;
    clearTimeout(self.timer);
    self.job = undefined;
    self.rendered += 1;
    if (reply.kind === "done") job.done(Buffer.from(reply.pdf.buffer, reply.pdf.byteOffset, reply.pdf.byteLength));
    else job.failed(new DocumentRefused(reply.problems));
    if (self.rendered >= options.recycleAfter || reply.memoryBytes > (options.maxMemoryBytes ?? 400_000_000)) end(self);
    else next();
  };

  /** Lets go of a child, whatever state it is in; the next document gets a fresh one. */
  const end = (self: Running, error?: RendererFailed): void => {
    if (running === self) running = undefined;
    clearTimeout(self.timer);
    const { job } = self;
    self.job = undefined;
    if (self.child.exitCode === null && self.child.signalCode === null) self.child.kill("SIGKILL");
    if (job) job.failed(error ?? new RendererFailed("closed", "the renderer was closed"));
    next();
  };

  return {
    render: (template, data, { standard, attachments = [], createdAt = new Date() }) =>
      new Promise<Buffer>((done, failed) => {
        lastId += 1;
        const request = requestOf(lastId, template, data, standard, attachments, createdAt);
        if (closed) throw new RendererFailed("closed", "the renderer was closed");
        if (queue.length >= (options.maxWaiting ?? 500)) throw new RendererFailed("busy", "too many documents wait");
        queue.push({ request, done, failed });
        next();
      }),
    status: () => ({ pid: running?.child.pid, waiting: queue.length, started }),
    close: async () => {
      closed = true;
      for (const job of queue.splice(0)) job.failed(new RendererFailed("closed", "the renderer was closed"));
      const self = running;
      if (!self) return;
      const ended = once(self.child, "exit");
      end(self);
      await ended;
    },
  };
}

function requestOf(id: number, template: string, data: object, standard: PdfStandard, attachments: readonly DocumentAttachment[], createdAt: Date): RenderRequest {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(template)) throw new Error("a template is named by lower-case letters, digits and hyphens");
  const json = JSON.stringify(data);
  if (Buffer.byteLength(json) > MOST_DATA_BYTES) throw new DocumentRefused(["the data has more than 5 MB"]);
  if (attachments.length > 0 && standard !== "a-3a") throw new Error("only PDF/A-3 carries attachments");
  if (attachments.reduce((sum, { bytes }) => sum + bytes.length, 0) > MOST_ATTACHED_BYTES) throw new DocumentRefused(["the attachments have more than 50 MB"]);
  const names = new Set(attachments.map(({ name }) => name));
  if (names.size !== attachments.length || [...names].some((name) => !/^[^/\\\p{Cc}]{1,200}$/u.test(name))) throw new Error("attachments have different names without a path");
  return { id, template, data: json, standard, attachments, createdAt: Math.floor(createdAt.getTime() / 1000) };
}
