import { people, signIn } from "../citizens.ts";
import { rounded, spreadOf, timed } from "../figures.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

/** The whole SAML sign-in from the button to the town's session: CPU of the portal. Two RSA operations with 4096 bit (sign the request, decrypt the assertion) alone take 8 ms. */
export async function signInCost(stage: Stage): Promise<Line[]> {
  const count = stage.quick ? 3 : 40;
  const times: number[] = [];
  await signIn(stage, people[0]);
  const [before, postgresBefore] = [stage.webCpu(), stage.postgresCpu()];
  for (let i = 0; i < count; i += 1) (await timed(times, () => signIn(stage, people[i % people.length]!))).connection.close();
  const each = (seconds: number): number => rounded(seconds * 1000 / count);
  return [{ id: "sign-in-cpu", title: "Anmeldung mit BundID (SAML): CPU des Portals", measured: each(stage.webCpu() - before), unit: "ms", details: { "CPU PostgreSQL ms": each(stage.postgresCpu() - postgresBefore), "Dauer mit simulierter BundID p50 ms": rounded(spreadOf(times).p50), "Anmeldungen": count } }];
}
