import { valueAfter } from '../at/answers'
import type { RunCommand } from '../at/at-session'
import type { AtAnswer } from '../at/command-exchange'
import { areReportsShown, bestIndications, commonMemory } from './capabilities'

export interface ModemIdentity {
  readonly manufacturer: string | null
  readonly model: string | null
  readonly imei: string | null
}

/** What the set-up chose, to be checked now and then. */
export interface MessageSettings {
  /** The one memory for reading and receiving; null where the modem cannot be asked. */
  readonly memory: string | null
  /** What `+CNMI?` answered; null where it answers nothing. */
  readonly indications: string | null
  /** The SIM knows the number of its service centre; without it nothing can be sent (CMS 330). */
  readonly hasServiceCentre: boolean
  /** Each report shown must be acknowledged with `+CNMA`, or the modem shows no more of them (`+CSMS=1`). */
  readonly needsAcknowledgement: boolean
}

/** The modem refuses a setting without which no SMS can be sent or read. */
export class SetUpError extends Error {
  override readonly name = 'SetUpError'
  readonly step: string

  constructor(step: string) {
    super(`The modem refused ${step}.`)
    this.step = step
  }
}

/** Runs a command again, at most so many times, while it fails; the modem may still be booting. */
export type RunPatiently = (command: string, mostTries?: number) => Promise<AtAnswer>

const quickMs = 1_000
const serviceCentreTries = 5
const identityMs = 3_000

async function bareValue(run: RunCommand, command: string): Promise<string | null> {
  const answer = await run(command, identityMs)
  return answer.ok ? (answer.lines[0]?.text.replace(/^\+\w+: ?/, '').replaceAll('"', '') ?? null) : null
}

/** Steps 1–3: no echo, numbers in errors, and who the modem is. Its refusals do not matter. */
export async function introduce(run: RunCommand): Promise<ModemIdentity> {
  await run('ATE0', quickMs)
  await run('ATV1Q0', quickMs)
  await run('AT+CMEE=1', quickMs)
  const manufacturer = await bareValue(run, 'AT+CGMI')
  const model = await bareValue(run, 'AT+CGMM')
  const serial = await bareValue(run, 'AT+CGSN')
  return { manufacturer, model, imei: /\d{14,16}/.exec(serial ?? '')?.[0] ?? null }
}

/** u-blox and Telit lose a command that follows an answer at once (SARA-R4 and LE910C manuals, § 2.2.5). */
export function commandGapMs({ manufacturer, model }: ModemIdentity): number {
  return /u-?blox|telit|sara-|lisa-|le910/i.test(`${manufacturer} ${model}`) ? 20 : 0
}

/** Steps 5–12, once the SIM is open: reports of registration, service centre, PDU mode, memory and indications. */
export async function setUpMessages(
  run: RunCommand,
  runPatiently: RunPatiently,
  { manufacturer }: ModemIdentity
): Promise<MessageSettings> {
  await run('AT+CREG=1')
  await run('AT+CEREG=1')
  await run('AT+COPS=3,0')
  const hasServiceCentre = isServiceCentreKnown(await runPatiently('AT+CSCA?', serviceCentreTries))
  if (!(await runPatiently('AT+CMGF=0')).ok) throw new SetUpError('AT+CMGF=0')
  const memory = await chooseMemory(run)
  await run('AT+CSMS=0')
  const chosen = await chooseIndications(run)
  if (/huawei/i.test(manufacturer ?? '')) await run('AT^CURC=0', quickMs)
  return { memory, hasServiceCentre, ...chosen }
}

/** A modem that does not answer the question is given the benefit of the doubt. */
function isServiceCentreKnown(answer: AtAnswer): boolean {
  return !answer.ok || valueAfter('+CSCA:', answer.lines)?.startsWith('""') !== true
}

async function query(run: RunCommand, command: string, prefix: string): Promise<string | null> {
  const answer = await run(command)
  return answer.ok ? valueAfter(prefix, answer.lines) : null
}

async function chooseMemory(run: RunCommand): Promise<string | null> {
  const offered = await query(run, 'AT+CPMS=?', '+CPMS:')
  if (offered === null) return null
  const current = await query(run, 'AT+CPMS?', '+CPMS:')
  const { memory, lists } = commonMemory(offered, current)
  if (memory === null) return null
  return (await run(selectMemory(memory, lists))).ok ? memory : null
}

/** One memory for all purposes, so that `+CMTI: "ME",3` and `+CMGR=3` mean the same place. */
export function selectMemory(memory: string, lists = 3): string {
  return `AT+CPMS=${Array.from({ length: lists }, () => `"${memory}"`).join(',')}`
}

type Indications = Pick<MessageSettings, 'indications' | 'needsAcknowledgement'>

async function chooseIndications(run: RunCommand): Promise<Indications> {
  const offered = await query(run, 'AT+CNMI=?', '+CNMI:')
  for (const choice of bestIndications(offered)) {
    if ((await run(`AT+CNMI=${choice}`)).ok)
      return { indications: await readIndications(run), needsAcknowledgement: false }
    if (areReportsShown(choice) && (await isTakenWithAcknowledgement(run, choice)))
      return { indications: await readIndications(run), needsAcknowledgement: true }
  }
  return { indications: null, needsAcknowledgement: false }
}

/** Some modems show reports only in phase 2+, where each must be acknowledged (TS 27.005 § 3.2.1). */
async function isTakenWithAcknowledgement(run: RunCommand, choice: string): Promise<boolean> {
  const isPhaseTwoPlus = (await run('AT+CSMS=1')).ok
  if (isPhaseTwoPlus && (await run(`AT+CNMI=${choice}`)).ok) return true
  if (isPhaseTwoPlus) await run('AT+CSMS=0')
  return false
}

/** The settings in force; another answer than the one noted means that the modem has lost them. */
export async function readIndications(run: RunCommand): Promise<string | null> {
  return query(run, 'AT+CNMI?', '+CNMI:')
}
