// To be imported first by a test file that is about the making of keys.
import { makeOwnKeys } from "./run-keys.ts";

makeOwnKeys();
