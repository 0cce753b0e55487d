import type { ModemChoice } from '@contract/system'

/** Whether the choice is whole: "another port" is none until it has a name. */
export function isWhole(choice: ModemChoice): boolean {
  return choice.kind !== 'serial' || choice.path === null || choice.path.trim() !== ''
}

/** A training clinic that sends for real costs money and reaches whoever has the number. */
export function needsWarning(choice: ModemChoice, isTraining: boolean): boolean {
  return isTraining && choice.kind === 'serial'
}
