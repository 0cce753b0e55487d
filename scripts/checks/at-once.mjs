/** As many as a small machine has processors. */
const AT_ONCE = 2

/**
 * Runs the checks side by side; they begin in their order, so the longest should stand first.
 * @param {readonly (() => Promise<import('./stage.mjs').Stage>)[]} checks
 * @returns {Promise<import('./stage.mjs').Stage[]>} sorted by name
 */
export async function atOnce(checks) {
  const waiting = [...checks]
  /** @type {import('./stage.mjs').Stage[]} */
  const stages = []
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) stages.push(await check())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return stages.sort((one, other) => one.name.localeCompare(other.name))
}
