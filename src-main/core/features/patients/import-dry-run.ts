import { setImmediate } from 'node:timers/promises'
import type { PatientId } from '@contract/ids'
import { CompactIndex } from '../../platform/compact-index'
import { keptContacts, planChange } from './import-change'
import type { ImportFinding } from './import-contacts.rules'
import { matchPatients } from './import-matching.queries'
import { secondsLeft } from './import-pace.rules'
import { matchKey } from './import-repeats.rules'
import { readRows, savedCells, type ReadRow } from './import-rows'
import type { ImportRunOptions } from './import-run'
import { extrasOf, readKnown, type AcceptedRow, type ImportContext } from './import-slice'
import { ImportTally, type ImportResult } from './import-tally'
import type { ImportedDecisions } from './neighbours'
import { numberKey } from './number-key.rules'

/** Rows held against those registered at once: some 10 ms. */
const AT_ONCE = 200

type DryRunOptions = Pick<
  ImportRunOptions,
  'file' | 'mapping' | 'total' | 'mostIssues' | 'onProgress' | 'signal'
>

/** What a run of this file would do with each row, found out without writing anything. */
export async function dryRun(context: ImportContext, options: DryRunOptions): Promise<ImportResult> {
  return await new DryRun(context, options).run()
}

class DryRun {
  readonly #tally: ImportTally
  readonly #startedMs = performance.now()
  /** Patients the file would register, by name and birth date: a later row may be about them. */
  readonly #new = new CompactIndex()
  /** The numbers of those, by their keys. */
  readonly #newNumbers = new CompactIndex()
  #done = 0

  constructor(
    private readonly context: ImportContext,
    private readonly options: DryRunOptions
  ) {
    this.#tally = new ImportTally(context.day.language, options.mostIssues)
  }

  async run(): Promise<ImportResult> {
    const { file, mapping, signal } = this.options
    const { country, today: on, isTraining } = this.context.day
    let rows: ReadRow[] = []
    for await (const row of readRows(file, mapping, { country, on, isTraining })) {
      if (signal.aborted) break
      rows.push(row)
      if (rows.length < AT_ONCE) continue
      await this.#judge(rows)
      rows = []
    }
    await this.#judge(rows)
    return this.#tally.result(signal.aborted)
  }

  async #judge(rows: readonly ReadRow[]): Promise<void> {
    const { mapping, total, onProgress } = this.options
    const accepted: AcceptedRow[] = []
    for (const row of rows) {
      if (row.patient === null) this.#tally.refuse(row, row.findings, () => savedCells(row, mapping))
      else if (row.isRepeated) this.#settle(row, 'unchanged')
      else accepted.push({ ...row, patient: row.patient })
    }
    const outcomes = await this.#outcomes(accepted)
    for (const row of rows) {
      const outcome = outcomes.get(row.line)
      if (outcome?.kind === 'ambiguous')
        this.#tally.refuse(row, [{ code: 'match-ambiguous', parameters: {} }], () => savedCells(row, mapping))
      else if (outcome) this.#settle(row, outcome.kind, outcome.findings)
    }
    this.#done += rows.length
    const elapsedMs = performance.now() - this.#startedMs
    onProgress({ done: this.#done, total, secondsLeft: secondsLeft({ done: this.#done, total, elapsedMs }) })
    await setImmediate()
  }

  #settle(
    row: ReadRow,
    outcome: 'imported' | 'changed' | 'unchanged',
    unwritten: readonly ImportFinding[] = []
  ): void {
    const findings = [...row.findings, ...unwritten]
    if (findings.length > 0) this.#tally.warn(row, findings)
    this.#tally.count(outcome)
  }

  async #outcomes(rows: readonly AcceptedRow[]): Promise<ReadonlyMap<number, Outcome>> {
    const { reader } = this.context.database
    const outcomes = new Map<number, Outcome>()
    const matching = await matchPatients(
      reader,
      rows.map(({ patient }) => patient)
    )
    const known: { row: AcceptedRow; id: PatientId }[] = []
    for (const row of rows) {
      const match = matching.matchOf(row.patient)
      if ('isAmbiguous' in match) outcomes.set(row.line, AMBIGUOUS)
      else if (match.id === null) outcomes.set(row.line, this.#asNew(row))
      else known.push({ row, id: match.id })
    }
    for (const [line, outcome] of await this.#changes(known)) outcomes.set(line, outcome)
    return outcomes
  }

  /** Without a number a second row of the same name and birth date is about the one whom the first registered. */
  #asNew({ patient }: AcceptedRow): Outcome {
    const key = matchKey(patient)
    const isKnown = patient.number === null && this.#new.find(key) >= 0
    this.#new.add(key)
    const findings = this.#takenBefore(patient)
    return { kind: isKnown ? 'unchanged' : 'imported', findings }
  }

  /** Other numbers of a new patient that an earlier line gives another new one: they stay with that one. */
  #takenBefore({ number, otherNumbers }: AcceptedRow['patient']): ImportFinding[] {
    const others = otherNumbers.filter(({ status }) => status === 'in-use').map(numberKey)
    const taken = others.filter((key) => this.#newNumbers.find(key) >= 0)
    for (const key of [...(number ? [numberKey(number)] : []), ...others]) this.#newNumbers.add(key)
    return taken.map(() => ({ code: 'other-number-taken', parameters: {} }))
  }

  async #changes(
    known: readonly { row: AcceptedRow; id: PatientId }[]
  ): Promise<ReadonlyMap<number, Outcome>> {
    const { database, day, neighbours } = this.context
    const states = await readKnown(database.reader, [...new Set(known.map(({ id }) => id))])
    const decisions = new Map<PatientId, ImportedDecisions>(known.map(({ row, id }) => [id, row.patient]))
    const decided = await neighbours.changedByImportedConsents(database.reader, decisions, day)
    return new Map(
      known.map(({ row, id }) => {
        const state = states.get(id)
        const isPlanned = state !== undefined && planChange(row, state, extrasOf(row, this.context)) !== null
        const kind = isPlanned || decided.has(id) ? 'changed' : 'unchanged'
        return [row.line, { kind, findings: state ? keptContacts(row, state) : [] }]
      })
    )
  }
}

interface Outcome {
  readonly kind: 'imported' | 'changed' | 'unchanged' | 'ambiguous'
  /** What of the row would not be written. */
  readonly findings: readonly ImportFinding[]
}

const AMBIGUOUS: Outcome = { kind: 'ambiguous', findings: [] }
