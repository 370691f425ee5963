// Loaded before each test file (node-tests.ts). The programs that a test starts are not: they make their keys themselves.
import { lendRunKeys } from "./run-keys.ts";

const folder = process.env["TEST_KEYS_FOLDER"];
if (folder !== undefined) lendRunKeys(folder);
