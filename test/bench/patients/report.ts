import { asMarkdown, figure, type Section } from '../report'
import type { Growth } from './growth'
import { VISITS_EACH, type RegisterSize } from './sizes'

export interface MeasuredSize {
  readonly size: RegisterSize
  readonly sections: readonly Section[]
}

export interface RegisterReport {
  readonly measured: readonly MeasuredSize[]
  readonly growth: readonly Growth[]
  readonly machine: readonly (readonly [string, string])[]
  /** The plot's file, as the report names it. */
  readonly plot: string
}

/** The largest clinic in full, then how every figure grows on the way to it. */
export function registerReport({ measured, growth, machine, plot }: RegisterReport): string {
  const largest = measured.at(-1)
  if (!largest) throw new RangeError('Nothing was measured.')
  const people = count(largest.size.patients)
  const sections = largest.sections.map(({ title, rows }) => ({
    title: `${title}: ${people} patients`,
    rows
  }))
  const intro = [
    `Written by \`npm run bench:patients\`. Each patient has ${VISITS_EACH} appointments; the people are synthetic and the same`,
    'in every run. Everything goes through the dispatcher, on disk where it writes. Not in the clinics: the history of each',
    'appointment. Times are milliseconds; p50, p95 and p99 are each the median of three rounds, CPU is the processor time of',
    'one call. ✓ and ✗ tell whether the target is met.'
  ].join(' ')
  return [
    asMarkdown(sections, machine, { title: '# Benchmarks of the patient register', intro }).trimEnd(),
    '',
    `## From ${count(measured[0]?.size.patients ?? 0)} to ${people} patients`,
    '',
    `Milliseconds, p50 / p99. The last column: how many times as long the median takes with ${people} patients as with ${count(measured[0]?.size.patients ?? 0)}.`,
    '',
    ...growthTable(measured, growth),
    '',
    `![How the time of each kind of call grows with the number of patients](${plot})`,
    '',
    '## Size and memory',
    '',
    ...amountTable(measured),
    ''
  ].join('\n')
}

function growthTable(measured: readonly MeasuredSize[], growth: readonly Growth[]): string[] {
  return [
    `| | ${measured.map(({ size }) => count(size.patients)).join(' | ')} | × |`,
    `|---|${measured.map(() => '--:').join('|')}|--:|`,
    ...growth.map(({ what, timings, factor }) => {
      const cells = timings.map(({ p50, p99 }) => `${figure(p50)} / ${figure(p99)}`)
      return `| ${what} | ${cells.join(' | ')} | ${factor.toFixed(1)} |`
    })
  ]
}

/** What is counted and not timed, at every size. */
function amountTable(measured: readonly MeasuredSize[]): string[] {
  const amountsOf = ({ sections }: MeasuredSize) =>
    sections.flatMap(({ rows }) => rows).filter((row) => row.kind === 'amount')
  const names = measured.slice(-1).flatMap((one) => amountsOf(one).map(({ what }) => what))
  return [
    `| | ${measured.map(({ size }) => count(size.patients)).join(' | ')} |`,
    `|---|${measured.map(() => '--:').join('|')}|`,
    ...names.map((name) => {
      const cells = measured.map((one) => {
        const row = amountsOf(one).find(({ what }) => what === name)
        return row ? `${figure(row.value)} ${row.unit}` : ''
      })
      return `| ${name} | ${cells.join(' | ')} |`
    })
  ]
}

function count(patients: number): string {
  return patients.toLocaleString('en-GB')
}
