import type { ImportIssue, ImportSummary } from '@contract/imports'
import type { Language } from '@contract/values'
import type { ImportFinding } from './import-contacts.rules'
import { describeFindings } from './import-messages'

export interface RefusedRow extends ImportIssue {
  /** As they may be saved: a protected address is left out. */
  readonly cells: readonly string[]
}

export interface ImportResult extends ImportSummary {
  readonly refusedCount: number
  readonly warnedCount: number
  readonly refusedRows: readonly RefusedRow[]
  readonly wasCancelled: boolean
}

/** Counts what becomes of the rows, and keeps the reasons of the first so many of each kind. */
export class ImportTally {
  readonly #refused: RefusedRow[] = []
  readonly #warned: ImportIssue[] = []
  #counts = { imported: 0, changed: 0, unchanged: 0, refused: 0, warned: 0 }

  constructor(
    private readonly language: Language,
    private readonly mostIssues: number
  ) {}

  count(kind: 'imported' | 'changed' | 'unchanged', rows = 1): void {
    this.#counts[kind] += rows
  }

  /** A row whose guardian was tied after it was found unchanged. */
  turnIntoChanged(): void {
    this.#counts.unchanged -= 1
    this.#counts.changed += 1
  }

  refuse(line: number, findings: readonly ImportFinding[], cells: readonly string[]): void {
    this.#counts.refused += 1
    if (this.#refused.length < this.mostIssues) this.#refused.push({ ...this.#issue(line, findings), cells })
  }

  warn(line: number, findings: readonly ImportFinding[]): void {
    this.#counts.warned += 1
    if (this.#warned.length < this.mostIssues) this.#warned.push(this.#issue(line, findings))
  }

  result(wasCancelled: boolean): ImportResult {
    const { refused: refusedCount, warned: warnedCount, ...counts } = this.#counts
    const refusedRows = [...this.#refused].sort((one, other) => one.line - other.line)
    return {
      ...counts,
      refused: refusedRows.map(({ line, code, message }) => ({ line, code, message })),
      warned: [...this.#warned].sort((one, other) => one.line - other.line),
      refusedCount,
      warnedCount,
      refusedRows,
      wasCancelled
    }
  }

  #issue(line: number, findings: readonly ImportFinding[]): ImportIssue {
    return { line, code: findings[0]?.code ?? '', message: describeFindings(findings, this.language) }
  }
}
