// Loaded before an example: when the demonstration ends, however hard, the channel to it breaks, and the example ends too.
process.once("disconnect", () => { process.kill(process.pid, "SIGTERM"); });
