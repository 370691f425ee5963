import { compose } from "../compose.ts";
import { readConfig } from "../config.ts";
import { seedDemo } from "./demo.ts";

// Run by `npm start` on an empty database. Never in production.
const config = readConfig({ ...process.env, ROLE: "worker" });
if (config.MODE !== "demo") throw new Error("seeds belong to the demonstration only");
const house = await compose(config);
await seedDemo(house);
await house.close();
