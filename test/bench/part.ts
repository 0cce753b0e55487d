import type { BenchClinic } from './clinic'
import type { Row } from './rows'

export interface Bench {
  /** A folder that is removed at the end. */
  readonly folder: string
  /** What the report says of the machine; a part may add to it. */
  readonly facts: [name: string, value: string][]
  /** 100,000 patients; 10 clinicians fully booked for 60 working days. Made when first asked for. */
  largeClinic(): Promise<BenchClinic>
  /**
   * 1,000,000 appointments of 20 clinicians over seven years and sixty days: everybody is fully booked but for the last
   * place of each day. Made when first asked for.
   */
  millionClinic(): Promise<BenchClinic>
}

export interface Part {
  /** As `npm run bench -- <name>` takes it. */
  readonly name: string
  readonly title: string
  run(bench: Bench): Promise<Row[]>
}
