import type { Row } from '../rows'
import type { OpenRegister } from './open-register'

/** What is measured of a clinic of each size. A row bears the same name at every size, so that growth can be shown. */
export interface RegisterPart {
  readonly title: string
  run(register: OpenRegister): Promise<Row[]>
}

/** The sample asked for in this call; every call asks for somebody else. */
export function nth<T>(samples: readonly T[], index: number): T {
  const sample = samples[index % samples.length]
  if (sample === undefined) throw new RangeError('There is nobody to ask for.')
  return sample
}
