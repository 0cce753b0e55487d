import process from 'node:process'

/** Resolves when the program is told to stop: Ctrl+C, or a service manager's SIGTERM. A second one ends it at once. */
export async function toldToStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
